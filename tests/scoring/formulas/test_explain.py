"""How a figure came about, as data."""

from scoring.formulas.assessment import assess
from scoring.formulas.case import Case, Consensus, CostLine, Method, Override
from scoring.formulas.explain import (
    CellStory,
    GateStory,
    MeasureStory,
    Term,
    explain_cell,
    explain_dimension,
    explain_total,
)
from tests.scoring.formulas.cases import case, criterion, marks, measure, offer, profile, seat


def story(given: Case, criterion_id: str = "flow", offer_id: str = "a") -> CellStory:
    """The story of one cell."""
    return explain_cell(given, assess(given), offer_id, criterion_id)


def test_a_panel_cell_tells_what_each_seat_said_and_weighs() -> None:
    seats = [
        seat("service", weights={"need": 3.0, "cost": 1.0, "risk": 1.0}),
        seat("it"),
        seat("finance"),
        seat("chair", recused=frozenset("a")),
        seat("legal", criteria=frozenset()),
        seat("guest", voting=False),
        seat("late"),
    ]
    given = marks("flow", service={"a": 4}, it={"a": 0}, finance={"a": "abstained"}, guest={"a": 5})
    told = story(case(seats=seats, marks=given))
    panel = told.panel

    assert (told.offer, told.criterion, told.measure) == ("a", "flow", None)
    assert panel is not None
    assert [voice.value for voice in panel.voices] == [4, 0, None, None, None, 5, None]
    assert (panel.panel, panel.individual, panel.consensus) == ("mean", 60, None)
    assert [(voice.seat, voice.said, voice.score, voice.weight, voice.share) for voice in panel.voices] == [
        ("service", "marked", 80, 3, 0.75),
        ("it", "marked", 0, 1, 0.25),
        ("finance", "abstained", None, 1, None),
        ("chair", "recused", None, 1, None),
        ("legal", "not_assigned", None, 1, None),
        ("guest", "marked", 100, 1, None),
        ("late", "missing", None, 1, None),
    ]


def test_a_trimmed_cell_says_whether_it_was_trimmed() -> None:
    seats = [seat(id_) for id_ in "vwxyz"]
    five = marks("flow", v={"a": 0}, w={"a": 2}, x={"a": 3}, y={"a": 4}, z={"a": 5})

    def told(count: int) -> tuple[str, set[float | None]]:
        panel = story(case(seats=seats, marks=five[:count], method=Method(panel="trimmed"))).panel
        assert panel is not None
        return panel.panel, {voice.share for voice in panel.voices}

    assert told(5) == ("trimmed", {None})
    assert told(4) == ("mean", {0.25, None})


def test_a_consensus_stands_beside_what_the_members_gave() -> None:
    agreed = Consensus(offer="a", criterion="flow", value=5, reason="agreed")
    given = case(criteria=[criterion(), criterion("mood")], marks=marks("flow", service={"a": 2}), consensus=[agreed])
    panel = story(given).panel
    assert panel is not None
    assert (panel.individual, panel.consensus) == (40, 5)
    for criterion_id, offer_id in (("mood", "a"), ("flow", "b")):
        elsewhere = story(given, criterion_id, offer_id).panel
        assert elsewhere is not None
        assert elsewhere.consensus is None


def test_a_measure_tells_its_figures() -> None:
    company = profile(normal_concurrency=100.0)
    headroom = case(
        criteria=[measure("room", "headroom", dimension="need")],
        offers=[offer("a", facts={"rated_concurrency": 200}), offer("b")],
        profile=company,
    )
    assert story(headroom, "room").measure == MeasureStory(
        measure="headroom",
        formula=None,
        inputs={"rated_concurrency": 200, "required_concurrency": 300},
        unknown_policy=None,
    )
    unknown = story(headroom, "room", "b").measure
    assert unknown is not None
    assert (dict(unknown.inputs), unknown.unknown_policy) == ({"rated_concurrency": None}, "zero")


def test_a_price_tells_its_formula_and_whom_it_compares_with() -> None:
    criteria = [criterion(knock_out=True), measure("price", "price", dimension="need")]
    offers = [offer("a", 100.0), offer("b", 200.0), offer("c", 10.0)]
    given = marks("flow", service={"a": 5, "b": 5, "c": 0})
    relative = story(case(criteria=criteria, offers=offers, marks=given), "price", "b").measure

    assert relative is not None
    assert relative.measure == "price"
    assert (relative.formula, dict(relative.inputs)) == (
        "lowest_ratio",
        {"price": 200, "lowest": 100, "lowest_positive": 100, "highest": 200, "mean": 150},
    )
    ceiling = Method(price_formula="ceiling")
    absolute = case(criteria=criteria, offers=offers, marks=given, method=ceiling, profile=profile(budget=1000.0))
    told = story(absolute, "price", "b").measure
    assert told is not None
    assert dict(told.inputs) == {"price": 200, "full_marks_at": 400, "ceiling": 1000}


def test_a_price_is_told_on_the_basis_that_is_compared() -> None:
    own_time = CostLine(category="training", years=(1,), amount=(50.0,), kind="hidden", cash=False)
    offers = [offer("a", 100.0), offer("b", 200.0, costs=(*offer("b", 200.0).costs, own_time))]
    criteria = [measure("price", "price", dimension="need")]

    def told(basis: str) -> tuple[object, object]:
        given = case(criteria=criteria, offers=offers, method=Method(price_basis=basis))
        found = story(given, "price", "b").measure
        assert found is not None
        return found.inputs["price"], found.inputs["highest"]

    assert told("cash") == (200, 200)
    assert told("lines") == (250, 250)


def test_where_nobody_is_eligible_all_prices_are_compared() -> None:
    criteria = [criterion(knock_out=True), measure("price", "price", dimension="need")]
    given = marks("flow", service={"a": 0, "b": 0})
    told = story(case(criteria=criteria, offers=[offer("a", 100.0), offer("b", 200.0)], marks=given), "price").measure
    assert told is not None
    assert dict(told.inputs) == {"price": 100, "lowest": 100, "lowest_positive": 100, "highest": 200, "mean": 150}


def test_equal_prices_have_nothing_to_be_compared_with() -> None:
    offers = [offer("a", 100.0), offer("b", 100.0)]
    told = story(case(criteria=[measure("price", "price", dimension="need")], offers=offers), "price").measure
    assert told is not None
    assert dict(told.inputs) == {"price": 100}


def test_a_gate_tells_its_outcome() -> None:
    criteria = [criterion(knock_out=True)]
    override = Override(offer="a", criterion="flow", by="the board", reason="known")

    def outcome(*said: int | str, set_aside: bool = False) -> GateStory | None:
        given = marks("flow", service={"a": said[0]}) if said else []
        return story(case(criteria=criteria, marks=given, overrides=[override] if set_aside else [])).gate

    assert outcome(5) == GateStory(pass_mark=60, outcome="passed")
    assert outcome(5, set_aside=True) == GateStory(pass_mark=60, outcome="passed")
    assert outcome(0) == GateStory(pass_mark=60, outcome="failed")
    assert outcome(0, set_aside=True) == GateStory(pass_mark=60, outcome="overridden")
    assert outcome() == GateStory(pass_mark=60, outcome="open")
    assert outcome(set_aside=True) == GateStory(pass_mark=60, outcome="waived")
    assert outcome("not_applicable") == GateStory(pass_mark=60, outcome="not_applicable")
    assert story(case()).gate is None


def test_an_override_speaks_of_its_own_gate_only() -> None:
    criteria = [criterion(knock_out=True), criterion("safe", knock_out=True)]
    given = [*marks("flow", service={"a": 0, "b": 0}), *marks("safe", service={"a": 0, "b": 0})]
    override = Override(offer="a", criterion="flow", by="the board", reason="known")
    told = case(criteria=criteria, marks=given, overrides=[override])
    outcomes = {
        (offer_id, id_): gate.outcome
        for offer_id in "ab"
        for id_ in ("flow", "safe")
        if (gate := story(told, id_, offer_id).gate)
    }
    assert outcomes == {
        ("a", "flow"): "overridden",
        ("a", "safe"): "failed",
        ("b", "flow"): "failed",
        ("b", "safe"): "failed",
    }


def test_only_the_policy_of_the_case_makes_a_gate() -> None:
    for policy, expected in (("all_musts", True), ("knock_outs", False)):
        told = story(case(method=Method(must_policy=policy)))
        assert (told.gate is not None) is expected


def test_a_switched_off_criterion_says_so() -> None:
    assert story(case(criteria=[criterion(condition="voice")])).is_switched_off
    assert not story(case()).is_switched_off


def test_a_dimension_and_a_total_are_told_as_terms() -> None:
    criteria = [
        criterion(),
        criterion("mood", class_="bonus", weight=1.0),
        criterion("calls"),
        criterion("safe", dimension="risk"),
    ]
    given = [*marks("flow", service={"a": 4}), *marks("mood", service={"a": 2}), *marks("safe", service={"a": 5})]
    dimensions = {"need": 3.0, "cost": 0.0, "risk": 1.0}
    told = case(criteria=criteria, marks=given, dimensions=dimensions)
    assessment = assess(told)

    need = explain_dimension(told, assessment, "a", "need")
    assert (need.score, need.left_out) == (70, ("calls",))
    assert need.terms == (
        Term(id="flow", weight=3, share=0.75, score=80, product=60),
        Term(id="mood", weight=1, share=0.25, score=40, product=10),
    )
    total = explain_total(told, assessment, "a")
    assert (total.score, total.left_out) == (77.5, ("cost",))
    assert total.terms == (
        Term(id="need", weight=3, share=0.75, score=70, product=52.5),
        Term(id="risk", weight=1, share=0.25, score=100, product=25),
    )
    assert explain_dimension(told, assessment, "b", "need").terms == ()
