"""The form of a vendor."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from vendors.models import Vendor


class VendorForm(forms.ModelForm[Vendor]):
    """Who the vendor is, and whom to talk to."""

    name_taken = _("A vendor of this name exists already. Two vendors never share a name.")

    website = forms.URLField(label=_("Website"), max_length=500, required=False, assume_scheme="https")

    class Meta:
        model = Vendor
        fields = ["name", "name_zh", "website", "contact_name", "contact_email", "notes"]
        widgets = {"notes": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Div("name", "name_zh", css_class="pair"),
            "website",
            Div("contact_name", "contact_email", css_class="pair"),
            "notes",
        )

    def clean_name(self) -> str:
        """Not the name of another vendor, however it is capitalised."""
        name: str = self.cleaned_data["name"]
        if Vendor.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(self.name_taken)
        return name

    def saved(self) -> bool:
        """Validate and save; False leaves the errors on the form.

        Two people, or two clicks, may add the same name at the same moment: the database then has the last word.
        """
        if not self.is_valid():
            return False
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError:
            self.add_error("name", self.name_taken)
            return False
        return True
