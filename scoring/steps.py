"""Steps: how far the setting up of an evaluation has come, and what is still missing where."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from scoring.models import Evaluation

FEWEST_OFFERS, MOST_OFFERS = 2, 8

Sentence = str | Promise


@dataclass(frozen=True, slots=True)
class Step:
    """One page of setting up; `missing` says in a sentence what it still lacks, and is empty when nothing is."""

    route: str
    label: Sentence
    missing: Sentence = ""
    advice: Sentence = ""  # why to fill in a page that lacks nothing

    @property
    def is_done(self) -> bool:
        """Whether the evaluation could open as far as this page goes."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Progress:
    """What an evaluation has so far."""

    criteria: int
    offers: int
    seats: int
    voting: int
    chairs: int
    vacant: int
    has_needs: bool

    @property
    def steps(self) -> list[Step]:
        """The pages to fill, in order; the last page, check answers, is not among them."""
        return [
            Step("scoring:setup_needs", _("Needs"), advice="" if self.has_needs else _("recommended")),
            Step("scoring:setup_company", _("Company")),
            Step("scoring:setup_criteria", _("Criteria"), "" if self.criteria else _("Choose a criteria pack.")),
            Step(
                "scoring:setup_offers",
                _("Offers"),
                "" if self.offers >= FEWEST_OFFERS else _("Choose at least two offers."),
            ),
            Step("scoring:setup_committee", _("Committee"), self._missing_in_committee),
        ]

    @property
    def next_route(self) -> str:
        """The page to go on with: the first with something missing, or else check answers."""
        return next((step.route for step in self.steps if not step.is_done), "scoring:setup_check")

    @property
    def done(self) -> int:
        """How many of the steps are filled in and lack nothing."""
        return sum(step.is_done and not step.advice for step in self.steps)

    @property
    def _missing_in_committee(self) -> Sentence:
        if not self.seats:
            return _("Put somebody on the committee.")
        if not self.voting:
            return _("Give at least one seat a vote.")
        if not self.chairs:
            return _("Say who chairs the committee.")
        return _("Put a person on each seat.") if self.vacant else ""


def progress_of(evaluations: Collection[Evaluation]) -> dict[UUID, Progress]:
    """How far each evaluation has come, in four queries however many there are."""
    keys = [evaluation.pk for evaluation in evaluations]
    rows = Evaluation.objects.filter(pk__in=keys).order_by()
    criteria = dict(rows.values_list("pk").annotate(Count("criteria")))
    offers = dict(rows.values_list("pk").annotate(Count("candidates")))
    with_needs = set(rows.exclude(needs=None).values_list("pk", flat=True))
    seats = {
        row["pk"]: row
        for row in rows.values("pk").annotate(
            all=Count("seats"),
            voting=Count("seats", filter=Q(seats__is_voting=True)),
            chairs=Count("seats", filter=Q(seats__is_chair=True)),
            vacant=Count("seats", filter=Q(seats__member=None)),
        )
    }
    return {
        key: Progress(
            criteria=criteria[key],
            offers=offers[key],
            seats=seats[key]["all"],
            voting=seats[key]["voting"],
            chairs=seats[key]["chairs"],
            # A left join gives an evaluation without seats one row, whose member is null as well.
            vacant=seats[key]["vacant"] if seats[key]["all"] else 0,
            has_needs=key in with_needs,
        )
        for key in keys
    }
