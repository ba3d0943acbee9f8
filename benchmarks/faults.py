"""Faults that a run can be asked to serve with, so that its checks can be seen to fail."""

import json
import os
from collections.abc import Callable
from itertools import count
from threading import Timer

from django.db import connections
from django.http import HttpRequest, HttpResponse, JsonResponse

FORGETS = "forgets"  # acknowledges every twentieth mark and saves it never
HASTY = "hasty"  # acknowledges every mark first, and saves it a little later
EVERY = 20
LATER = 0.5  # seconds


class FaultMiddleware:
    """Stands where the site saves a mark, and cheats."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.saves = count(1)
        self.fault = os.environ["BENCHMARK_FAULT"]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or "/scores/" not in request.path:
            return self.get_response(request)
        if self.fault == HASTY:
            answer = _acknowledged(request)
            Timer(LATER, self._save, [request]).start()
            return answer
        if next(self.saves) % EVERY == 0:
            return _acknowledged(request)
        return self.get_response(request)

    def _save(self, request: HttpRequest) -> None:
        self.get_response(request)
        connections.close_all()


def _acknowledged(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"version": json.loads(request.body)["version"] + 1})
