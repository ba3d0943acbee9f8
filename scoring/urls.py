"""The pages of an evaluation: /e/<id>/ is one evaluation, nouns below it, verbs only for acts."""

from django.urls import path

from scoring.views import criteria, decision, evaluations, offers, people, report, results, setup, sheet, stages

app_name = "scoring"

urlpatterns = [
    path("evaluations/", evaluations.evaluations, name="evaluations"),
    path("evaluations/new/", setup.new, name="new"),
    path("e/<uuid:pk>/", evaluations.evaluation, name="evaluation"),
    # Setting up: steps that can be left and come back to
    path("e/<uuid:pk>/setup/company/", setup.company, name="setup_company"),
    path("e/<uuid:pk>/setup/criteria/", criteria.pack, name="setup_criteria"),
    path("e/<uuid:pk>/setup/offers/", offers.offers, name="setup_offers"),
    path("e/<uuid:pk>/setup/committee/", people.committee, name="setup_committee"),
    path("e/<uuid:pk>/setup/committee/add/", people.add_seat, name="add_seat"),
    path("e/<uuid:pk>/setup/committee/<int:seat_pk>/", people.edit_seat, name="edit_seat"),
    path("e/<uuid:pk>/setup/committee/<int:seat_pk>/remove/", people.remove_seat, name="remove_seat"),
    path("e/<uuid:pk>/setup/check/", setup.check, name="setup_check"),
    # Criteria and weights
    path("e/<uuid:pk>/criteria/", criteria.weights, name="criteria"),
    path("e/<uuid:pk>/criteria/add/", criteria.add_criterion, name="add_criterion"),
    path("e/<uuid:pk>/criteria/<int:criterion_pk>/", criteria.edit_criterion, name="edit_criterion"),
    path("e/<uuid:pk>/criteria/<int:criterion_pk>/remove/", criteria.remove_criterion, name="remove_criterion"),
    # Acts
    path("e/<uuid:pk>/open/", stages.open_scoring, name="open"),
    path("e/<uuid:pk>/close/", stages.close_scoring, name="close"),
    # Scoring
    path("e/<uuid:pk>/sheet/", sheet.sheet, name="sheet"),
    path("e/<uuid:pk>/sheet/submit/", sheet.submit, name="submit"),
    path("e/<uuid:pk>/scores/<str:candidate_key>/<str:criterion_key>/", sheet.save, name="save_mark"),
    # After the reveal
    path("e/<uuid:pk>/results/", results.results, name="results"),
    path("e/<uuid:pk>/results/<str:candidate_key>/", results.explanation, name="explanation"),
    path("e/<uuid:pk>/results/<str:candidate_key>/<str:criterion_key>/", results.cell, name="cell"),
    path("e/<uuid:pk>/costs/", results.costs, name="costs"),
    path("e/<uuid:pk>/decision/", decision.decide, name="decide"),
    path("e/<uuid:pk>/reports/", report.reports, name="reports"),
    path("e/<uuid:pk>/reports/<slug:language>.pdf", report.download, name="download_report"),
]
