"""The security log: who came in and who made a link, by id and without a name, an address or a secret."""

import logging

import pytest
from django.test import Client
from django.urls import reverse

from evaluator.invitations import password_path
from tests import factories
from tests.visitors import signed_in

pytestmark = pytest.mark.django_db
LOG = "evaluator.security"


@pytest.fixture(autouse=True)
def _listening(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger=LOG)


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == LOG]


def test_it_is_written_however_quiet_the_rest_is() -> None:
    assert logging.getLogger(LOG).isEnabledFor(logging.INFO)


def test_a_sign_in_and_a_failed_one_stand_in_it(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    person = factories.member(email="chen@example.org", name="Chen Jing")
    for password in ("wrong password", factories.PASSWORD):
        client.post(reverse("account_login"), {"login": "chen@example.org", "password": password})
    assert lines(caplog) == [f"sign-in failed: member {person.pk}", f"signed in: member {person.pk}"]
    assert "chen@" not in caplog.text
    assert "wrong password" not in caplog.text


def test_an_address_of_nobody_is_not_repeated(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    address = "my-secret@example.org"
    client.post(reverse("account_login"), {"login": address, "password": "x\ninjected: line"})
    assert lines(caplog) == ["sign-in failed: nobody of that address"]


def test_whoever_makes_a_link_for_a_member_is_written_down_and_so_is_its_use(caplog: pytest.LogCaptureFixture) -> None:
    procurement = factories.member(group="Procurement")
    person = factories.member(name="Li Wei")
    client = signed_in(procurement)
    caplog.clear()
    client.post(reverse("password_link", args=[person.pk]), follow=True)
    assert lines(caplog) == [f"password link made: for member {person.pk} by member {procurement.pk}"]

    caplog.clear()
    browser = Client()
    form = browser.get(password_path(person), follow=True)
    password = "a rather long sentence"
    browser.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})
    assert f"password set through a link: member {person.pk}" in lines(caplog)
    assert password not in caplog.text


def test_a_changed_password_stands_in_it(caplog: pytest.LogCaptureFixture) -> None:
    person = factories.member()
    new = "another long sentence"
    signed_in(person).post(
        reverse("account_change_password"),
        {"oldpassword": factories.PASSWORD, "password1": new, "password2": new},
    )
    assert f"password changed: member {person.pk}" in lines(caplog)
