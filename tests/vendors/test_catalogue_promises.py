"""What the catalogue says that vendors promise: only their own word, only what it says, only for the right edition."""

from typing import Any

import pytest

from vendors import catalogue
from vendors.catalogue.entries import Sourced, Vendor
from vendors.facts import FACTS, fault_in

MAPPED = [(vendor, mapped) for vendor in catalogue.vendors() for mapped in vendor.promises]


@pytest.mark.parametrize(("vendor", "mapped"), MAPPED, ids=lambda each: getattr(each, "fact", getattr(each, "id", "")))
def test_a_promise_fits_the_closed_list_and_is_the_vendors_own_word(vendor: Vendor, mapped: Any) -> None:
    assert mapped.fact in FACTS
    assert fault_in(mapped.fact, mapped.value) is None
    assert mapped.basis in vendor.facts
    assert mapped.basis.source is not None
    assert mapped.basis.source.kind in {"transcribed", "stored_copy", "quoted"}, "no promise on a third party's word"
    assert set(mapped.editions) <= {edition.name["en"] for edition in vendor.editions}


def test_a_promise_says_what_its_source_says() -> None:
    found = {(vendor.id, mapped.fact, mapped.value, source_of(mapped.basis)) for vendor, mapped in MAPPED}

    assert found == {
        ("zendesk", "trial_days", 14, "LST"),
        ("zendesk", "full_trial_days", 14, "LST"),
        ("zendesk", "module_add", "any_time", "ZD5"),
        ("zendesk", "seat_decrease", "renewal", "ZD5"),
        ("freshdesk", "trial_days", 14, "LST"),
        ("freshdesk", "full_trial_days", 14, "LST"),
        ("freshdesk", "sla_percent", 99.8, "FD2"),
        ("freshdesk", "encryption_at_rest_bits", 256, "FD5"),
        ("intercom", "trial_days", 14, "IC1"),
        ("intercom", "sla_percent", 99.8, "IC3"),
        ("zoho_desk", "trial_days", 15, "LST"),
        ("help_scout", "trial_days", 15, "LST"),
        ("udesk", "sla_percent", 99.9, "UD1"),
        ("udesk", "mlps_level", 3, "UD1"),
        ("hecong", "trial_days", 7, "HC1"),
    }


def source_of(figure: Sourced) -> str | None:
    return None if figure.source is None else figure.source.id


def test_a_promise_of_one_edition_is_not_made_for_another() -> None:
    zendesk = catalogue.vendor("zendesk")

    def promised(place: int) -> list[str]:
        return [mapped.fact for mapped in zendesk.promises_for(zendesk.edition(place))]

    assert promised(3) == ["trial_days", "full_trial_days", "module_add", "seat_decrease"]
    assert promised(4) == ["module_add", "seat_decrease"]
