"""`manage.py demo`: the example company with its people and an evaluation at the stage that one wants to look at."""

import secrets
from typing import Any

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from evaluator.models import Member
from evaluator.roles import FINANCE, PROCUREMENT
from scoring.models import Evaluation, Stage
from scoring.scenario import STAGES, Committee, build

# key -> address, name, language, group; the keys of the committee are those of the seats in fixtures/demo_s2.json
PEOPLE: dict[str, tuple[str, str, str, str | None]] = {
    "procurement": ("procurement@demo.example", "Zhou Ming 周明", "en", PROCUREMENT),
    "service": ("service@demo.example", "Chen Jing 陈静", "zh-hans", None),
    "it": ("it@demo.example", "Li Wei 李伟", "en", None),
    "finance": ("finance@demo.example", "Wang Fang 王芳", "en", FINANCE),
}
TITLES = {
    Stage.DRAFT: ("Customer service system 2029", "2029年客服系统选型"),
    Stage.SCORING: ("Customer service system 2028", "2028年客服系统选型"),
}


class Command(BaseCommand):
    """Make the demo and print how to sign in."""

    help = "Makes the example people and evaluations, and prints a random password for each person."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--stage",
            action="append",
            choices=[stage.value for stage in STAGES],
            help="make the evaluation at this stage; may be given several times (default: decided and scoring)",
        )

    def handle(self, *, stage: list[str] | None, **_options: Any) -> None:
        passwords = {key: secrets.token_urlsafe(12) for key in PEOPLE}
        with transaction.atomic():
            people = {key: _person(key, passwords[key]) for key in PEOPLE}
            committee = Committee(
                procurement=people["procurement"],
                seats={key: person for key, person in people.items() if key != "procurement"},
            )
            for each in stage or [Stage.DECIDED, Stage.SCORING]:
                self._build(each, committee)
        self.stdout.write("Sign in at /account/login/ as")
        for key, (address, name, _language, _group) in PEOPLE.items():
            self.stdout.write(f"  {address:<26} {passwords[key]}   {name}")

    def _build(self, stage: str, committee: Committee) -> None:
        evaluation: Evaluation = build(stage, committee, on=timezone.now(), title=TITLES.get(Stage(stage)))
        self.stdout.write(f"{evaluation.pk}  {evaluation.stage:<9}  {evaluation.title}")


def _person(key: str, password: str) -> Member:
    address, name, language, group = PEOPLE[key]
    if Member.objects.filter(email=address).exists():
        raise CommandError(
            "The demo people are here already; the demo changes nobody's password. Empty the database first."
        )
    member = Member.objects.create_user(address, password, name=name, language=language)
    if group:
        member.groups.set([Group.objects.get(name=group)])
    return member
