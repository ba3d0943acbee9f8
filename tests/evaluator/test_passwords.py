"""Passwords: what somebody reads who chose one that is not allowed."""

import re

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import override

from evaluator.models import Member


@pytest.mark.parametrize("password", ["kq7!xz", "password1234", "procurement@demo"])
def test_a_refused_password_is_explained_in_the_language_of_the_reader(password: str) -> None:
    owner = Member(email="procurement@demo.example", name="Procurement")
    with override("zh-hans"):
        with pytest.raises(ValidationError) as refusal:
            validate_password(password, owner)
        said = [*refusal.value.messages, *password_validators_help_texts()]

    assert said
    assert [sentence for sentence in said if re.search("[a-z]{4}", sentence)] == []
