"""The pages of an evaluation: /e/<id>/ is one evaluation, nouns below it, verbs only for acts."""

from django.urls import path

from scoring.views import (
    amendments,
    attachments,
    baseline,
    consensus,
    criteria,
    deadlines,
    decision,
    envelope,
    evaluations,
    interests,
    offers,
    one_offer,
    people,
    record,
    reopening,
    report,
    results,
    rulings,
    setup,
    sheet,
    sheets_of_others,
    sign_off,
    stages,
)

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
    path("e/<uuid:pk>/sheet/envelope/", envelope.envelope, name="envelope"),
    path("e/<uuid:pk>/scores/<str:candidate_key>/<str:criterion_key>/", sheet.save, name="save_mark"),
    path("e/<uuid:pk>/scores/<str:candidate_key>/<str:criterion_key>/files/", attachments.files, name="files"),
    path("e/<uuid:pk>/attachments/<int:attachment_pk>/", attachments.download, name="download_attachment"),
    # After the reveal
    path("e/<uuid:pk>/results/", results.results, name="results"),
    path("e/<uuid:pk>/results/<str:candidate_key>/", results.explanation, name="explanation"),
    path("e/<uuid:pk>/results/<str:candidate_key>/<str:criterion_key>/", results.cell, name="cell"),
    path("e/<uuid:pk>/costs/", results.costs, name="costs"),
    path("e/<uuid:pk>/decision/", decision.decide, name="decide"),
    path("e/<uuid:pk>/reports/", report.reports, name="reports"),
    path("e/<uuid:pk>/reports/<slug:language>.pdf", report.download, name="download_report"),
    # Interests, deadline, sheets given back or admitted
    path("e/<uuid:pk>/interests/", interests.interests, name="interests"),
    path("e/<uuid:pk>/interests/all/", interests.declarations, name="declarations"),
    path("e/<uuid:pk>/deadline/", deadlines.deadline, name="deadline"),
    path("e/<uuid:pk>/sheets/<int:seat_pk>/return/", sheets_of_others.return_sheet, name="return_sheet"),
    path("e/<uuid:pk>/sheets/<int:seat_pk>/admit/", sheets_of_others.admit_sheet, name="admit_sheet"),
    # Baseline and amendments
    path("e/<uuid:pk>/amend/", amendments.amend, name="amend"),
    path("e/<uuid:pk>/sheet/confirm/", amendments.confirm, name="confirm_amendment"),
    path("e/<uuid:pk>/baseline/", baseline.versions, name="baseline"),
    path("e/<uuid:pk>/baseline/<int:version>.json", baseline.download, name="download_baseline"),
    # Consensus round and rulings
    path("e/<uuid:pk>/consensus/", consensus.consensus, name="consensus"),
    path("e/<uuid:pk>/consensus/note/", consensus.add_note, name="add_note"),
    path("e/<uuid:pk>/consensus/<str:candidate_key>/<str:criterion_key>/", consensus.cell, name="consensus_cell"),
    path("e/<uuid:pk>/consensus/<str:candidate_key>/<str:criterion_key>/revise/", consensus.revise, name="revise"),
    path("e/<uuid:pk>/consensus/<str:candidate_key>/<str:criterion_key>/agree/", consensus.agree, name="agree"),
    path("e/<uuid:pk>/consensus/<str:candidate_key>/<str:criterion_key>/note/", consensus.note, name="note"),
    path("e/<uuid:pk>/rulings/<str:candidate_key>/<str:criterion_key>/", rulings.ruling, name="ruling"),
    # Sign-off, reopening, archive
    path("e/<uuid:pk>/sign-off/", sign_off.sign_off, name="sign_off"),
    path("e/<uuid:pk>/reopen/", reopening.reopen, name="reopen"),
    path("e/<uuid:pk>/reopen/<int:request_pk>/agree/", reopening.agree, name="agree_to_reopen"),
    path("e/<uuid:pk>/archive/", reopening.archive, name="archive"),
    # Record
    path("e/<uuid:pk>/record/", record.record, name="record"),
    path("e/<uuid:pk>/record.<slug:kind>", record.download, name="download_record"),
    # My sheet offer by offer; last, because an offer's key may be any word
    path("e/<uuid:pk>/sheet/<str:candidate_key>/", one_offer.one_offer, name="one_offer"),
]
