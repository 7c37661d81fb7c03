"""The plan of a preview, kept until it is applied, so that a large file is not planned twice for nothing.

Planning again is what makes applying safe: what is written follows from the register as it is. Where nothing that a
plan depends on has changed since the preview, planning again gives the same; then what the preview found is written.
That is told by `circumstances`, taken before the plan and again, inside the transaction, before it is written. The
plan is sealed like the originals, since it holds what the files say; without it, or when it is not the newest, rows
are planned again.
"""

import hashlib
import logging
import marshal
import sys
from functools import cache
from pathlib import Path

from django.db import models
from django.db.models import Count, Max, Q, Value

from liangxin import vault
from liangxin.dates import today
from orgs.models import Region
from orgs.scope import CONSOLE
from reports.imports.answers import values_told
from reports.imports.changes import ORDER
from reports.imports.drafts import Plan
from reports.imports.writes import Writes
from reports.models import ImportBatch, SameAnswer

FOLDER = "plans"
WORTH = 1_000  # rows from which planning again takes longer than a moment
READ = (*ORDER, Region, SameAnswer)  # the registers that a plan reads
DAY = 24 * 60 * 60  # seconds after which a plan that nobody applied is removed
log = logging.getLogger(__name__)


def circumstances(batch: ImportBatch, *, user) -> str:
    """All that the plan of `batch` (which may not be stored yet) follows from but its rows, as a digest."""
    who = "" if user is CONSOLE else (user.pk, user.role, user.region_id, user.supervisor_id, user.guide_id)
    options = {key: value for key, value in batch.options.items() if key not in ("job", "held")}
    told = sorted(values_told(batch).items())
    said = (who, batch.as_of, batch.region_id, sorted(options.items()), told, today(), _program(), *_registers(batch))
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _registers(batch: ImportBatch) -> tuple[list, dict]:
    """How far the history of each register is, which notes every change, and what other imports there were.

    The number of entries as well as the last: on PostgreSQL one that was begun earlier may be committed later.
    """
    counted = [_how_far(model) for model in READ]
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
    files = [path for room in ("liangxin", "orgs", "reports") for path in sorted((root / room).rglob("*.py"))]
    return sys.version, [(path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files]


def keep(batch: ImportBatch, planned: Plan) -> None:
    """Keep the plan of all rows of `batch`, made under the circumstances that it names.

    A small one is not kept, nor one for which there is no place: it is planned again.
    """
    if len(planned.drafts) < WORTH:
        return
    content = marshal.dumps((_mark(batch), planned.before, planned.changes.collected().plain()))
    try:
        vault.keep(content, name=str(batch.pk), of=FOLDER)
    except OSError as error:
        log.warning("The plan of batch %s is not kept: %s", batch.pk, error)


def take(batch: ImportBatch, *, now: str) -> Writes | None:
    """What applying `batch` writes, when its plan was kept and was made under the circumstances of `now`."""
    try:
        mark, before, plain = marshal.loads(vault.content_of(str(batch.pk), FOLDER))  # sealed, so our own
    except (vault.Lost, EOFError, ValueError, TypeError):
        return None
    return Writes.of_plain(ORDER, plain) if (mark, before) == (_mark(batch), now) else None


def is_there(batch: ImportBatch) -> bool:
    """Whether a plan of `batch` is kept, of whatever use it may be."""
    return vault.is_kept(str(batch.pk), FOLDER)


def forget(batch: ImportBatch) -> None:
    """Its rows may change, or were written: the plan is of no use any more."""
    vault.forget(str(batch.pk), FOLDER)


def forget_old(moment: float) -> None:
    """Remove the plans that were kept a day before `moment` (seconds since the epoch) and never applied."""
    for name in vault.older_than(moment - DAY, FOLDER):
        vault.forget(name, FOLDER)


def _mark(batch: ImportBatch) -> str:
    """What tells a batch from one of the same number whose transaction came to nothing."""
    return batch.created.isoformat()
