"""The table of contents of the site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from evaluator import views

# The administration has no door of its own: the one sign-in, with its limits, leads there too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler403 = "evaluator.views.forbidden"
handler404 = "evaluator.views.not_found"
handler500 = "evaluator.views.broken"

urlpatterns = [
    path("", views.home, name="home"),
    path("people/", views.people, name="people"),
    path("people/add/", views.add_person, name="add_person"),
    path("people/<int:pk>/link/", views.password_link, name="password_link"),
    path("language/", views.switch_language, name="switch_language"),
    path("theme/", views.switch_theme, name="switch_theme"),
    # One signs in with the address, so a borrowed session must not change it: those who invite people do.
    path("account/email/", RedirectView.as_view(pattern_name="home")),
    path("account/", include("allauth.account.urls")),
    path("administration/", admin.site.urls),
    path("", include("vendors.urls")),
    path("", include("scoring.urls")),
]
