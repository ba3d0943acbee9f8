"""The need self-check: what a company says of itself, in one page of several small forms."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from scoring import library
from scoring.casefile.parts import LOAD_MAX
from scoring.forms.company import CompanyForm
from scoring.forms.fields import FigureField, MoneyField
from scoring.forms.needs_rows import Channels, Streams, language_choices
from scoring.formulas.needs import Stream, peak_load
from scoring.models import Evaluation, Needs

RECORDS_MAX = 2**53
MULTILINGUAL = "multilingual"


class BuyerForm(CompanyForm):
    """The part of the self-check that the evaluation itself holds."""

    # The self-check computes the load, and the share of revenue is no answer of the company's.
    normal_concurrency = None  # type: ignore[assignment]
    hidden_cost_share = None  # type: ignore[assignment]

    class Meta(CompanyForm.Meta):
        fields = (  # type: ignore[assignment]
            "title",
            "title_zh",
            "company_profile",
            "currency",
            "horizon_years",
            "agent_seats",
            "budget",
            "reserve_share",
            "annual_revenue",
            "headroom_factor",
            "promotion_factor",
            "conditions",
        )

    def __init__(self, *args: Any, asks_title: bool, needs_title: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agent_seats"].required = True
        for name in ("title", "title_zh"):
            if not asks_title:
                del self.fields[name]
        if asks_title:
            self.fields["title"].required = needs_title
            self.fields["title"].error_messages["required"] = _("Give the evaluation a title, so that it can start.")
            self.fields["title"].help_text = _("Needed only to start the evaluation.")


class AnswersForm(forms.ModelForm[Needs]):
    """The part of the self-check that nothing else holds."""

    inquiries_per_day = forms.IntegerField(
        label=_("Inquiries a day"),
        required=False,
        min_value=0,
        max_value=LOAD_MAX,
        help_text=_("All channels together, on a usual day."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of your customers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("More than one brings in the criteria for several languages."),
    )
    hourly_cost = MoneyField(
        label=_("Cost of an agent's hour"), required=False, help_text=_("Wages and what comes on top of them.")
    )
    working_days = forms.IntegerField(
        label=_("Working days a year"), min_value=1, max_value=366, help_text=_("250 are usual.")
    )
    records_to_migrate = forms.IntegerField(
        label=_("Records to bring along"),
        required=False,
        min_value=0,
        max_value=RECORDS_MAX,
        help_text=_("Customers, tickets and conversations in the system of today."),
    )
    customers_lost_percent = FigureField(
        label=_("Customers lost in a year, in percent"),
        required=False,
        highest=100,
        help_text=_("For a scenario only: what slow answers may cost."),
    )
    lead_value = MoneyField(
        label=_("Yearly value of requests that service finds"),
        required=False,
        help_text=_("For a scenario only: what goes unseen without analytics."),
    )

    class Meta:
        model = Needs
        fields = (
            "wants_experience",
            "wants_efficiency",
            "inquiries_per_day",
            "languages",
            "automation_goal",
            "data_review",
            "has_it_team",
            "hourly_cost",
            "working_days",
            "records_to_migrate",
            "customers_lost_percent",
            "lead_value",
            "fills_gaps",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = language_choices(self.instance.languages)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that cannot be read, with the field that it stands in; "" where it is about several."""

    text: str
    field_id: str = ""


class SelfCheck:
    """All forms of the page as one: they are shown together, checked together and saved together."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        evaluation: Evaluation,
        answers: Needs,
        asks_title: bool = False,
        needs_title: bool = False,
    ) -> None:
        self.is_bound = data is not None
        self.company = BuyerForm(data, instance=evaluation, asks_title=asks_title, needs_title=needs_title)
        self.answers = AnswersForm(data, instance=answers)
        self.channels = Channels.of(data, answers.channels)
        self.streams = Streams.of(data, answers.streams)

    def is_valid(self) -> bool:
        """Whether everything can be read; then the two instances say what was entered."""
        # Each is asked, so that everything wrong is told at once.
        said = [form.is_valid() for form in (self.company, self.answers, self.channels, self.streams)]
        if all(said):
            self._take_over()
        return all(said)

    @property
    def needs(self) -> Needs:
        """The answers, as they were stored or, once the forms are valid, as they were entered."""
        return self.answers.instance

    @property
    def evaluation(self) -> Evaluation:
        """The evaluation, as it was stored or, once the forms are valid, as it was entered."""
        return self.company.instance

    @property
    def problems(self) -> list[Problem]:
        """Everything that is wrong, in the order of the page."""
        if not self.is_bound:
            return []
        found = [*_problems_of(self.company), *_problems_of(self.answers)]
        for rows in (self.channels, self.streams):
            found += [Problem(str(error), f"{rows.prefix}-error") for error in rows.non_form_errors()]
            for place, form in enumerate(rows, start=1):
                found += _problems_of(form, row=place)
        return found

    def save_answers(self) -> None:
        """Store the answers beside the evaluation, which must be stored by then."""
        self.needs.evaluation = self.evaluation
        self.needs.save()

    def _take_over(self) -> None:
        self.needs.channels = self.channels.as_stored()
        self.needs.streams = self.streams.as_stored()
        if len(self.needs.languages) > 1:
            self.evaluation.conditions = sorted({*self.evaluation.conditions, MULTILINGUAL})
        load = peak_load(tuple(Stream(**stream) for stream in self.needs.streams))
        if load is not None:
            # Without live conversations here, a load that was entered on the page “Company” stays.
            self.evaluation.normal_concurrency = load


def _problems_of(form: forms.BaseForm, *, row: int | None = None) -> list[Problem]:
    sentence = _("%(label)s: %(error)s") if row is None else _("%(label)s, row %(row)s: %(error)s")
    found = [Problem(str(error)) for error in form.non_field_errors()]
    for field in form:
        # A group of boxes has no field of its own to go to; its first box is one.
        target = field.id_for_label or f"{field.auto_id}_0"
        words = {"label": field.label, "row": row}
        found += [Problem(str(sentence) % {**words, "error": error}, target) for error in field.errors]
    return found


def prefilled_needs(scenario: library.Scenario) -> Needs:
    """The answers, not saved, of a company like the one of the example."""
    figures = scenario.figures
    return Needs(
        inquiries_per_day=figures["inquiries_per_day"],
        channels=[
            {"name": each.name["en"], "name_zh": each.name["zh-hans"], "share_percent": each.share_percent}
            for each in scenario.channels
        ],
        streams=[dict(stream) for stream in figures["live_streams"]],
        languages=list(figures["languages"]),
        automation_goal=figures["goal_auto"],
        data_review=figures["data_review"],
        has_it_team=figures["has_it_team"],
        hourly_cost=figures["hourly_cost"],
        records_to_migrate=figures["records_to_migrate"],
    )
