"""Pages of the site itself: home, people, language and look, errors."""

from evaluator.views.appearance import switch_language, switch_theme
from evaluator.views.errors import broken, forbidden, not_found
from evaluator.views.home import home
from evaluator.views.people import add_person, password_link, people

__all__ = [
    "add_person",
    "broken",
    "forbidden",
    "home",
    "not_found",
    "password_link",
    "people",
    "switch_language",
    "switch_theme",
]
