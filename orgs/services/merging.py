"""合并: two organizations in the register that are the same become one; what hangs on them moves along. Undoable.

What each side says is chosen field by field. One transaction, recorded in a Merge with everything that it changed.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from liangxin.codes import credit_code_problem
from liangxin.dates import first_day, today
from liangxin.names import normal_name
from liangxin.periods import Period
from orgs import queries
from orgs.models import Coverage, MassGroup, Merge, Organization, PartyBranch, Posting, Standing, Tag, Visit
from orgs.services import merging_rest
from orgs.services.images import image
from orgs.services.merging_facts import ADD, CHANGE, ERASE, Step, coverage_steps, standing_steps, union_steps
from orgs.services.standings import STATED
from orgs.services.writing import erase, held, need_editable, raise_version, write

FACTS = (Standing, Coverage, Posting, MassGroup, Tag)
OWN = (  # fields of the organization that are chosen; those behind a name go with it
    "name",
    "kind",
    "credit_code",
    "address",
    "registered_address",
    "head_name",
    "head_phone",
    "head_is_member",
    "head_is_secretary",
    "established",
    "closed",
    "charter_on",
    "unbuilt_reason",
    "plan_note",
    "predecessor",
    "survey",
)
WITH = {"closed": ("closed_reason",), "unbuilt_reason": ("unbuilt_text",)}
COURSES = ("standings", "coverages")  # whose word stands for the past, and for the days on which both are covered
CHOICES = (*OWN, *STATED, *COURSES)

# act(organizations, by=…) of apps above, which add theirs when they are loaded.
SETTLING: list = []


@dataclass
class Combined:
    """What a merge will do: steps on the dated facts, and the values that the organization gets."""

    kept: Organization
    gone: Organization
    steps: list[Step]
    values: dict = field(default_factory=dict)


def need_mergeable(kept: Organization, gone: Organization) -> None:
    """Raises ValidationError for one and the same, and for two that carry different valid codes."""
    if kept.pk == gone.pk:
        raise ValidationError("请选择两家不同的单位")
    codes = [one.credit_code for one in (kept, gone)]
    if all(codes) and codes[0] != codes[1] and not any(credit_code_problem(code) for code in codes):
        raise ValidationError("两家的统一社会信用代码都有效而且不同，是两家单位，不能合并")


def combine(kept: Organization, gone: Organization, take: Collection[str], day: date | None = None) -> Combined:
    """What merging would do, without doing it. `take` names the CHOICES for which the word of `gone` stands."""
    if unknown := set(take) - set(CHOICES):
        raise TypeError(f"not chosen in a merge: {', '.join(sorted(unknown))}")
    day = day or today()
    facts = {model: (_rows(model, kept), _rows(model, gone)) for model in FACTS}
    mine, theirs = facts[Standing]
    base, other = (theirs, mine) if "standings" in take else (mine, theirs)
    chosen = [name for name in STATED if (name in take) != ("standings" in take)]
    values = {name: getattr(_on(other, day), name) for name in chosen}
    steps = standing_steps(kept, base, other, values, day)
    mine, theirs = facts[Coverage]
    steps += coverage_steps(kept, *((theirs, mine) if "coverages" in take else (mine, theirs)))
    for model, key in ((Posting, "guide_id"), (MassGroup, "kind"), (Tag, "tag")):
        mine, theirs = facts[model]
        steps += union_steps(kept, [*mine, *theirs], key=lambda one, key=key: getattr(one, key), first=mine)
    return Combined(kept, gone, steps, _own_values(kept, gone, take))


def _rows(model: type[Period], owner: Organization) -> list:
    named = [one.name for one in model._meta.fields if one.remote_field and one.name != "organization"]
    found = list(model.objects.filter(organization=owner).select_related(*named).order_by("start", "id"))
    for one in found:
        one.organization = owner
    return found


def _on(rows: list[Standing], day: date) -> Standing:
    return next((one for one in rows if one.covers(day)), rows[-1])


def _own_values(kept: Organization, gone: Organization, take: Collection[str]) -> dict:
    """The fields of the organization that become others."""
    values = {}
    for name in OWN:
        for column in (name, *WITH.get(name, ())):
            values[column] = getattr(gone if name in take else kept, column)
    first, second = (gone, kept) if "survey" in take else (kept, gone)
    values["survey"] = {**second.survey, **first.survey}
    if values["predecessor"] in (kept, gone):
        values["predecessor"] = None
    names = [*kept.former_names, *gone.former_names, kept.name, gone.name]
    known = {normal_name(values["name"]): None}
    former = [name for name in names if known.setdefault(normal_name(name), name) is name]
    values["former_names"] = former
    return {name: value for name, value in values.items() if getattr(kept, name) != value}


@transaction.atomic
def merge(
    *, kept: Organization, gone: Organization, by, take: Collection[str] = (), reason: str = "", day: date | None = None
) -> Merge:
    """合并: `gone` goes into `kept`, which then holds everything of both; see `combine` for `take`.

    Raises OutsideScope when `by` may not change both, ValidationError when they are two organizations or the result
    would be one that is closed and still covered.
    """
    # Always in the same order, so that two clerks who merge the same two wait for each other.
    for one in sorted((kept, gone), key=lambda one: one.pk):
        held(one, by=by)
    kept, gone = Organization.objects.get(pk=kept.pk), Organization.objects.get(pk=gone.pk)
    need_mergeable(kept, gone)
    plan = combine(kept, gone, take, day)
    said = f"合并“{gone.name}”" + (f"：{reason}" if reason else "")
    before = [image(kept), image(gone), *(image(one) for model in FACTS for one in _both(model, kept, gone))]
    rest = merging_rest.move(kept, gone, by=by, said=said)
    for step in plan.steps:
        rest["moved"] += _do(step, by, said)
    _signed(gone, said)
    erase(gone, by=by)
    for name, value in plan.values.items():
        setattr(kept, name, value)
    _signed(kept, said)
    write(kept, by=by, fields=list(plan.values))
    _need_sound(kept, by)
    settle(kept, by=by)
    raise_version(*PartyBranch.objects.filter(coverages__organization=kept))
    made = Merge(kept=kept, gone=before[1]["row"]["id"], gone_name=gone.name, gone_code=gone.credit_code or "")
    made.reason, made.user, made.user_name = reason, by if by.pk else None, str(by)
    made.done = {"before": before, "after": unit(kept), **rest}
    made.save()
    return made


def settle(*organizations: Organization, by) -> None:
    """Let what apps above derive from facts of `organizations` follow a merge, or its undoing."""
    for act in SETTLING:
        act(organizations, by=by)


def _both(model, kept, gone):
    return model.objects.filter(organization__in=(kept.pk, gone.pk)).order_by("start", "id")


def unit(one: Organization) -> list[dict]:
    """Images of an organization and all its dated facts."""
    rows = (row for model in FACTS for row in model.objects.filter(organization=one).order_by("id"))
    return [image(Organization.objects.get(pk=one.pk)), *map(image, rows)]


def _do(step: Step, by, said: str) -> list:
    """Take a step; → the visits that moved to another posting, as merging_rest.move lists them."""
    thing, visits = _signed(step.thing, said), []
    if step.kind == ADD:
        write(thing, by=by)
    elif step.kind == CHANGE:
        for name, value in step.values.items():
            setattr(thing, name, value)
        write(thing, by=by, fields=list(step.values))
    elif step.kind == ERASE:
        if isinstance(thing, Posting):
            for visit in Visit.objects.filter(posting=thing):
                visits.append([visit._meta.label_lower, "posting_id", visit.pk, thing.pk])
                visit.posting = step.values["into"]
                write(_signed(visit, said), by=by, fields=["posting"])
        erase(thing, by=by)
    return visits


def _signed(thing, said: str):
    thing._change_reason = said[:100]
    return thing


def _need_sound(kept: Organization, by) -> None:
    """Raises unless the result is one that `by` may change, and is not closed before its facts end."""
    need_editable(kept, by=by)
    if kept.closed and queries.facts_after(kept, first_day(kept.closed)):
        raise ValidationError("选了注销时间，可是还有那以后的覆盖关系、选派或群团组织。请选“未注销”，合并后再办理注销")
