"""What must hold after a run: every acknowledged mark is there, and marks, history and record agree."""

from collections.abc import Iterable

from benchmarks.members import Acknowledged


def faults_in(acknowledged: Iterable[Acknowledged]) -> list[str]:
    """What is wrong, in words; empty when nothing is. Asks the database itself, not the site."""
    from django.db import connections  # noqa: PLC0415 - the settings are known only after the set-up
    from django.db.models import Sum  # noqa: PLC0415

    from scoring.models import Deed, Evaluation, Mark, MarkRevision, RecordEntry  # noqa: PLC0415
    from scoring.record_check import check  # noqa: PLC0415

    connections.close_all()  # those from before a kill are dead
    session_of = _members_by_session()
    kept: dict[tuple[object, ...], int | None] = {
        (member, candidate, criterion, version): value
        for member, candidate, criterion, version, value in MarkRevision.objects.values_list(
            "mark__seat__member", "mark__candidate__key", "mark__criterion__key", "version", "value"
        )
    }
    lost = [
        each
        for each in acknowledged
        if kept.get((session_of[each.session], *each.address.rstrip("/").split("/")[-2:], each.version)) != each.value
    ]
    faults = [f"{len(lost)} acknowledged marks are lost"] if lost else []
    versions = Mark.objects.aggregate(total=Sum("version"))["total"] or 0
    revisions = MarkRevision.objects.count()
    entries = RecordEntry.objects.filter(deed=Deed.MARKED).count()
    if not versions == revisions == entries:
        faults.append(f"{versions} versions, {revisions} saved states and {entries} record entries do not agree")
    for evaluation in Evaluation.objects.all():
        faults += [f"the record is broken: {fault}" for fault in check(evaluation)]
    return faults


def _members_by_session() -> dict[str, int]:
    from django.contrib.sessions.models import Session  # noqa: PLC0415

    return {each.session_key: int(each.get_decoded()["_auth_user_id"]) for each in Session.objects.all()}


def told(faults: list[str], *, is_control: bool) -> int:
    """Say it; the exit status. A control, in which something was broken on purpose, must have found it."""
    for fault in faults:
        print(f"  {fault}")
    if is_control:
        print(
            "The control found what was broken on purpose." if faults else "The control found nothing: it is useless."
        )
        return 0 if faults else 1
    print("Everything holds." if not faults else "Something does not hold.")
    return 1 if faults else 0
