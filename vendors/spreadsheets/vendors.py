"""The sheet of vendors: who they are and whom to talk to."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django import forms

from vendors.forms.vendor import VendorForm
from vendors.models import Vendor
from vendors.spreadsheets.columns import Column, Kind, both
from vendors.spreadsheets.records import Record
from vendors.spreadsheets.tables import Table
from vendors.spreadsheets.workbooks import Workbook

COLUMNS = (
    Column(
        key="name",
        label=both("Name", "名称"),
        required=True,
        example=both("Example Cloud", "示例云"),
        help=both("Two vendors never share a name.", "供应商名称不得重复。"),
        width=28,
    ),
    Column(
        key="name_zh",
        label=both("Name in Chinese", "中文名称"),
        example="示例云",
        help=both("Only if it differs.", "仅在与名称不同时填写。"),
        width=24,
    ),
    Column(
        key="website",
        label=both("Website", "网站"),
        example="https://www.example.com",
        help=both("With or without https://.", "可写或不写 https://。"),
        width=30,
    ),
    Column(
        key="contact_name",
        label=both("Contact person", "联系人"),
        example=both("Sun Li", "孙莉"),
        help=both("Whom to ask.", "咨询对象。"),
        width=20,
    ),
    Column(
        key="contact_email",
        label=both("Contact e-mail", "联系邮箱"),
        example="sales@example.com",
        help=both("One address.", "一个邮箱地址。"),
        width=26,
    ),
    Column(
        key="notes",
        label=both("Notes", "备注"),
        kind=Kind.TEXT,
        example=both("Met at the trade fair.", "展会上认识。"),
        help=both("Anything that others should know.", "其他人应当了解的任何信息。"),
        width=48,
    ),
)


class VendorRow(VendorForm):
    """The form of the vendor's page, which knows all names and need not ask for each row."""

    def __init__(self, *args: Any, taken: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = taken

    def clean_name(self) -> str:
        """Not the name of another vendor, however it is capitalised."""
        name: str = self.cleaned_data["name"]
        if self.taken.get(name.casefold(), self.instance.pk) != self.instance.pk:
            raise forms.ValidationError(self.name_taken)
        return name

    def _get_validation_exclusions(self) -> set[str]:
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc] # the stubs lack it
        return exclusions | {"name"}


class VendorTable(Table):
    """One row a vendor."""

    key = "vendors"
    name = both("Vendors", "供应商")
    names = ("name",)
    columns = COLUMNS

    @cached_property
    def taken(self) -> dict[str, int]:
        """Each name with the vendor that has it."""
        return {name.casefold(): pk for name, pk in Vendor.objects.values_list("name", "pk")}

    def stored(self) -> Iterable[Vendor]:
        """All of them, by name."""
        return Vendor.objects.all()

    def values(self, row: Vendor) -> Mapping[str, Any]:
        """As the columns are called."""
        return vars(row)

    def fresh(self) -> Vendor:
        """One without anything."""
        return Vendor()

    def form(self, row: Vendor | None, texts: Mapping[str, str], record: Record) -> forms.BaseForm:  # noqa: ARG002
        """The form of the vendor's page."""
        return VendorRow(dict(texts), instance=row or Vendor(), taken=self.taken)


class VendorsWorkbook(Workbook):
    """All vendors."""

    key = "vendors"
    title = both("Vendors", "供应商")
    about = both(
        "Names, websites and contacts of all vendors, one row each.", "全部供应商的名称、网站和联系人，每行一家。"
    )

    def __init__(self) -> None:
        super().__init__([VendorTable()])

    def hold(self) -> None:
        """Every vendor: names must stay apart from each other."""
        list(Vendor.objects.select_for_update().values_list("pk"))
