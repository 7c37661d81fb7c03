"""What an import came to, as the command line's JSON (design.md, Command line) and as the counts of the pages."""

from collections import Counter, defaultdict

from reports.models import ImportBatch, ImportRow

Outcome = ImportRow.Outcome
SHOWN = ("row", "column", "value", "code", "severity", "message")


def outcome_json(batch: ImportBatch) -> dict:
    """The batch with its files, sheets, counts and findings."""
    rows = defaultdict(list)
    for row in batch.rows.order_by("id"):
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


def _sheet_json(sheet: dict, rows: list[ImportRow]) -> dict:
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


def totals(batch: ImportBatch) -> dict:
    """Counts of the whole batch: rows, each outcome, error_rows, warning_rows, files refused."""
    counts = Counter(batch.rows.values_list("outcome", flat=True).order_by())
    return {
        "rows": sum(counts.values()),
        **{outcome.value: counts[outcome] for outcome in Outcome},
        "error_rows": sum(counts[kept_out] for kept_out in ImportRow.KEPT_OUT),
        "warning_rows": batch.rows.filter(warned=True).count(),
        "refused": batch.files.exclude(error="").count(),
    }
