"""What people type into the need self-check."""

from typing import Any

from scoring import library

SMALL: dict[str, Any] = {
    "currency": "CNY",
    "horizon_years": "3",
    "agent_seats": "8",
    "reserve_share": "20",
    "headroom_factor": "3",
    "promotion_factor": "1",
    "working_days": "250",
}


def typed(scenario: library.Scenario) -> dict[str, Any]:
    """What somebody types who is this company."""
    figures = scenario.figures
    first, last = figures["agent_seats_year1"], figures["agent_seats_year3"]
    fields: dict[str, Any] = {
        "title": scenario.name["en"],
        "company_profile": scenario.profile,
        "currency": "CNY",
        "horizon_years": "3",
        "agent_seats": f"{first}, {(first + last) // 2}, {last}",
        "budget": str(figures["budget_3y"]),
        "reserve_share": "20",
        "annual_revenue": str(figures["annual_revenue"]),
        "headroom_factor": "3",
        "promotion_factor": str(figures["promotion_peak_factor"]),
        "conditions": list(scenario.conditions),
        "inquiries_per_day": str(figures["inquiries_per_day"]),
        "languages": list(figures["languages"]),
        "hourly_cost": str(figures["hourly_cost"]),
        "working_days": "250",
        "records_to_migrate": str(figures["records_to_migrate"]),
        "channels-TOTAL_FORMS": str(len(scenario.channels) + 1),
        "channels-INITIAL_FORMS": "0",
        "streams-TOTAL_FORMS": "2",
        "streams-INITIAL_FORMS": "0",
    }
    for key, name in (("goal_auto", "automation_goal"), ("data_review", "data_review"), ("has_it_team", "has_it_team")):
        if figures[key]:
            fields[name] = "on"
    for row, channel in enumerate(scenario.channels):
        fields[f"channels-{row}-name"] = channel.name["en"]
        fields[f"channels-{row}-share_percent"] = str(channel.share_percent)
    for row, stream in enumerate(figures["live_streams"]):
        fields[f"streams-{row}-inquiries_per_day"] = str(stream["inquiries_per_day"])
        fields[f"streams-{row}-peak_hour_share"] = str(round(stream["peak_hour_share"] * 100))
        fields[f"streams-{row}-minutes_each"] = str(stream["minutes_each"])
    return fields
