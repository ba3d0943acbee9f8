"""Needs: what a company says of itself, from its rows to the plain values that the formulas read."""

from decimal import Decimal

from scoring.formulas import needs as formulas
from scoring.models import Evaluation, Needs


def needs_of(evaluation: Evaluation, answers: Needs | None = None) -> formulas.Needs | None:
    """The company's needs; None while nobody has said how many agents there are.

    Args:
        evaluation: seats, money, load factors and conditions.
        answers: the rest of the self-check; None takes what is stored, if anything is.
    """
    if not evaluation.agent_seats:
        return None
    answers = answers or Needs.objects.filter(evaluation=evaluation).first() or Needs()
    plan = list(evaluation.agent_seats)
    lost = answers.customers_lost_percent
    return formulas.Needs(
        agent_seats=tuple((plan + plan[-1:] * evaluation.horizon_years)[: evaluation.horizon_years]),
        inquiries_per_day=answers.inquiries_per_day,
        channel_shares=tuple(float(channel["share_percent"]) for channel in answers.channels),
        streams=tuple(formulas.Stream(**stream) for stream in answers.streams),
        languages=tuple(answers.languages),
        automation_goal=answers.automation_goal,
        data_review=answers.data_review,
        has_it_team=answers.has_it_team,
        conditions=frozenset(evaluation.conditions),
        currency=evaluation.currency,
        budget=_figure(evaluation.budget),
        reserve_share=evaluation.reserve_share,
        headroom_factor=evaluation.headroom_factor,
        promotion_factor=evaluation.promotion_factor,
        annual_revenue=_figure(evaluation.annual_revenue),
        hourly_cost=_figure(answers.hourly_cost),
        working_days=answers.working_days,
        customers_lost=None if lost is None else float(lost) / 100,
        lead_value=_figure(answers.lead_value),
    )


def _figure(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)
