"""The list of vendors as a table that can be sorted and leafed through."""

import django_tables2 as tables
from django.db.models import Count, F
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from vendors.models import Vendor
from vendors.models.vendor import VendorQuerySet

PAGE_SIZE = 25


class VendorTable(tables.Table):  # type: ignore[misc]
    """One row a vendor: its name, the tiers that it offers, and when it was last changed."""

    name = tables.TemplateColumn(
        template_name="vendors/_vendor_cell.html", verbose_name=_("Vendor"), attrs={"td": {"class": "wide"}}
    )
    tiers = tables.TemplateColumn(
        template_name="vendors/_tiers_cell.html",
        verbose_name=_("Tiers offered"),
        orderable=False,
        attrs={"td": {"class": "wide"}},
    )
    offer_count = tables.Column(verbose_name=_("Offers"), attrs={"td": {"class": "num"}, "th": {"class": "num"}})
    updated_at = tables.DateColumn(
        format="DATE_FORMAT", verbose_name=_("Changed"), attrs={"td": {"class": "figure"}, "th": {"class": "figure"}}
    )

    class Meta:
        model = Vendor
        fields = ("name", "tiers", "offer_count", "updated_at")
        order_by = "name"
        per_page = PAGE_SIZE
        attrs = {"class": "table table-hover"}

    def order_name(self, queryset: VendorQuerySet, is_descending: bool) -> tuple[VendorQuerySet, bool]:  # noqa: FBT001
        """By the name as entered, whatever its capitals."""
        order = Lower("name").desc() if is_descending else Lower("name").asc()
        return queryset.order_by(order), True


def listed(vendors: VendorQuerySet) -> VendorQuerySet:
    """With all that a row shows, in two queries however many vendors there are."""
    return vendors.annotate(offer_count=Count("offers")).prefetch_related("offers__tier").order_by(F("name"))
