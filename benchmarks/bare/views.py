"""One view that does one insert, behind the same sign-in and the same CSRF check as every page of the site."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from benchmarks.bare.models import Row


@require_POST
def insert(request: HttpRequest) -> JsonResponse:
    """Keep the text that was sent."""
    row = Row(text=request.body.decode()[:200])
    row.save()
    return JsonResponse({"id": row.pk})
