"""The short report and the one in both languages, printed: their pages, their rules, and that nothing gets lost."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from scoring.reports.document import BOTH, report
from scoring.reports.dossier import dossier_of
from tests import factories
from tests.scoring.reports.dossiers import decided, dossier

pytestmark = pytest.mark.one_database

LANGUAGES = ("en", "zh-hans", BOTH)
AT_MOST = {"en": 5, "zh-hans": 5, BOTH: 10}


@cache
def short(language: str) -> bytes:
    return report(dossier(statement=decided()), language, length="short")


@pytest.fixture
def short_pdfs(pdfs_are_on: None, tmp_path: Path) -> dict[str, Path]:
    files = {language: tmp_path / f"{language}.pdf" for language in LANGUAGES}
    for language, file in files.items():
        file.write_bytes(short(language))
    return files


def words_of(text: str) -> set[str]:
    """Latin words of three letters or more, and every Chinese character; hashes are no words."""
    return set(re.findall("[A-Za-z]{3,}|[\u4e00-\u9fff]", re.sub(r"\b[0-9a-f]{12,}\b", " ", text)))


def test_the_short_report_has_few_pages(short_pdfs: dict[str, Path], poppler: Callable[..., str]) -> None:
    for language, file in short_pdfs.items():
        pages = int(re.findall(r"Pages:\s+(\d+)", poppler("pdfinfo", file))[0])
        assert 4 <= pages <= AT_MOST[language]


def test_the_same_dossier_gives_the_same_bytes_in_both_languages(pdfs_are_on: None) -> None:
    assert report(dossier(statement=decided()), BOTH, length="short") == short(BOTH)


def test_side_by_side_no_word_of_either_language_gets_lost(
    short_pdfs: dict[str, Path], poppler: Callable[..., str]
) -> None:
    said = {language: words_of(poppler("pdftotext", "-raw", file, "-")) for language, file in short_pdfs.items()}
    assert len(said["en"]) > 150
    assert said["en"] - said[BOTH] == set()
    assert said["zh-hans"] - said[BOTH] == set()


def test_side_by_side_the_languages_stand_at_the_same_height(
    short_pdfs: dict[str, Path], poppler: Callable[..., str]
) -> None:
    """The English half of a page lies left of the Chinese half."""
    boxes = re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]+)</word>',
        poppler("pdftotext", "-bbox", "-f", "2", "-l", "2", short_pdfs[BOTH], "-"),
    )
    below_the_margin = [(float(x), float(y), word) for x, y, word in boxes if float(y) > 60]
    english = next((x, y) for x, y, word in below_the_margin if word == "ranking")
    chinese = next((x, y) for x, y, word in below_the_margin if word == "结果与排名")
    assert english[0] < chinese[0]
    assert abs(english[1] - chinese[1]) < 5


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_short_report_of_the_decided_example_has_five_pages(
    pdfs_are_on: None, poppler: Callable[..., str], tmp_path: Path, language: str
) -> None:
    file = tmp_path / "decided.pdf"
    file.write_bytes(report(dossier_of(factories.example("decided")), language, length="short"))
    assert "Pages:           5\n" in poppler("pdfinfo", file)
