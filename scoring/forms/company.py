"""The company: whom the evaluation is for, its money, its load and what applies to it."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from scoring import library
from scoring.casefile.parts import FACTOR_MAX, HORIZON_MAX, LOAD_MAX
from scoring.forms.fields import AgentSeatsField, FigureField, MoneyField, PercentField, without_controls
from scoring.formulas.needs import Stream, peak_load
from scoring.models import Evaluation
from vendors.wording import columns, worded_for_reader

LEAST_FACTOR = 0.01


class CompanyForm(forms.ModelForm[Evaluation]):
    """The first page of setting up."""

    company_profile = forms.ChoiceField(label=_("Company profile"), required=False)
    currency = forms.CharField(
        label=_("Currency"),
        max_length=3,
        validators=[RegexValidator(r"^[A-Z]{3}\Z", _("A currency has three letters, such as CNY."))],
    )
    horizon_years = forms.IntegerField(
        label=_("Years compared"),
        min_value=1,
        max_value=HORIZON_MAX,
        help_text=_("Costs are added up over these years; three are usual."),
    )
    agent_seats = AgentSeatsField(
        label=_("Agent seats by year"),
        required=False,
        max_length=200,
        help_text=_("One number for all years, or one for each year: 40, 50, 60."),
    )
    budget = MoneyField(
        label=_("Budget for all years"),
        required=False,
        help_text=_("Cash, over all years compared. With a budget, prices are scored against it."),
    )
    reserve_share = PercentField(label=_("Kept in reserve, in percent"), help_text=_("Of the budget; 20 is usual."))
    annual_revenue = MoneyField(label=_("Annual revenue"), required=False)
    hidden_cost_share = PercentField(
        label=_("Hidden cost in percent of revenue"), help_text=_("A rule of thumb, shown as context only; 5 is usual.")
    )
    normal_concurrency = FigureField(
        label=_("Normal peak of simultaneous conversations"), highest=LOAD_MAX, required=False
    )
    headroom_factor = FigureField(
        label=_("Headroom factor"),
        lowest=LEAST_FACTOR,
        highest=FACTOR_MAX,
        help_text=_("How many times the normal peak a system must carry."),
    )
    promotion_factor = FigureField(
        label=_("Promotion peak factor"),
        lowest=LEAST_FACTOR,
        highest=FACTOR_MAX,
        help_text=_("How many times the normal peak a promotion brings."),
    )
    conditions = forms.MultipleChoiceField(
        label=_("What applies to us"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each condition that holds brings in the criteria that depend on it."),
    )

    class Meta:
        model = Evaluation
        fields = (
            "title",
            "title_zh",
            "company_profile",
            "currency",
            "horizon_years",
            "agent_seats",
            "budget",
            "reserve_share",
            "annual_revenue",
            "hidden_cost_share",
            "hidden_cost_per_year",
            "normal_concurrency",
            "headroom_factor",
            "promotion_factor",
            "conditions",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["company_profile"].choices = [  # type: ignore[attr-defined]
            ("", _("None of these")),
            *((each.id, worded_for_reader(each.name)) for each in library.profiles()),
        ]
        self.fields["conditions"].choices = [  # type: ignore[attr-defined]
            (each.id, worded_for_reader(each.name)) for each in library.conditions()
        ]
        for name in ("title", "title_zh"):
            self.fields[name].validators.append(without_controls)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = _layout()

    def clean_budget(self) -> Any:
        """No budget is one thing, a budget of nothing another; the second is a slip."""
        budget = self.cleaned_data["budget"]
        if budget == 0:
            raise forms.ValidationError(_("A budget is more than 0; leave it empty if there is none."))
        return budget

    def clean(self) -> dict[str, Any]:
        """The agents of each year, from one number or from as many as there are years."""
        cleaned = super().clean() or {}
        seats, years = cleaned.get("agent_seats"), cleaned.get("horizon_years")
        if seats and years and len(seats) not in {1, years}:
            message = _("Give one number, or one for each of the %d years compared.") % years
            self.add_error("agent_seats", message)
        elif "agent_seats" in cleaned:
            cleaned["agent_seats"] = (seats * years if years and len(seats) == 1 else seats) if seats else None
        return cleaned


def prefilled(scenario: library.Scenario) -> Evaluation:
    """An evaluation, not saved, for a company like the one of the example."""
    title, title_zh = columns(scenario.name)
    figures, expected = scenario.figures, scenario.expected
    first, last = figures["agent_seats_year1"], figures["agent_seats_year3"]
    return Evaluation(
        title=title,
        title_zh=title_zh,
        company_profile=scenario.profile,
        tier_id=expected["tier"],
        horizon_years=3,
        agent_seats=[first, (first + last) // 2, last],
        budget=figures["budget_3y"],
        annual_revenue=figures["annual_revenue"],
        normal_concurrency=peak_load(tuple(Stream(**stream) for stream in figures["live_streams"])),
        promotion_factor=float(figures["promotion_peak_factor"]),
        conditions=list(scenario.conditions),
    )


def _layout() -> Layout:
    half, third = "col-md-6", "col-md-4"
    return Layout(
        Fieldset(
            _("What is to be decided"),
            Row(Column("title", css_class=half), Column("title_zh", css_class=half)),
        ),
        Fieldset(
            _("The company"),
            Row(Column("company_profile", css_class=half), Column("agent_seats", css_class=half)),
            "conditions",
        ),
        Fieldset(
            _("Money"),
            Row(
                Column("currency", css_class=third),
                Column("horizon_years", css_class=third),
                Column("annual_revenue", css_class=third),
            ),
            Row(
                Column("budget", css_class=third),
                Column("reserve_share", css_class=third),
                Column("hidden_cost_share", css_class=third),
            ),
            "hidden_cost_per_year",
        ),
        Fieldset(
            _("Load"),
            Row(
                Column("normal_concurrency", css_class=third),
                Column("headroom_factor", css_class=third),
                Column("promotion_factor", css_class=third),
            ),
        ),
    )
