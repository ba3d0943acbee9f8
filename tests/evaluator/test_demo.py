"""`manage.py demo`: the example at each stage, and nobody's password changed."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from evaluator.models import Member
from scoring.casefile.rows import case_of
from scoring.formulas.assessment import assess
from scoring.models import Evaluation, Mark

pytestmark = pytest.mark.django_db


def demo(*arguments: str) -> str:
    answer = StringIO()
    call_command("demo", *arguments, stdout=answer)
    return answer.getvalue()


@pytest.mark.parametrize("stage", ["draft", "scoring", "consensus", "decided"])
def test_the_demo_stands_at_the_stage_that_was_asked_for(stage: str) -> None:
    demo("--stage", stage)
    evaluation = Evaluation.objects.get()
    assert evaluation.stage == stage
    assert evaluation.candidates.count() == 5
    assert Mark.objects.exists() is (stage != "draft")


def test_the_printed_passwords_open_the_door_and_differ_each_time() -> None:
    printed = dict(re.findall(r"^  (\S+@demo\.example)\s+(\S+)", demo("--stage", "draft"), re.MULTILINE))
    assert len(printed) == len(set(printed.values())) == 4
    assert all(Member.objects.get(email=address).check_password(password) for address, password in printed.items())


def test_a_second_demo_is_refused_and_changes_nothing() -> None:
    demo("--stage", "draft")
    before = list(Member.objects.values_list("email", "password"))
    with pytest.raises(CommandError, match="here already"):
        demo("--stage", "draft")
    assert list(Member.objects.values_list("email", "password")) == before
    assert Evaluation.objects.count() == 1


def test_the_example_has_a_clear_winner_a_close_second_an_excluded_and_a_cheap_unfit_offer() -> None:
    demo("--stage", "decided")
    evaluation = Evaluation.objects.get()
    result = assess(case_of(evaluation))
    first, second = result.ranking[:2]
    assert result.winners == (first.id,)
    assert first.total is not None
    assert second.total is not None
    assert 1 < first.total - second.total < 6
    assert any(offer.excluded for offer in result.offers)
    priced = [offer for offer in result.offers if offer.cost.cash is not None]
    cheapest = min(priced, key=lambda offer: offer.cost.cash or 0)
    assert cheapest.scores["need"] is not None
    assert cheapest.scores["need"] < 60
    decision = evaluation.decision
    assert decision is not None
    assert decision.candidate is not None
    assert decision.candidate.key == first.id
