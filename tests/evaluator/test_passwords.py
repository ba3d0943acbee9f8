"""Passwords: what somebody reads who chose one that is not allowed."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.test import Client
from django.utils.translation import override

from evaluator.models import Member
from tests import factories


@pytest.mark.parametrize("password", ["kq7!xz", "password1234", "procurement@demo"])
def test_a_refused_password_is_explained_in_the_language_of_the_reader(password: str) -> None:
    owner = Member(email="procurement@demo.example", name="Procurement")
    with override("zh-hans"):
        with pytest.raises(ValidationError) as refusal:
            validate_password(password, owner)
        said = [*refusal.value.messages, *password_validators_help_texts()]

    assert said
    assert [sentence for sentence in said if re.search("[a-z]{4}", sentence)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_mail_about_a_password_is_in_the_language_of_the_page_and_offers_no_account(
    client: Client, mailoutbox: list[EmailMessage], language: str
) -> None:
    owner = factories.member(email="owner@demo.example")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for address in (owner.email, "nobody@demo.example"):
        client.post("/account/password/reset/", {"email": address})

    link, refusal = (str(mail.body) for mail in mailoutbox)
    assert "/account/password/reset/key/" in link
    assert "nobody@demo.example" in refusal
    assert "/account/" not in refusal
    for text in (link, refusal):
        assert bool(re.search("[一-龥]", text)) is (language == "zh-hans")
