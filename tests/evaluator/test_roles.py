"""Groups and their rights."""

import pytest
from django.contrib.auth.models import Group

from evaluator.roles import RIGHTS, apply_roles
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("group", RIGHTS)
def test_each_group_holds_exactly_its_rights(group: str) -> None:
    assert factories.member(group=group).get_all_permissions() == set(RIGHTS[group])


def test_a_right_that_was_added_by_hand_is_taken_back_and_one_that_was_lost_returns() -> None:
    finance = Group.objects.get(name="Finance")
    finance.permissions.set(Group.objects.get(name="Administrator").permissions.all())
    apply_roles()
    assert factories.member(group="Finance").get_all_permissions() == set(RIGHTS["Finance"])


def test_somebody_without_a_group_has_no_right_at_all() -> None:
    assert factories.member().get_all_permissions() == set()
