"""Random evaluation files: valid ones of every shape, for properties and for the comparison with exact.py."""

from typing import Any

from hypothesis import strategies as st

Document = dict[str, Any]
Draw = st.DrawFn

DIMENSIONS = ("need", "cost", "risk")
CONDITIONS = ("ai", "voice")
FACTS: dict[str, st.SearchStrategy[Any]] = {
    "trial_days": st.integers(0, 30),
    "full_trial_days": st.integers(0, 10),
    "failure_rate_percent": st.sampled_from([0, 0.05, 0.1, 0.5, 1, 2.5]),
    "sla_evidence": st.booleans(),
    "rated_concurrency": st.integers(0, 400),
    "marginal_seat_ratio": st.sampled_from([0.8, 1, 1.3, 2, 3]),
    "idle_share": st.sampled_from([0, 0.1, 0.25, 0.4, 0.9]),
    "cost_completeness": st.sampled_from([0, 0.5, 1]),
    "recovery_hours": st.sampled_from([1, 4, 7.5, 12, 24]),
    "tls_min_version": st.sampled_from(["1.3", "1.2", "1.0"]),
}
MEASURES = (
    "price",
    "price",
    "budget",
    "hidden_share",
    "idle_waste",
    "cost_completeness",
    "marginal_seat",
    "headroom",
    "trial_days",
    "full_trial_days",
    "failure_rate",
    "recovery_hours",
    "promise",
)
WEIGHTS = st.sampled_from([0, 0.1, 0.2, 0.3, 1, 2, 3, 40])


@st.composite
def documents(draw: Draw, /, **method: Any) -> Document:
    """A valid evaluation file; `method` fixes parts of the method."""
    criteria = draw(_criteria())
    offers = [draw(_offer(id_)) for id_ in draw(st.sampled_from(["", "a", "ab", "abc", "abcd", "abcd"]))]
    stated = {
        "panel": draw(st.sampled_from(["mean", "median"])),
        "price_formula": draw(st.sampled_from(["lowest_ratio", "linear", "points_per_percent", "mean_deviation"])),
        "price_basis": draw(st.sampled_from(["cash", "lines"])),
        "unknown": draw(st.sampled_from(["zero", "exclude"])),
        "must_policy": draw(st.sampled_from(["knock_outs", "knock_outs", "all_musts"])),
        "decimals": draw(st.sampled_from([2, 2, 4])),
    }
    if draw(st.booleans()):
        stated |= {"price_formula": "ceiling", "price_basis": "cash"}
        stated["price_parameters"] = {"ceiling": 200_000, "full_marks_at": draw(st.sampled_from([0, 50_000]))}
    is_full = draw(st.sampled_from([True, True, False]))
    if is_full:  # one criterion in each dimension and one member who marks all: most offers then have a total
        criteria += [
            {"id": f"full-{name}", "name": "Full", "dimension": name, "class": "bonus", "condition": None}
            for name in DIMENSIONS
        ]
    seats = draw(_seats(criteria, [offer["id"] for offer in offers], equal_weights=method.get("panel") == "trimmed"))
    if is_full:
        seats.append({"id": "full", "name": "Full", "weights": None, "voting": True, "criteria": None, "recused": []})
    document = {
        "format": "evaluation/1",
        "title": "A choice",
        "profile": draw(_profile()),
        "dimensions": draw(_dimension_weights()),
        "method": stated | method,
        "criteria": criteria,
        "seats": seats,
        "offers": offers,
        "marks": draw(_marks(seats, offers, criteria)),
    }
    cells = [(offer["id"], item["id"]) for offer in offers for item in criteria if _is_panel(item)]
    agreed = draw(st.lists(st.sampled_from(cells), unique=True, max_size=2)) if cells else []
    document["consensus"] = [
        {"offer": offer, "criterion": item, "value": draw(st.integers(0, 5)), "reason": "agreed"}
        for offer, item in agreed
    ]
    gates = [(offer["id"], item["id"]) for offer in offers for item in criteria if item.get("knock_out")]
    set_aside = draw(st.lists(st.sampled_from(gates), unique=True, max_size=1)) if gates else []
    document["overrides"] = [
        {"offer": offer, "criterion": item, "by": "the board", "reason": "known risk"} for offer, item in set_aside
    ]
    return document


@st.composite
def _profile(draw: Draw) -> Document:
    return {
        "currency": "CNY",
        "horizon_years": 3,
        "annual_revenue": draw(st.sampled_from([None, 6_000_000])),
        "hidden_cost_per_year": draw(st.booleans()),
        "budget": draw(st.sampled_from([None, 150_000, 90_000.5])),
        "reserve_share": draw(st.sampled_from([0, 0.2])),
        "normal_concurrency": draw(st.sampled_from([None, 0, 67.2, 68])),
        "promotion_factor": draw(st.sampled_from([1, 4])),
        "conditions": draw(st.lists(st.sampled_from(CONDITIONS), unique=True)),
    }


@st.composite
def _dimension_weights(draw: Draw) -> Document:
    weights = {name: draw(WEIGHTS) for name in DIMENSIONS}
    return weights if any(weights.values()) else {"need": 40, "cost": 30, "risk": 30}


@st.composite
def _criteria(draw: Draw) -> list[Document]:
    criteria: list[Document] = []
    for position in range(draw(st.integers(1, 8))):
        item: Document = {
            "id": f"c{position}",
            "name": f"Criterion {position}",
            "dimension": draw(st.sampled_from(DIMENSIONS)),
            "class": draw(st.sampled_from(["must"] * 4 + ["bonus"] * 3 + ["redundant"])),
            "condition": draw(st.sampled_from([None] * 7 + ["ai"])),
        }
        if draw(st.booleans()):
            item |= {"source": "measure", "measure": draw(st.sampled_from(MEASURES))}
            if item["measure"] == "promise":
                item["fact"] = "tls_min_version"
        # The first one of a dimension keeps its default weight, so that a dimension is never all zeros.
        if any(other["dimension"] == item["dimension"] for other in criteria) and draw(st.booleans()):
            item["weight"] = draw(WEIGHTS)
        if item["class"] != "redundant" and item.get("measure") != "price" and draw(st.integers(0, 3)) == 0:
            item |= {"knock_out": True, "pass_mark": draw(st.sampled_from([1, 20, 60]))}
        criteria.append(item)
    return [item for item in criteria if _has_weight(item, criteria)]


def _has_weight(item: Document, criteria: list[Document]) -> bool:
    """Leave out what would stand in a dimension of nothing but zeros."""
    peers = [other for other in criteria if other["dimension"] == item["dimension"] and other["class"] != "redundant"]
    always = [other for other in peers if other["condition"] is None]
    return not peers or any(other.get("weight", 1) for other in always)


@st.composite
def _offer(draw: Draw, id_: str) -> Document:
    known = draw(st.lists(st.sampled_from(sorted(FACTS)), unique=True))
    return {
        "id": id_,
        "vendor": f"Vendor {id_}",
        "edition": "",
        "tier": "smart",
        "facts": {key: draw(FACTS[key]) for key in known},
        "costs": draw(st.lists(_cost_line(), min_size=draw(st.sampled_from([0, 1, 1])), max_size=3)),
    }


@st.composite
def _cost_line(draw: Draw) -> Document:
    years = draw(st.lists(st.integers(1, 3), unique=True))
    amounts = [draw(st.sampled_from([0, 10_000, 20_000.25, 33_333.33, 60_000])) for _ in years]
    return {
        "category": draw(st.sampled_from(["subscription", "training"])),
        "years": years,
        "amount": amounts,
        "kind": draw(st.sampled_from(["visible", "hidden"])),
        "cash": draw(st.booleans()),
        "high": draw(st.sampled_from([None, [amount + 5000 for amount in amounts]])),
    }


@st.composite
def _seats(draw: Draw, criteria: list[Document], offers: list[str], *, equal_weights: bool) -> list[Document]:
    panel = [item["id"] for item in criteria if _is_panel(item)]
    seats = []
    for position in range(draw(st.sampled_from([0, 1, 5, 6, 7] if equal_weights else [0, 1, 2, 3, 3]))):
        weights = None if equal_weights else {name: draw(WEIGHTS) for name in DIMENSIONS}
        assigned = draw(st.none() | st.none() | st.lists(st.sampled_from(panel), unique=True)) if panel else None
        recused = [draw(st.sampled_from(offers))] if offers and draw(st.integers(0, 5)) == 0 else []
        seats.append(
            {
                "id": f"s{position}",
                "name": f"Seat {position}",
                "weights": weights if weights and any(weights.values()) else None,
                "voting": draw(st.sampled_from([True, True, True, False])),
                "criteria": assigned,
                "recused": recused,
            }
        )
    return seats


@st.composite
def _marks(draw: Draw, seats: list[Document], offers: list[Document], criteria: list[Document]) -> list[Document]:
    marks = []
    said = st.sampled_from([*range(6), *range(6), *range(1, 5), "not_applicable", "abstained", None])
    for seat in seats:
        for offer in offers:
            for item in criteria:
                is_on_sheet = seat["criteria"] is None or item["id"] in seat["criteria"]
                if not _is_panel(item) or not is_on_sheet or offer["id"] in seat["recused"]:
                    continue
                answer = draw(st.integers(0, 5) if item["id"].startswith("full") else said)
                cell = {"seat": seat["id"], "offer": offer["id"], "criterion": item["id"]}
                if answer is not None:
                    marks.append({**cell, "state" if isinstance(answer, str) else "value": answer})
    return marks


def _is_panel(item: Document) -> bool:
    return bool(item.get("source", "panel") == "panel")
