"""Doors: what somebody who is not signed in can reach, and what every answer carries."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests import factories

pytestmark = pytest.mark.django_db

OPEN = {
    "/account/login/",
    "/account/logout/",
    "/account/signup/",
    "/account/inactive/",
    "/account/confirm-email/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/password/reset/key/x-x/",
    "/account/password/reset/key/done/",
}
# A test run has neither a passkey nor a code to ask for; these send visitors to the sign-in by themselves.
ANSWERS_ITSELF = {"/account/confirm-email/x/"}
SAMPLES = {
    "uuid": "6f1c1a3e-0000-4000-8000-000000000000",
    "int": "1",
    "str": "x",
    "slug": "x",
    "path": "x",
}


def addresses(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        else:
            route = re.sub(r"<(\w+):\w+>", lambda found: SAMPLES[found[1]], route)
            route = re.sub(r"\(\?P<\w+>[^)]*\)", "x", route)
            yield re.sub(r"<\w+>|[\^$?]", "", route).replace("\\.", ".").replace("\\", "")


ALL = sorted(set(addresses(get_resolver().url_patterns)))


def test_the_table_of_contents_was_read() -> None:
    assert len(ALL) > 50
    assert "/evaluations/" in ALL


@pytest.mark.parametrize("address", [each for each in ALL if each not in OPEN | ANSWERS_ITSELF])
def test_a_visitor_who_is_not_signed_in_is_sent_to_the_sign_in(client: Client, address: str) -> None:
    response = client.get(address)
    if address.startswith("/e/") and address.endswith("/scores/x/x/"):
        assert response.status_code in {401, 405}
    elif address in {"/language/", "/theme/"}:
        assert response.status_code == 405
    else:
        assert response.status_code == 302, address
        assert response["Location"].startswith(("/account/login/", "/administration/login/")), address


def test_pages_behind_the_sign_in_are_kept_in_no_cache(client: Client) -> None:
    client.force_login(factories.member(group="Procurement"))
    assert "no-store" in client.get("/")["Cache-Control"]


@pytest.mark.parametrize("address", ["/account/login/", "/nothing-here/"])
def test_every_page_forbids_what_it_does_not_bring_along(client: Client, address: str) -> None:
    policy = client.get(address)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
