"""What holds for every request: the member's own language, and no copy of a page behind the sign-in kept anywhere."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

Answer = Callable[[HttpRequest], HttpResponse]


class MemberLanguageMiddleware:
    """A signed-in member reads in the language of their account, on whichever browser they use."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language() or ""
        return self.get_response(request)


class NoStoreMiddleware:
    """Pages behind the sign-in stay out of browser and proxy caches: a shared computer must not show marks."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response
