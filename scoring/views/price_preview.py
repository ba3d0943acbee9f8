"""Price preview: what the offers of a draft would score by a price formula that nobody has saved yet."""

from typing import Any

from django.utils.translation import gettext as _

from scoring.casefile.rows import live_case
from scoring.forms.method import MethodForm
from scoring.formulas.assessment import assess
from scoring.models import Evaluation
from scoring.presentation import present
from scoring.presentation.price_preview import impossible, price_preview


def draft_preview(evaluation: Evaluation, method: MethodForm) -> dict[str, Any]:
    """The context of the preview: `prices` where there are any, else `price_problems` in sentences.

    Nothing is saved.
    """
    problems = [
        _("%(label)s: %(error)s") % {"label": method[name].label, "error": error}
        for name, errors in method.errors.items()
        for error in errors
    ]
    if not problems:
        case = live_case(_tried(method) if method.is_bound else evaluation)
        problems = [sentence for sentence in [impossible(case)] if sentence]
        if not problems and case.offers:
            return {"prices": price_preview(present(case, assess(case))), "price_problems": []}
    return {"prices": None, "price_problems": problems}


def _tried(method: MethodForm) -> Evaluation:
    """The evaluation as it is stored, but under the method that is typed: weights beside it may still be wrong."""
    typed = method.save(commit=False)
    tried = Evaluation.objects.get(pk=typed.pk)
    for name in (*MethodForm.Meta.fields, "price_parameters"):
        setattr(tried, name, getattr(typed, name))
    return tried
