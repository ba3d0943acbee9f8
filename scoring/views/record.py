"""The record: what happened in an evaluation, in plain words, checked, filtered, and to take away."""

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from scoring.access import Access, Act
from scoring.forms.record import RecordFilter
from scoring.models import Deed, RecordEntry
from scoring.presentation.record import fault_sentence, names_in, record_lines
from scoring.record import head
from scoring.record_check import check
from scoring.reports.record_files import as_csv, as_json
from scoring.views.here import found

ON_A_PAGE = 50
CONTENT_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
# Their subjects and reasons tell of marks; a sheet that is still open must not be written in their light.
AFTER_THE_REVEAL = (
    Deed.REVISED,
    Deed.AGREED,
    Deed.NOTED,
    Deed.REMARKED,
    Deed.WAIVED,
    Deed.OVERRIDDEN,
    Deed.DECIDED,
    Deed.SIGNED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The part of a record that one reader may see."""

    entries: QuerySet[RecordEntry]
    sheets: list[int] | None  # seats whose chains are in it; None for all
    is_sealed: bool


def record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every act, and whether the record is still as it was written."""
    evaluation, access = found(request, pk, Act.SEE_RECORD)
    shown = shown_to(access)
    listing = _listing(request, shown)
    paginator = Paginator(_filtered(shown, listing), ON_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    names = names_in(evaluation)
    faults = check(evaluation, sheets=shown.sheets)
    context = {
        "evaluation": evaluation,
        "access": access,
        "listing": listing,
        "page": page,
        "page_numbers": paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "lines": record_lines(page.object_list, names),
        "count": shown.entries.count(),
        "head": head(evaluation),
        "fault": fault_sentence(faults[0], names) if faults else "",
        "further_faults": len(faults) - 1,
        "is_sealed": shown.is_sealed,
        "query": _query(request),
    }
    return render(request, "scoring/record.html", context)


def download(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """The same entries as a file; a filter that cannot be read filters nothing."""
    evaluation, access = found(request, pk, Act.SEE_RECORD)
    if kind not in CONTENT_TYPES:
        raise Http404(f"the record comes as {' or '.join(CONTENT_TYPES)}")
    shown = shown_to(access)
    lines = record_lines(_filtered(shown, _listing(request, shown)), names_in(evaluation))
    return HttpResponse(
        as_csv(lines) if kind == "csv" else as_json(evaluation, lines, is_sealed=shown.is_sealed),
        content_type=CONTENT_TYPES[kind],
        headers={
            "Content-Disposition": content_disposition_header(True, f"record-{evaluation.pk}.{kind}") or "",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def shown_to(access: Access) -> Shown:
    """Before the reveal the evaluation's own chain and one's own sheet; the chains of other sheets after it.

    A seat that still owes its sheet stays behind the seal as long as that sheet could count.
    """
    evaluation = access.evaluation
    entries = RecordEntry.objects.filter(evaluation=evaluation).select_related("by", "seat")
    if evaluation.is_revealed and not access.is_sealed_off:
        return Shown(entries=entries, sheets=None, is_sealed=False)
    own = [access.seat.pk] if access.seat else []
    visible = entries.filter(Q(seat=None) | Q(seat__in=own)).exclude(deed__in=AFTER_THE_REVEAL)
    return Shown(entries=visible, sheets=own, is_sealed=True)


def _listing(request: HttpRequest, shown: Shown) -> RecordFilter:
    people = shown.entries.exclude(by=None).order_by("by__name", "by").values_list("by", "by__name", "by__email")
    return RecordFilter(request.GET, people=((pk, name or email) for pk, name, email in people.distinct()))


def _filtered(shown: Shown, listing: RecordFilter) -> QuerySet[RecordEntry]:
    wanted = Q()
    if listing.is_valid():
        said = listing.cleaned_data
        lookups = {"act": "deed", "person": "by", "since": "at__date__gte", "until": "at__date__lte"}
        wanted = Q(**{lookup: said[name] for name, lookup in lookups.items() if said[name]})
    is_oldest_first = listing.is_valid() and listing.cleaned_data["order"] == "oldest"
    return shown.entries.filter(wanted).order_by(*(("at", "pk") if is_oldest_first else ("-at", "-pk")))


def _query(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()
