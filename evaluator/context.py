"""What every page knows: the look that the visitor chose."""

from django.conf import settings
from django.http import HttpRequest

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"


def appearance(request: HttpRequest) -> dict[str, object]:
    """`theme` (auto, light or dark), the languages to switch to in their own names, and the version."""
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return {
        "theme": theme if theme in THEMES else "auto",
        "languages": [("en", "English"), ("zh-hans", "简体中文")],
        "in_production": settings.IN_PRODUCTION,
        "version": settings.VERSION,
    }
