"""The site's own table of contents, and the bare view beside it."""

from django.urls import include, path

from benchmarks.bare.views import insert
from evaluator.urls import handler403, handler404, handler500

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("bare/", insert), path("", include("evaluator.urls"))]
