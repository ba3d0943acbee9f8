"""What a visitor sees when something is wrong: a sentence, and a way back; never what was inside."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Signed in, but without the right."""
    return render(request, "403.html", status=403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Nothing here, or nothing that this visitor may know of."""
    return render(request, "404.html", status=404)


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    """Our fault. The page asks the database nothing, since the database may be what is broken."""
    return render(request, "500.html", status=500)
