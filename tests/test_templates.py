"""What every template keeps to: it names its variables, runs nothing inline, and never trusts text from people."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PYTHON = [path for app in ("evaluator", "scoring", "vendors") for path in sorted((ROOT / app).rglob("*.py"))]
# allauth's own elements are named after what they are; each has nothing but its slot.
SELF_EXPLAINING = ROOT / "templates" / "allauth" / "elements"
# A page of the report stands alone in a PDF, whose renderer gets its style sheet inside the document.
REPORT = ROOT / "templates" / "report"

FORBIDDEN = {
    "an inline style": re.compile(r"""\sstyle\s*=\s*["']"""),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)"),
    "an inline handler": re.compile(r"""\son[a-z]+\s*=\s*["']"""),
    "trust in text": re.compile(r"\|\s*safe\b|\|\s*safeseq\b|autoescape off"),
    "an address of another site": re.compile(r"""(?:src|href)\s*=\s*["'](?:https?:)?//"""),
}
POST_FORM = re.compile(r"<form\b[^>]*\bmethod=\"post\".*?</form>", re.DOTALL)
IMAGE = re.compile(r"<img\b[^>]*>")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_templates_were_found() -> None:
    assert len(TEMPLATES) > 50


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_runs_nothing_inline_and_trusts_no_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []
    assert "<style" not in text or path.is_relative_to(REPORT)


@pytest.mark.parametrize("path", [path for path in TEMPLATES if not path.is_relative_to(SELF_EXPLAINING)], ids=named)
def test_a_template_begins_by_naming_its_variables(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("{#")


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_form_that_changes_something_carries_its_token(path: Path) -> None:
    forms = POST_FORM.findall(path.read_text(encoding="utf-8"))

    brings_it = ("{% csrf_token %}", "{% crispy ")  # a whole crispy form brings the token along
    assert [form for form in forms if not any(each in form for each in brings_it)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_an_image_says_what_it_shows(path: Path) -> None:
    assert [tag for tag in IMAGE.findall(path.read_text(encoding="utf-8")) if "alt=" not in tag] == []


def test_no_text_is_declared_to_be_markup() -> None:
    assert [named(path) for path in PYTHON if "mark_safe(" in path.read_text(encoding="utf-8")] == []
