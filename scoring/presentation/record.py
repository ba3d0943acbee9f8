"""The record in plain words: who did what, with names in place of the ids and keys that the entries hold."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scoring.models import Deed, Evaluation, RecordEntry, SignOff, Stage
from scoring.presentation.wording import joined
from scoring.record_check import Fault
from scoring.subjects import CODES, subject_label

# What of an entry's subject tells how far a sheet is that the reader may not see yet.
SEALED_PARTS = frozenset({"entries", "head", "asked"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the keys and ids of one evaluation stand for, in the reader's language."""

    seats: Mapping[str, str]
    holders: Mapping[str, str]  # who sits on a seat, by its key
    offers: Mapping[str, str]
    vendors: Mapping[int, str]
    criteria: Mapping[str, str]
    people: Mapping[int, str]  # those who asked for a reopening
    answers: Mapping[int, str]  # sign-off id -> agree, note or dissent


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """One entry as people read it."""

    entry: RecordEntry
    chain: str  # the title of the seat; empty for the evaluation's own chain
    who: str
    sentence: str


def names_in(evaluation: Evaluation) -> Names:
    """The names, in a constant number of queries."""
    seats = list(evaluation.seats.select_related("member"))
    candidates = list(evaluation.candidates.select_related("offer__vendor"))
    answered = SignOff.objects.filter(decision__evaluation=evaluation).values_list("pk", "answer")
    return Names(
        seats={seat.key: str(seat) for seat in seats},
        holders={seat.key: str(seat.member or seat) for seat in seats},
        offers={candidate.key: str(candidate) for candidate in candidates},
        vendors={candidate.offer.vendor_id: str(candidate.offer.vendor) for candidate in candidates},
        criteria={criterion.key: str(criterion) for criterion in evaluation.criteria.all()},
        people={request.by_id: str(request.by) for request in evaluation.reopenings.select_related("by")},
        answers=dict(answered),
    )


def record_lines(entries: Iterable[RecordEntry], names: Names) -> list[RecordLine]:
    """The entries in plain words; they come with `by` and `seat`."""
    return [
        RecordLine(
            entry=entry,
            chain=names.seats.get(entry.seat.key, entry.seat.key) if entry.seat else "",
            who=_who(entry, names),
            sentence=sentence(entry, names),
        )
        for entry in entries
    ]


def sentence(entry: RecordEntry, names: Names) -> str:
    """What happened, in one sentence without the reason."""
    try:
        deed = Deed(entry.deed)
        wording = str(_SENTENCES[deed]) if deed in _SENTENCES else _WORDED[deed](entry.subject, names)
        return wording % _values(entry, names)
    except (AttributeError, TypeError, ValueError):  # a forged entry may hold anything; the check above it says so
        return _("This entry cannot be read.")


def fault_sentence(fault: Fault, names: Names) -> str:
    """What is wrong in the record, and where."""
    what = _fault(fault.what)
    if fault.chain:
        values = {"seat": names.seats.get(fault.chain, fault.chain), "number": fault.number, "what": what}
        if fault.number is None:
            return _("Sheet “%(seat)s”: %(what)s") % values
        return _("Sheet “%(seat)s”, entry %(number)s: %(what)s") % values
    if fault.number is None:
        return what
    return _("Entry %(number)s: %(what)s") % {"number": fault.number, "what": what}


def shown_subject(entry: RecordEntry, *, is_sealed: bool) -> dict[str, Any]:
    """What an entry was about, without what the seal keeps from the reader."""
    if not is_sealed:
        return entry.subject  # type: ignore[no-any-return]
    return {key: value for key, value in entry.subject.items() if key not in SEALED_PARTS}


def _who(entry: RecordEntry, names: Names) -> str:
    if entry.by:
        return str(entry.by)
    return names.holders.get(entry.seat.key, entry.seat.key) if entry.seat else _("The system")


def _values(entry: RecordEntry, names: Names) -> dict[str, object]:
    """Everything that a sentence may name."""
    subject = entry.subject
    seat = subject.get("seat") or (entry.seat.key if entry.seat else "")
    sheets = subject.get("sheets", [])
    return {
        "who": _who(entry, names),
        "seat": names.seats.get(seat, seat),
        "offer": _named(names.offers, subject.get("offer")),
        "criterion": _named(names.criteria, subject.get("criterion")),
        "vendor": _named(names.vendors, subject.get("vendor")),
        "version": subject.get("version") or subject.get("baseline") or "",
        "asker": _named(names.people, subject.get("asked_by")),
        "counted": len(sheets),
        "seats": subject.get("seats", ""),
        "given_back": joined(names.seats.get(key, key) for key in subject.get("given_back", [])),
        "from": _moment_or_stage(subject.get("from")),
        "to": _moment_or_stage(subject.get("to")),
        "answer": names.answers.get(subject.get("sign_off", 0), ""),
        "weighed": subject_label(subject["weighed"]) if subject.get("weighed") in CODES else "",
    }


def _named(names: Mapping[Any, str], key: object) -> str:
    return "" if key is None else names.get(key, str(key))


def _moment_or_stage(text: object) -> str:
    """A stage by its name, a moment as the reader writes one."""
    if text in Stage.values:
        return str(Stage(text).label)
    moment: datetime | None = parse_datetime(text) if isinstance(text, str) else None
    return date_format(localtime(moment), "DATETIME_FORMAT") if moment else ""


def _amended(subject: Mapping[str, Any], _names: Names) -> str:
    if subject.get("given_back"):
        return _(
            "%(who)s amended what is frozen: version %(version)s; these sheets were given back for it: %(given_back)s"
        )
    return _("%(who)s amended what is frozen: version %(version)s")


def _extended(subject: Mapping[str, Any], _names: Names) -> str:
    if not subject.get("to"):
        return _("%(who)s dropped the deadline of %(from)s")
    if not subject.get("from"):
        return _("%(who)s set the deadline to %(to)s")
    return _("%(who)s moved the deadline from %(from)s to %(to)s")


def _closed(subject: Mapping[str, Any], _names: Names) -> str:
    if subject.get("by_deadline"):
        return _("The deadline closed scoring; %(counted)s of %(seats)s sheets count")
    return _("%(who)s closed scoring; %(counted)s of %(seats)s sheets count")


def _noted(subject: Mapping[str, Any], _names: Names) -> str:
    if subject.get("offer") and subject.get("criterion"):
        return _("%(who)s noted the discussion about %(offer)s on “%(criterion)s”")
    if subject.get("offer"):
        return _("%(who)s noted the discussion about %(offer)s")
    if subject.get("criterion"):
        return _("%(who)s noted the discussion about “%(criterion)s”")
    return _("%(who)s noted the discussion")


def _clarified(subject: Mapping[str, Any], _names: Names) -> str:
    return {
        "opened": _("%(who)s opened a clarification with the vendor of %(offer)s"),
        "asked": _("%(who)s wrote down a question to the vendor of %(offer)s"),
        "answered": _("%(who)s wrote down an answer of the vendor of %(offer)s"),
        "concluded": _("%(who)s concluded the clarification about %(offer)s"),
    }.get(subject.get("step", ""), _("%(who)s noted something in a clarification about %(offer)s"))


def _weighed(subject: Mapping[str, Any], _names: Names) -> str:
    if subject.get("step") == "withdrawn":
        return _("%(who)s withdrew the weights proposed for: %(weighed)s")
    if subject.get("step") == "taken over":
        return _("%(who)s took proposed weights over for: %(weighed)s")
    return _("%(who)s proposed weights for: %(weighed)s")


def _remarked(subject: Mapping[str, Any], _names: Names) -> str:
    if subject.get("is_gone"):
        return _("%(who)s took back a remark that the vendor of %(offer)s might read")
    if subject.get("criterion"):
        return _("%(who)s wrote what the vendor of %(offer)s may read on “%(criterion)s”")
    return _("%(who)s wrote what the vendor of %(offer)s may read on the whole")


def _reported(subject: Mapping[str, Any], _names: Names) -> str:
    if subject.get("what") == "debrief" and not subject.get("offer"):
        return _("%(who)s downloaded the letters to all vendors")
    return {
        "comparison": _("%(who)s downloaded the comparison report"),
        "debrief": _("%(who)s downloaded the letter about %(offer)s"),
        "sheet": _("%(who)s downloaded the sheet “%(seat)s”"),
        "workbook": _("%(who)s downloaded the workbook"),
        "results": _("%(who)s downloaded the results as a table"),
        "marks": _("%(who)s downloaded the marks as a table"),
        "assessment": _("%(who)s downloaded the assessment"),
        "evaluation": _("%(who)s downloaded the evaluation file"),
    }.get(subject.get("what", ""), _("%(who)s downloaded a report"))


def _decided(subject: Mapping[str, Any], _names: Names) -> str:
    if subject.get("offer"):
        return _("%(who)s stated the committee's decision: %(offer)s")
    return _("%(who)s stated the committee's decision: no award")


def _signed(subject: Mapping[str, Any], names: Names) -> str:
    answer = names.answers.get(subject.get("sign_off", 0), "")
    if answer == SignOff.Answer.DISSENT:
        return _("%(who)s dissented from the decision, as “%(seat)s”")
    if answer == SignOff.Answer.NOTE:
        return _("%(who)s agreed to the decision with a note, as “%(seat)s”")
    return _("%(who)s agreed to the decision, as “%(seat)s”")


def _reopened(subject: Mapping[str, Any], names: Names) -> str:
    if subject.get("seat"):
        return _("%(who)s gave the sheet “%(seat)s” back to its member")
    if _named(names.people, subject.get("asked_by")):
        return _("%(who)s reopened the evaluation, from “%(from)s” back to “%(to)s”; asked for by %(asker)s")
    return _("%(who)s reopened the evaluation, from “%(from)s” back to “%(to)s”")


_SENTENCES: Mapping[Deed, Any] = {
    Deed.OPENED: gettext_lazy("%(who)s opened scoring; criteria, weights and offers are frozen as version %(version)s"),
    Deed.CONFIRMED: gettext_lazy("%(who)s looked at version %(version)s and confirmed the marks on “%(seat)s”"),
    Deed.DECLARED: gettext_lazy("%(who)s declared interests about %(vendor)s and judges it"),
    Deed.WITHDREW: gettext_lazy("%(who)s declared an interest in %(vendor)s and withdrew from judging it"),
    Deed.MARKED: gettext_lazy("%(who)s marked %(offer)s on “%(criterion)s”, version %(version)s"),
    Deed.ATTACHED: gettext_lazy("%(who)s attached a file to the mark for %(offer)s on “%(criterion)s”"),
    Deed.ENVELOPE: gettext_lazy("%(who)s handed in need match and risk control and opened the prices, as “%(seat)s”"),
    Deed.SUBMITTED: gettext_lazy("%(who)s handed in the sheet “%(seat)s”"),
    Deed.REMINDED: gettext_lazy("%(who)s reminded the seat “%(seat)s” of its sheet"),
    Deed.ADMITTED: gettext_lazy("%(who)s admitted the late sheet “%(seat)s”"),
    Deed.REVISED: gettext_lazy(
        "%(who)s revised the mark for %(offer)s on “%(criterion)s” after the reveal, version %(version)s"
    ),
    Deed.AGREED: gettext_lazy(
        "%(who)s recorded a consensus mark for %(offer)s on “%(criterion)s”, version %(version)s"
    ),
    Deed.WAIVED: gettext_lazy("%(who)s waived the missing figure of %(offer)s on the knock-out “%(criterion)s”"),
    Deed.OVERRIDDEN: gettext_lazy("%(who)s set aside the knock-out “%(criterion)s” for %(offer)s"),
    Deed.ARCHIVED: gettext_lazy("%(who)s archived the evaluation"),
}
# Those that depend on what the entry was about.
_WORDED: Mapping[Deed, Callable[[Mapping[str, Any], Names], str]] = {
    Deed.WEIGHED: _weighed,
    Deed.AMENDED: _amended,
    Deed.EXTENDED: _extended,
    Deed.CLOSED: _closed,
    Deed.NOTED: _noted,
    Deed.CLARIFIED: _clarified,
    Deed.REMARKED: _remarked,
    Deed.DECIDED: _decided,
    Deed.SIGNED: _signed,
    Deed.REOPENED: _reopened,
    Deed.REPORTED: _reported,
}


def _fault(code: str) -> str:
    return {
        "seal": _("the entry is not what was sealed."),
        "key": _("the key with which it was sealed is not on this server."),
        "gap": _("entries before it are missing."),
        "link": _("it does not follow the entry before it."),
        "anchor": _("the sheet is not what was written down here."),
        "revision": _("a saved mark and its entry do not match."),
        "mark": _("a mark is not what was saved last."),
        "row": _("what this entry tells of was changed afterwards."),
        "file": _("an attached file is missing, or it is not the one that was attached."),
        "baseline": _("what was frozen was changed afterwards."),
        "head": _("the record does not contain the expected head."),
    }[code]
