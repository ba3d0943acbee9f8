"""Upload: a spreadsheet between its preview and the word to take it over."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Upload(models.Model):
    """A spreadsheet that somebody uploaded and has not confirmed yet; deleted when confirmed, or after a day."""

    kind = models.CharField(_("kind"), max_length=20)
    scope = models.CharField(_("belongs to"), max_length=64, blank=True, help_text=_("The key of an evaluation."))
    name = models.CharField(_("file name"), max_length=200)
    content = models.BinaryField(_("content"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("on"))

    class Meta:
        verbose_name = _("uploaded spreadsheet")
        verbose_name_plural = _("uploaded spreadsheets")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.name
