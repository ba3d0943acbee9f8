"""Administration: people and groups. Marks and evaluations are not here, so that nothing sealed can be read from it."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from evaluator.models import Member


@admin.register(Member)
class MemberAdmin(UserAdmin[Member]):
    """People, by e-mail address."""

    ordering = ["email"]
    list_display = ["email", "name", "language", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff", "groups"]
    search_fields = ["email", "name"]
    readonly_fields = ["last_login", "joined_at"]
    fieldsets = [
        (None, {"fields": ["email", "name", "language", "password"]}),
        (None, {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        (None, {"fields": ["last_login", "joined_at"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "language", "usable_password", "password1", "password2"]})]
