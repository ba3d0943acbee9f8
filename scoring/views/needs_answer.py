"""The answer of the need self-check for an evaluation that is stored or not yet."""

from decimal import Decimal

from scoring.casefile.needs import needs_of
from scoring.casefile.priced import in_currency, rates_of
from scoring.forms.needs_rows import language_name
from scoring.formulas.estimate import Estimate, estimates
from scoring.formulas.tiers import Band
from scoring.models import Evaluation, Needs
from scoring.presentation.needs import NeedsAnswer, needs_answer
from vendors.models import Tier
from vendors.wording import chosen


def answer_of(evaluation: Evaluation, answers: Needs) -> NeedsAnswer | None:
    """What follows from a company's needs; None while nobody has said how many agents there are."""
    needs = needs_of(evaluation, answers)
    if needs is None:
        return None
    rates = rates_of(evaluation)
    return needs_answer(
        needs,
        channel_names=[chosen(channel["name"], channel.get("name_zh", "")) for channel in answers.channels],
        languages=[language_name(code) for code in answers.languages],
        profile=evaluation.company_profile,
        bands=[Band(tier.code, tier.price_min, tier.price_max) for tier in Tier.objects.all()],
        hidden=[_converted(each, evaluation.currency, rates) for each in estimates(needs)],
    )


def _converted(estimate: Estimate, currency: str, rates: dict[str, Decimal]) -> tuple[Estimate, bool]:
    """The estimate in the company's currency, or as it is where it cannot be converted; and whether it could."""
    found = in_currency(estimate, currency, rates)
    return (estimate, False) if found is None else (found, True)
