"""What a row states of the organization itself and of its standing (design.md, Import, What a row states)."""

from datetime import date
from decimal import Decimal
from functools import cache

from liangxin.codes import credit_code_problem
from liangxin.dates import first_day, refines, said
from liangxin.names import normal_name
from liangxin.periods import BEGINNING
from orgs.models import Organization, Standing, Zone
from orgs.models.standings import REPLACED, STATED_AS_IS
from reports.imports.changes import Changes, make
from reports.imports.drafts import Draft
from reports.imports.stating_rosters import ROSTER, SURVEY, beside_roster, for_part, parts_after

TEXTS = (
    "address",
    "registered_address",
    "head_name",
    "head_phone",
    "head_is_member",
    "head_is_secretary",
    "closed_reason",
    "unbuilt_reason",
    "unbuilt_text",
    "plan_note",
)
PARTIAL_DATES = ("established", "closed", "charter_on")
AS_STATED = ("kind", *TEXTS, *PARTIAL_DATES)  # of a new organization
WHEN = ("surveyed_on", "surveyed_by")  # goes without saying


@cache
def _described(model, name: str) -> tuple[str, dict]:
    """The label of a field, and the labels of its choices."""
    field = model._meta.get_field(name)
    return str(field.verbose_name), {value: str(label) for value, label in field.flatchoices}


def label_of(model, name: str) -> str:
    """What people call the field."""
    return _described(model, name)[0]


def in_words(model, name: str, value) -> str:
    """A stored value as people read it: choices by label, yes and no, partial dates, nothing as 空."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    choices = _described(model, name)[1]
    if choices:
        return choices.get(value, str(value))
    if name in PARTIAL_DATES:
        return said(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def state_identity(draft: Draft, changes: Changes, *, older: bool):
    """Write the undated fields of the organization; an older survey fills only empty ones."""
    one = draft.record.organization
    values = _identity(draft.facts, one)
    if older:
        values = {name: value for name, value in values.items() if getattr(one, name) in (None, "")}
    if values:
        _note_fields(draft, one, values)
        changes.change(one, **values)
    _state_names(draft, changes, older=older)
    _state_survey(draft, changes, older=older)


def _identity(facts: dict, one: Organization) -> dict:
    """The undated fields that a row states otherwise than they stand: mostly none."""
    held = vars(one)
    values = {name: facts[name] for name in TEXTS if name in facts and facts[name] != held[name]}
    for name in PARTIAL_DATES:
        stated = facts.get(name)
        # A coarser date that contains the finer one is the same.
        if stated and stated != held[name] and not (held[name] and refines(held[name], stated)):
            values[name] = stated
    kind, code = facts.get("kind"), facts.get("credit_code")
    if kind and kind != one.kind:
        values["kind"] = kind
    if code and code != one.credit_code and (not one.credit_code or _is_righter(code, one.credit_code)):
        values["credit_code"] = code
    return values


def _is_righter(code: str, held: str) -> bool:
    """Whether a code takes the place of a mistyped one; they meet only where a clerk said that both are the same."""
    return bool(credit_code_problem(held)) and not credit_code_problem(code)


def _note_fields(draft, one, values):
    for name, value in values.items():
        held = in_words(Organization, name, getattr(one, name))
        draft.note(label_of(Organization, name), held, in_words(Organization, name, value))


def _state_names(draft, changes, *, older):
    one, facts = draft.record.organization, draft.facts
    name = facts["name"]
    if normal_name(name) == one.normal_name and not facts.get("former_names"):
        return
    former = list(one.former_names)
    if normal_name(name) != one.normal_name and not older and not _keeps_name(draft, former):
        why = "已回答是同一家" if draft.answered else "信用代码相同"
        draft.warn("renamed", "name", f"登记的名称是“{one.name}”，{why}，按更名写入，原名记入曾用名")
        former.append(one.name)
        draft.note("单位名称", one.name, name)
        changes.change(one, name=name, normal_name=normal_name(name))
    former = _with_former(one.name, former, facts)
    if former != one.former_names:
        draft.note("曾用名", "、".join(one.former_names), "、".join(former))
        changes.change(one, former_names=former)


def _with_former(name: str, former: list[str], facts: dict) -> list[str]:
    """The former names that are known, and those that the row adds to them."""
    found = list(former)
    known = {normal_name(text) for text in (*former, name)}
    for text in facts.get("former_names", ()):
        if normal_name(text) not in known:
            known.add(normal_name(text))
            found.append(text)
    return found


def _keeps_name(draft: Draft, former: list[str]) -> bool:
    """Whether the row calls an organization, which it was said to be, by a former name or by a part of its name."""
    said = normal_name(draft.facts["name"])
    return draft.answered and (said in map(normal_name, former) or said in draft.record.organization.normal_name)


def _state_survey(draft, changes, *, older):
    one = draft.record.organization
    stated = draft.facts.get("survey") or {}
    held = one.survey
    if stated.items() <= held.items():
        return
    new = {**stated, **held} if older else {**held, **stated}
    if new != held:
        for key, value in sorted(new.items()):  # PostgreSQL gives the facts back in an order of its own
            if held.get(key) != value:
                draft.note(draft.headers.get(key, key), str(held.get(key, "")), str(value))
        changes.change(one, survey=new)


def standing_values(draft: Draft, held: Standing | None, as_of: date, zone: Zone | None, supervisor) -> dict:
    """The attributes of a standing that the row states otherwise than `held`; without one, all that it states."""
    facts = draft.facts
    values = {name: facts[name] for name in STATED_AS_IS if name in facts}
    if "revenue" in facts:
        values["revenue"] = Decimal(facts["revenue"]).quantize(Decimal("0.0001"))
    if zone:
        values["zone"] = zone
    if supervisor:
        values["supervisor"] = supervisor
    if held is None:
        return {**values, "region": draft.region}
    if held.source == ROSTER:
        values = beside_roster(draft, held, values, as_of)
    values = {name: value for name, value in values.items() if getattr(held, name) != value}
    if draft.region_stated and held.region_id != draft.region.pk:
        stays = not draft.village_stated and held.region.town_code == draft.region.code  # only its town is stated
        return values if stays else {**values, "region": draft.region}
    return values


def copy_of(standing: Standing, **values) -> Standing:
    """A new standing with the attributes of `standing` and `values` over them."""
    fields = (
        "organization",
        "region",
        "zone",
        "supervisor",
        "revenue",
        "source",
        "stated_on",
        "start",
        "end",
        *STATED_AS_IS,
        *REPLACED,
    )
    return make(Standing, **{name: values.get(name, getattr(standing, name)) for name in fields})


def begin_standing(draft: Draft, changes: Changes, as_of: date, values: dict):
    """The first standing of a new organization: it holds from the beginning."""
    record = draft.record
    first = make(Standing, organization=record.organization, start=BEGINNING, stated_on=as_of, source=SURVEY, **values)
    record.standings.append(first)
    changes.add(first)
    draft.note(label_of(Standing, "region"), "", values["region"].name)


def state_standing(draft: Draft, changes: Changes, as_of: date, values: dict):
    """Write a standing that differs by `values`: it ends the one in force on the as-of day and begins the next.

    With a later survey, or a later statement by hand, only the time between is written (design.md, Order of surveys).
    """
    if not values:
        return
    record = draft.record
    held = record.standing_on(as_of)
    _note_standing(draft, held, values)
    changes.touch(record.organization)
    stated, counted, along = values, held.source == ROSTER, parts_after(record.standings, held)
    values = {**values, "source": SURVEY if not counted else ROSTER, "stated_on": as_of}
    first_known = held.stated_on if held.start == BEGINNING else held.start
    if first_known > as_of and (held.end is None or first_known < held.end):
        # Stated later: what is stated now is the first known, and holds before.
        new = copy_of(held, **values, start=BEGINNING, end=first_known)
        changes.change(held, start=first_known)
        _insert(record, changes, new)
        return
    until = record.later_survey
    _keep_after(record, changes, held, until)
    for part in along:
        if until is None or part.start < until:
            _keep_after(record, changes, part, until)
            changes.change(part, **for_part(part, stated, as_of, counted=counted))
    if first_known == as_of:  # the same day again: the later applied stands
        changes.change(held, **values)
        return
    new = copy_of(held, **values, start=as_of)
    changes.change(held, end=as_of)
    _insert(record, changes, new)


def _keep_after(record, changes, held, until: date | None):
    """Let a standing be from `until` on, the day of a later survey, as it was."""
    if until is not None and held.covers(until):
        tail = copy_of(held, start=until, stated_on=until)
        changes.change(held, end=until)
        _insert(record, changes, tail)


def _insert(record, changes, standing):
    changes.add(standing)
    record.standings.append(standing)
    record.standings.sort(key=lambda one: one.start)


def _note_standing(draft, held, values):
    for name, value in values.items():
        if name in WHEN:
            continue
        old = in_words(Standing, name, getattr(held, name))
        draft.note(label_of(Standing, name), old, in_words(Standing, name, value))


def closing_day(organization: Organization) -> date | None:
    """The day from which the organization is closed; None while it is open."""
    return first_day(organization.closed) if organization.closed else None


def new_organization(draft: Draft, predecessor: Organization | None) -> Organization:
    """An organization as its first row states it; kind and name are there, else the row would be out.

    What it states is no change: the preview shows it from its facts (preview.stated).
    """
    facts = draft.facts
    code, normal = facts.get("credit_code") or None, normal_name(facts["name"])
    one = make(Organization, name=facts["name"], normal_name=normal, credit_code=code, predecessor=predecessor)
    columns = vars(one)  # all of them plain: `make` would look at each set of stated fields anew
    columns.update({name: facts[name] for name in AS_STATED if name in facts})
    if facts.get("former_names"):
        columns["former_names"] = _with_former(one.name, [], facts)
    if facts.get("survey"):
        columns["survey"] = dict(facts["survey"])
    return one
