"""Spreadsheets over the pages: download, upload, look, take over; whose upload it is, and what is never kept."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import member, offer, vendor
from tests.vendors.spreadsheets.books import xlsx
from vendors.models import CostAmount, Upload, Vendor
from vendors.spreadsheets.reading import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def procurement(client: Client) -> Client:
    client.force_login(member(group="Procurement"))
    return client


def where(name: str, *parts: Any, query: str = "") -> str:
    return reverse(f"vendors:spreadsheet{name}", args=parts) + query


def send(client: Client, content: bytes, name: str = "a.xlsx", *, workbook: str = "vendors", query: str = "") -> Any:
    return client.post(where("", workbook, query=query), {"file": SimpleUploadedFile(name, content)})


def vendors_sheet(*rows: list[Any]) -> bytes:
    return xlsx(("Vendors", [["Name", "Notes"], *rows]))


def test_a_sheet_is_downloaded_edited_looked_at_and_taken_over(procurement: Client) -> None:
    vendor(name="Alpha", notes="old")
    downloaded = procurement.get(where("_template", "vendors", "xlsx"))
    assert "attachment" in downloaded["Content-Disposition"]
    assert opened(downloaded.content, "a.xlsx").grids[0].rows[1][1] == "Alpha"

    looked_at = procurement.get(send(procurement, vendors_sheet(["Alpha", "new"], ["Beta", ""])).headers["Location"])
    page = looked_at.content.decode()
    assert (looked_at.context["counts"], Vendor.objects.count()) == (
        {"new": 1, "changed": 1, "same": 0, "removed": 0},
        1,
    )
    assert "<del>old</del>" in page
    assert "<ins>new</ins>" in page

    answer = procurement.post(
        looked_at.request["PATH_INFO"], {"fingerprint": looked_at.context["plan"].fingerprint}, follow=True
    )
    assert "1 row was added. 1 row was changed." in answer.content.decode()
    assert list(Vendor.objects.values_list("name", "notes")) == [("Alpha", "new"), ("Beta", "")]
    assert Upload.objects.count() == 0


def test_a_second_click_finds_it_done_and_says_so(procurement: Client) -> None:
    place = send(procurement, vendors_sheet(["Beta", ""])).headers["Location"]
    fingerprint = procurement.get(place).context["plan"].fingerprint

    procurement.post(place, {"fingerprint": fingerprint})
    again = procurement.post(place, {"fingerprint": fingerprint}, follow=True)

    assert "taken over or given up already" in again.content.decode()
    assert Vendor.objects.count() == 1


def test_a_preview_that_became_stale_is_shown_anew_and_nothing_is_done(procurement: Client) -> None:
    row = vendor(name="Alpha", notes="old")
    place = send(procurement, vendors_sheet(["Alpha", "new"])).headers["Location"]
    fingerprint = procurement.get(place).context["plan"].fingerprint
    Vendor.objects.filter(pk=row.pk).update(notes="by somebody else")

    answer = procurement.post(place, {"fingerprint": fingerprint})

    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Something has changed since you looked" in answer.content.decode()
    assert "<del>by somebody else</del>" in answer.content.decode()
    assert Vendor.objects.get().notes == "by somebody else"


def test_a_sheet_that_changes_nothing_cannot_be_confirmed(procurement: Client) -> None:
    vendor(name="Alpha", notes="old")

    page = procurement.get(send(procurement, vendors_sheet(["Alpha", "old"])).headers["Location"]).content.decode()

    assert "Nothing changes" in page
    assert 'name="fingerprint"' not in page


def test_faults_are_listed_with_their_cells_and_as_a_file(procurement: Client) -> None:
    place = send(procurement, xlsx(("Vendors", [["Name", "Contact e-mail"], ["=A<b>", "nobody"]]))).headers["Location"]

    page = procurement.get(place).content.decode()
    listed = procurement.get(f"{place}errors.csv").content.decode("utf-8-sig").splitlines()

    assert "B2" in page
    assert "Enter a valid email address." in page
    assert 'name="fingerprint"' not in page
    assert listed == ["Sheet,Cell,What is wrong", "Vendors,B2,Enter a valid email address."]
    assert procurement.post(place, {"fingerprint": ""}).status_code == HTTPStatus.CONFLICT
    assert Vendor.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"<html></html>", "a.csv", "is not what"),
        (vendors_sheet(), "a.xlsm", "Files with macros are not taken"),
        (b"", "a.xlsx", "The file is empty."),
        (b"\x00" * 6_000_000, "a.csv", "The file is too large."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_and_not_kept(procurement: Client, content: bytes, name: str, says: str) -> None:
    answer = send(procurement, content, name)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert says in answer.content.decode()
    assert Upload.objects.count() == 0


def test_sending_nothing_asks_for_a_file(procurement: Client) -> None:
    answer = procurement.post(where("", "vendors"))

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Choose a file to upload." in answer.content.decode()


def test_an_upload_is_its_persons_own(procurement: Client) -> None:
    place = send(procurement, vendors_sheet(["Beta", ""])).headers["Location"]
    fingerprint = procurement.get(place).context["plan"].fingerprint
    other = Client()
    other.force_login(member(group="Procurement"))

    assert other.get(place).headers["Location"] == where("", "vendors")
    assert other.post(place, {"fingerprint": fingerprint}).headers["Location"] == where("", "vendors")
    assert other.get(f"{place}errors.csv").status_code == HTTPStatus.NOT_FOUND
    assert other.get(place.replace("/vendors/spreadsheet/vendors/", "/vendors/spreadsheet/offers/")).status_code == 302
    assert (Vendor.objects.count(), Upload.objects.count()) == (0, 1)


def test_a_newer_upload_takes_the_place_of_the_older_and_may_be_given_up(procurement: Client) -> None:
    send(procurement, vendors_sheet(["Beta", ""]))
    place = send(procurement, vendors_sheet(["Gamma", ""]), "../../b.xlsx").headers["Location"]
    assert list(Upload.objects.values_list("name", flat=True)) == ["b.xlsx"]

    procurement.post(place, {"give_up": "1"})

    assert (Vendor.objects.count(), Upload.objects.count()) == (0, 0)


def test_what_nobody_confirmed_is_forgotten_after_a_day(procurement: Client) -> None:
    send(procurement, vendors_sheet(["Beta", ""]))
    send(procurement, xlsx(("Offers", [["Vendor"]])), workbook="offers")
    Upload.objects.filter(kind="vendors").update(at=timezone.now() - timedelta(hours=25))

    call_command("tick")

    assert list(Upload.objects.values_list("kind", flat=True)) == ["offers"]


def test_the_cost_lines_of_one_offer_are_edited_alone(procurement: Client) -> None:
    mine, other = offer(edition="Mine"), offer(edition="Other")
    query = f"?offer={mine.pk}"
    downloaded = procurement.get(where("_template", "cost_lines", "csv", query=query)).content.decode("utf-8-sig")
    assert ("Mine" in downloaded, "Other" in downloaded) == (True, False)

    place = send(
        procurement,
        downloaded.replace("100000", "90000").encode("gb18030"),
        "a.csv",
        workbook="cost_lines",
        query=query,
    ).headers["Location"]
    page = procurement.get(place)
    answer = procurement.post(place, {"fingerprint": page.context["plan"].fingerprint})

    assert answer.headers["Location"] == reverse("vendors:costs", args=[mine.pk])
    assert set(CostAmount.objects.filter(line__offer=mine).values_list("expected", flat=True)) == {90_000}
    assert set(CostAmount.objects.filter(line__offer=other).values_list("expected", flat=True)) == {100_000}
    without = place.partition("?")[0]
    assert procurement.get(without).status_code == HTTPStatus.FOUND


@pytest.mark.parametrize("query", ["?offer=0", "?offer=x", "?offer=١", "?offer=99999999999999999999"])
def test_an_offer_that_is_not_there_is_not_found(procurement: Client, query: str) -> None:
    assert procurement.get(where("", "cost_lines", query=query)).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    "parts", [("_template", "people", "xlsx"), ("_template", "vendors", "pdf"), ("", "people")], ids=str
)
def test_another_workbook_or_kind_of_file_is_not_found(procurement: Client, parts: tuple[str, ...]) -> None:
    assert procurement.get(where(*parts)).status_code == HTTPStatus.NOT_FOUND


def test_every_sheet_comes_as_csv_and_an_unknown_one_does_not(procurement: Client) -> None:
    offer()

    for sheet in ("offers", "seat_prices", "modules", "usage", "cost_lines"):
        answer = procurement.get(where("_template", "offers", "csv", query=f"?sheet={sheet}"))
        assert answer["Content-Disposition"].startswith(f'attachment; filename="{sheet}-')
    assert procurement.get(where("_template", "offers", "csv", query="?sheet=x")).status_code == HTTPStatus.NOT_FOUND


def test_a_reader_downloads_and_does_not_upload(client: Client) -> None:
    client.force_login(member(group="Finance"))

    assert client.get(where("_template", "offers", "xlsx")).status_code == HTTPStatus.OK
    assert client.get(where("", "offers")).status_code == HTTPStatus.FORBIDDEN
    page = client.get(reverse("vendors:vendors")).content.decode()
    assert where("_template", "offers", "csv") in page
    assert where("", "vendors") + '"' not in page
