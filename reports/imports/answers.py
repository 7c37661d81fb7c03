"""What clerks answered before, as cleaning and planning use it. Loaded once for each reading."""

from reports.imports.rows import Answers
from reports.ledgers.words import header_forms
from reports.models import HeaderAnswer, ImportBatch, ValueAnswer


def answers_for(batch: ImportBatch | None = None) -> Answers:
    """All remembered answers, with those of `batch` ("this time") over them. Two queries."""
    known = list(HeaderAnswer.objects.values_list("fingerprint", "column", "leaf", "over"))
    headers = {mark: column for mark, column, *_ in known}
    leaves = frozenset(form for _, _, leaf, _ in known for form in header_forms(leaf)[:1])
    over = {mark: marks for mark, *_, marks in known}
    values = values_told(batch)
    if batch is None:
        return Answers(headers, values, leaves=leaves, over=over)
    once = batch.options.get("headers", {})
    over = {mark: marks for mark, marks in over.items() if mark not in once}
    return Answers(headers | once, values, kinds_told(batch), tops_told(batch), leaves, over, headless_told(batch))


def values_told(batch: ImportBatch | None = None) -> dict[tuple[str, str, str], str]:
    """(fact, folded text, town code or "") → the text to be read instead, with those of `batch` over the others."""
    values = {
        (fact, text, code or ""): value
        for fact, text, code, value in ValueAnswer.objects.values_list("fact", "text", "region__code", "value")
    }
    if batch is not None:
        values |= {(fact, text, code): value for fact, text, code, value in batch.options.get("values", ())}
    return values


def kinds_told(batch: ImportBatch) -> dict[tuple[str, str], str]:
    """(file name, sheet) → kind, as the clerk said for this batch."""
    return {(file, sheet): kind for file, sheet, kind in batch.options.get("kinds", ())}


def tops_told(batch: ImportBatch) -> dict[tuple[str, str], tuple[int, int]]:
    """(file name, sheet) → first and last row of its header, as the clerk said for this batch."""
    return {(file, sheet): (top, bottom) for file, sheet, top, bottom in batch.options.get("tops", ())}


def headless_told(batch: ImportBatch) -> dict[tuple[str, str], dict[int, str]]:
    """(file name, sheet) → column number → what it means, of columns without a header."""
    found: dict[tuple[str, str], dict[int, str]] = {}
    for file, sheet, place, column in batch.options.get("headless", ()):
        found.setdefault((file, sheet), {})[place] = column
    return found
