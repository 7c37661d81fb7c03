"""Addresses of the workbench, the figures, the ledgers and the help; the project's urls put them at the root."""

from django.urls import path

from reports.views import coverage, help, imports, ledgers, lists, transfers, workbench

app_name = "reports"

urlpatterns = [
    path("", workbench.workbench, name="workbench"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/table.xlsx", coverage.coverage_workbook, name="coverage_workbook"),
    path("coverage/organizations/", lists.organizations, name="organizations"),
    path("coverage/organizations.xlsx", lists.organizations_workbook, name="organizations_workbook"),
    path("coverage/branches/", lists.branches, name="branches"),
    path("ledgers/<slug:key>/", ledgers.ledger, name="ledger"),
    path("ledgers/<slug:key>/table.xlsx", ledgers.ledger_workbook, name="ledger_workbook"),
    path("ledgers/<slug:key>/blank.xlsx", ledgers.ledger_blank, name="ledger_blank"),
    path("imports/", imports.batches, name="imports"),
    path("imports/upload/", imports.upload, name="upload"),
    path("imports/<int:pk>/", imports.batch, name="import"),
    path("imports/<int:pk>/apply/", imports.apply_batch, name="import_apply"),
    path("imports/<int:pk>/drop/", imports.drop_batch, name="import_drop"),
    path("imports/<int:pk>/replan/", imports.replan_batch, name="import_replan"),
    path("imports/<int:pk>/undo/", imports.undo_batch, name="import_undo"),
    path("transfers/", transfers.transfers, name="transfers"),
    path("transfers/<int:pk>/decide/", transfers.decide_transfer, name="transfer_decide"),
    path("help/", help.guidance, name="help"),
]
