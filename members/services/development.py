"""Acts on people on the way into the Party (发展党员, domain.md §3): steps, extension, ending.

The rules stand in members.path and members.path_checks; what an act does to the roster in members.services.becoming.
"""

from copy import copy
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from liangxin import attaching
from liangxin.dates import said, today
from members import path
from members.choices import Ended
from members.models import Candidate, PartyMember, Step, StepFile
from members.path_checks import check, check_all, check_extension
from members.queries_development import person_of
from members.scope import branches_for_people
from members.services import becoming
from orgs.services.writing import OutsideScope, erase, held, need_editable, need_visible, raise_version, write

FACTS = ("day", "people", "entitled", "present", "approved", "hours", "training_days", "note")


@dataclass(frozen=True)
class Done:
    """What an act wrote, and the sentences to be known about it."""

    step: Step
    warnings: list[str]


@transaction.atomic
def begin(*, values: dict, day: date | None = None, by) -> Candidate:
    """Register a person with the columns `values`, and step 1 on `day` when it is given.

    Raises ValidationError: outside the scope, or a rule of step 1 broken.
    """
    candidate = Candidate(**values)
    if not branches_for_people(by).filter(pk=candidate.branch_id).exists():
        raise OutsideScope("这个党组织的人员不在您的管理范围内，请另选")
    need_visible(candidate.organization, by=by)
    write(candidate, by=by)
    need_editable(candidate, by=by)
    if day:
        take_step(candidate=candidate, number=path.APPLIED, facts={"day": day}, by=by)
    return candidate


@transaction.atomic
def take_step(
    *, candidate: Candidate, number: int, facts: dict, by, files=(), skip: bool = False, member: PartyMember = None
) -> Done:
    """Take a step with its `facts` (columns of Step, `day` among them) and keep its files.

    A step before the last one fills a gap. `skip` says that nothing is known of the steps left out before it. Step 15
    makes the 预备党员, or takes `member`, who stands in the roster already; step 24 makes a 正式党员. Raises
    ValidationError with every rule that is broken.
    """
    candidate = held(candidate, by=by)
    _need_going_on(candidate)
    steps = {one.number: one for one in candidate.steps.all()}
    if number in steps:
        raise ValidationError(f"第 {number} 步已经登记，要改请点这一步的“更正”")
    missing = [one for one in range(1, number) if one not in steps]
    if missing and number > max(steps, default=0) and not skip:
        raise ValidationError(f"前面还有 {len(missing)} 步没有登记。没有资料、要直接登记这一步的，请勾选“跳过”")
    if number == path.CONFIRMED and not candidate.member_id:
        raise ValidationError("还没有登记第 15 步接收预备党员，不能转正")
    step = Step(candidate=candidate, number=number, **_plain(facts))
    _need_past(step.day)
    warnings = _judged(steps.values(), {**steps, number: step}, number, candidate)
    write(step, by=by)
    _roster_after(candidate, {**_days(steps), number: step.day}, number, by, member=member)
    raise_version(candidate)
    for file in files:
        attaching.attach(StepFile, file, by=by, step=step)
    return Done(step, warnings)


@transaction.atomic
def correct_step(*, step: Step, facts: dict, by) -> Done:
    """Write other facts of a step; what follows in the roster is corrected with them.

    Raises ValidationError with every rule that is broken, of the later steps too.
    """
    candidate = held(step.candidate, by=by)
    steps = {one.number: one for one in candidate.steps.all()}
    step = steps[step.number]
    old_steps, before = [copy(one) for one in steps.values()], step.day
    changed = [name for name, value in _plain(facts).items() if getattr(step, name) != value]
    for name in changed:
        setattr(step, name, facts[name])
    _need_past(step.day)
    warnings = _judged(old_steps, steps, step.number, candidate)
    if candidate.extended_on and step.day != before and step.number <= path.APPLIED_AGAIN:
        others = {number: day for number, day in _days(steps).items() if number < path.DISCUSSED}
        _refused_or_warned(check_extension(candidate.extended_on, candidate.extended_until, others))
    if changed:
        write(step, by=by, fields=changed)
        if candidate.member_id and step.number in (path.ADMITTED, path.DISCUSSED, path.CONFIRMED):
            old = before if step.number == path.ADMITTED else None
            becoming.settle(candidate, _days(steps), by=by, admitted_before=old)
        raise_version(candidate)
    return Done(step, warnings)


@transaction.atomic
def take_back(*, candidate: Candidate, by) -> int:
    """Remove the last step, registered by mistake, with its files and what it did to the roster; returns its number.

    Raises ValidationError when there is none, or when later records hang on the member that it made.
    """
    candidate = held(candidate, by=by)
    _need_going_on(candidate)
    steps = list(candidate.steps.order_by("number"))
    if not steps:
        raise ValidationError("还没有登记任何一步")
    last = steps.pop()
    if candidate.extended_on and last.number <= path.APPLIED_AGAIN:
        raise ValidationError("已登记延长预备期，请先收回延长，再收回这一步")
    days = {one.number: one.day for one in steps}
    if last.number == path.ADMITTED and candidate.member_id:
        if candidate.made_member:
            becoming.unmake(candidate, by=by)
        else:
            candidate.member = None
            write(candidate, by=by, fields=["member"])
    for file in last.files.all():
        attaching.detach(file, by=by)
    erase(last, by=by)
    if last.number == path.CONFIRMED and candidate.member_id:
        becoming.settle(candidate, days, by=by)
    raise_version(candidate)
    return last.number


@transaction.atomic
def extend(*, candidate: Candidate, on: date, until: date, by) -> Candidate:
    """延长预备期, decided by the branch on a day, until another: once, half a year to a year (domain.md §3)."""
    candidate = held(candidate, by=by)
    _need_going_on(candidate)
    if candidate.extended_on:
        raise ValidationError("预备期只能延长一次，已经延长过")
    _need_past(on)
    _refused_or_warned(check_extension(on, until, _days({one.number: one for one in candidate.steps.all()})))
    candidate.extended_on, candidate.extended_until = on, until
    return write(candidate, by=by, fields=["extended_on", "extended_until"])


@transaction.atomic
def unextend(*, candidate: Candidate, by) -> Candidate:
    """Take back an extension that was registered by mistake. Raises ValidationError once a later step rests on it."""
    candidate = held(candidate, by=by)
    if not candidate.extended_on:
        raise ValidationError("没有登记延长")
    if candidate.steps.filter(number__gte=path.APPLIED_AGAIN, day__gt=candidate.extended_on).exists():
        raise ValidationError("延长以后已登记转正的步骤，请先收回那些步骤")
    candidate.extended_on = candidate.extended_until = None
    return write(candidate, by=by, fields=["extended_on", "extended_until"])


@transaction.atomic
def end(*, candidate: Candidate, day: str, why: str, by) -> Candidate:
    """The way ends on `day`, a partial date; with 取消预备党员资格 the member leaves the roster.

    Raises ValidationError when it is over already, the day lies before the last step or after today, or the reason
    does not fit.
    """
    candidate = held(candidate, by=by)
    _need_going_on(candidate)
    last = candidate.steps.order_by("number").last()
    if last and last.number >= path.CONFIRMED:
        raise ValidationError("已经转为正式党员，不能终止")
    if why not in endings(candidate):
        raise ValidationError(f"终止原因应为：{'、'.join(Ended(one).label for one in endings(candidate))}")
    if day > today().isoformat():
        raise ValidationError("终止时间不能晚于今天")
    if last and day < last.day.isoformat()[: len(day)]:
        raise ValidationError(f"终止时间早于第 {last.number} 步的日期{said(last.day.isoformat())}")
    if why == Ended.CANCELLED:
        becoming.cancel(candidate, day, by=by)
    candidate.ended, candidate.ended_why = day, why
    return write(candidate, by=by, fields=["ended", "ended_why"])


def endings(candidate: Candidate) -> list[Ended]:
    """The reasons for which the way of a candidate may end; who moves out of the county leaves by a transfer."""
    if candidate.member_id:
        return [Ended.CANCELLED, Ended.MOVED]
    return [one for one in Ended if one != Ended.CANCELLED]


@transaction.atomic
def resume(*, candidate: Candidate, by) -> Candidate:
    """Take back an ending that was registered by mistake; a cancelled member stands in the roster again."""
    candidate = held(candidate, by=by)
    if not candidate.ended:
        raise ValidationError("没有终止，不用恢复")
    if candidate.ended_why == Ended.CANCELLED:
        becoming.reinstate(candidate, by=by)
    candidate.ended = candidate.ended_why = ""
    return write(candidate, by=by, fields=["ended", "ended_why"])


@transaction.atomic
def add_files(*, step: Step, files, by) -> None:
    """Keep more files of a step. Raises ValidationError for a file of another kind, or too large."""
    candidate = held(step.candidate, by=by)
    raise_version(candidate)
    for file in files:
        attaching.attach(StepFile, file, by=by, step=step)


@transaction.atomic
def remove_file(*, file: StepFile, by) -> None:
    """Remove a file of a step; who kept and who removed it stays in the history."""
    candidate = held(file.step.candidate, by=by)
    attaching.detach(file, by=by)
    raise_version(candidate)


def _roster_after(candidate, days, number, by, *, member):
    """What a step that was just taken does to the roster."""
    if number == path.ADMITTED and not candidate.member_id:
        candidate.made_member = member is None
        candidate.member = becoming.admit(candidate, days[number], member=member, by=by)
        write(candidate, by=by, fields=["member", "made_member"])
    if candidate.member_id and number in (path.ADMITTED, path.DISCUSSED, path.CONFIRMED):
        becoming.settle(candidate, days, by=by)


def _plain(facts):
    """The facts that a step has, nothing else that a form may hold."""
    return {name: value for name, value in facts.items() if name in FACTS}


def _need_going_on(candidate):
    if candidate.ended:
        raise ValidationError(f"已于{said(candidate.ended)}终止：{candidate.get_ended_why_display()}。要继续请先恢复")


def _need_past(day):
    if day > today():
        raise ValidationError("日期不能晚于今天，请在办理以后登记")


def _days(steps) -> dict[int, date]:
    return {number: one.day for number, one in steps.items()}


def _judged(before, steps, number, candidate) -> list[str]:
    """The warnings about a step that is new or other than `before`; `steps` are all of them now, by number.

    Raises ValidationError for its errors, and for those of other steps that were none before it; that days go
    backwards is said once, of the step itself, and not again by each of the others.
    """
    person = person_of(candidate)
    known = {one.text for one in check_all(before, person)}
    others = check_all(steps.values(), person)
    own = check(steps[number], _days(steps), person)
    title = f"第 {number} 步"
    new = [one for one in others if one.error and one.text not in known and one.beside != number]
    new = [one for one in new if not one.text.startswith(title)]
    return _refused_or_warned([*own, *new])


def _refused_or_warned(problems) -> list[str]:
    errors = [one.text for one in problems if one.error]
    if errors:
        raise ValidationError(list(dict.fromkeys(errors)))
    return [one.text for one in problems]
