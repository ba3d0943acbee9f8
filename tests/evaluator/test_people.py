"""People: who brings in whom, and the one-time links with which they set their passwords."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evaluator.invitations import grantable_by, may_link, password_path
from evaluator.models import Member
from evaluator.roles import ADMINISTRATOR, AUDITOR, FINANCE, PROCUREMENT
from tests import factories
from tests.visitors import answers, signed_in, visitor

pytestmark = pytest.mark.django_db

PERSON = {"name": "Chen Jing 陈静", "email": "chen@example.org", "language": "zh-hans", "group": ""}
NEW_PASSWORD = "a rather long sentence"


@pytest.fixture
def procurement() -> Client:
    return visitor("procurement")


def link_of(response: Any) -> str:
    """The link that the page shows."""
    found = re.search(r'id="link"\s+value="([^"]+)"', response.content.decode())
    assert found, "no link on the page"
    return found[1]


def set_password(link: str, password: str = NEW_PASSWORD) -> Any:
    """What a person does who was handed the link."""
    browser = Client()
    page = browser.get(link, follow=True)
    if not page.redirect_chain:
        return page
    address = page.redirect_chain[-1][0]
    return browser.post(address, {"password1": password, "password2": password}, follow=True)


def can_sign_in(email: str, password: str) -> bool:
    browser = Client()
    browser.post("/account/login/", {"login": email, "password": password})
    return "_auth_user_id" in browser.session


@pytest.mark.parametrize("name", ["people", "add_person"])
def test_only_procurement_and_administrators_see_people(name: str) -> None:
    assert answers(reverse(name)) == {
        "procurement": 200,
        "administrator": 200,
        "finance": 403,
        "auditor": 403,
        "stranger": 403,
        "anonymous": 302,
    }


def test_a_new_person_gets_a_link_sets_a_password_and_signs_in(procurement: Client) -> None:
    page = procurement.post("/people/add/", PERSON, follow=True)
    person = Member.objects.get(email="chen@example.org")

    assert (person.name, person.language, person.has_usable_password()) == ("Chen Jing 陈静", "zh-hans", False)
    assert not person.groups.exists()
    assert not can_sign_in(person.email, NEW_PASSWORD)
    set_password(link_of(page))
    assert can_sign_in(person.email, NEW_PASSWORD)


def test_a_link_works_once(procurement: Client) -> None:
    link = link_of(procurement.post("/people/add/", PERSON, follow=True))
    set_password(link)
    set_password(link, "another long sentence")

    assert not can_sign_in(PERSON["email"], "another long sentence")
    assert can_sign_in(PERSON["email"], NEW_PASSWORD)


def test_a_link_works_for_three_days(procurement: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    person = factories.member()
    path = password_path(person)
    now = timezone.now().replace(tzinfo=None)
    clock = "django.contrib.auth.tokens.PasswordResetTokenGenerator._now"
    for days, works in [(4, False), (2.9, True)]:
        monkeypatch.setattr(clock, lambda _self, days=days: now + timedelta(days=days))
        set_password(path)
        assert can_sign_in(person.email, NEW_PASSWORD) is works


def test_a_person_gets_the_group_that_was_chosen(procurement: Client) -> None:
    procurement.post("/people/add/", PERSON | {"group": FINANCE})

    assert [group.name for group in Member.objects.get(email=PERSON["email"]).groups.all()] == [FINANCE]


def test_procurement_makes_no_administrators(procurement: Client) -> None:
    offered = [value for value, _label in procurement.get("/people/add/").context["form"].fields["group"].choices]
    response = procurement.post("/people/add/", PERSON | {"group": ADMINISTRATOR})

    assert offered == ["", PROCUREMENT, FINANCE, AUDITOR]
    assert list(response.context["form"].errors) == ["group"]
    assert not Member.objects.filter(email=PERSON["email"]).exists()
    visitor("administrator").post("/people/add/", PERSON | {"group": ADMINISTRATOR})
    assert Member.objects.get(email=PERSON["email"]).groups.get().name == ADMINISTRATOR


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 10_000),
        ("name", "\x00"),
        ("email", ""),
        ("email", "nobody"),
        ("email", f"{'x' * 300}@example.org"),
        ("email", "a\x00@example.org"),
        ("language", "tlh"),
        ("group", "Emperor"),
    ],
)
def test_what_no_person_can_be_is_refused_at_its_field_and_nothing_is_lost(
    procurement: Client, field: str, value: str
) -> None:
    response = procurement.post("/people/add/", PERSON | {field: value})
    form = response.context["form"]

    assert list(form.errors) == [field]
    assert {name: form[name].value() for name in PERSON} == PERSON | {field: value}


def test_a_second_person_with_the_same_address_is_refused(procurement: Client) -> None:
    procurement.post("/people/add/", PERSON)
    response = procurement.post("/people/add/", PERSON | {"email": "CHEN@Example.org"})

    assert response.context["form"].errors == {"email": ["There is already a person with this e-mail address."]}
    assert Member.objects.filter(email__iexact=PERSON["email"]).count() == 1


def test_a_name_is_text(procurement: Client) -> None:
    procurement.post("/people/add/", PERSON | {"name": "<b>Bold</b>"})

    assert "<b>Bold" not in procurement.get("/people/").content.decode()


def test_after_adding_from_a_committee_the_way_leads_back_there(procurement: Client) -> None:
    page = procurement.post("/people/add/?next=/evaluations/", PERSON, follow=True)

    assert re.search(r'href="/evaluations/"\s*>Back to where you came from<', page.content.decode())
    hostile = procurement.post("/people/add/?next=//evil.example/", PERSON | {"email": "b@example.org"}, follow=True)
    assert "evil.example" not in hostile.content.decode()


def test_somebody_who_lost_the_password_gets_a_new_link(procurement: Client) -> None:
    person = factories.member(group=FINANCE)
    link = link_of(procurement.post(f"/people/{person.pk}/link/", follow=True))

    person.refresh_from_db()
    assert person.check_password(factories.PASSWORD), "nothing changes before the link is used"
    set_password(link)
    assert not can_sign_in(person.email, factories.PASSWORD)
    assert can_sign_in(person.email, NEW_PASSWORD)


def test_a_link_is_made_by_post_only_and_shown_only_to_the_session_that_asked(procurement: Client) -> None:
    person, page = factories.member(), "/people/{}/link/"

    assert procurement.get(page.format(person.pk)).headers["Location"] == "/people/"
    procurement.post(page.format(person.pk))
    assert procurement.get(page.format(person.pk)).status_code == 200
    assert visitor("procurement").get(page.format(person.pk)).status_code == 302
    procurement.get("/people/")
    assert procurement.get(page.format(person.pk)).status_code == 302
    assert procurement.post(page.format(10**9)).status_code == 404


def test_a_link_is_not_made_for_another_site() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.member(group=PROCUREMENT))

    assert client.post(f"/people/{factories.member().pk}/link/").status_code == 403


def powerful(kind: str) -> Member:
    """Somebody whose link would lead further than procurement may invite."""
    fields: dict[str, dict[str, Any]] = {
        "superuser": {"is_superuser": True},
        "staff": {"is_staff": True},
        "blocked": {"is_active": False},
    }
    groups = {"group made by hand": ["Board"], "two groups": [FINANCE, ADMINISTRATOR], "administrator": [ADMINISTRATOR]}
    person = factories.member(**fields.get(kind, {}))
    person.groups.set([Group.objects.get_or_create(name=name)[0] for name in groups.get(kind, [])])
    if kind == "right of their own":
        person.user_permissions.add(Permission.objects.get(codename="change_member"))
    return person


POWERFUL = ["superuser", "staff", "right of their own", "group made by hand", "two groups", "administrator", "blocked"]


@pytest.mark.parametrize("kind", POWERFUL)
def test_procurement_gets_no_link_to_more_than_it_may_grant(procurement: Client, kind: str) -> None:
    person = powerful(kind)
    session = procurement.session
    session["password_link_for"] = person.pk
    session.save()

    assert procurement.post(f"/people/{person.pk}/link/").status_code == 403
    assert procurement.get(f"/people/{person.pk}/link/").status_code == 403
    assert f"/people/{person.pk}/link/" not in procurement.get("/people/").content.decode()


@pytest.mark.parametrize("role", ["finance", "auditor", "stranger"])
def test_without_the_right_to_invite_there_are_no_links(role: str) -> None:
    assert visitor(role).post(f"/people/{factories.member().pk}/link/").status_code == 403


def test_nobody_makes_a_link_for_themselves() -> None:
    person = factories.member(group=PROCUREMENT)

    assert signed_in(person).post(f"/people/{person.pk}/link/").status_code == 403


def test_a_superuser_may_link_everybody_who_may_sign_in() -> None:
    root = factories.member(is_superuser=True)
    allowed = {kind: may_link(root, powerful(kind), grantable_by(root)) for kind in POWERFUL}

    assert allowed == dict.fromkeys(POWERFUL, True) | {"blocked": False}


def test_somebody_invited_by_a_group_made_by_hand_grants_nothing() -> None:
    host = factories.member()
    host.user_permissions.add(Permission.objects.get(codename="add_member"))
    host = Member.objects.get(pk=host.pk)

    assert grantable_by(host) == []
    assert may_link(host, factories.member(), [])
    assert not may_link(host, factories.member(group=FINANCE), [])


def test_the_list_says_groups_seats_and_who_has_no_password_yet(procurement: Client) -> None:
    person = factories.member(name="Wang Fang", group=FINANCE)
    for _ in range(2):
        factories.seat(evaluation=factories.evaluation(), member=person)
    procurement.post("/people/add/", PERSON)
    rows = {row["person"].name: row for row in procurement.get("/people/").context["people"]}

    assert (rows["Wang Fang"]["groups"], rows["Wang Fang"]["seats"]) == (["Finance"], 2)
    assert "No password yet" in procurement.get("/people/").content.decode()


def test_the_list_costs_the_same_queries_with_one_person_and_with_three(
    procurement: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    factories.member(group=FINANCE)
    with django_assert_max_num_queries(20) as one:
        procurement.get("/people/")
    factories.member(group=AUDITOR)
    factories.member()
    with django_assert_max_num_queries(len(one)):
        procurement.get("/people/")
