"""Long work on an import as a job of django-tasks: it says how far it is, can be cancelled, and is missed when it dies.

A batch that a job works on is `reading` or `applying` and names the job in `options["job"]`. The job's token is the
fence: `lock` (reports.imports.batches) lets nobody else act on the batch meanwhile, and a job whose token is no longer
the batch's ends without a trace. What a job writes, it writes in one transaction, so it can be begun again.
"""

import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from liangxin.faults import is_busy, sentence_of
from orgs.models import User
from reports.imports import progress
from reports.imports.applying import apply
from reports.imports.batches import BUSY, CannotImport, replan
from reports.imports.progress import Cancelled, Progress
from reports.imports.receiving import read_received
from reports.imports.redoing import redo
from reports.imports.rereading import reread
from reports.imports.undoing import undo
from reports.models import ImportBatch
from reports.registrations.taking import apply_list, read_list, undo_list

log = logging.getLogger(__name__)
State = ImportBatch.State

LARGE = 2_000  # rows from which work on a batch is a job
LARGE_UPLOAD = 300_000  # bytes: nobody knows the rows before reading; .xlsx of 30 columns has 135 a row, others more
TRIES = 3  # a file that kills its reader again and again is left alone
PATIENCE = 600  # seconds in which a job tries again while another writer holds the database

WAITING = "排队等候"
STOPPED = "程序中断了，登记没有任何变化"


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of job: what it does with (batch, user=, …), its steps, in which states of a batch, its page's title."""

    does: Callable
    steps: tuple[str, ...]
    begins: tuple[str, ...]
    title: str
    writes: bool = False  # the registers; then it can neither be cancelled nor begun again by itself


PLAN = ("对照登记", "核对各行", "保存预览")
WORK = {
    "read": Work(read_received, ("读取文件", *PLAN), (State.READING, State.FAILED), "正在读取和核对"),
    "reread": Work(reread, ("读取文件", *PLAN), (State.PLANNED,), "正在重新核对"),
    "replan": Work(replan, PLAN, (State.PLANNED,), "正在重新核对"),
    "apply": Work(
        apply,
        ("备份数据库", "对照登记", "核对各行", "写入登记"),
        (State.PLANNED, State.APPLIED),
        "正在写入",
        writes=True,
    ),
    "undo": Work(undo, ("查找改动", "恢复登记"), (State.APPLIED,), "正在撤销", writes=True),
    "redo": Work(redo, PLAN, (State.UNDONE,), "正在重新核对"),
}
LISTS = {
    "read": Work(read_list, ("读取文件", "核对各行", "保存预览"), (State.READING, State.FAILED), "正在读取和核对"),
    "apply": Work(apply_list, ("写入名单",), (State.PLANNED,), "正在写入", writes=True),
    "undo": Work(undo_list, ("撤销名单",), (State.APPLIED,), "正在撤销", writes=True),
}


def work_of(batch: ImportBatch, kind: str = "") -> Work:
    """What the job `kind` does on such a batch; without it the job that is noted in the batch."""
    does = LISTS if batch.kind == ImportBatch.Kind.REGISTRATIONS else WORK
    return does[kind or batch.options["job"]["kind"]]


def is_large(batch: ImportBatch) -> bool:
    """Whether work on all rows of `batch` takes longer than a request should."""
    return batch.rows.count() > LARGE


def begin(batch: ImportBatch, kind: str, *, user: User, at_once: bool = False, **arguments) -> ImportBatch:
    """Have a job of WORK or LISTS done on `batch` for `user`, with keyword `arguments` that JSON can hold.

    `at_once` does it here and now, for what takes seconds. Gives the batch as it is then. Raises CannotImport when
    another job works on it, or it is in no state for this one.
    """
    with transaction.atomic():
        batch = _locked(batch.pk)
        if batch.state in BUSY and batch.options.get("job"):
            raise CannotImport(f"这次导入{batch.get_state_display()}，请等它完成")
        if batch.state not in work_of(batch, kind).begins:
            raise CannotImport(f"这次导入{batch.get_state_display()}，现在不能这样做")
        note(batch, kind, user=user, **arguments)
    return hand_over(batch, at_once=at_once)


def note(batch: ImportBatch, kind: str, *, user: User, **arguments):
    """The first half of `begin`, for a batch that nobody else has: call inside a transaction, `hand_over` after it."""
    before = State.PLANNED if kind == "read" else batch.state
    _note(batch, {"kind": kind, "user": user.pk, "before": before, "tries": 1, "arguments": arguments})


def hand_over(batch: ImportBatch, *, at_once: bool = False) -> ImportBatch:
    """Have the job that is noted in `batch` done; the batch as it is then."""
    token = batch.options["job"]["token"]
    if at_once:
        work(batch.pk, token)
        batch.refresh_from_db()
    else:
        transaction.on_commit(lambda: run.enqueue(batch.pk, token))
    return batch


def _note(batch: ImportBatch, job: dict):
    """Write the job, with a fresh token, into the batch."""
    token = secrets.token_hex(8)
    batch.options = {**batch.options, "job": {**job, "token": token, "since": timezone.now().isoformat()}}
    batch.options.pop("held", None)
    batch.state, batch.problem = (State.APPLYING if work_of(batch).writes else State.READING), ""
    batch.save(update_fields=["options", "state", "problem"])
    # Before the commit: who sees the job in the batch also sees that somebody works on it.
    progress.forget_wish(batch.pk)
    Progress(batch.pk, token).step(WAITING)


@task
def run(batch_id: int, token: str):
    """The task: do the job `token` of a batch, unless it is not the batch's job any more."""
    work(batch_id, token)


def work(batch_id: int, token: str):
    """Do a job and settle the batch; whatever goes wrong is said in the batch's `problem`."""
    batch = ImportBatch.objects.filter(pk=batch_id, state__in=BUSY).first()
    job = batch.options.get("job") if batch else None
    if not job or job["token"] != token:
        return
    kind = work_of(batch)
    with progress.telling(Progress(batch_id, token, kind.steps, may_cancel=not kind.writes)):
        after, problem = job["before"], ""
        try:
            progress.step(kind.steps[0])
            user = User.objects.get(pk=job["user"])
            _patiently(lambda: kind.does(batch, user=user, **job["arguments"]))
        except Cancelled:
            after = given_up(job)
        except Exception as error:  # the batch must say what became of it, whatever it was
            after, problem = failed(job), _problem(error)
        _patiently(lambda: _settle(batch_id, token, after, problem))


def _problem(error: Exception) -> str:
    if isinstance(error, (CannotImport, User.DoesNotExist)):
        return str(error) if isinstance(error, CannotImport) else "上传人的账号已经不在"
    log.exception("A job failed")
    return sentence_of(error) or "系统出错，登记没有任何变化。请再试一次；再次出错，请联系系统管理员查看日志。"


def _patiently(act: Callable[[], object]):
    """Do `act`, again and again while another writer holds the database."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return act()
        except Exception as error:
            if not is_busy(error) or time.monotonic() > until:
                raise
            time.sleep(1)


def given_up(job: dict) -> str:
    """The state of a batch whose job was cancelled."""
    return State.DROPPED if job["kind"] == "read" else job["before"]


def failed(job: dict) -> str:
    """The state of a batch whose job came to nothing."""
    return State.FAILED if job["kind"] == "read" else job["before"]


def _settle(batch_id: int, token: str, state: str, problem: str):
    """Take the job out of its batch; one whose transaction said what became of it (applied) keeps that."""
    with transaction.atomic():
        batch = _locked(batch_id)
        job = batch.options.get("job")
        if job and job["token"] == token:
            _close(batch, state if batch.state in BUSY else batch.state, problem)


def _close(batch: ImportBatch, state: str, problem: str):
    batch.options = {key: value for key, value in batch.options.items() if key != "job"}
    batch.state, batch.problem = state, problem
    batch.save(update_fields=["options", "state", "problem"])


def _locked(pk: int) -> ImportBatch:
    """The batch as it is now, for this transaction alone; unlike `lock` it waits for no other batch."""
    return ImportBatch.objects.select_for_update(of=("self",)).select_related("region").get(pk=pk)


# Jobs whose process died


def look_after(batch: ImportBatch) -> ImportBatch:
    """Begin a job again whose process died; one that was writing gives the batch back as it was. The batch as it is."""
    job = batch.options.get("job")
    if batch.state not in BUSY or not job or progress.is_alive(batch.pk, job["token"]):
        return batch
    with transaction.atomic():
        now = _locked(batch.pk)
        if now.state not in BUSY or now.options.get("job") != job:
            return now
        cancelled = progress.wants_cancel(batch.pk)
        title, writes = work_of(now).title, work_of(now).writes
        again = not writes and job["tries"] < TRIES and not cancelled
        if again:
            _note(now, {**job, "tries": job["tries"] + 1})
        elif cancelled:
            _close(now, given_up(job), "")
        elif writes:
            _close(now, failed(job), f"{title}时{STOPPED}，请再做一次。")
        else:
            _close(now, failed(job), f"读取了 {TRIES} 次，{TRIES} 次{STOPPED}。请联系系统管理员查看日志。")
    if again:
        hand_over(now)
    else:
        progress.clear(now.pk, job["token"])
    return now


def look_after_all():
    """At the start of a server: all jobs that the last one left behind."""
    for batch in ImportBatch.objects.filter(state__in=BUSY).select_related("region"):
        look_after(batch)
