"""A seat on the committee: who sits there, as what, and how much their marks weigh."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Div, Fieldset, Layout, Row
from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from scoring.casefile.parts import WEIGHT_MAX
from scoring.forms.fields import FigureField, without_controls
from scoring.keys import free_key
from scoring.models import Criterion, Evaluation, Seat
from scoring.models.evaluation import DIMENSIONS

# Without these with a vote, nobody speaks for daily use, for the technology, or for the money.
ADVISED = (Seat.Role.SERVICE, Seat.Role.IT, Seat.Role.FINANCE)
_WEIGHTS = [f"weight_{dimension}" for dimension in DIMENSIONS]


class Marks(TextChoices):
    """Which criteria a seat marks."""

    ALL = "all", _("Every criterion")
    ROLE = "role", _("Those that the seat's role leads")
    OWN = "own", _("Those chosen below")


class SeatForm(forms.ModelForm[Seat]):
    """A seat and its person."""

    weight_need = FigureField(label=_("Weight in need match"), highest=WEIGHT_MAX, required=False)
    weight_cost = FigureField(label=_("Weight in cost health"), highest=WEIGHT_MAX, required=False)
    weight_risk = FigureField(label=_("Weight in risk control"), highest=WEIGHT_MAX, required=False)

    marks = forms.ChoiceField(
        label=_("This seat marks"), choices=Marks.choices, widget=forms.RadioSelect, required=False, initial=Marks.ALL
    )
    criteria = forms.ModelMultipleChoiceField(
        label=_("Criteria"), queryset=Criterion.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = Seat
        fields = ("member", "role", "name", "name_zh", "is_voting", "is_chair", *_WEIGHTS)

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.evaluation = evaluation
        self.instance.evaluation = evaluation
        others = evaluation.seats.exclude(pk=self.instance.pk)
        if not self.instance.key:
            self.initial.setdefault("is_chair", not others.filter(is_chair=True).exists())
            held = set(others.filter(is_voting=True).values_list("role", flat=True))
            self.initial["role"] = next((role for role in ADVISED if role not in held), Seat.Role.OTHER)
        member = self.fields["member"]
        member.required = True
        # Somebody who may not sign in any more keeps the seat until it is given to another.
        free = get_user_model().objects.exclude(pk__in=others.filter(member__isnull=False).values("member"))
        member.queryset = free.filter(Q(is_active=True) | Q(pk=self.instance.member_id))  # type: ignore[attr-defined]
        member.help_text = _("Each person has one seat.")
        for name in ("name", "name_zh"):
            self.fields[name].validators.append(without_controls)
        self._offer_criteria()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = _layout()

    def clean(self) -> dict[str, Any]:
        """All three weights or none; and a seat that weighs nothing anywhere is an advisory one."""
        cleaned = super().clean() or {}
        given = [name for name in _WEIGHTS if cleaned.get(name) is not None]
        if given and len(given) < len(_WEIGHTS) and not any(name in self.errors for name in _WEIGHTS):
            for name in _WEIGHTS:
                if name not in given:
                    self.add_error(name, _("Give all three weights, or none."))
        elif given and not any(cleaned[name] for name in given):
            self.add_error(
                "weight_need", _("All three weights are 0. Give one of them more, or take the vote from the seat.")
            )
        if cleaned.get("marks") == Marks.OWN and not cleaned.get("criteria") and "criteria" not in self.errors:
            self.add_error("criteria", _("Choose at least one criterion, or let the seat mark every criterion."))
        if cleaned.get("marks") == Marks.ROLE and not self._led_by(cleaned.get("role", "")).exists():
            self.add_error("marks", _("No criterion is led by this role. Choose the criteria yourself."))
        return cleaned

    def save(self, commit: bool = True) -> Seat:  # noqa: FBT001, FBT002 - the signature is Django's
        """The seat, after the others if it is new. Whoever chaired before gives the chair up."""
        seat = self.instance
        others = self.evaluation.seats.exclude(pk=seat.pk)
        if not seat.key:
            taken = dict(others.values_list("key", "position"))
            seat.key = free_key(seat.name, taken=taken, noun="seat")
            seat.position = max(taken.values(), default=-1) + 1
        if seat.is_chair:
            others.filter(is_chair=True).update(is_chair=False)
        chosen = self.cleaned_data["marks"]
        seat.has_all_criteria = chosen not in {Marks.ROLE, Marks.OWN}
        saved = super().save(commit)
        criteria = self._led_by(seat.role) if chosen == Marks.ROLE else self.cleaned_data["criteria"]
        saved.criteria.set([] if seat.has_all_criteria else criteria)
        return saved

    def _offer_criteria(self) -> None:
        """The criteria that members mark, by group, and which of them are the seat's now."""
        asked = list(self._asked())
        choices: dict[str, list[tuple[int, str]]] = {}
        for criterion in asked:
            head = f"{criterion.get_dimension_display()} · {criterion.group_for_reader}".strip(" ·")
            choices.setdefault(head, []).append((criterion.pk, str(criterion)))
        field = self.fields["criteria"]
        field.queryset = self._asked()  # type: ignore[attr-defined]
        field.choices = list(choices.items())  # type: ignore[attr-defined]
        if not self.instance.pk or self.instance.has_all_criteria:
            return
        own = set(self.instance.criteria.values_list("pk", flat=True))
        led = {criterion.pk for criterion in asked if criterion.lead_role == self.instance.role}
        self.initial["marks"] = Marks.ROLE if own and own == led else Marks.OWN
        self.initial["criteria"] = list(own)

    def _asked(self) -> QuerySet[Criterion]:
        """What members mark: the criteria of the panel, whatever their class, which may still change."""
        return self.evaluation.criteria.filter(source=Criterion.Source.PANEL)

    def _led_by(self, role: str) -> QuerySet[Criterion]:
        return self._asked().filter(lead_role=role).exclude(lead_role="")

    def validate_constraints(self) -> None:
        """One chair per evaluation is kept by `save`, which moves the chair; the other rules hold as they stand."""
        wants_chair, self.instance.is_chair = self.instance.is_chair, False
        super().validate_constraints()
        self.instance.is_chair = wants_chair


def _layout() -> Layout:
    half, third = "col-md-6", "col-md-4"
    return Layout(
        Row(Column("member", css_class=half), Column("role", css_class=half)),
        Row(Column("name", css_class=half), Column("name_zh", css_class=half)),
        "is_voting",
        "is_chair",
        Div("marks", Div("criteria", css_class="own-criteria"), css_class="seat-criteria"),
        Fieldset(_("What the marks weigh"), Row(*(Column(name, css_class=third) for name in _WEIGHTS))),
    )
