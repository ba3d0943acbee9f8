"""Small evaluation files for tests of pages and charts: each test names only what matters to it."""

from typing import Any

from scoring.casefile.document import read
from scoring.formulas.case import Case

SEATS = ("service", "it")
PANEL = ("tickets", "robot", "security")


def an_offer(
    offer_id: str, *, yearly: float | None = 100_000, marks: int | dict[str, int | None] = 4, **fields: Any
) -> Any:
    """One offer, and under "marks" what both seats say about it: one mark for all criteria, or one for each."""
    each = dict.fromkeys(PANEL, marks) if isinstance(marks, int) else marks
    costs = [] if yearly is None else [{"category": "subscription", "years": [1, 2, 3], "amount": [yearly] * 3}]
    return {
        "id": offer_id,
        "vendor": f"Vendor {offer_id.upper()}",
        "edition": "Smart",
        "tier": "smart",
        "facts": {"tls_min_version": "1.3"},
        "costs": costs,
        "marks": each,
    } | fields


def small_case(*offers: Any, **changes: Any) -> Case:
    """Three criteria marked by two seats, the price, and one promise that is a knock-out."""
    offers = offers or (an_offer("a", marks=5), an_offer("b", yearly=120_000, marks=4), an_offer("c", marks=3))
    marks = [
        {"seat": seat, "offer": offer["id"], "criterion": criterion, "value": value}
        for offer in offers
        for criterion, value in offer["marks"].items()
        if value is not None
        for seat in SEATS
    ]
    document = {
        "format": "evaluation/1",
        "title": {"en": "Help desk", "zh-hans": "服务台"},
        "profile": {"currency": "CNY", "horizon_years": 3},
        "dimensions": {"need": 40, "cost": 30, "risk": 30},
        "criteria": [
            {"id": "tickets", "name": "Ticket flow", "dimension": "need", "class": "must", "knock_out": True},
            {"id": "robot", "name": "Robot", "dimension": "need", "class": "bonus"},
            {
                "id": "price",
                "name": "Price",
                "dimension": "cost",
                "class": "must",
                "source": "measure",
                "measure": "price",
            },
            {"id": "security", "name": "Security", "dimension": "risk", "class": "must"},
            {
                "id": "tls",
                "name": "Encryption in transit",
                "dimension": "risk",
                "class": "must",
                "source": "measure",
                "measure": "promise",
                "fact": "tls_min_version",
                "knock_out": True,
                "pass_mark": 1,
            },
        ],
        "seats": [
            {"id": "service", "name": "Service", "weights": {"need": 50, "cost": 20, "risk": 30}},
            {"id": "it", "name": "IT", "weights": {"need": 25, "cost": 25, "risk": 50}},
        ],
        "offers": [{key: value for key, value in offer.items() if key != "marks"} for offer in offers],
        "marks": marks,
    }
    return read(document | changes)
