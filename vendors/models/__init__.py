"""Facts: what vendors offer, at what cost, and what they promise."""

from vendors.models.cost_line import CostAmount, CostLine
from vendors.models.offer import Offer
from vendors.models.promise import Promise
from vendors.models.tier import Tier
from vendors.models.vendor import Vendor

__all__ = ["CostAmount", "CostLine", "Offer", "Promise", "Tier", "Vendor"]
