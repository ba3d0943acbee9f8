"""A slow, exact second reading of docs/method.md: an evaluation file (as JSON) -> its result, in fractions.

It shares no code with scoring.formulas, so that the two can only agree by both being right. Written for clarity, one
sentence of the method after the other; it reads valid files only.
"""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from math import ceil
from typing import Any

Document = dict[str, Any]
DIMENSIONS = ("need", "cost", "risk")
CLASS_WEIGHTS = {"must": 3, "bonus": 1, "redundant": 0}
FACT_OF = {
    "idle_waste": "idle_share",
    "cost_completeness": "cost_completeness",
    "marginal_seat": "marginal_seat_ratio",
    "headroom": "rated_concurrency",
    "trial_days": "trial_days",
    "full_trial_days": "full_trial_days",
    "failure_rate": "failure_rate_percent",
    "recovery_hours": "recovery_hours",
}
TLS = {"1.3": 100, "1.2": 50}
HUNDRED = Fraction(100)
_WIDE = Context(prec=200)


def exactly(number: float) -> Fraction:
    """A number as it was written: 0.1 is a tenth."""
    return Fraction(repr(number))


def on_scale(score: Fraction) -> Fraction:
    return max(Fraction(0), min(HUNDRED, score))


def rounded(figure: Fraction, decimals: int) -> Decimal:
    """Nine decimals, then half-up."""
    whole = _WIDE.divide(Decimal(figure.numerator), Decimal(figure.denominator))
    settled = whole.quantize(Decimal("1e-9"), rounding=ROUND_HALF_EVEN, context=_WIDE)
    return settled.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_WIDE)


class Exact:
    """One evaluation file; every method answers one question of the method."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.method = {
            "panel": "mean",
            "price_formula": "lowest_ratio",
            "price_parameters": {},
            "price_basis": "cash",
            "unknown": "zero",
            "must_policy": "knock_outs",
            "decimals": 2,
            **document.get("method", {}),
        }
        self.profile = {
            "hidden_cost_share": 0.05,
            "hidden_cost_per_year": False,
            "reserve_share": 0.2,
            "headroom_factor": 3,
            "promotion_factor": 1,
            "conditions": [],
            **document["profile"],
        }
        self.scale = {"min": 0, "max": 5, **document.get("scale", {})}
        self.criteria = document["criteria"]
        self.offers = document["offers"]
        self.marks = {(mark["seat"], mark["offer"], mark["criterion"]): mark for mark in document["marks"]}
        self.known_scores: dict[str, dict[str, tuple[str, Fraction | None]]] = {}  # asked for many times

    def criterion(self, id_: str) -> Document:
        return next(criterion for criterion in self.criteria if criterion["id"] == id_)

    # Marks and cells

    def score_of_mark(self, value: int) -> Fraction:
        low, high = int(self.scale["min"]), int(self.scale["max"])
        return HUNDRED * (value - low) / (high - low)

    def voters(self, offer: str, criterion: str) -> list[Document]:
        """Voting seats that have the cell on their sheet."""
        return [
            seat
            for seat in self.document["seats"]
            if seat.get("voting", True)
            and offer not in seat.get("recused", [])
            and (seat.get("criteria") is None or criterion in seat["criteria"])
        ]

    def is_off(self, criterion: Document) -> bool:
        condition = criterion.get("condition")
        return condition is not None and condition not in self.profile["conditions"]

    def consensus(self, offer: str, criterion: str) -> int | None:
        for agreed in self.document.get("consensus", []):
            if (agreed["offer"], agreed["criterion"]) == (offer, criterion):
                return int(agreed["value"])
        return None

    # From members to the panel

    def individual(self, offer: str, criterion: Document) -> Fraction | None:
        given = []
        for seat in self.voters(offer, criterion["id"]):
            mark = self.marks.get((seat["id"], offer, criterion["id"]), {})
            if mark.get("value") is not None:
                weight = (seat.get("weights") or dict.fromkeys(DIMENSIONS, 1))[criterion["dimension"]]
                given.append((self.score_of_mark(mark["value"]), exactly(weight)))
        whole = sum((weight for _, weight in given), Fraction(0))
        if not whole:
            return None
        if self.method["panel"] == "median":
            return self.median(sorted(given), whole)
        if self.method["panel"] == "trimmed" and len(given) >= 5:
            kept = sorted(score for score, _ in given)[1:-1]
            return sum(kept, Fraction(0)) / len(kept)
        return sum((score * weight for score, weight in given), Fraction(0)) / whole

    def median(self, given: list[tuple[Fraction, Fraction]], whole: Fraction) -> Fraction:
        given = [(score, weight) for score, weight in given if weight]
        reached = Fraction(0)
        for position, (score, weight) in enumerate(given):
            reached += weight
            if reached == whole / 2:
                return (score + given[position + 1][0]) / 2
            if reached > whole / 2:
                return score
        raise AssertionError("the last mark reaches the whole weight")

    def panel(self, offer: str, criterion: Document) -> tuple[str, Fraction | None]:
        if self.is_off(criterion):
            return "not_applicable", None
        agreed = self.consensus(offer, criterion["id"])
        if agreed is not None:
            return "scored", self.score_of_mark(agreed)
        voters = self.voters(offer, criterion["id"])
        states = [self.marks.get((seat["id"], offer, criterion["id"]), {}).get("state") for seat in voters]
        if states and all(state == "not_applicable" for state in states):
            return "not_applicable", None
        score = self.individual(offer, criterion)
        return ("missing", None) if score is None else ("scored", score)

    # Cost

    def money(
        self, offer: Document, *, cash: bool = False, hidden: bool = False, amount: str = "amount"
    ) -> Fraction | None:
        """The sum of an offer's lines; None where there is no line at all (or, for cash, no cash line)."""
        lines = [line for line in offer.get("costs", []) if not cash or line.get("cash", True)]
        if not lines:
            return None
        counted = [line for line in lines if not hidden or line.get("kind", "visible") == "hidden"]
        amounts = [line["amount"] if line.get(amount) is None else line[amount] for line in counted]
        return sum((exactly(figure) for figures in amounts for figure in figures), Fraction(0))

    def seed(self, offer: Document) -> Fraction | None:
        revenue = self.profile.get("annual_revenue")
        if revenue is None or not offer.get("costs"):
            return None
        subscriptions = [line for line in offer["costs"] if line["category"] == "subscription"]
        paid = sum((exactly(figure) for line in subscriptions for figure in line["amount"]), Fraction(0))
        times = self.profile["horizon_years"] if self.profile["hidden_cost_per_year"] else 1
        return paid + times * exactly(self.profile["hidden_cost_share"]) * exactly(revenue)

    def price(self, offer: Document) -> Fraction | None:
        return self.money(offer, cash=self.method["price_basis"] == "cash")

    def spendable(self) -> Fraction | None:
        budget = self.profile.get("budget")
        return None if budget is None else exactly(budget) * (1 - exactly(self.profile["reserve_share"]))

    # Measures

    def fact(self, offer: Document, key: str) -> Any:
        fact = offer.get("facts", {}).get(key)
        if isinstance(fact, dict):
            return None if fact.get("status", "claimed") == "unknown" else fact["value"]
        return fact

    def measured(self, offer: Document, criterion: Document) -> tuple[str, Fraction | None]:
        """Everything but the price."""
        measure = criterion["measure"]
        if self.is_off(criterion):
            return "not_applicable", None
        if measure in {"budget", "hidden_share"}:
            return self.budget(offer) if measure == "budget" else self.hidden_share(offer)
        if measure == "headroom" and self.profile.get("normal_concurrency") is None:
            return "missing", None
        key = criterion["fact"] if measure == "promise" else FACT_OF[measure]
        value = self.fact(offer, key)
        if value is None:
            return "unknown", Fraction(0) if self.method["unknown"] == "zero" else None
        return "scored", on_scale(self.rule(offer, measure, value))

    def hidden_share(self, offer: Document) -> tuple[str, Fraction | None]:
        lines, hidden = self.money(offer), self.money(offer, hidden=True)
        if lines is None or hidden is None:
            return "missing", None
        return "scored", 100 * (1 - (hidden / lines if lines else Fraction(0)))

    def budget(self, offer: Document) -> tuple[str, Fraction | None]:
        cash, spendable = self.money(offer, cash=True), self.spendable()
        if cash is None or spendable is None:
            return "missing", None
        budget = exactly(self.profile["budget"])
        if cash <= spendable:
            return "scored", HUNDRED
        return "scored", Fraction(0) if cash >= budget else 100 * (budget - cash) / (budget - spendable)

    def rule(self, offer: Document, measure: str, value: Any) -> Fraction:
        if measure == "promise":
            return Fraction(TLS.get(value, 0))  # the tests' files promise a TLS version
        figure = exactly(value)
        if measure == "headroom":
            load = exactly(self.profile["normal_concurrency"])
            with_headroom = ceil(exactly(self.profile["headroom_factor"]) * ceil(load))
            required = Fraction(max(with_headroom, ceil(exactly(self.profile["promotion_factor"]) * load)))
            return HUNDRED if not required else 100 * (figure - required / 3) / (required - required / 3)
        if measure == "failure_rate":
            limit = Fraction(1, 10)
            if figure < limit:
                return HUNDRED if self.fact(offer, "sla_evidence") is True else Fraction(50)
            return 50 * (1 - (figure - limit) / (1 - limit))
        return {
            "idle_waste": 100 * (1 - figure / Fraction(2, 5)),
            "cost_completeness": 100 * figure,
            "marginal_seat": 100 * (2 - figure),
            "trial_days": 100 * figure / 15,
            "full_trial_days": 100 * figure / 7,
            "recovery_hours": 100 * (12 - figure) / 8,
        }[measure]

    # Gates

    def gates(self) -> list[Document]:
        return [
            criterion
            for criterion in self.criteria
            if criterion["class"] != "redundant"
            and criterion.get("measure") != "price"
            and (
                criterion.get("knock_out", False)
                or (self.method["must_policy"] == "all_musts" and criterion["class"] == "must")
            )
        ]

    def without_price(self, offer: Document, criterion: Document) -> tuple[str, Fraction | None]:
        if criterion.get("source", "panel") == "panel":
            return self.panel(offer["id"], criterion)
        return self.measured(offer, criterion)

    def is_set_aside(self, offer: str, criterion: str) -> bool:
        overrides = self.document.get("overrides", [])
        return any((item["offer"], item["criterion"]) == (offer, criterion) for item in overrides)

    def excluded_by(self, offer: Document) -> list[str]:
        failed = []
        for gate in self.gates():
            status, score = self.without_price(offer, gate)
            below = (
                status == "scored"
                and score is not None
                and (
                    rounded(score, self.method["decimals"])
                    < rounded(exactly(gate.get("pass_mark", 60)), self.method["decimals"])
                )
            )
            if below and not self.is_set_aside(offer["id"], gate["id"]):
                failed.append(gate["id"])
        return failed

    # Price

    def price_scores(self) -> dict[str, Fraction | None]:
        prices = {offer["id"]: self.price(offer) for offer in self.offers}
        eligible = [offer["id"] for offer in self.offers if not self.excluded_by(offer)]
        compared = [price for id_ in eligible or prices if (price := prices[id_]) is not None]
        compared = compared or [price for price in prices.values() if price is not None]
        return {
            id_: None if price is None else on_scale(self.price_score(price, compared)) for id_, price in prices.items()
        }

    def price_score(self, price: Fraction, compared: list[Fraction]) -> Fraction:
        formula = self.method["price_formula"]
        if price == 0:
            return HUNDRED
        if formula == "ceiling":
            stated = self.method["price_parameters"]
            budget, spendable = self.profile.get("budget") or 0, self.spendable()
            ceiling = exactly(stated.get("ceiling", budget))
            full = exactly(stated["full_marks_at"]) if "full_marks_at" in stated else (spendable or Fraction(0)) / 2
            return 100 * (ceiling - price) / (ceiling - full)
        if len(set(compared)) == 1:
            return Fraction(50) if formula == "mean_deviation" else HUNDRED
        lowest, highest, mean = min(compared), max(compared), sum(compared, Fraction(0)) / len(compared)
        positive = min(other for other in compared if other > 0)
        return {
            "lowest_ratio": 100 * positive / price,
            "linear": 100 * (1 - (price - lowest) / (highest - lowest)),
            "points_per_percent": 100 - 100 * (price - positive) / positive,
            "mean_deviation": 50 - 100 * (price - mean) / mean,
        }[formula]

    # Dimension and total

    def weight(self, criterion: Document) -> Fraction:
        if criterion["class"] == "redundant":
            return Fraction(0)
        if "weight" in criterion:
            return exactly(criterion["weight"])
        if criterion.get("measure") != "price":
            return Fraction(CLASS_WEIGHTS[criterion["class"]])
        others = [
            self.weight(other)
            for other in self.criteria
            if other["dimension"] == "cost" and other.get("measure") != "price" and not self.is_off(other)
        ]
        return sum(others, Fraction(0)) or Fraction(1)

    def scores(self, offer: Document) -> dict[str, tuple[str, Fraction | None]]:
        if offer["id"] not in self.known_scores:
            self.known_scores[offer["id"]] = self.worked_out(offer)
        return self.known_scores[offer["id"]]

    def worked_out(self, offer: Document) -> dict[str, tuple[str, Fraction | None]]:
        found = {}
        for criterion in self.criteria:
            if criterion.get("measure") != "price":
                found[criterion["id"]] = self.without_price(offer, criterion)
            elif self.is_off(criterion):
                found[criterion["id"]] = "not_applicable", None
            else:
                score = self.price_scores()[offer["id"]]
                found[criterion["id"]] = ("missing" if score is None else "scored"), score
        return found

    def dimension(self, offer: Document, dimension: str) -> Fraction | None:
        scores = self.scores(offer)
        there = [
            (self.weight(criterion), score)
            for criterion in self.criteria
            if criterion["dimension"] == dimension and (score := scores[criterion["id"]][1]) is not None
        ]
        whole = sum((weight for weight, _ in there), Fraction(0))
        return sum((weight * score for weight, score in there), Fraction(0)) / whole if whole else None

    def total(self, offer: Document) -> Fraction | None:
        weighted = Fraction(0)
        for dimension in DIMENSIONS:
            weight = exactly(self.document["dimensions"][dimension])
            score = self.dimension(offer, dimension)
            if weight and score is None:
                return None
            weighted += weight * (score or 0)
        return weighted / sum(exactly(weight) for weight in self.document["dimensions"].values())

    def shares(self, offer: Document) -> dict[str, Fraction]:
        """What each criterion weighs in the offer's total: the dimension's share times its share of the dimension."""
        scores, shares = self.scores(offer), {}
        whole = sum((exactly(weight) for weight in self.document["dimensions"].values()), Fraction(0))
        for criterion in self.criteria:
            peers = [other for other in self.criteria if other["dimension"] == criterion["dimension"]]
            there = sum((self.weight(other) for other in peers if scores[other["id"]][1] is not None), Fraction(0))
            is_there = scores[criterion["id"]][1] is not None and there
            inside = self.weight(criterion) / there if is_there else Fraction(0)
            shares[criterion["id"]] = exactly(self.document["dimensions"][criterion["dimension"]]) / whole * inside
        return shares

    def coverage(self, offer: Document) -> tuple[int, int]:
        """How many voting members' cells are marked, of those that count and apply."""
        marked = expected = 0
        for criterion in self.criteria:
            is_panel = criterion.get("source", "panel") == "panel" and criterion["class"] != "redundant"
            if not is_panel or self.panel(offer["id"], criterion)[0] == "not_applicable":
                continue
            for seat in self.voters(offer["id"], criterion["id"]):
                expected += 1
                marked += self.marks.get((seat["id"], offer["id"], criterion["id"]), {}).get("value") is not None
        return marked, expected

    def is_provisional(self, offer: Document) -> bool:
        scores = self.scores(offer)
        gates = [gate["id"] for gate in self.gates()]
        for criterion in self.criteria:
            status, score = scores[criterion["id"]]
            is_gap = status != "not_applicable" and score is None
            is_open_gate = criterion["id"] in gates and status in {"missing", "unknown"}
            waived = criterion["id"] in gates and self.is_set_aside(offer["id"], criterion["id"])
            if criterion["class"] != "redundant" and (is_gap or is_open_gate) and not waived:
                return True
        return False

    def must_coverage(self, offer: Document) -> Fraction | None:
        scores = self.scores(offer)
        musts = [
            criterion
            for criterion in self.criteria
            if criterion["class"] == "must" and scores[criterion["id"]][0] != "not_applicable"
        ]
        met = [
            self.weight(criterion)
            for criterion in musts
            if (score := scores[criterion["id"]][1]) is not None and rounded(score, self.method["decimals"]) >= 60
        ]
        whole = sum((self.weight(criterion) for criterion in musts), Fraction(0))
        return sum(met, Fraction(0)) / whole if whole else None

    # Rank

    def lead(self) -> Fraction | None:
        """Points between the best and the second-best total of those with a place."""
        ranks = self.ranks()
        totals = [total for offer in self.offers if ranks[offer["id"]] and (total := self.total(offer)) is not None]
        first, second, *_ = [*sorted(totals, reverse=True), None, None]
        return None if first is None or second is None else first - second

    def ranks(self) -> dict[str, int | None]:
        decimals = self.method["decimals"]
        keys: dict[str, tuple[Any, ...] | None] = {}
        for offer in self.offers:
            total, cash = self.total(offer), self.money(offer, cash=True)
            keys[offer["id"]] = None
            if total is not None and not self.excluded_by(offer):
                keys[offer["id"]] = (
                    -rounded(total, decimals),
                    cash is None,
                    rounded(cash or Fraction(0), decimals),
                    -rounded(self.dimension(offer, "need") or Fraction(0), decimals),
                    -rounded(self.dimension(offer, "risk") or Fraction(0), decimals),
                )
        placed = [key for key in keys.values() if key is not None]
        return {id_: None if key is None else 1 + sum(other < key for other in placed) for id_, key in keys.items()}
