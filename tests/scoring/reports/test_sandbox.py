"""The process apart: the same bytes, its limits, and nothing that it may reach."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.formulas.case import Seat
from scoring.reports import pdf
from scoring.reports.attach import embedded
from scoring.reports.document import BOTH, CELLS_LIMIT, compose, languages_of, printed
from scoring.reports.refusals import (
    FetchRefusedError,
    OutOfMemoryError,
    OutOfTimeError,
    ReportError,
    TooLargeError,
    refusal,
)
from scoring.reports.sandbox import Limits, render_apart
from scoring.scenario import example_case
from tests.scoring.reports.dossiers import decided, dossier

PAGE = "<!doctype html><html lang='en'><head><title>Page</title></head><body><p>{}</p></body></html>"
ENOUGH = Limits(seconds=60, wall_seconds=120, mebibytes=1500)

pytestmark = pytest.mark.usefixtures("pdfs_are_on")


@pytest.fixture(scope="module")
def long_page(pdfs_are_on: None) -> str:
    return PAGE.format("A word or two. " * 60_000)


def test_it_gives_what_is_made_here() -> None:
    told = dossier(statement=decided())
    composed = compose(told, "en")
    assert composed.carried is not None
    percents: list[int] = []
    apart = render_apart(composed.html, embedded=embedded(composed.carried, told.dated), progress=percents.append)
    assert apart == printed(composed, told)
    assert percents == sorted(set(percents))
    assert percents[-1] > 80


def test_characters_that_the_font_lacks_are_spelt_there_too() -> None:
    assert render_apart(PAGE.format("Miloš 😀"), within=ENOUGH).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("within", "error"),
    [
        (Limits(seconds=2, wall_seconds=120, mebibytes=1500), OutOfTimeError),
        (Limits(seconds=60, wall_seconds=2, mebibytes=1500), OutOfTimeError),
        (Limits(seconds=60, wall_seconds=120, mebibytes=200), OutOfMemoryError),
    ],
)
def test_what_takes_too_much_is_ended_and_points_to_the_spreadsheet(
    within: Limits, error: type[ReportError], long_page: str
) -> None:
    with pytest.raises(error, match="spreadsheet"):
        render_apart(long_page, within=within)


def test_what_is_certainly_too_large_is_not_even_begun() -> None:
    with pytest.raises(TooLargeError, match="spreadsheet"):
        render_apart(PAGE.format("x" * pdf.HTML_LIMIT))


@pytest.mark.parametrize("language", ["en", BOTH])
def test_more_marks_than_fit_are_refused_before_a_word_is_written(language: str) -> None:
    case = example_case()
    fit = CELLS_LIMIT // (len(case.offers) * len(case.criteria) * len(languages_of(language)))
    seats = tuple(Seat(id=f"s{number}", name="Seat") for number in range(fit + 1))
    with pytest.raises(TooLargeError, match="spreadsheet"):
        compose(replace(dossier(), case=replace(case, seats=seats, marks=())), language)


def test_a_refusal_comes_back_as_what_it_was() -> None:
    with pytest.raises(FetchRefusedError, match=r"http://127\.0\.0\.1:9/x"):
        render_apart(PAGE.format("<img src='http://127.0.0.1:9/x'>"), within=ENOUGH)


def test_the_process_can_reach_nothing_and_start_nothing() -> None:
    program = """
import socket, subprocess
from scoring.reports.apart import confine
confine(60, 1500)
for attempt in (lambda: socket.create_connection(("127.0.0.1", 9)), lambda: subprocess.run(["true"])):
    try:
        attempt()
    except PermissionError as refused:
        print(refused)
"""
    root = Path(pdf.__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=root)
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["socket.getaddrinfo", "subprocess.Popen"]


@pytest.mark.parametrize(
    "code", ["packages", "glyphs", "outside", "faulty", "too_large", "out_of_time", "sealed", "lost"]
)
def test_every_code_has_its_refusal(code: str) -> None:
    kept = refusal(code, ["a"])
    assert (kept.code, kept.details) == (code, ["a"])
    assert str(kept)
    assert refusal("never heard of").code == "error"
