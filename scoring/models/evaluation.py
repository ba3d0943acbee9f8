"""Evaluation: one committee, one company profile, a few offers, one decision. It is also the unit of secrecy."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vendors.models import Tier
from vendors.models.offer import MONEY_DIGITS
from vendors.wording import chosen

if TYPE_CHECKING:
    from evaluator.models import Member
    from scoring.models.decision import Decision

DIMENSIONS = ("need", "cost", "risk")


class Dimension(models.TextChoices):
    """The three things that a good choice balances."""

    NEED = "need", _("Need match")
    COST = "cost", _("Cost health")
    RISK = "risk", _("Risk control")


class Stage(models.TextChoices):
    """Where an evaluation stands; scoring/actions.py says what leads from one to the next."""

    DRAFT = "draft", _("Draft")
    SCORING = "scoring", _("Scoring")
    CONSENSUS = "consensus", _("Consensus")
    DECIDED = "decided", _("Decided")
    ARCHIVED = "archived", _("Archived")


# From here on the submitted sheets are open to the committee.
REVEALED = (Stage.CONSENSUS, Stage.DECIDED, Stage.ARCHIVED)


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    """Evaluations, each seen only by those whom it concerns."""

    def visible_to(self, member: "Member") -> Self:
        """All for those who run or audit evaluations; for everyone else those they sit on, once scoring has opened."""
        if member.has_perm("scoring.view_evaluation"):
            return self
        return self.filter(seats__member=member).exclude(stage=Stage.DRAFT).distinct()


class Evaluation(models.Model):
    """A committee's way from "what do we need?" to a decision that it can prove.

    What stands here in draft is frozen as a Baseline when scoring opens. Totals and ranks are never stored.
    """

    class Panel(models.TextChoices):
        MEAN = "mean", _("Mean")
        TRIMMED = "trimmed", _("Trimmed mean")
        MEDIAN = "median", _("Median")

    class PriceFormula(models.TextChoices):
        CEILING = "ceiling", _("Against the budget")
        LOWEST_RATIO = "lowest_ratio", _("Lowest price in proportion")
        LINEAR = "linear", _("Between lowest and highest")
        LOG = "log", _("Logarithmic")
        POINTS_PER_PERCENT = "points_per_percent", _("Points per percent above the lowest")
        MEAN_DEVIATION = "mean_deviation", _("Distance from the mean")

    class PriceBasis(models.TextChoices):
        CASH = "cash", _("Cash costs")
        LINES = "lines", _("All cost lines")

    class Unknown(models.TextChoices):
        ZERO = "zero", _("An unknown fact earns nothing")
        EXCLUDE = "exclude", _("An unknown fact drops out")

    class MustPolicy(models.TextChoices):
        KNOCK_OUTS = "knock_outs", _("Only the marked knock-outs exclude")
        ALL_MUSTS = "all_musts", _("Every must excludes")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=200)
    title_zh = models.CharField(_("title in Chinese"), max_length=200, blank=True, help_text=_("If it differs."))
    stage = models.CharField(_("stage"), max_length=9, choices=Stage, default=Stage.DRAFT)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("set up by")
    )
    created_at = models.DateTimeField(_("set up on"), auto_now_add=True)
    opened_at = models.DateTimeField(_("scoring opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("scoring closed"), null=True, blank=True)

    deadline = models.DateTimeField(
        _("deadline"), null=True, blank=True, help_text=_("Scoring closes by itself then; empty: it is closed by hand.")
    )
    has_price_envelope = models.BooleanField(
        _("price envelope"),
        default=False,
        help_text=_("Members other than finance see no price until they have handed in need match and risk control."),
    )

    # The company
    company_profile = models.CharField(_("company profile"), max_length=40, blank=True)
    tier = models.ForeignKey(
        Tier, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tier that fits us")
    )
    pack = models.CharField(_("criteria pack"), max_length=10, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    horizon_years = models.PositiveSmallIntegerField(_("years compared"), default=3)
    annual_revenue = models.DecimalField(_("annual revenue"), null=True, blank=True, **MONEY_DIGITS)
    hidden_cost_share = models.FloatField(_("hidden cost as a share of revenue"), default=0.05)
    hidden_cost_per_year = models.BooleanField(_("count that share every year"), default=False)
    budget = models.DecimalField(_("budget for all years"), null=True, blank=True, **MONEY_DIGITS)
    reserve_share = models.FloatField(_("share kept in reserve"), default=0.2)
    agent_seats = models.JSONField(_("agent seats by year"), null=True, blank=True)
    normal_concurrency = models.FloatField(_("normal peak of simultaneous conversations"), null=True, blank=True)
    headroom_factor = models.FloatField(_("headroom factor"), default=3)
    promotion_factor = models.FloatField(_("promotion peak factor"), default=1)
    conditions = models.JSONField(_("conditions"), default=list, blank=True)

    # The method
    weight_need = models.FloatField(_("weight of need match"), default=40)
    weight_cost = models.FloatField(_("weight of cost health"), default=30)
    weight_risk = models.FloatField(_("weight of risk control"), default=30)
    scale_min = models.SmallIntegerField(_("lowest mark"), default=0)
    scale_max = models.SmallIntegerField(_("highest mark"), default=5)
    panel = models.CharField(_("members are combined by"), max_length=7, choices=Panel, default=Panel.MEAN)
    price_formula = models.CharField(
        _("price formula"), max_length=20, choices=PriceFormula, default=PriceFormula.LOWEST_RATIO
    )
    price_parameters = models.JSONField(_("price parameters"), default=dict, blank=True)
    price_basis = models.CharField(_("price basis"), max_length=5, choices=PriceBasis, default=PriceBasis.CASH)
    unknown = models.CharField(_("unknown facts"), max_length=7, choices=Unknown, default=Unknown.ZERO)
    must_policy = models.CharField(_("musts"), max_length=10, choices=MustPolicy, default=MustPolicy.KNOCK_OUTS)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=2)
    too_close = models.FloatField(_("too close to call within"), default=1.0, help_text=_("Points."))
    draws = models.PositiveIntegerField(_("random draws"), default=10_000)
    seed = models.PositiveBigIntegerField(_("random seed"), default=0)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["-created_at", "pk"]
        permissions = [
            ("run_evaluation", _("Can set up and run evaluations")),
            ("download_report", _("Can download reports")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="stage_is_known"),
            models.CheckConstraint(
                condition=Q(weight_need__gte=0) & Q(weight_cost__gte=0) & Q(weight_risk__gte=0),
                name="dimension_weights_are_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(weight_need__gt=0) | Q(weight_cost__gt=0) | Q(weight_risk__gt=0),
                name="dimension_weights_are_not_all_zero",
            ),
            models.CheckConstraint(condition=Q(scale_max__gt=models.F("scale_min")), name="scale_has_two_ends"),
            models.CheckConstraint(condition=Q(horizon_years__gte=1), name="horizon_is_a_year_or_more"),
            models.CheckConstraint(condition=Q(budget=None) | Q(budget__gt=0), name="a_budget_is_positive"),
        ]

    def __str__(self) -> str:
        return chosen(self.title, self.title_zh)

    def get_absolute_url(self) -> str:
        return reverse("scoring:evaluation", args=[self.pk])

    @property
    def decision(self) -> "Decision | None":
        """The decision in force, unless none was stated or reopening withdrew it."""
        return (
            self.decisions.filter(withdrawn_at=None)
            .select_related("candidate__offer__vendor", "runner_up", "by")
            .first()
        )

    def is_overdue(self, on: datetime) -> bool:
        """Whether scoring is open past its deadline: the sheets take nothing more."""
        return self.stage == Stage.SCORING and self.deadline is not None and self.deadline <= on

    @property
    def is_revealed(self) -> bool:
        """Whether the submitted sheets are open: from stage consensus on."""
        return self.stage in REVEALED
