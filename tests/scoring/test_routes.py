"""Every route, method, person and stage has an expected answer; a route without a row fails.

The rows stand in routes.py. Each request is undone, so that every one of them finds the same world.
"""

import logging
from collections.abc import Iterator

import pytest
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from tests.scoring.crawling import ROLES, STAGES, Route, World, parameters_of, routes, undone, world
from tests.scoring.routes import FOREIGN, LEADS_ON, SAME_WHILE_SEALED, TABLE, expected

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ROUTES = routes()
# What a status is called in a row.
SIGNS = {401: "j", 403: "x", 404: ".", 405: "m"}
BY_HUNDREDS = {2: "o", 3: ">", 4: "!", 5: "5"}


@pytest.fixture(scope="module")
def here(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Built once for the whole table, and undone after it."""
    uploads = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("uploads"))
    with django_db_blocker.unblock(), uploads, undone():
        yield world()


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Thousands of refusals, each of which would be logged."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def sign(client: Client, method: str, address: str) -> str:
    with undone():
        status = getattr(client, method)(address).status_code
    return SIGNS.get(status) or BY_HUNDREDS[status // 100]


def found(here: World, route: Route, method: str) -> dict[str, str]:
    """Role -> one sign for each stage; one alone where the route knows no evaluation."""
    stages = STAGES if route.name.startswith("scoring:") and "pk" in route.parameters else ("scoring",)
    answers = {}
    for letter, role in ROLES.items():
        client = here.browser(role)
        answers[letter] = "".join(sign(client, method, here.address(route, stage)) for stage in stages)
    return answers


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert sorted(TABLE) == sorted(ROUTES)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(ROUTES))
def test_each_person_is_answered_as_the_row_says(here: World, name: str, method: str) -> None:
    assert found(here, ROUTES[name], method) == expected(name, method)


@pytest.mark.parametrize("name", sorted(name for name, route in ROUTES.items() if name.startswith("scoring:")))
def test_ids_of_another_evaluation_are_not_found(here: World, name: str) -> None:
    """Each parameter in turn, for everybody, at the stages at which the right id would have been answered."""
    route, deviations = ROUTES[name], []
    for parameter in route.parameters:
        for method in ("get", "post"):
            for letter, stage, client in asked(here, name, method):
                if parameter == "pk" and letter not in "SCO":
                    continue  # the others may see every evaluation
                answer = sign(client, method, foreign_address(here, route, stage, parameter))
                if answer not in allowed(name, parameter, letter, stage):
                    deviations.append((parameter, method, letter, stage, answer))
    assert deviations == []


def asked(here: World, name: str, method: str) -> Iterator[tuple[str, str, Client]]:
    """Who gets at something on this route, and when."""
    leads_on = ">" if method == "post" and name in LEADS_ON | set(FOREIGN) else ""
    for letter, signs in expected(name, method).items():
        client = here.browser(ROLES[letter])
        for stage, answer in zip(STAGES, signs, strict=False):
            if answer in "o!" + leads_on and letter != "N":
                yield letter, stage, client


def allowed(name: str, parameter: str, letter: str, stage: str) -> str:
    """What a foreign id may be answered."""
    if parameter == "pk":
        return "."
    is_sealed = stage in {"draft", "scoring"} or (stage == "consensus" and letter in "OQ")
    return FOREIGN.get(name, ".") + ("o" if is_sealed and name in SAME_WHILE_SEALED else "")


def foreign_address(here: World, route: Route, stage: str, parameter: str) -> str:
    foreign = parameters_of(here.elsewhere, route.name) | {"version": 99, "language": "xx", "kind": "exe"}
    foreign |= {"workbook": "people", "ending": "exe"}
    return here.address(route, stage, **{parameter: foreign[parameter]})
