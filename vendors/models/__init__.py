"""Facts: what vendors offer, at what cost, and what they promise."""

from vendors.models.cost_answer import CostAnswer
from vendors.models.cost_line import CostAmount, CostLine, PriceSource
from vendors.models.free_plan import FreePlan, FreePlanFunction
from vendors.models.offer import Offer, Period
from vendors.models.price import Grade, Module, PriceRevision, SeatPrice, UsageTerm
from vendors.models.promise import Promise
from vendors.models.tier import Tier
from vendors.models.upload import Upload
from vendors.models.vendor import Vendor

__all__ = [
    "CostAmount",
    "CostAnswer",
    "CostLine",
    "FreePlan",
    "FreePlanFunction",
    "Grade",
    "Module",
    "Offer",
    "Period",
    "PriceRevision",
    "PriceSource",
    "Promise",
    "SeatPrice",
    "Tier",
    "Upload",
    "UsageTerm",
    "Vendor",
]
