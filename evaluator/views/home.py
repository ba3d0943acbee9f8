"""My work: what waits for the person who has just signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from scoring.actions import close_all_due
from scoring.views.here import member_of
from scoring.waiting import waiting_for


def home(request: HttpRequest) -> HttpResponse:
    """What there is to do, by evaluation, and the results that may be seen."""
    close_all_due(on=timezone.now())
    waiting = waiting_for(member_of(request))
    return render(
        request,
        "evaluator/home.html",
        {"work": [each for each in waiting if each.is_work], "rest": [each for each in waiting if not each.is_work]},
    )
