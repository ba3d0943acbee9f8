"""Letters: a vendor reads everything about its own offer, and nothing from which it could learn another's."""

import io
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from django.utils.translation import override
from pypdf import PdfReader
from pytest_django import Settings

from scoring import actions
from scoring.actions import Refused
from scoring.formulas.assessment import assess
from scoring.formulas.case import Case, Method
from scoring.models import Evaluation, RecordEntry, Remark, Report
from scoring.presentation.record import names_in, record_lines
from scoring.record_check import check
from scoring.reports.dossier import dossier_of
from scoring.reports.letter import GOOD_FROM, Letter, Told, letter_html, letter_of, told_to
from scoring.scenario import Committee, example_case
from scoring.tasks import ask_for_report
from tests import factories
from tests.scoring.reports.dossiers import MORNING, decided, dossier

pytestmark = pytest.mark.one_database

NOTHING = Told(contact="", remarks={}, anchors={}, latest=None)
CHOSEN, LOSER, EXCLUDED = "heronbridge", "tidewell", "mistfold"
CANARY = "canary"


def told(**fields: object) -> Told:
    return replace(NOTHING, **fields)  # type: ignore[arg-type]


def letter(offer: str, *, case: Case | None = None, chosen: str | None = CHOSEN, said: Told = NOTHING) -> Letter:
    return letter_of(dossier(case=case, statement=decided(chosen)), offer, said)


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


def test_the_outcome_is_that_of_the_own_offer() -> None:
    assert letter(CHOSEN).outcome == (
        "The committee has chosen your offer.",
        "Your offer came in place 1; 5 offers were compared.",
    )
    assert letter(LOSER).outcome == (
        "The committee has chosen another offer.",
        "Your offer came in place 3; 5 offers were compared.",
    )
    assert letter(LOSER, chosen=None).outcome[0] == "The committee has awarded no offer."


def test_a_missed_knock_out_is_named_with_its_figures() -> None:
    found = letter(EXCLUDED)
    assert found.outcome[1] == "Your offer has no place, because it misses a knock-out; 5 offers were compared."
    assert found.gates == ("Knock-out “Data ownership clause”: scored 5.71, passes from 20.00.",)


def test_there_is_no_letter_before_the_decision() -> None:
    with pytest.raises(ValueError, match="before the decision"):
        letter_of(dossier(), CHOSEN, NOTHING)


def test_a_score_from_which_another_price_or_the_budget_could_be_reckoned_is_not_there() -> None:
    """Every score and sum that would be different if another vendor's price or our budget were, stays out."""
    case = replace(example_case(), method=Method(price_formula="lowest_ratio", draws=100))

    def dearer(offer: str) -> Case:
        lines = tuple(
            replace(each, costs=tuple(replace(line, amount=tuple(2 * x for x in line.amount)) for line in each.costs))
            if each.id != offer
            else each
            for each in case.offers
        )
        return replace(case, offers=lines, profile=replace(case.profile, budget=2_000_000.0))

    for offer in (CHOSEN, LOSER):
        changed = dearer(offer)
        assert assess(changed).offer(offer).total != assess(case).offer(offer).total, "the result does depend on it"
        one, other = letter(offer, case=case), letter(offer, case=changed)
        # The place is told; everything else is the same, to the last figure.
        assert replace(one, outcome=()) == replace(other, outcome=())
        assert one.is_withheld
        assert one.total is None
        assert [group.score is None for group in one.groups] == [False, True, False]


def test_without_a_compared_price_the_sums_are_told() -> None:
    case = example_case()
    kept = tuple(each for each in case.criteria if each.measure not in {"price", "budget"})
    found = letter(CHOSEN, case=replace(case, criteria=kept))
    assert not found.is_withheld
    assert found.total is not None
    assert all(group.score is not None for group in found.groups)


def test_an_anchor_tells_what_the_mark_means_and_what_the_next_one_asks() -> None:
    case = example_case()
    criterion = case.criteria[0]
    anchors = {0: "Nothing", 3: "Most", 5: {"en": "All", "zh-hans": "全部"}}
    found = letter(LOSER, said=told(anchors={criterion.id: anchors}))
    row = next(row for row in found.groups[0].rows if row.means)
    assert (row.mark, row.means, row.asks) == ("3.2 of 5", "Most", "All")
    with override("zh-hans"):
        assert letter(LOSER, said=told(anchors={criterion.id: anchors})).groups[0].rows[0].asks == "全部"


def test_strengths_stand_above_the_line_and_weaknesses_below_the_weightiest_first() -> None:
    found = letter(EXCLUDED)
    assert [row.criterion for row in found.weaknesses] == ["Data ownership clause", "Breach-liability clause"]
    assert all(row.score is not None and row.score > GOOD_FROM for row in found.strengths)
    assert all(row.score is not None and row.score < GOOD_FROM for row in found.weaknesses)
    gains = [row.gain for row in found.strengths]
    assert (len(gains), gains) == (5, sorted(gains, reverse=True))


@pytest.fixture
def people(db: None) -> Committee:
    return factories.committee()


@pytest.fixture
def planted(people: Committee) -> Evaluation:
    """Canaries in everything that is not for vendors, and one remark for each of them."""
    evaluation = factories.example("consensus", people)
    candidates = {each.key: each for each in evaluation.candidates.select_related("offer__vendor", "evaluation")}
    criterion = evaluation.criteria.filter(source="panel")[0]
    chair = people.seats["service"]
    for key, candidate in candidates.items():
        actions.remark(candidate, None, f"whole-of-{key}", by=people.procurement, on=factories.NOON)
        actions.remark(candidate, criterion, f"part-of-{key}", "备注", by=people.procurement, on=factories.NOON)
        actions.add_note(
            evaluation, f"{CANARY}-note", by=chair, on=factories.NOON, candidate=candidate, criterion=criterion
        )
        agreed = {"reason": f"{CANARY}-reason", "by": chair, "on": factories.NOON, "version": 0}
        actions.agree(candidate, criterion, 3, **agreed)  # type: ignore[arg-type]
    for seat in evaluation.seats.select_related("evaluation", "member"):
        mark = seat.marks.filter(value__isnull=False).select_related("candidate", "criterion")[0]
        answer = actions.Answer("marked", 4, f"{CANARY}-comment")
        actions.revise_mark(
            seat,
            mark.candidate,
            mark.criterion,
            answer,
            reason=f"{CANARY}-revision",
            by=people.seats[seat.key],
            on=factories.NOON,
            version=mark.version,
        )
    actions.decide(
        evaluation,
        candidates[CHOSEN],
        reason=f"{CANARY}-decision",
        conditions=f"{CANARY}-conditions",
        by=chair,
        on=factories.NOON,
    )
    evaluation.refresh_from_db()
    return evaluation


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_letter_holds_its_own_offer_and_nothing_of_others(
    language: str, planted: Evaluation, people: Committee
) -> None:
    found = dossier_of(planted)
    candidates = list(planted.candidates.select_related("offer__vendor", "evaluation"))
    members = [str(member) for member in (people.procurement, *people.seats.values())]
    for own in candidates:
        text = text_of(letter_html(found, own.key, told_to(own), language))
        assert f"whole-of-{own.key}" in text
        assert ("备注" if language == "zh-hans" else f"part-of-{own.key}") in text
        assert CANARY not in text
        assert [name for name in members if name in text] == []
        for other in candidates:
            if other.key != own.key:
                vendor = other.offer.vendor
                assert [name for name in (vendor.name, vendor.name_zh) if name and name in text] == []
                assert f"of-{other.key}" not in text
        sums = {
            f"{cost:,.0f}" for each in found.assessment.offers for cost in (each.cost.cash, each.cost.lines) if cost
        }
        assert [amount for amount in sums if amount in text] == []


def test_a_remark_is_written_over_taken_back_and_recorded(people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    candidate = evaluation.candidates.select_related("offer__vendor", "evaluation")[0]
    for words in ("First.", "Second.", "Second.", ""):
        actions.remark(candidate, None, words, by=people.procurement, on=factories.NOON)
    assert not Remark.objects.exists()
    entries = RecordEntry.objects.filter(evaluation=evaluation, deed="remarked").select_related("by", "seat")
    assert [line.sentence for line in record_lines(entries.order_by("number"), names_in(evaluation))] == [
        f"Zhou Ming wrote what the vendor of {candidate} may read on the whole",
        f"Zhou Ming wrote what the vendor of {candidate} may read on the whole",
        f"Zhou Ming took back a remark that the vendor of {candidate} might read",
    ]
    assert check(evaluation) == []


@pytest.mark.parametrize("tampering", ["changed", "deleted", "added"])
def test_a_remark_that_was_changed_behind_the_record_is_found(tampering: str, people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    first, second = evaluation.candidates.select_related("offer__vendor", "evaluation")[:2]
    row = actions.remark(first, None, "It fits.", by=people.procurement, on=factories.NOON)
    assert row is not None
    if tampering == "changed":
        Remark.objects.update(text="It does not.")
    elif tampering == "deleted":
        Remark.objects.all().delete()
    else:
        Remark.objects.create(candidate=second, text="Never said.", by=people.procurement, at=factories.NOON)
    assert [fault.what for fault in check(evaluation)] == ["row"]


@pytest.mark.parametrize("name", ["Elmsward Connect", "elmsward CONNECT", "Chen Jing"])
def test_a_remark_names_no_other_vendor_and_no_member(name: str, people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    candidate = evaluation.candidates.select_related("offer__vendor", "evaluation").get(key=CHOSEN)
    with pytest.raises(Refused, match="The vendor reads this"):
        actions.remark(candidate, None, f"Cheaper than {name}.", by=people.procurement, on=factories.NOON)
    kept = actions.remark(candidate, None, "Heronbridge fits.", by=people.procurement, on=factories.NOON)
    assert kept is not None


def test_whoever_has_withdrawn_from_a_vendor_writes_nothing_to_it(people: Committee) -> None:
    evaluation = factories.example("consensus", people)
    candidate = evaluation.candidates.select_related("offer__vendor", "evaluation")[0]
    evaluation.seats.get(is_chair=True).recused_from.add(candidate)
    with pytest.raises(Refused, match="withdrawn"):
        actions.remark(candidate, None, "It fits.", by=people.seats["service"], on=factories.NOON)


def test_a_letter_is_made_and_is_the_same_again(
    planted: Evaluation, people: Committee, pdfs_are_on: None, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    made = [
        ask_for_report(planted, by=people.procurement, on=MORNING, language="zh-hans", kind="debrief", about=LOSER)
        for _again in range(2)
    ]
    assert [report.status for report in made] == [Report.Status.DONE] * 2
    assert made[0].sha256 == made[1].sha256
    with made[0].file.open("rb") as file:
        reader = PdfReader(io.BytesIO(file.read()))
        text = "".join(page.extract_text() for page in reader.pages)
    assert f"whole-of-{LOSER}" in text
    assert CANARY not in text
    assert reader.trailer["/Root"]["/Lang"] == "zh-Hans"  # type: ignore[index]
