"""One spreadsheet to upload; what is in it is looked at by vendors/spreadsheets."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from vendors.spreadsheets.reading import ENDINGS, allowed

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.utils.datastructures import MultiValueDict


class SpreadsheetForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("Spreadsheet"), allow_empty_file=True, error_messages={"required": _("Choose a file to upload.")}
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
    ) -> None:
        super().__init__(data, files)
        self.fields["file"].help_text = allowed()
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{ending}" for ending in ENDINGS)
        self.helper = FormHelper()
        self.helper.form_tag = False
