"""Which offers to compare: a search among those of all vendors."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from scoring.models import Evaluation
from vendors.models import Offer


class OfferSearch(forms.Form):
    """Words in the name of a vendor or an edition, in either language."""

    q = forms.CharField(label=_("Search vendors and offers"), max_length=200, required=False)

    def offers_without(self, evaluation: Evaluation) -> QuerySet[Offer]:
        """The offers that match and are not in the evaluation yet; all of those when the search cannot be read."""
        rows = Offer.objects.exclude(candidates__evaluation=evaluation).select_related("vendor", "tier")
        for word in (self.cleaned_data["q"] if self.is_valid() else "").split():
            rows = rows.filter(
                Q(vendor__name__icontains=word)
                | Q(vendor__name_zh__icontains=word)
                | Q(edition__icontains=word)
                | Q(edition_zh__icontains=word)
            )
        return rows


class OfferChange(forms.Form):
    """One offer that comes in, or one that goes."""

    add = forms.ModelChoiceField(Offer.objects.select_related("vendor"), required=False)
    remove = forms.ModelChoiceField(Offer.objects.all(), required=False)
