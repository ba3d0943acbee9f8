"""What the list of vendors can be narrowed by; the choice stands in the address, so that it can be shared."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from vendors.models import Tier, Vendor
from vendors.models.vendor import VendorQuerySet


class VendorFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Words in either language, and a tier that the vendor offers."""

    q = django_filters.CharFilter(
        label=_("Vendor or edition"),
        method="filter_words",
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    tier = django_filters.ModelChoiceFilter(
        label=_("Tier"), queryset=Tier.objects.all(), method="filter_tier", empty_label=_("All tiers")
    )

    class Meta:
        model = Vendor
        fields: list[str] = []

    def filter_words(self, queryset: VendorQuerySet, _name: str, words: str) -> VendorQuerySet:
        """Every word must appear."""
        return queryset.matching(words)

    def filter_tier(self, queryset: VendorQuerySet, _name: str, tier: Tier) -> VendorQuerySet:
        """Vendors with an offer of the tier, each once."""
        return queryset.filter(pk__in=tier.offers.values("vendor"))

    @property
    def narrows(self) -> bool:
        """Whether anything was asked for."""
        return any(self.data.get(name) for name in ("q", "tier"))
