"""What the tests of reports share: the example's PDFs, made once, and Poppler's tools to look into them."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from scoring.reports.document import report
from scoring.reports.needs import missing_packages
from tests.scoring.reports.dossiers import decided, dossier

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
def poppler() -> Callable[..., str]:
    """Runs one of Poppler's tools: `poppler("pdffonts", file)`."""
    if shutil.which("pdffonts") is None:
        pytest.skip("no Poppler here: apt-get install poppler-utils")

    def run(tool: str, *arguments: str | Path) -> str:
        return subprocess.run([tool, *map(str, arguments)], check=True, capture_output=True, text=True).stdout

    return run
