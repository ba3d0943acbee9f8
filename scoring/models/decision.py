"""Decision: what the committee chose and why, and how each member answers to it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scoring.models.evaluation import Evaluation, Stage
from scoring.models.seat import Candidate, Seat
from vendors.wording import chosen


class Decision(models.Model):
    """The chair's statement of what the committee decided: one offer, or none, with the reason.

    Reopening withdraws it; the row stays, and another may follow. The margin is frozen on purpose: it is what the
    committee saw when it decided.
    """

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="decisions", verbose_name=_("evaluation"))
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("chosen offer")
    )
    runner_up = models.ForeignKey(
        Candidate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("runner-up")
    )
    margin = models.FloatField(_("margin"), null=True, blank=True, help_text=_("Points between the two."))
    reason = models.TextField(_("reason"), max_length=20_000)
    reason_zh = models.TextField(_("reason in Chinese"), max_length=20_000, blank=True, help_text=_("If it differs."))
    conditions = models.TextField(_("conditions"), max_length=20_000, blank=True)
    conditions_zh = models.TextField(
        _("conditions in Chinese"), max_length=20_000, blank=True, help_text=_("If they differ.")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("decided on"))
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation"], condition=Q(withdrawn_at=None), name="one_decision_in_force_per_evaluation"
            ),
        ]

    def __str__(self) -> str:
        return str(self.candidate) if self.candidate else str(_("No award"))

    @property
    def reason_for_reader(self) -> str:
        """The reason in the reader's language."""
        return chosen(self.reason, self.reason_zh)

    @property
    def conditions_for_reader(self) -> str:
        """The conditions in the reader's language."""
        return chosen(self.conditions, self.conditions_zh)

    @property
    def content(self) -> dict[str, Any]:
        """What the record's hash of a decision covers."""
        return {
            "candidate": self.candidate_id,
            "runner_up": self.runner_up_id,
            "margin": self.margin,
            "reason": self.reason,
            "reason_zh": self.reason_zh,
            "conditions": self.conditions,
            "conditions_zh": self.conditions_zh,
        }


class SignOff(models.Model):
    """A member's answer to a decision. A changed mind is a new row; the latest counts."""

    class Answer(models.TextChoices):
        AGREE = "agree", _("I agree")
        NOTE = "note", _("I agree, with a note")
        DISSENT = "dissent", _("I dissent")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="sign_offs", verbose_name=_("decision"))
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="sign_offs", verbose_name=_("seat"))
    answer = models.CharField(_("answer"), max_length=7, choices=Answer)
    text = models.TextField(_("text"), blank=True, max_length=20_000)
    at = models.DateTimeField(_("on"))

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(answer="agree") | ~Q(text=""), name="a_note_or_a_dissent_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_answer_display()}"

    @property
    def content(self) -> dict[str, Any]:
        """What the record's hash of an answer covers."""
        return {"decision": self.decision_id, "seat": self.seat_id, "answer": self.answer, "text": self.text}


class ReopenRequest(models.Model):
    """Somebody asks to go a stage back; a second person with the right must agree, where there is one."""

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="reopenings", verbose_name=_("evaluation"))
    stage = models.CharField(_("stage left"), max_length=9, choices=Stage)
    reason = models.TextField(_("reason"), max_length=20_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    at = models.DateTimeField(_("asked on"))
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agreed by")
    )
    agreed_at = models.DateTimeField(_("agreed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("reopening")
        verbose_name_plural = _("reopenings")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.reason[:60]
