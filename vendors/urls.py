"""The pages of facts: vendors, their offers with costs and promises, and the tier table."""

from django.urls import path

from vendors.views import offers, tiers, vendors

app_name = "vendors"

urlpatterns = [
    path("vendors/", vendors.vendors, name="vendors"),
    path("vendors/add/", vendors.add_vendor, name="add_vendor"),
    path("vendors/<int:pk>/", vendors.vendor, name="vendor"),
    path("vendors/<int:pk>/edit/", vendors.edit_vendor, name="edit_vendor"),
    path("vendors/<int:pk>/offers/add/", offers.add_offer, name="add_offer"),
    path("offers/<int:pk>/", offers.offer, name="offer"),
    path("offers/<int:pk>/edit/", offers.edit_offer, name="edit_offer"),
    path("offers/<int:pk>/promises/", offers.promises, name="promises"),
    path("offers/<int:pk>/costs/", offers.costs, name="costs"),
    path("tiers/", tiers.tiers, name="tiers"),
]
