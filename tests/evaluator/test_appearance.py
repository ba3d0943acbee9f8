"""The look of the site: language and theme, the door, navigation by right, messages, and pages that went wrong."""

from http import HTTPStatus

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluator.invitations import password_path
from evaluator.views import broken
from tests.factories import PASSWORD, member

pytestmark = pytest.mark.django_db

DOOR = reverse("account_login")
LANGUAGE = reverse("switch_language")
THEME = reverse("switch_theme")
CHINESE = '<html\n    lang="zh-Hans"'
ENGLISH = '<html\n    lang="en"'


def shown(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_visitor_reads_the_door_in_the_language_that_was_chosen(client: Client) -> None:
    assert ENGLISH in shown(client, DOOR)

    answer = client.post(LANGUAGE, {"language": "zh-hans", "next": DOOR})

    assert answer.headers["Location"] == DOOR
    assert CHINESE in shown(client, DOOR)


def test_a_member_takes_the_language_along_to_another_browser(client: Client) -> None:
    person = member()
    client.force_login(person)
    client.post(LANGUAGE, {"language": "zh-hans"})

    other = Client()
    other.force_login(person)

    assert CHINESE in shown(other, reverse("home"))


@pytest.mark.parametrize("language", ["", "fr", "zh-hans\r\nSet-Cookie: x=1", "x" * 1000])
def test_a_language_that_does_not_exist_changes_nothing(client: Client, language: str) -> None:
    person = member()
    client.force_login(person)

    answer = client.post(LANGUAGE, {"language": language})

    assert answer.status_code == HTTPStatus.FOUND
    person.refresh_from_db()
    assert person.language == "en"
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
def test_the_look_is_kept_and_told_to_the_page(client: Client, theme: str) -> None:
    client.post(THEME, {"theme": theme, "next": DOOR})

    page = shown(client, DOOR)

    assert f'data-theme="{theme}"' in page
    assert f'data-bs-theme="{"dark" if theme == "dark" else "light"}"' in page
    assert page.count('aria-pressed="true"') == 2  # one language, one look


def test_a_look_that_does_not_exist_changes_nothing(client: Client) -> None:
    assert "theme" not in client.post(THEME, {"theme": '"><script>'}).cookies

    client.cookies["theme"] = '"><script>'
    assert 'data-theme="auto"' in shown(client, DOOR)


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "", "\\\\evil"])
@pytest.mark.parametrize("switch", [LANGUAGE, THEME])
def test_a_switch_leads_back_into_the_site_only(client: Client, switch: str, address: str) -> None:
    answer = client.post(switch, {"language": "en", "theme": "dark", "next": address})

    assert answer.headers["Location"] == reverse("home")


@pytest.mark.parametrize("switch", [LANGUAGE, THEME])
def test_a_switch_is_not_a_link(client: Client, switch: str) -> None:
    assert client.get(switch).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_the_door_says_what_it_leads_to_and_lets_nobody_sign_up(client: Client) -> None:
    page = shown(client, DOOR)

    assert "Decide together which customer-service system to buy" in page
    assert reverse("account_signup") not in page
    closed = shown(client, reverse("account_signup"))
    assert "Accounts are by invitation" in closed
    assert "<form" not in closed.split("<main")[1]


def test_a_wrong_password_is_told_without_saying_whether_the_address_is_known(client: Client) -> None:
    person = member()

    answers = [
        client.post(DOOR, {"login": address, "password": "wrong"}).content.decode()
        for address in (person.email, "stranger@example.org")
    ]

    for page in answers:
        assert "There is a problem" in page
        assert "The e-mail address or the password is not right." in page


def test_the_right_password_opens_the_door(client: Client) -> None:
    person = member()

    answer = client.post(DOOR, {"login": person.email.upper(), "password": PASSWORD})

    assert answer.headers["Location"] == reverse("home")


def test_too_many_attempts_are_told_to_wait_and_how_long(client: Client) -> None:
    person = member()
    for _ in range(5):
        client.post(DOOR, {"login": person.email, "password": "wrong"})

    page = client.post(DOOR, {"login": person.email, "password": PASSWORD}).content.decode()

    assert "Wait five minutes" in page


def test_too_many_requests_get_a_page_of_their_own(client: Client) -> None:
    for number in range(40):
        answer = client.post(DOOR, {"login": f"a{number}@example.org", "password": "wrong"})
        if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            break

    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert "Too many attempts" in answer.content.decode()
    assert "Wait five minutes" in answer.content.decode()


def test_a_forgotten_password_is_answered_alike_for_known_and_unknown_addresses(client: Client) -> None:
    where = reverse("account_reset_password")
    pages = [
        client.post(where, {"email": address}, follow=True).content.decode()
        for address in (member().email, "stranger@example.org")
    ]

    assert "Look into your mailbox" in pages[0]
    assert pages[0].split("<main")[1] == pages[1].split("<main")[1]


def test_a_link_that_does_not_work_says_whom_to_ask(client: Client) -> None:
    page = shown(client, reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "bad-key"}))

    assert "This link no longer works" in page
    assert "Ask procurement for a new one" in page


def signed_in_pages() -> list[str]:
    return [reverse(name) for name in ("account_logout", "account_change_password", "home")]


@pytest.mark.parametrize("address", signed_in_pages())
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_account_page_wears_the_look_of_the_site(client: Client, address: str, language: str) -> None:
    client.force_login(member(language=language))

    page = shown(client, address)

    assert "css/tokens.css" in page
    assert page.count("<h1") == 1
    assert page.count("<main") == 1
    assert 'href="#content"' in page


def test_signing_out_asks_for_a_click_and_then_leads_to_the_door(client: Client) -> None:
    client.force_login(member())

    assert "Sign out?" in shown(client, reverse("account_logout"))
    assert client.post(reverse("account_logout")).headers["Location"] == DOOR
    assert client.get(reverse("home")).status_code == HTTPStatus.FOUND


@pytest.mark.parametrize(
    ("group", "entries"),
    [
        ("Procurement", ["My work", "Evaluations", "Vendors", "Tiers", "People"]),
        ("Finance", ["My work", "Evaluations", "Vendors", "Tiers"]),
        ("Administrator", ["My work", "Evaluations", "Vendors", "Tiers", "People"]),
        (None, ["My work", "Evaluations"]),
    ],
)
def test_the_navigation_offers_what_may_be_opened(client: Client, group: str | None, entries: list[str]) -> None:
    client.force_login(member(group=group))

    navigation = shown(client, reverse("home")).split('class="site-nav"')[1].split("</nav>")[0]

    assert [
        entry for entry in ("My work", "Evaluations", "Vendors", "Tiers", "People") if entry in navigation
    ] == entries
    assert navigation.count('aria-current="page"') == 1


def test_the_administration_is_offered_to_staff_alone(client: Client) -> None:
    client.force_login(member(group="Procurement"))
    assert reverse("admin:index") not in shown(client, reverse("home"))

    client.force_login(member(is_staff=True))
    assert reverse("admin:index") in shown(client, reverse("home"))


def test_the_name_of_a_member_is_shown_as_text(client: Client) -> None:
    client.force_login(member(name="<b>Zhou</b>"))

    page = shown(client, reverse("home"))

    assert "&lt;b&gt;Zhou" in page
    assert "<b>Zhou" not in page


def test_the_footer_names_the_version(client: Client) -> None:
    assert settings.VERSION in shown(client, DOOR).split("<footer")[1]


def test_what_just_happened_is_told_once_and_can_be_dismissed(client: Client) -> None:
    client.force_login(member(group="Procurement"))
    client.post(reverse("vendors:add_vendor"), {"name": "Harbour"})

    page = shown(client, reverse("vendors:vendors"))

    assert "The vendor was added." in page.split('role="status"')[1]
    assert "data-close" in page
    assert "The vendor was added." not in shown(client, reverse("vendors:vendors"))


def test_a_page_that_does_not_exist_says_so_and_leads_back(client: Client) -> None:
    client.force_login(member())

    answer = client.get("/nothing/here/")

    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "There is nothing here" in answer.content.decode()
    assert f'href="{reverse("home")}"' in answer.content.decode()


def test_a_page_without_the_right_says_so(client: Client) -> None:
    client.force_login(member())

    answer = client.get(reverse("vendors:vendors"))

    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "This page is not for you" in answer.content.decode()


def test_an_expired_form_says_what_to_do() -> None:
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(DOOR, {"login": "a@example.org", "password": "x"})

    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "This form has expired" in answer.content.decode()


def test_the_page_for_our_own_faults_asks_the_database_nothing(rf: RequestFactory) -> None:
    request = rf.get("/")

    with CaptureQueriesContext(connection) as captured:
        answer = broken(request)

    assert answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert "Something went wrong here" in answer.content.decode()
    assert len(captured) == 0


def test_a_password_set_through_a_personal_link_opens_the_door_and_the_link_works_once(client: Client) -> None:
    person = member()
    link, new = password_path(person), "a quiet harbour 1"

    page = client.get(link, follow=True)
    form = page.redirect_chain[-1][0]
    assert "Set your password" in page.content.decode()
    weak = client.post(form, {"password1": "12345", "password2": "12345"})
    assert "There is a problem" in weak.content.decode()
    done = client.post(form, {"password1": new, "password2": new}, follow=True)

    assert "Your password is set" in done.content.decode()
    assert client.post(DOOR, {"login": person.email, "password": new}).headers["Location"] == reverse("home")
    assert "This link no longer works" in Client().get(link, follow=True).content.decode()
