"""The amend pages: edit, look, confirm with a reason; and the members' confirmation on their sheet."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from scoring import record_check
from scoring.actions import Answer, amend, close_scoring, save_mark, submit_sheet
from scoring.models import Baseline, Confirmation, Criterion, Evaluation, Mark, Seat, Stage
from scoring.sheets import sheet_of
from tests import factories
from tests.factories import NOON
from tests.visitors import ROLES, answers, signed_in, visitor

pytestmark = pytest.mark.django_db

REASON = "The data protection officer asked for it."
NEW = {"name": "Fast 快", "dimension": "need", "grade": "bonus"}


@pytest.fixture
def procurement() -> Client:
    return visitor("procurement")


@pytest.fixture
def evaluation() -> Evaluation:
    return factories.open_evaluation()


def url(evaluation: Evaluation, name: str = "amend") -> str:
    return reverse(f"scoring:{name}", args=[evaluation.pk])


def page(response: Any) -> str:
    text = response.content.decode()
    return html.unescape(text[text.index("<main") : text.index("</main")])


def fields(response: Any) -> dict[str, Any]:
    """What the form on the page would send, as a browser without script reads it."""
    text = response.content.decode()
    form = next(each for each in re.findall(r"<form\b.*?</form>", text, re.DOTALL) if 'name="step"' in each)
    sent: dict[str, Any] = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        said = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if said.get("type") not in {"checkbox", "radio"} or re.search(r"\bchecked\b", tag):
            sent.setdefault(said["name"], []).append(html.unescape(said.get("value", "")))
    for name, body in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        sent[name] = re.findall(r'<option value="([^"]*)" selected', body) or [""]
    for name, body in re.findall(r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        sent[name] = [html.unescape(body).removeprefix("\n")]
    return sent


def send(client: Client, evaluation: Evaluation, step: str, sent: dict[str, Any], **more: str) -> Any:
    return client.post(url(evaluation), sent | {"step": step} | more)


def previewed(client: Client, evaluation: Evaluation, **changes: str) -> Any:
    sent = fields(client.get(url(evaluation)))
    assert set(changes) <= {*sent, "take-over-offers"}
    response = send(client, evaluation, "preview", sent | changes)
    assert response.status_code == 200
    return response


def row(criterion: Criterion, name: str = "weight") -> str:
    return f"criterion-{criterion.pk}-{name}"


def fill(seat: Seat, value: int = 4) -> Seat:
    for cell in sheet_of(seat).cells:
        answer = Answer("marked", value, "sealed-words")
        save_mark(seat, cell.candidate, cell.criterion, answer, by=seat.member, on=NOON, version=cell.version)
    return submit_sheet(seat, by=seat.member, on=NOON)


def rows() -> list[list[dict[str, Any]]]:
    tables: list[Any] = [Evaluation, Criterion, Baseline, Seat]
    return [list(table.objects.order_by("pk").values()) for table in tables]


def reprice(evaluation: Evaluation, number: int = 0) -> str:
    candidate = evaluation.candidates.all()[number]
    candidate.offer.cost_lines.get().amounts.update(expected=90_000)
    return candidate.key


def test_only_procurement_amends_and_only_while_scoring_is_open(evaluation: Evaluation) -> None:
    expected = {
        "procurement": 200,
        "finance": 403,
        "auditor": 403,
        "administrator": 404,
        "chair": 403,
        "seated": 403,
        "stranger": 404,
        "anonymous": 302,
    }
    assert set(expected) == set(ROLES)
    assert answers(url(evaluation), evaluation) == expected
    assert answers(url(evaluation), evaluation, post=True) == expected | {"procurement": 409}
    for each in (factories.small_evaluation(), factories.example("consensus")):
        assert visitor("procurement").get(url(each)).status_code == 302
        assert visitor("procurement").post(url(each), {"step": "confirm"}).status_code == 302
        assert visitor("auditor").get(url(each)).status_code == 403
    assert Baseline.objects.filter(version=2).count() == 0


def test_the_whole_way_without_script(procurement: Client, evaluation: Evaluation) -> None:
    criterion = evaluation.criteria.all()[0]
    seat = fill(evaluation.seats.all()[0])
    marks = list(Mark.objects.order_by("pk").values())
    preview = previewed(procurement, evaluation, **{row(criterion): "7", "weight_need": "50"})
    assert f"Criterion {criterion}" in re.sub(r"\s*<[^>]+>\s*", " ", page(preview)).replace("  ", " ")
    assert "Weight: 3 → 7" in page(preview)
    assert "Need match: 40 → 50" in page(preview)
    assert evaluation.baselines.count() == 1

    done = send(procurement, evaluation, "confirm", fields(preview), reason=REASON)
    assert done.status_code == 302
    assert done.headers["Location"] == url(evaluation, "baseline")
    criterion.refresh_from_db()
    evaluation.refresh_from_db()
    assert (criterion.weight, evaluation.weight_need, evaluation.stage) == (7, 50, Stage.SCORING)
    assert evaluation.baselines.get(version=2).reason == REASON
    assert list(Mark.objects.order_by("pk").values()) == marks
    assert set(Confirmation.objects.values_list("seat", flat=True)) == set(
        evaluation.seats.values_list("pk", flat=True)
    )
    assert Seat.objects.get(pk=seat.pk).is_submitted
    assert record_check.check(evaluation) == []


def test_a_second_click_amends_once_and_says_so(procurement: Client, evaluation: Evaluation) -> None:
    sent = fields(previewed(procurement, evaluation, weight_need="50")) | {"reason": REASON}
    assert send(procurement, evaluation, "confirm", sent).status_code == 302
    again = procurement.post(url(evaluation), sent | {"step": "confirm"}, follow=True)
    assert "in force already" in again.content.decode()
    assert evaluation.baselines.count() == 2


def test_a_preview_writes_nothing(procurement: Client, evaluation: Evaluation) -> None:
    before = rows()
    entries = evaluation.record.count()
    new = {f"new-{name}": value for name, value in NEW.items()}
    preview = previewed(procurement, evaluation, weight_need="50", **new)
    assert "New: Bonus of “Need match”, weight 1." in page(preview)
    assert rows() == before
    assert evaluation.record.count() == entries


def test_going_back_and_a_missing_reason_lose_nothing_that_was_typed(
    procurement: Client, evaluation: Evaluation
) -> None:
    new = {f"new-{name}": value for name, value in NEW.items()} | {"new-question": "Two\nlines?"}
    key = reprice(evaluation)
    typed = {"weight_need": "50", "take-over-offers": key, **new}
    preview = previewed(procurement, evaluation, **typed)
    refused = send(procurement, evaluation, "confirm", fields(preview), reason=" ")
    assert refused.status_code == 422
    assert "This field is required" in page(refused)
    back = fields(send(procurement, evaluation, "edit", fields(refused), reason="Half a sen"))
    for name, value in typed.items():
        assert back[name] == [value] or back[name] == [value.replace("\n", "\r\n")], name
    assert back["reason"] == ["Half a sen"]
    again = send(procurement, evaluation, "preview", back)
    assert fields(again)["reason"] == ["Half a sen"]


@pytest.mark.parametrize("reason", ["", "   ", "\x00", "x" * 20_001])
def test_a_reason_that_is_none_is_refused_at_its_field(
    procurement: Client, evaluation: Evaluation, reason: str
) -> None:
    sent = fields(previewed(procurement, evaluation, weight_need="50"))
    response = send(procurement, evaluation, "confirm", sent, reason=reason)
    assert response.status_code == 422
    assert list(response.context["reason"].errors) == ["reason"]
    assert evaluation.baselines.count() == 1


def test_a_reason_in_chinese_with_markup_is_text(procurement: Client, evaluation: Evaluation) -> None:
    sent = fields(previewed(procurement, evaluation, weight_need="50"))
    send(procurement, evaluation, "confirm", sent, reason="<script>法律变了</script>")
    text = procurement.get(url(evaluation, "baseline")).content.decode()
    assert "&lt;script&gt;法律变了&lt;/script&gt;" in text
    assert "<script>法律" not in text


def test_what_somebody_amended_meanwhile_is_not_overwritten(procurement: Client, evaluation: Evaluation) -> None:
    early = fields(procurement.get(url(evaluation)))
    preview = fields(previewed(procurement, evaluation, weight_need="50"))
    amend(
        evaluation,
        change=lambda: Evaluation.objects.filter(pk=evaluation.pk).update(weight_cost=99),
        take_over=(),
        reason=REASON,
        by=factories.member(group="Procurement"),
        on=NOON,
    )
    for step, sent in (("preview", early | {"weight_need": "60"}), ("confirm", preview | {"reason": REASON})):
        response = send(procurement, evaluation, step, sent)
        assert response.status_code == 409
        assert "version 2 holds now" in page(response)
        assert fields(response)["weight_need"] == ["60" if step == "preview" else "50"]
        assert fields(response)["version"] == ["2"]
    evaluation.refresh_from_db()
    assert (evaluation.weight_cost, evaluation.weight_need, evaluation.baselines.count()) == (99, 40, 2)


def test_an_offer_that_changed_again_since_the_preview_is_shown_again(
    procurement: Client, evaluation: Evaluation
) -> None:
    key = reprice(evaluation)
    preview = fields(previewed(procurement, evaluation, **{"take-over-offers": key}))
    evaluation.candidates.get(key=key).offer.cost_lines.get().amounts.update(expected=80_000)
    response = send(procurement, evaluation, "confirm", preview, reason=REASON)
    assert response.status_code == 409
    assert "has changed since you looked" in page(response)
    assert "CNY 80,000" in page(response)
    assert evaluation.baselines.count() == 1
    assert send(procurement, evaluation, "confirm", fields(response), reason=REASON).status_code == 302


def test_one_of_two_changed_offers_is_taken_over(procurement: Client, evaluation: Evaluation) -> None:
    keys = [reprice(evaluation, number) for number in (0, 1)]
    first = procurement.get(url(evaluation))
    assert page(first).count("Take over ") == 2
    assert "Subscription: CNY 110,000 in each year (1, 2, 3) → CNY 90,000 in each year (1, 2, 3)" in page(first)
    preview = previewed(procurement, evaluation, **{"take-over-offers": keys[0]})
    send(procurement, evaluation, "confirm", fields(preview), reason=REASON)
    offers = {each["id"]: each for each in evaluation.baselines.get(version=2).case["offers"]}
    assert [offers[key]["costs"][0]["amount"][0] for key in keys] == [90_000, 110_000]
    assert page(procurement.get(url(evaluation))).count("Take over ") == 1


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({}, 422, "Nothing would change."),
        ({"weight_need": "0", "weight_cost": "0", "weight_risk": "0"}, 422, "all weigh 0"),
        ({"weight_need": "NaN"}, 422, "Enter a number"),
        ({"take-over-offers": "nobody"}, 422, "has not changed since it was frozen"),
        ({"new-name": "Without a dimension"}, 422, "This field is required"),
        ({"new-name": "\x00", "new-dimension": "need"}, 422, "Null characters are not allowed"),
        ({"version": "x"}, 409, "version 1 holds now"),
    ],
)
def test_what_cannot_be_amended_is_refused_with_a_sentence(
    procurement: Client, evaluation: Evaluation, changes: dict[str, str], status: int, said: str
) -> None:
    response = send(procurement, evaluation, "preview", fields(procurement.get(url(evaluation))) | changes)
    assert response.status_code == status
    assert said in page(response)
    assert evaluation.criteria.count() == 4


def test_the_price_envelope_cannot_be_amended(procurement: Client) -> None:
    evaluation = factories.open_evaluation(has_price_envelope=True)
    first = procurement.get(url(evaluation))
    assert "has_price_envelope" not in page(first)
    send(
        procurement, evaluation, "confirm", fields(previewed(procurement, evaluation, weight_need="50")), reason=REASON
    )
    evaluation.refresh_from_db()
    assert evaluation.has_price_envelope
    assert evaluation.weight_need == 50


def test_all_criteria_of_a_dimension_made_redundant_is_refused(procurement: Client, evaluation: Evaluation) -> None:
    changes = {row(each, "grade"): "redundant" for each in evaluation.criteria.filter(dimension="need")}
    response = send(procurement, evaluation, "preview", fields(procurement.get(url(evaluation))) | changes)
    assert response.status_code == 422
    assert "has a weight but no criterion that counts" in page(response)
    assert not evaluation.criteria.filter(grade="redundant").exists()


def test_a_submitted_sheet_gets_the_new_cells_back_and_its_member_is_told(
    procurement: Client, evaluation: Evaluation
) -> None:
    seat = fill(evaluation.seats.all()[0])
    assert seat.member is not None
    new = {f"new-{name}": value for name, value in NEW.items()}
    preview = previewed(procurement, evaluation, **new)
    assert page(preview).count("Given back: it has new cells") == 1
    send(procurement, evaluation, "confirm", fields(preview), reason=REASON)

    client = signed_in(seat.member)
    assert "were amended" in client.get("/").content.decode()
    sheet = client.get(url(evaluation, "sheet"))
    assert "Fast 快" in page(sheet)
    assert REASON in page(sheet)
    assert "I have seen what changed" in page(sheet)
    assert sheet_of(Seat.objects.get(pk=seat.pk)).total == 8
    assert client.post(url(evaluation, "confirm_amendment"), {"version": "2"}).status_code == 302
    assert "I have seen what changed" not in page(client.get(url(evaluation, "sheet")))
    assert "were amended" not in client.get("/").content.decode()
    assert seat.confirmations.get().at is not None


@pytest.mark.parametrize("version", ["", "x", "-1", "1", "9" * 30, "2\x00"])
def test_what_was_not_seen_is_not_confirmed(procurement: Client, evaluation: Evaluation, version: str) -> None:
    send(
        procurement,
        evaluation,
        "confirm",
        fields(previewed(procurement, evaluation, weight_need="50")),
        reason=REASON,
    )
    seat = evaluation.seats.all()[0]
    assert seat.member is not None
    assert signed_in(seat.member).post(url(evaluation, "confirm_amendment"), {"version": version}).status_code == 302
    assert not Confirmation.objects.exclude(at=None).exists()


def test_only_seats_confirm_by_post_and_each_for_itself(procurement: Client, evaluation: Evaluation) -> None:
    send(
        procurement,
        evaluation,
        "confirm",
        fields(previewed(procurement, evaluation, weight_need="50")),
        reason=REASON,
    )
    assert answers(url(evaluation, "confirm_amendment"), evaluation, post=True) == {
        "procurement": 403,
        "finance": 403,
        "auditor": 403,
        "administrator": 404,
        "chair": 302,
        "seated": 302,
        "stranger": 404,
        "anonymous": 302,
    }
    visitor("seated", evaluation).post(url(evaluation, "confirm_amendment"), {"version": "2"})
    assert list(Confirmation.objects.exclude(at=None).values_list("seat__is_chair", flat=True)) == [False]
    assert visitor("seated", evaluation).get(url(evaluation, "confirm_amendment")).status_code == 405


def test_the_pages_say_nothing_that_depends_on_marks(procurement: Client, evaluation: Evaluation) -> None:
    criterion = evaluation.criteria.all()[0]

    def shown() -> str:
        text = page(previewed(procurement, evaluation, **{row(criterion): "7"}))
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)

    empty = shown()
    seat = evaluation.seats.all()[0]
    for cell in sheet_of(seat).cells:
        answer = Answer("marked", 4, "sealed-words")
        save_mark(seat, cell.candidate, cell.criterion, answer, by=seat.member, on=NOON, version=0)
    assert shown() == empty
    assert "Stays open" in empty


def test_the_live_rows_cannot_be_edited_past_the_amendment(procurement: Client, evaluation: Evaluation) -> None:
    """Sheets and saving read the live rows, which hold what is frozen because nothing else writes them."""
    criterion, seat = evaluation.criteria.all()[0], evaluation.seats.all()[0]
    before = rows()
    sent = fields(procurement.get(url(evaluation))) | {"weight_need": "99", row(criterion): "99"}
    for name, more in (
        ("criteria", ()),
        ("setup_company", ()),
        ("setup_criteria", ()),
        ("setup_offers", ()),
        ("setup_committee", ()),
        ("add_seat", ()),
        ("add_criterion", ()),
        ("edit_criterion", (criterion.pk,)),
        ("remove_criterion", (criterion.pk,)),
        ("edit_seat", (seat.pk,)),
        ("remove_seat", (seat.pk,)),
    ):
        form = sent | NEW | {"pack": "full", "tier": "smart", "title": "Other", "pass_mark": "1"}
        answer = procurement.post(reverse(f"scoring:{name}", args=[evaluation.pk, *more]), form)
        assert answer.status_code in {302, 403, 405}, name
        assert rows() == before, name


def test_the_overview_names_the_offers_that_changed_since(evaluation: Evaluation) -> None:
    quiet = page(visitor("seated", evaluation).get(url(evaluation, "evaluation")))
    assert "Changed since it was frozen" not in quiet
    reprice(evaluation)
    seats = page(visitor("seated", evaluation).get(url(evaluation, "evaluation")))
    assert "Changed since it was frozen" in seats
    assert url(evaluation) not in seats
    assert f"{url(evaluation)}#changed-offers" in page(visitor("procurement").get(url(evaluation, "evaluation")))
    fill(evaluation.seats.all()[0])
    close_scoring(evaluation, by=None, on=NOON)
    assert "Changed since it was frozen" in page(visitor("auditor").get(url(evaluation, "evaluation")))


def test_the_pages_are_in_chinese_for_who_reads_chinese(evaluation: Evaluation) -> None:
    Criterion.objects.filter(pk=evaluation.criteria.all()[0].pk).update(name_zh="易用")
    criterion = evaluation.criteria.all()[0]
    client = signed_in(factories.member(group="Procurement", language="zh-hans"))
    preview = previewed(client, evaluation, **{row(criterion): "7"})
    with translation.override("zh-hans"):
        assert str(criterion) in page(preview)


def test_the_pages_cost_the_same_queries_however_large_the_evaluation_is(
    procurement: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    small = factories.open_evaluation()
    large = factories.open_evaluation(criteria=8, offers=5, seats=6)
    forms = [fields(procurement.get(url(each))) | {"weight_need": "50"} for each in (small, large)]
    with django_assert_max_num_queries(60) as page_of_small:
        procurement.get(url(small))
    with django_assert_max_num_queries(len(page_of_small)):
        procurement.get(url(large))
    with django_assert_max_num_queries(100) as preview_of_small:
        send(procurement, small, "preview", forms[0])
    with django_assert_max_num_queries(len(preview_of_small)):
        send(procurement, large, "preview", forms[1])
