"""Criterion: one thing that offers are judged by, with its class, weight and anchors."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scoring import library
from scoring.models.evaluation import Dimension, Evaluation
from vendors.wording import chosen, worded_for_reader


class Criterion(models.Model):
    """One thing that offers are judged by: either members mark it (panel) or a figure decides (measure)."""

    class Grade(models.TextChoices):
        MUST = "must", _("Must")
        BONUS = "bonus", _("Bonus")
        REDUNDANT = "redundant", _("Redundant")

    class Source(models.TextChoices):
        PANEL = "panel", _("Members' marks")
        MEASURE = "measure", _("Measured")

    class LeadRole(models.TextChoices):
        SERVICE = "service", _("Customer service")
        IT = "it", _("IT")
        FINANCE = "finance", _("Finance")

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="criteria", verbose_name=_("evaluation"))
    key = models.CharField(_("key"), max_length=64)
    name = models.CharField(_("name"), max_length=200)
    name_zh = models.CharField(_("name in Chinese"), max_length=200, blank=True, help_text=_("If it differs."))
    question = models.JSONField(_("question"), default=dict, blank=True)
    group = models.JSONField(_("group"), default=dict, blank=True)
    dimension = models.CharField(_("dimension"), max_length=4, choices=Dimension)
    grade = models.CharField(_("class"), max_length=9, choices=Grade, default=Grade.MUST)
    weight = models.FloatField(
        _("weight"), null=True, blank=True, help_text=_("Empty: must 3, bonus 1, redundant 0; the price half of cost.")
    )
    source = models.CharField(_("scored by"), max_length=7, choices=Source, default=Source.PANEL)
    measure = models.CharField(_("measure"), max_length=40, blank=True)
    fact = models.CharField(_("fact"), max_length=60, blank=True)
    knock_out = models.BooleanField(_("knock-out"), default=False)
    pass_mark = models.FloatField(_("pass mark"), default=60, help_text=_("0 to 100; a score below it excludes."))
    condition = models.CharField(_("only if"), max_length=40, blank=True)
    anchors = models.JSONField(_("anchors"), default=dict, blank=True, help_text=_("What earns 0, 1, 3 and 5."))
    evidence_wanted = models.JSONField(_("evidence wanted"), default=dict, blank=True)
    lead_role = models.CharField(_("lead role"), max_length=7, choices=LeadRole, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "key"], name="criterion_key_is_unique_in_its_evaluation"),
            models.CheckConstraint(condition=Q(dimension__in=Dimension.values), name="criterion_dimension_is_known"),
            models.CheckConstraint(
                condition=Q(grade__in=["must", "bonus", "redundant"]), name="criterion_class_is_known"
            ),
            models.CheckConstraint(
                condition=Q(weight=None) | Q(weight__gte=0), name="criterion_weight_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(pass_mark__gte=0) & Q(pass_mark__lte=100), name="pass_mark_is_on_the_scale"
            ),
            models.CheckConstraint(
                condition=(Q(source="panel") & Q(measure="")) | (Q(source="measure") & ~Q(measure="")),
                name="a_measured_criterion_names_its_measure",
            ),
        ]

    def __str__(self) -> str:
        return chosen(self.name, self.name_zh)

    def describe(self, known: library.LibraryCriterion) -> None:
        """Take over what the library says about the criterion, in both languages; name, class and weight stay."""
        groups = {group.id: group.name for group in library.groups()}
        self.question = dict(known.question)
        self.group = dict(groups[known.group])
        self.anchors = {str(mark): dict(text) for mark, text in known.anchors.items()}
        self.evidence_wanted = dict(known.evidence)
        self.lead_role = known.lead_role

    @property
    def question_for_reader(self) -> str:
        """The question that the marks answer, in the reader's language."""
        return worded_for_reader(self.question)

    @property
    def group_for_reader(self) -> str:
        """The heading under which the criterion stands."""
        return worded_for_reader(self.group)

    @property
    def evidence_for_reader(self) -> str:
        """What should be seen before marking."""
        return worded_for_reader(self.evidence_wanted)

    @property
    def anchors_for_reader(self) -> list[tuple[int, str]]:
        """What earns which mark, lowest first."""
        return sorted((int(mark), worded_for_reader(text)) for mark, text in self.anchors.items())
