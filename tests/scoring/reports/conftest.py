"""What the tests of reports share: the example's PDFs, made once, and Poppler's tools to look into them."""

import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from scoring.reports.document import report
from scoring.reports.needs import missing_packages
from tests.scoring.reports.dossiers import decided, dossier, small

LANGUAGES = ("en", "zh-hans")


@pytest.fixture(scope="session")
def pdfs_are_on() -> None:
    if absent := missing_packages():
        pytest.skip(f"no PDFs here without {', '.join(absent)}")


@pytest.fixture(scope="session")
def example_pdfs(pdfs_are_on: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The decided example in both languages."""
    folder = tmp_path_factory.mktemp("reports")
    files = {language: folder / f"{language}.pdf" for language in LANGUAGES}
    for language, file in files.items():
        file.write_bytes(report(dossier(statement=decided()), language))
    return files


@pytest.fixture(scope="session")
def small_pdf(pdfs_are_on: None, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """The smallest report with every chapter, of a length and in a language; each is made once."""
    folder = tmp_path_factory.mktemp("small")

    @cache
    def made(length: str, language: str) -> Path:
        file = folder / f"{length}-{language}.pdf"
        file.write_bytes(report(small(), language, length=length))
        return file

    return made


@pytest.fixture(scope="session")
def full_pdf(small_pdf: Callable[[str, str], Path]) -> Path:
    """The small one in English, for what only the full report holds."""
    return small_pdf("full", "en")


@pytest.fixture(scope="session")
def short_pdf(small_pdf: Callable[[str, str], Path]) -> Path:
    """The short report, which is printed in a quarter of the time."""
    return small_pdf("short", "en")


@pytest.fixture(scope="session")
def poppler() -> Callable[..., str]:
    """Runs one of Poppler's tools: `poppler("pdffonts", file)`."""
    if shutil.which("pdffonts") is None:
        pytest.skip("no Poppler here: apt-get install poppler-utils")

    def run(tool: str, *arguments: str | Path) -> str:
        return subprocess.run([tool, *map(str, arguments)], check=True, capture_output=True, text=True).stdout

    return run
