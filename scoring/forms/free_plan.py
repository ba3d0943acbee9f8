"""Free plans: how many inquiries a day to reckon with."""

from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.casefile.parts import LOAD_MAX


class VolumeForm(forms.Form):
    """The number that the page is computed for; nothing is saved."""

    inquiries = forms.IntegerField(label=_("Inquiries a day"), min_value=0, max_value=int(LOAD_MAX), required=False)
