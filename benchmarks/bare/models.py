"""Row: what a bare insert inserts."""

from django.db import models


class Row(models.Model):
    """A line of text."""

    text = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.text
