"""The chair's decision: which offer, or none, and why."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scoring.actions.gates import excluded_sentence, open_sentence
from scoring.presentation import OfferFigures, Result, wording

NO_AWARD = "none"
REASON_LIMIT = 20_000


class DecisionForm(forms.Form):
    """What the committee decides. An offer that may not be chosen is listed, and refused with the reason."""

    choice = forms.ChoiceField(label=gettext_lazy("The committee decides for"), widget=forms.RadioSelect)
    against_ranking = forms.BooleanField(
        label=gettext_lazy("The committee knowingly decides against the ranking"),
        required=False,
        help_text=gettext_lazy("Only needed when another offer stands higher, or when none is awarded."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=REASON_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Printed in the report, as it stands here. One of the two languages is enough."),
    )
    reason_zh = forms.CharField(
        label=gettext_lazy("Reason in Chinese"),
        max_length=REASON_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "lang": "zh-Hans"}),
        help_text=gettext_lazy("If it differs."),
    )
    conditions = forms.CharField(
        label=gettext_lazy("Conditions"),
        max_length=REASON_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "What must hold for the award to stand, such as a clause in the contract. May be empty."
        ),
    )
    conditions_zh = forms.CharField(
        label=gettext_lazy("Conditions in Chinese"),
        max_length=REASON_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "zh-Hans"}),
        help_text=gettext_lazy("If they differ."),
    )

    def __init__(self, *args: Any, result: Result, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.result = result
        choices = [(_value(offer), _in_words(offer)) for offer in result.offers]
        self.fields["choice"].choices = [*choices, (NO_AWARD, _("No award"))]  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.layout = Layout("choice", "against_ranking", "reason", "reason_zh", "conditions", "conditions_zh")
        self.helper.add_input(Submit("decide", _("Record the decision")))

    @property
    def chosen(self) -> str | None:
        """The id of the chosen offer; None for no award. Only after validation."""
        choice = str(self.cleaned_data["choice"])
        return None if choice == NO_AWARD else choice.removeprefix("offer-")

    def clean_choice(self) -> str:
        """Refuse an offer that a knock-out excludes or may yet exclude."""
        choice = str(self.cleaned_data["choice"])
        if choice != NO_AWARD:
            offer = self.result.offer(choice.removeprefix("offer-"))
            if problem := refusal(offer):
                raise forms.ValidationError(problem)
        return choice

    def clean(self) -> dict[str, Any]:
        """A reason in one language at least; a decision against the ranking only knowingly."""
        cleaned = super().clean() or {}
        if not (cleaned.get("reason") or cleaned.get("reason_zh")) and not self.has_error("reason"):
            self.add_error("reason", _("Say why: a decision needs a reason."))
        if "choice" in cleaned and not cleaned.get("against_ranking"):
            self._ask_about_the_ranking()
        return cleaned

    def _ask_about_the_ranking(self) -> None:
        first = [offer for offer in self.result.ranked if offer.rank == 1]
        if not first or self.chosen in {offer.id for offer in first}:
            return
        names = wording.joined(offer.name for offer in first)
        sentence = _(
            "%(names)s came first. Tick this box if the committee decides otherwise, and give the reason below."
        )
        self.add_error("against_ranking", sentence % {"names": names})


def refusal(offer: OfferFigures) -> str:
    """Why the committee may not choose the offer, as the act would say it; empty where it may."""
    if offer.exclusions:
        return excluded_sentence(offer.name, [each.criterion for each in offer.exclusions])
    if offer.open_knock_outs:
        return open_sentence(offer.name, offer.open_knock_outs)
    return ""


def _value(offer: OfferFigures) -> str:
    # An offer may be called "none".
    return f"offer-{offer.id}"


def _in_words(offer: OfferFigures) -> str:
    values = {"name": offer.name, "place": offer.place, "total": "–"}
    if offer.total is not None:
        values["total"] = wording.figure(offer.total)
    if offer.is_excluded:
        return _("%(name)s: excluded, %(total)s points") % values
    if offer.rank is None:
        return _("%(name)s: no total") % values
    if offer.is_provisional:
        return _("%(name)s: place %(place)s, %(total)s points, provisional") % values
    return _("%(name)s: place %(place)s, %(total)s points") % values
