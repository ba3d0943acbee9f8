"""Every form that is posted carries its token, as the browser will get it: a test client does not ask for one."""

import re

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db

_FORM = re.compile(r'<form\b[^>]*method="post".*?</form>', re.DOTALL)
PAGES = {
    "scoring": ["", "interests/", "sheet/", "sheet/{offer}/", "sheet/submit/", "scores/{offer}/{criterion}/files/"],
    "consensus": ["", "consensus/", "consensus/{offer}/{criterion}/", "decision/", "reopen/", "results/"],
    "decided": ["", "decision/", "sign-off/", "reopen/", "record/"],
}


@pytest.mark.parametrize("stage", PAGES)
def test_no_form_would_be_refused_for_want_of_its_token(stage: str) -> None:
    people = factories.committee()
    evaluation = factories.example(stage, people)
    if stage == "scoring":
        evaluation.seats.update(submitted_at=None)
    client = Client()
    client.force_login(people.seats["service"])
    keys = {
        "offer": evaluation.candidates.all()[0].key,
        "criterion": evaluation.criteria.filter(source="panel")[0].key,
    }
    for page in PAGES[stage]:
        response = client.get(f"/e/{evaluation.pk}/{page.format(**keys)}")
        assert response.status_code == 200, page
        forms = _FORM.findall(response.content.decode())
        assert forms, page
        assert [form[:200] for form in forms if 'name="csrfmiddlewaretoken"' not in form] == [], page
