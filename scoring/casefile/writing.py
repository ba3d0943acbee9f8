"""Writing: a case as an evaluation file in canonical form, and an assessment as what `score` prints."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from scoring.casefile.nodes import collapse
from scoring.casefile.reading import FORMAT
from scoring.casefile.robustness import robustness_document
from scoring.formulas.agreement import Agreement, agreement_of
from scoring.formulas.case import Case, CostLine, Criterion, Mark, Offer, Override, Seat, Wording
from scoring.formulas.price import parameters_of
from scoring.formulas.results import Assessment, OfferResult
from scoring.formulas.robustness import robustness_of

ASSESSMENT_FORMAT = "assessment/1"
_PLAIN_BELOW = 1e21  # from here on RFC 8785 writes an exponent
_PLAIN_FROM = 1e-6


def to_document(case: Case, *, comments: bool = False) -> dict[str, Any]:
    """The case as an evaluation file in canonical form: defaults filled in, lists sorted by id, no comments.

    A wording in one language, or with the same text in both, becomes a plain string: which language it was entered in
    is not kept. A fact without a value says nothing and is left out, as are the states of marks that have a value.

    Args:
        case: the case.
        comments: keep the comments on marks, which the canonical form leaves out.
    """
    return {
        "format": FORMAT,
        "title": _wording(case.title),
        "profile": {
            **_plain(case.profile),
            "agent_seats": None if case.profile.agent_seats is None else list(case.profile.agent_seats),
            "conditions": sorted(case.profile.conditions),
        },
        "dimensions": _numbers(case.dimensions),
        "scale": _plain(case.scale),
        "method": {**_plain(case.method), "price_parameters": _price_parameters(case)},
        "criteria": [_criterion(criterion) for criterion in _by_id(case.criteria)],
        "seats": [_seat(seat) for seat in _by_id(case.seats)],
        "offers": [_offer(offer) for offer in _by_id(case.offers)],
        "marks": [
            _mark(mark, comments=comments)
            for mark in sorted(case.marks, key=lambda mark: (mark.seat, mark.offer, mark.criterion))
        ],
        "consensus": [
            {**_plain(agreed), "reason": _wording(agreed.reason)}
            for agreed in sorted(case.consensus, key=lambda agreed: (agreed.offer, agreed.criterion))
        ],
        "overrides": [
            _override(override)
            for override in sorted(case.overrides, key=lambda override: (override.offer, override.criterion))
        ],
    }


def canonical_bytes(case: Case) -> bytes:
    """The canonical form as bytes: RFC 8785 (JSON Canonicalization Scheme)."""
    return _canonical(to_document(case)).encode("utf-8")


def canonical_text(case: Case, *, comments: bool = False) -> str:
    """The canonical form as people read it: indented, keys sorted, a line break at the end."""
    document = to_document(case, comments=comments)
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def input_sha256(case: Case) -> str:
    """The fingerprint of everything that the result depends on."""
    return hashlib.sha256(canonical_bytes(case)).hexdigest()


def assessment_document(case: Case, assessment: Assessment) -> dict[str, Any]:
    """A case's assessment as `score` prints it: offers by id, figures unrounded."""
    return {
        "format": ASSESSMENT_FORMAT,
        "offers": [_offer_result(offer) for offer in sorted(assessment.offers, key=lambda offer: offer.id)],
        "ties": sorted(sorted(tie) for tie in assessment.ties),
        "agreement": _agreement(agreement_of(case)),
        "robustness": robustness_document(robustness_of(case, assessment)),
        "input_sha256": input_sha256(case),
    }


def _offer_result(offer: OfferResult) -> dict[str, Any]:
    return {
        "id": offer.id,
        "rank": offer.rank,
        "total": offer.total,
        "scores": dict(offer.scores),
        "provisional": offer.provisional,
        "excluded": [_plain(exclusion) for exclusion in offer.excluded],
        "must_coverage": offer.must_coverage,
        "coverage": _plain(offer.coverage),
        "criteria": {
            criterion: {"score": result.score, "weight": result.weight, "contribution": result.contribution}
            | ({"individual": result.individual} if result.is_consensus else {})
            for criterion, result in offer.criteria.items()
        },
        "cost": {
            **_plain(offer.cost),
            "by_year": list(offer.cost.by_year),
            "by_category": dict(offer.cost.by_category),
        },
        "flags": [{"code": flag.code, "text": flag.text} for flag in offer.flags],
    }


def _agreement(agreement: Agreement) -> dict[str, Any]:
    return {
        "alpha_ordinal": agreement.alpha_ordinal,
        "alpha_interval": agreement.alpha_interval,
        "kendall_w": agreement.kendall_w,
        "icc2k": agreement.icc2k,
        "icc3k": agreement.icc3k,
        "within_group": dict(agreement.within_group),
        "member_against_rest": dict(agreement.member_against_rest),
        "severity": dict(agreement.severity),
        "discrepancies": [
            _plain(each)
            for each in sorted(agreement.discrepancies, key=lambda each: (-each.spread, each.offer, each.criterion))
        ],
        "readings": dict(agreement.readings),
    }


def _criterion(criterion: Criterion) -> dict[str, Any]:
    document = {**_plain(criterion), "name": _wording(criterion.name)}
    return {("class" if key == "class_" else key): value for key, value in document.items()}


def _seat(seat: Seat) -> dict[str, Any]:
    return {
        **_plain(seat),
        "name": _wording(seat.name),
        "weights": None if seat.weights is None else _numbers(seat.weights),
        "criteria": None if seat.criteria is None else sorted(seat.criteria),
        "recused": sorted(seat.recused),
    }


def _offer(offer: Offer) -> dict[str, Any]:
    return {
        **_plain(offer),
        "vendor": _wording(offer.vendor),
        "edition": _wording(offer.edition),
        "facts": {key: _plain(fact) for key, fact in offer.facts.items() if fact.value is not None},
        # Cost lines have no ids: their own canonical form puts them in order.
        "costs": sorted((_cost_line(line) for line in offer.costs), key=_canonical),
    }


def _cost_line(line: CostLine) -> dict[str, Any]:
    order = sorted(range(len(line.years)), key=lambda position: line.years[position])

    def in_order(amounts: tuple[float, ...] | tuple[int, ...] | None) -> list[Any] | None:
        return None if amounts is None else [_number(amounts[position]) for position in order]

    lists = {"years": line.years, "amount": line.amount, "low": line.low, "high": line.high}
    return _plain(line) | {key: in_order(amounts) for key, amounts in lists.items()}


def _mark(mark: Mark, *, comments: bool) -> dict[str, Any]:
    document = {"seat": mark.seat, "offer": mark.offer, "criterion": mark.criterion, "evidence": mark.evidence}
    said = {"state": mark.state} if mark.value is None else {"value": mark.value}
    return {**document, **said, **({"comment": _wording(mark.comment)} if comments else {})}


def _price_parameters(case: Case) -> dict[str, Any]:
    try:
        return _numbers(parameters_of(case.method, case.profile))
    except ValueError:
        # A draft may still lack what the formula needs; its reader says so.
        return _numbers(case.method.price_parameters)


def _wording(wording: Wording) -> str | dict[str, str]:
    collapsed = collapse(wording)
    return collapsed if isinstance(collapsed, str) else dict(collapsed)


def _by_id(items: Iterable[Any]) -> list[Any]:
    return sorted(items, key=lambda item: item.id)


def _override(override: Override) -> dict[str, Any]:
    # A file without the day keeps the fingerprint that it had before there was one.
    on = {"on": override.on} if override.on else {}
    by, reason = _wording(override.by), _wording(override.reason)
    return {"offer": override.offer, "criterion": override.criterion, "by": by, "reason": reason} | on


def _plain(item: Any) -> dict[str, Any]:
    return {field.name: _number(getattr(item, field.name)) for field in fields(item)}


def _numbers(figures: Mapping[str, float]) -> dict[str, Any]:
    return {key: _number(figure) for key, figure in figures.items()}


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _canonical(value: Any) -> str:
    if isinstance(value, dict):
        # RFC 8785 sorts by UTF-16 code units.
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{_canonical(key)}:{_canonical(value[key])}" for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_canonical, value)) + "]"
    if isinstance(value, float):
        return canonical_number(value)
    return json.dumps(value, ensure_ascii=False)


def canonical_number(figure: float) -> str:
    """A number as RFC 8785 writes it, which is how ECMAScript prints it.

    >>> [canonical_number(figure) for figure in (40.0, 0.1, 1e-7, 1.5e300, -0.0)]
    ['40', '0.1', '1e-7', '1.5e+300', '0']
    """
    if figure == 0:
        return "0"
    if _PLAIN_FROM <= abs(figure) < _PLAIN_BELOW:
        return f"{Decimal(repr(figure)):f}".removesuffix(".0")
    mantissa, exponent = repr(figure).split("e")
    return f"{mantissa}e{int(exponent):+d}"
