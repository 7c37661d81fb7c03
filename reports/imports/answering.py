"""Remembering what clerks say of headers and values: always, for the whole county, or for one batch only."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from orgs.choices import Kind, folded
from orgs.models import Region, User
from reports.imports.answers import kinds_told, tops_told
from reports.imports.batches import CannotImport, lock
from reports.imports.forgetting import forget
from reports.imports.mapping import Header
from reports.ledgers.fields import fields
from reports.models import HeaderAnswer, ImportBatch, ValueAnswer

LONGEST = 200  # characters of a text that is remembered


def is_meaning(column: str) -> bool:
    """Whether a header may be answered so: "" for none, the key of a field, or "mode=单独组建" for a tick column."""
    key, _, choice = column.partition("=")
    known = fields().get(key)
    return not column or (known is not None and (not choice or known.tick(choice) is not None))


def answer_headers(batch: ImportBatch, given: dict[str, str | None], headers: Iterable[Header], *, always: bool, user):
    """Remember what headers mean: fingerprint → column (see `is_meaning`), None to forget what was answered.

    What is said of a column without a header holds for this batch only, whatever `always` says.
    headers: those of the batch (mapping.headers_of). Raises CannotImport when the batch waits no more, ValueError for a
    column that no ledger has.
    """
    if strange := [column for column in given.values() if column is not None and not is_meaning(column)]:
        raise ValueError(f"no meaning of a header: {', '.join(strange)}")
    known = {header.fingerprint: header for header in headers}
    with transaction.atomic():
        batch = _waiting(batch)
        once = dict(batch.options.get("headers", {}))
        bare = {(file, sheet, place): column for file, sheet, place, column in batch.options.get("headless", ())}
        for mark, column in given.items():
            once.pop(mark, None)
            if mark in known and known[mark].headless:  # it has no words to remember it by
                bare[known[mark].headless] = column
            elif column is None:
                forget(HeaderAnswer.objects.filter(fingerprint=mark), by=user)
            elif always:
                header = known[mark]
                texts = {"leaf": header.leaf[:LONGEST], "parents": header.parents, "column": column}
                over = [one.fingerprint for one in known.values() if header.rivals_with(one, column)]
                HeaderAnswer.objects.update_or_create(fingerprint=mark, defaults={**texts, "over": over, **_by(user)})
            else:
                once[mark] = column
        told = [[*place, column] for place, column in bare.items() if column is not None]
        _keep(batch, headers=once, **({"headless": told} if bare else {}))


def answer_kinds(batch: ImportBatch, kinds: dict[tuple[str, str], str]):
    """Let all rows of a sheet be of one kind in this batch: (file name, sheet) → Kind, "" to leave it to the rows.

    Raises CannotImport when the batch waits no more.
    """
    with transaction.atomic():
        batch = _waiting(batch)
        told = kinds_told(batch) | kinds
        _keep(batch, kinds=[[*place, Kind(kind).value] for place, kind in told.items() if kind])


def answer_tops(batch: ImportBatch, tops: dict[tuple[str, str], tuple[int, int] | None]):
    """Let the header of a sheet be where the clerk says, in this batch: (file name, sheet) → first and last row, None
    to take that back.

    Raises CannotImport when the batch waits no more.
    """
    with transaction.atomic():
        batch = _waiting(batch)
        told = tops_told(batch) | tops
        _keep(batch, tops=[[*place, *rows] for place, rows in told.items() if rows])


def answer_values(batch: ImportBatch, given: Iterable[tuple[str, str, Region | None, str | None, bool]], *, user):
    """Remember what values mean: (fact, the text as the file has it, town or None, what to read instead, always).

    None in place of what to read forgets the answer. Raises CannotImport when the batch waits no more.
    """
    with transaction.atomic():
        batch = _waiting(batch)
        once = {tuple(one[:3]): one[3] for one in batch.options.get("values", ())}
        for fact, shown, town, meant, always in given:
            key = (fact, folded(shown)[:LONGEST], town.code if town else "")
            once.pop(key, None)
            about = {"fact": fact, "text": key[1], "region": town}
            if meant is None:
                forget(ValueAnswer.objects.filter(**about), by=user)
            elif not always:
                once[key] = meant
            else:
                said = {"value": meant, "shown": shown[:LONGEST], **_by(user)}
                ValueAnswer.objects.update_or_create(**about, defaults=said)
        _keep(batch, values=[[*key, meant] for key, meant in once.items()])


def _waiting(batch: ImportBatch) -> ImportBatch:
    """The batch, locked, when it still waits for its decision."""
    batch = lock(batch)
    if batch.state != ImportBatch.State.PLANNED:
        raise CannotImport(f"这次导入{batch.get_state_display()}，不能再改")
    return batch


def _keep(batch: ImportBatch, **options):
    batch.options = {**batch.options, **options}
    batch.save(update_fields=["options"])


def _by(user: User) -> dict:
    return {"user": user, "user_name": str(user), "created": timezone.now()}
