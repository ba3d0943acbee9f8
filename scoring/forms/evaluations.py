"""The list of evaluations: which ones, in which order."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from scoring.models import Evaluation, Stage


class EvaluationFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Words in the title, a stage, and an order; the rows come with `stage_number`, which the names of stages hide."""

    q = django_filters.CharFilter(label=_("Search"), method="matching", max_length=200)
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Stage.choices, empty_label=_("All stages"))
    sort = django_filters.OrderingFilter(
        label=_("Order"),
        fields=(("created_at", "created"), ("title", "title"), ("stage_number", "stage")),
        field_labels={"created_at": _("Set up on"), "title": _("Title"), "stage_number": _("Stage")},
        empty_label=None,
        widget=forms.HiddenInput,
    )

    class Meta:
        model = Evaluation
        fields = ("q", "stage")

    def matching(self, rows: QuerySet[Evaluation], _name: str, words: str) -> QuerySet[Evaluation]:
        """Every word stands in the title, in either language."""
        for word in words.split():
            rows = rows.filter(Q(title__icontains=word) | Q(title_zh__icontains=word))
        return rows
