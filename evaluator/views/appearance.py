"""Language and look: chosen in the header of every page, signed in or not."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from evaluator.context import THEME_COOKIE, THEMES
from evaluator.models import LANGUAGES

_A_YEAR = 365 * 24 * 60 * 60


@login_not_required
@require_POST
def switch_language(request: HttpRequest) -> HttpResponse:
    """Keep the language with the account, and in a cookie for the pages before the sign-in."""
    language = request.POST.get("language")
    response = _back(request)
    if language in dict(LANGUAGES):
        if request.user.is_authenticated:
            request.user.language = language
            request.user.save(update_fields=["language"])
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=_A_YEAR, samesite="Lax", secure=settings.IN_PRODUCTION
        )
    return response


@login_not_required
@require_POST
def switch_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device says."""
    theme = request.POST.get("theme")
    response = _back(request)
    if theme in THEMES:
        response.set_cookie(THEME_COOKIE, theme, max_age=_A_YEAR, samesite="Lax", secure=settings.IN_PRODUCTION)
    return response


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page that the visitor came from, as long as it is one of ours."""
    address = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(address)
    return redirect("home")
