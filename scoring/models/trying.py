"""WhatIf and WeightProposal: what people try out beside the method that was agreed. Neither touches a result."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from scoring.models.evaluation import Evaluation


class WhatIf(models.Model):
    """Other weights and another price formula, saved under a name so that they can be looked at again."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="what_ifs", verbose_name=_("evaluation"))
    name = models.CharField(_("name"), max_length=120)
    weight_need = models.FloatField(_("weight of need match"))
    weight_cost = models.FloatField(_("weight of cost health"))
    weight_risk = models.FloatField(_("weight of risk control"))
    price_formula = models.CharField(_("price formula"), max_length=20, choices=Evaluation.PriceFormula)
    price_parameters = models.JSONField(_("price parameters"), default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("on"))

    class Meta:
        verbose_name = _("what-if")
        verbose_name_plural = _("what-ifs")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "name"], name="one_what_if_per_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def weights(self) -> dict[str, float]:
        """Dimension -> its points of 100."""
        return {"need": self.weight_need, "cost": self.weight_cost, "risk": self.weight_risk}


class WeightProposal(models.Model):
    """Weights that somebody worked out with an aid; they count only once procurement or the chair takes them over."""

    class Aid(models.TextChoices):
        DIRECT = "direct", _("Direct points")
        SWING = "swing", _("Swing")
        RANK_ORDER = "rank_order", _("Rank order")
        PAIRWISE = "pairwise", _("Pairwise comparison")

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="weight_proposals", verbose_name=_("evaluation")
    )
    # "dimensions", or one dimension whose criteria are weighed
    subject = models.CharField(_("what is weighed"), max_length=10)
    aid = models.CharField(_("aid"), max_length=10, choices=Aid)
    answers = models.JSONField(_("answers"))
    weights = models.JSONField(_("weights"), help_text=_("Key of a dimension or criterion -> share of the whole."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("on"))
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("accepted by")
    )
    accepted_at = models.DateTimeField(_("accepted on"), null=True)

    class Meta:
        verbose_name = _("proposal of weights")
        verbose_name_plural = _("proposals of weights")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_aid_display()} · {self.subject}"

    @property
    def content(self) -> dict[str, Any]:
        """What the record's hash of a proposal covers."""
        return {
            "subject": self.subject,
            "aid": self.aid,
            "answers": self.answers,
            "weights": self.weights,
            "by": self.by_id,
            "accepted_by": self.accepted_by_id,
        }
