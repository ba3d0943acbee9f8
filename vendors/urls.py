"""The pages of facts: vendors, their offers with costs and promises, and the tier table."""

from django.urls import path

from vendors.views import catalogue, costs, free_plans, offers, prices, spreadsheets, tco, tiers, vendors

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
    path("offers/<int:pk>/costs/", costs.costs, name="costs"),
    path("offers/<int:pk>/prices/", prices.prices, name="prices"),
    path("vendors/<int:pk>/free-plan/", free_plans.free_plan, name="free_plan"),
    # What can cost something: the list, the questions to send, and the answers that come back
    path("offers/<int:pk>/tco/", tco.tco, name="tco"),
    path("offers/<int:pk>/tco/letter/", tco.tco_letter, name="tco_letter"),
    path("offers/<int:pk>/tco/ask.<slug:ending>", tco.tco_sheet, name="tco_sheet"),
    path("offers/<int:pk>/tco/answers/", tco.tco_answers, name="tco_answers"),
    path("offers/<int:pk>/tco/answers/<int:upload_pk>/", tco.tco_preview, name="tco_preview"),
    path("offers/<int:pk>/tco/answers/<int:upload_pk>/errors.csv", tco.tco_faults, name="tco_faults"),
    # Facts by spreadsheet
    path("vendors/spreadsheet/<slug:workbook>/", spreadsheets.spreadsheet, name="spreadsheet"),
    path(
        "vendors/spreadsheet/<slug:workbook>/template.<slug:ending>", spreadsheets.template, name="spreadsheet_template"
    ),
    path("vendors/spreadsheet/<slug:workbook>/<int:upload_pk>/", spreadsheets.preview, name="spreadsheet_preview"),
    path(
        "vendors/spreadsheet/<slug:workbook>/<int:upload_pk>/errors.csv",
        spreadsheets.faults,
        name="spreadsheet_faults",
    ),
    path("tiers/", tiers.tiers, name="tiers"),
    path("catalogue/", catalogue.entries, name="catalogue"),
    path("catalogue/<slug:slug>/", catalogue.entry, name="catalogue_entry"),
    path("catalogue/<slug:slug>/<int:place>/pick/", catalogue.pick, name="pick"),
]
