"""The plan of a preview, kept until it is applied, so that a large file is not planned twice for nothing.

Planning again is what makes applying safe: what is written follows from the register as it is. Where nothing that a
plan depends on has changed since the preview, planning again gives the same; then what the preview found is written.
That is told by `circumstances`, taken before the plan and again when the batch is locked to be written, and by a token
that the batch gets in the transaction which stores the planned rows. The plan is sealed like the originals, since it
holds what the files say. Without it, or when it does not hold any more, rows are planned again.
"""

import hashlib
import logging
import marshal
import secrets
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.db import models
from django.db.models import Count, Max, Q, Value

from liangxin import vault
from liangxin.dates import today
from orgs.scope import CONSOLE
from reports.imports.answers import values_told
from reports.imports.drafts import Plan
from reports.imports.pipelines import pipeline_of
from reports.imports.writes import Writes
from reports.models import ImportBatch

FOLDER, HEAD = "plans", "head"
TOKEN = "plan"  # the name of the token among the options of a batch
WORTH = 1_000  # rows from which planning again takes longer than a moment
DAY = 24 * 60 * 60  # seconds after which a plan that nobody applied is removed
log = logging.getLogger(__name__)


def circumstances(batch: ImportBatch, *, user) -> str:
    """All that the plan of `batch` (which may not be stored yet) follows from but its rows, as a digest."""
    who = "" if user is CONSOLE else (user.pk, user.role, user.region_id, user.supervisor_id, user.guide_id)
    options = {key: value for key, value in batch.options.items() if key not in ("job", "held", TOKEN)}
    told = sorted(values_told(batch).items())
    said = (who, batch.as_of, batch.region_id, sorted(options.items()), told, today(), _program(), *_registers(batch))
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _registers(batch: ImportBatch) -> tuple[list, dict]:
    """How far the history of each register is, which notes every change, and what other imports there were.

    The number of entries as well as the last: on PostgreSQL one that was begun earlier may be committed later.
    """
    line = pipeline_of(batch)
    counted = [_how_far(model) for model in (*line.order, *line.reads)]
    others = ImportBatch.objects.exclude(pk=batch.pk).aggregate(
        there=Count("pk", filter=Q(state=ImportBatch.State.APPLIED)), last=Max("applied"), undone=Max("undone")
    )
    return list(counted[0].union(*counted[1:], all=True).order_by("what")), others


def _how_far(model: type[models.Model]) -> models.QuerySet:
    entries = model.history.model.objects.order_by()
    named = entries.annotate(what=Value(model._meta.label_lower)).values("what")
    return named.annotate(count=Count("pk"), last=Max("pk")).values_list("what", "count", "last")


@cache
def _program() -> tuple:
    """The version of Python and of our own code: another one may plan otherwise, or not read what was kept."""
    root = Path(__file__).resolve().parents[2]
    files = [
        path for room in ("liangxin", "orgs", "members", "reports") for path in sorted((root / room).rglob("*.py"))
    ]
    return sys.version, [(path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files]


def keep(batch: ImportBatch, planned: Plan, before: str) -> None:
    """Keep the plan of all rows of `batch`; `before` are the circumstances before it was made.

    A small one is not kept, nor one for which there is no place: it is planned again.
    """
    if len(planned.drafts) < WORTH:
        return
    forget(batch)
    writes, token = planned.changes.collected(), secrets.token_hex(8)
    try:
        for number, part in enumerate(writes.parts()):  # one after the other: together they take much memory
            _put(batch, number, part)
        _put(batch, HEAD, (token, before, writes.plain()))
    except OSError as error:
        log.warning("The plan of batch %s is not kept: %s", batch.pk, error)
        return
    batch.options[TOKEN] = token  # another one, or none, when this transaction comes to nothing
    batch.save(update_fields=["options"])


def _put(batch: ImportBatch, what: str | int, content):
    vault.keep(marshal.dumps(content), name=f"{batch.pk}.{what}", of=_folder(batch))


def _got(batch: ImportBatch, what: str | int):
    """What was put there; it is sealed, so it is our own. Raises vault.Lost, or what marshal raises."""
    return marshal.loads(vault.content_of(f"{batch.pk}.{what}", _folder(batch)))


class Kept(NamedTuple):
    """A plan that was kept."""

    token: str
    before: str
    writes: Writes

    def holds(self, batch: ImportBatch, *, user) -> bool:
        """Whether `user` may write it as it is; `batch` must be locked, so that nobody else writes meanwhile."""
        return self.token == batch.options.get(TOKEN) and self.before == circumstances(batch, user=user)


def taken(batch: ImportBatch) -> Kept | None:
    """What is kept of the plan of `batch`; to be asked before the batch is locked, which lets it go."""
    if not is_there(batch):
        return None
    try:
        token, before, plain = _got(batch, HEAD)
        writes = Writes.of_plain(pipeline_of(batch).order, plain)
        writes.take_parts(_got(batch, number) for number in range(len(plain[0])))
    except (vault.Lost, EOFError, ValueError, TypeError):
        return None
    return Kept(token, before, writes)


def is_there(batch: ImportBatch) -> bool:
    """Whether a plan of `batch` is kept, of whatever use it may be."""
    return vault.is_kept(f"{batch.pk}.{HEAD}", _folder(batch))


def forget(batch: ImportBatch) -> None:
    """Its rows may change, or were written: the plan is of no use any more."""
    vault.forget_all(_folder(batch))


def forget_old(moment: float) -> None:
    """Remove the plans that were kept a day before `moment` (seconds since the epoch) and never applied."""
    for name in vault.older_than(moment - DAY, FOLDER):
        vault.forget_all(f"{FOLDER}/{name}")


def _folder(batch: ImportBatch) -> str:
    return f"{FOLDER}/{batch.pk}"
