"""The example companies of fixtures/scenarios.json as needs."""

from scoring.formulas.needs import Needs, Stream
from scoring.library import Scenario


def needs_of(scenario: Scenario) -> Needs:
    """What an example company says of itself."""
    figures = scenario.figures
    first, last = figures["agent_seats_year1"], figures["agent_seats_year3"]
    return Needs(
        agent_seats=(first, (first + last) // 2, last),
        inquiries_per_day=figures["inquiries_per_day"],
        channel_shares=tuple(channel.share_percent for channel in scenario.channels),
        streams=tuple(
            Stream(
                inquiries_per_day=stream["inquiries_per_day"],
                peak_hour_share=stream["peak_hour_share"],
                minutes_each=stream["minutes_each"],
            )
            for stream in figures["live_streams"]
        ),
        languages=tuple(figures["languages"]),
        automation_goal=figures["goal_auto"],
        data_review=figures["data_review"],
        has_it_team=figures["has_it_team"],
        conditions=frozenset(scenario.conditions),
        budget=figures["budget_3y"],
        promotion_factor=figures["promotion_peak_factor"],
        annual_revenue=figures["annual_revenue"],
        hourly_cost=figures["hourly_cost"],
    )
