"""Seat and Candidate: who judges in an evaluation, and what is judged."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scoring.models.criterion import Criterion
from scoring.models.evaluation import Evaluation
from vendors.models import Offer
from vendors.wording import chosen

if TYPE_CHECKING:
    from evaluator.models import Member

_WEIGHTS = ("weight_need", "weight_cost", "weight_risk")


class Candidate(models.Model):
    """An offer inside an evaluation."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="candidates", verbose_name=_("evaluation"))
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="candidates", verbose_name=_("offer"))
    key = models.CharField(_("key"), max_length=64)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "key"], name="candidate_key_is_unique_in_its_evaluation"),
            models.UniqueConstraint(fields=["evaluation", "offer"], name="an_offer_is_a_candidate_once"),
        ]

    def __str__(self) -> str:
        return str(self.offer)


class SeatQuerySet(models.QuerySet["Seat"]):
    """Seats, and whose they are."""

    def of(self, member: "Member") -> Self:
        """The seats that this member holds."""
        return self.filter(member=member)

    def owing_a_sheet(self) -> Self:
        """Seats whose sheet is open and not submitted."""
        return self.filter(evaluation__stage="scoring", submitted_at=None, member__isnull=False)

    def counted(self) -> Self:
        """Seats whose sheet counts in the result."""
        return self.exclude(submitted_at=None, admitted_at=None)


class Seat(models.Model):
    """A member's place on the committee, with a weight per dimension: all three or none, which counts as 1 each.

    An imported evaluation may have seats that belong to nobody in this installation.
    """

    class Role(models.TextChoices):
        SERVICE = "service", _("Customer service")
        IT = "it", _("IT")
        FINANCE = "finance", _("Finance")
        OTHER = "other", _("Other")

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="seats", verbose_name=_("evaluation"))
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="seats", verbose_name=_("person")
    )
    key = models.CharField(_("key"), max_length=64)
    name = models.CharField(_("title of the seat"), max_length=120)
    name_zh = models.CharField(_("title in Chinese"), max_length=120, blank=True, help_text=_("If it differs."))
    role = models.CharField(_("role"), max_length=7, choices=Role, default=Role.OTHER)
    is_voting = models.BooleanField(
        _("votes"), default=True, help_text=_("An advisory seat's marks are shown, not counted.")
    )
    is_chair = models.BooleanField(_("chairs the committee"), default=False)
    weight_need = models.FloatField(_("weight in need match"), null=True, blank=True)
    weight_cost = models.FloatField(_("weight in cost health"), null=True, blank=True)
    weight_risk = models.FloatField(_("weight in risk control"), null=True, blank=True)
    has_all_criteria = models.BooleanField(_("marks every criterion"), default=True)
    criteria = models.ManyToManyField(Criterion, blank=True, related_name="seats", verbose_name=_("criteria to mark"))
    recused_from = models.ManyToManyField(
        Candidate, blank=True, related_name="recused_seats", verbose_name=_("withdrawn from")
    )
    declared_at = models.DateTimeField(
        _("interests declared"), null=True, blank=True, help_text=_("Set when every vendor has a declaration.")
    )
    envelope_opened_at = models.DateTimeField(_("price envelope opened"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    admitted_at = models.DateTimeField(_("admitted late"), null=True, blank=True)
    admitted_reason = models.TextField(_("why it was admitted"), blank=True, max_length=20_000)
    position = models.PositiveIntegerField(default=0)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "key"], name="seat_key_is_unique_in_its_evaluation"),
            models.UniqueConstraint(fields=["evaluation", "member"], name="one_seat_per_member_and_evaluation"),
            models.UniqueConstraint(fields=["evaluation"], condition=Q(is_chair=True), name="one_chair_per_evaluation"),
            models.CheckConstraint(
                condition=Q(**{f"{weight}__isnull": True for weight in _WEIGHTS})
                | Q(**{f"{weight}__gte": 0 for weight in _WEIGHTS}),
                name="a_seat_states_all_weights_or_none",
            ),
        ]

    def __str__(self) -> str:
        return chosen(self.name, self.name_zh)

    @property
    def is_submitted(self) -> bool:
        """Whether the member has handed the sheet in."""
        return self.submitted_at is not None

    @property
    def is_counted(self) -> bool:
        """Whether the sheet counts once scoring is closed: handed in, or admitted by the chair."""
        return self.is_submitted or self.admitted_at is not None

    @property
    def has_sealed_price(self) -> bool:
        """Whether prices are still hidden from this seat: the envelope is in use and not opened; finance has none."""
        return self.evaluation.has_price_envelope and self.role != Seat.Role.FINANCE and self.envelope_opened_at is None
