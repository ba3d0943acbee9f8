"""Administration of facts: for repairs, and for the tier table, which no page of the site edits."""

from django.contrib import admin

from vendors.forms.tier import TierForm
from vendors.forms.vendor import VendorForm
from vendors.models import CostAmount, CostLine, Offer, Promise, Tier, Vendor


@admin.register(Tier)
class TierAdmin(admin.ModelAdmin[Tier]):
    """The four tiers: none is added and none removed, since every offer stands in one."""

    form = TierForm
    list_display = ["code", "name", "name_zh", "price_min", "price_max"]
    readonly_fields = ["code", "order", "seed_refs"]

    def has_add_permission(self, request: object) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: object, obj: Tier | None = None) -> bool:  # noqa: ARG002
        return False


@admin.register(Vendor)
class VendorAdmin(admin.ModelAdmin[Vendor]):
    """Vendors."""

    form = VendorForm
    list_display = ["name", "name_zh", "updated_at"]
    search_fields = ["name", "name_zh"]


class PromiseInline(admin.TabularInline[Promise, Offer]):
    """The promises of an offer."""

    model = Promise
    extra = 0


@admin.register(Offer)
class OfferAdmin(admin.ModelAdmin[Offer]):
    """Offers with their promises."""

    list_display = ["__str__", "tier", "seats", "currency", "updated_at"]
    list_filter = ["tier"]
    list_select_related = ["vendor", "tier"]
    search_fields = ["edition", "edition_zh", "vendor__name", "vendor__name_zh"]
    inlines = [PromiseInline]


class AmountInline(admin.TabularInline[CostAmount, CostLine]):
    """The amounts of a cost line by year."""

    model = CostAmount
    extra = 0


@admin.register(CostLine)
class CostLineAdmin(admin.ModelAdmin[CostLine]):
    """Cost lines with their amounts."""

    list_display = ["offer", "label", "kind", "is_cash", "source", "as_of"]
    list_filter = ["kind", "source"]
    list_select_related = ["offer__vendor"]
    inlines = [AmountInline]
