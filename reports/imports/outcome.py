"""What an import came to, as the command line's JSON (design.md, Command line) and as the counts of the pages."""

from collections import Counter, defaultdict

from django.db.models import Count

from reports.models import ImportBatch, ImportFile, ImportRow

Outcome = ImportRow.Outcome
SHOWN = ("row", "column", "value", "code", "severity", "message")


def outcome_json(batch: ImportBatch) -> dict:
    """The batch with its files, sheets, counts and findings."""
    rows = defaultdict(list)
    columns = ("file_id", "sheet", "outcome", "warned", "findings")
    for row in batch.rows.order_by("id").values_list(*columns, named=True):
        rows[(row.file_id, row.sheet)].append(row)
    return {
        "batch": batch.pk,
        "files": [
            {
                "file": file.name,
                "error": file.error or None,
                "sheets": [_sheet_json(sheet, rows[(file.pk, sheet["sheet"])]) for sheet in file.sheets],
            }
            for file in batch.files.all()
        ],
    }


def _sheet_json(sheet: dict, rows: list) -> dict:
    counts = Counter(row.outcome for row in rows)
    findings = [*sheet["findings"], *(one for row in rows for one in row.findings)]
    return {
        "sheet": sheet["sheet"],
        "ledger": sheet["ledger"],
        "header_rows": sheet["header_rows"],
        "rows": len(rows),
        "new": counts[Outcome.NEW],
        "changed": counts[Outcome.CHANGED],
        "same": counts[Outcome.SAME],
        "error_rows": sum(counts[kept_out] for kept_out in ImportRow.KEPT_OUT),
        "warning_rows": sum(row.warned for row in rows),
        "findings": [{name: one[name] for name in SHOWN} for one in findings],
    }


def totals_of(batches) -> dict[int, dict]:
    """Counts of several batches by key: rows, each outcome, error_rows, warning_rows, refused. Two queries."""
    keys = [batch.pk for batch in batches]
    counts = {key: Counter() for key in keys}
    rows = ImportRow.objects.filter(batch__in=keys).order_by().values_list("batch", "outcome", "warned")
    for key, outcome, warned, number in rows.annotate(number=Count("pk")):
        counts[key][outcome] += number
        counts[key]["rows"] += number
        counts[key]["error_rows"] += number if outcome in ImportRow.KEPT_OUT else 0
        counts[key]["warning_rows"] += number if warned else 0
    refused = ImportFile.objects.filter(batch__in=keys).exclude(error="").order_by().values_list("batch")
    for key, number in refused.annotate(number=Count("pk")):
        counts[key]["refused"] = number
    names = ("rows", *Outcome.values, "error_rows", "warning_rows", "refused")
    return {key: {name: found[name] for name in names} for key, found in counts.items()}


def totals(batch: ImportBatch) -> dict:
    """The same counts of one batch."""
    return totals_of([batch])[batch.pk]
