"""`manage.py tick`: one round closes and reminds; going on, it survives what fails and ends with its input."""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command

from scoring.management.commands import tick
from scoring.models import Deed, Evaluation, RecordEntry, Stage
from tests import factories

ROOT = Path(__file__).resolve().parents[3]
DEADLINE = factories.NOON + timedelta(days=1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The time of the command: the last of the list."""
    times = [factories.NOON]
    monkeypatch.setattr("django.utils.timezone.now", lambda: times[-1])
    return times


def ticked(**options: object) -> str:
    out = StringIO()
    call_command("tick", stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_a_round_closes_what_is_due_reminds_who_owes_and_says_so(
    clock: list[datetime], mailoutbox: list[EmailMessage]
) -> None:
    due = factories.open_evaluation(deadline=DEADLINE)
    due.seats.filter(is_chair=True).update(submitted_at=factories.NOON)
    stuck = factories.open_evaluation(deadline=DEADLINE)
    owing = factories.open_evaluation(deadline=DEADLINE + timedelta(days=2), seats=1).seats.get()
    clock.append(DEADLINE)

    assert ticked() == f"closed {due.pk}\nreminded seat {owing.pk} of {owing.evaluation_id}\n"
    assert ticked() == ""
    stages = dict(Evaluation.objects.values_list("pk", "stage"))
    assert (stages[due.pk], stages[stuck.pk]) == (Stage.CONSENSUS, Stage.SCORING)
    assert RecordEntry.objects.filter(deed=Deed.CLOSED).count() == 1
    assert len(mailoutbox) == 1


@pytest.mark.django_db
def test_a_round_that_fails_is_logged_and_the_next_one_comes(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rounds, pauses = [], []

    def remind_all(*, on: datetime) -> list[object]:
        rounds.append(on)
        if len(rounds) == 1:
            raise OSError("the mail server is away")
        return []

    def sleep(seconds: int) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(tick, "remind_all", remind_all)
    monkeypatch.setattr(tick, "close_old_connections", lambda: None)
    monkeypatch.setattr("time.sleep", sleep)
    with pytest.raises(KeyboardInterrupt):
        ticked(every=60)

    assert len(rounds) == 2
    assert pauses == [60, 60]
    assert "the mail server is away" in caplog.text


def test_it_goes_on_until_its_input_ends(tmp_path: Path) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "evaluator.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'tick.sqlite3'}",
    }
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "migrate", "--no-input", "--verbosity", "0"], env=environment, check=True)
    command = [*manage, "tick", "--every", "60", "--until-eof"]
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE) as process:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(4)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(20) == 0
