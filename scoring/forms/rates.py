"""Exchange rates: what one unit of each other currency is worth, on which day, and who says so."""

from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scoring.forms.fields import plain, without_controls
from scoring.models import ExchangeRate

_LEAST = Decimal("0.00000001")


class RateField(forms.DecimalField):
    """A rate as people write it, without zeros that nobody typed."""

    def prepare_value(self, value: Any) -> Any:
        return plain(value)


class RateForm(forms.ModelForm[ExchangeRate]):
    """The rate of one currency; the page has a form for each."""

    rate = RateField(max_digits=18, decimal_places=8, min_value=_LEAST)
    as_of = forms.DateField(label=gettext_lazy("Rate as of"), widget=forms.DateInput(attrs={"type": "date"}))
    source_note = forms.CharField(
        label=gettext_lazy("Where it is written"),
        max_length=500,
        validators=[without_controls],
        help_text=gettext_lazy("A central bank's page, a contract, a person."),
    )

    class Meta:
        model = ExchangeRate
        fields = ("rate", "as_of", "source_note")

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        kwargs["prefix"] = currency
        super().__init__(*args, **kwargs)
        self.currency = self.instance.currency = currency
        home = self.instance.evaluation.currency
        self.fields["rate"].label = _("1 %(currency)s is worth, in %(home)s") % {"currency": currency, "home": home}
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            Row(Column("rate", css_class="col-md-4"), Column("as_of", css_class="col-md-4")), "source_note"
        )
