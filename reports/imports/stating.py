"""What a row states of the organization itself and of its standing (design.md, Import, What a row states)."""

from datetime import date
from decimal import Decimal
from functools import cache

from liangxin.codes import credit_code_problem
from liangxin.dates import first_day, refines, said
from liangxin.names import normal_name
from liangxin.periods import BEGINNING
from orgs.choices import Source
from orgs.models import Organization, Standing, Zone
from orgs.models.standings import STATED_AS_IS
from reports.imports.changes import Changes, make
from reports.imports.drafts import Draft

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
MEMBERS = ("full_members", "probationary_members", "activists", "elsewhere_members")


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
    one, facts = draft.record.organization, draft.facts
    values = {name: facts[name] for name in TEXTS if name in facts}
    for name in PARTIAL_DATES:
        stated, held = facts.get(name), getattr(one, name)
        if stated and not (held and refines(held, stated)):  # a coarser date that contains the finer one is the same
            values[name] = stated
    if facts.get("kind"):
        values["kind"] = facts["kind"]
    if facts.get("credit_code") and (not one.credit_code or _is_righter(facts["credit_code"], one.credit_code)):
        values["credit_code"] = facts["credit_code"]
    if older:
        values = {name: value for name, value in values.items() if getattr(one, name) in (None, "")}
    _note_fields(draft, one, values)
    changes.change(one, **values)
    _state_names(draft, changes, older=older)
    _state_survey(draft, changes, older=older)


def _is_righter(code: str, held: str) -> bool:
    """Whether a code takes the place of a mistyped one; they meet only where a clerk said that both are the same."""
    return bool(credit_code_problem(held)) and not credit_code_problem(code)


def _note_fields(draft, one, values):
    if one.pk is None:
        return  # what a new row states is shown from its facts (preview.stated)
    for name, value in values.items():
        held = getattr(one, name)
        if held != value:
            draft.note(
                label_of(Organization, name), in_words(Organization, name, held), in_words(Organization, name, value)
            )


def _state_names(draft, changes, *, older):
    one, facts = draft.record.organization, draft.facts
    former = list(one.former_names)
    name = facts["name"]
    if normal_name(name) != one.normal_name and not older and not _keeps_name(draft, former):
        why = "已回答是同一家" if draft.answered else "信用代码相同"
        draft.warn("renamed", "name", f"登记的名称是“{one.name}”，{why}，按更名写入，原名记入曾用名")
        former.append(one.name)
        draft.note("单位名称", one.name, name)
        changes.change(one, name=name, normal_name=normal_name(name))
    known = {normal_name(text) for text in (*former, one.name)}
    for text in facts.get("former_names", ()):
        if normal_name(text) not in known:
            known.add(normal_name(text))
            former.append(text)
    if former != one.former_names:
        if one.pk is not None:
            draft.note("曾用名", "、".join(one.former_names), "、".join(former))
        changes.change(one, former_names=former)


def _keeps_name(draft: Draft, former: list[str]) -> bool:
    """Whether the row calls an organization, which it was said to be, by a former name or by a part of its name."""
    said = normal_name(draft.facts["name"])
    return draft.answered and (said in map(normal_name, former) or said in draft.record.organization.normal_name)


def _state_survey(draft, changes, *, older):
    one = draft.record.organization
    stated = draft.facts.get("survey") or {}
    held = one.survey
    new = {**stated, **held} if older else {**held, **stated}
    if new != held:
        for key, value in sorted(new.items()):  # PostgreSQL gives the facts back in an order of its own
            if held.get(key) != value and one.pk is not None:
                draft.note(draft.headers.get(key, key), str(held.get(key, "")), str(value))
        changes.change(one, survey=new)


def standing_values(draft: Draft, held: Standing | None, zone: Zone | None, supervisor) -> dict:
    """The attributes of a standing that the row states, over those of `held`; without one, blanks."""
    facts = draft.facts
    values = {name: facts[name] for name in STATED_AS_IS if name in facts}
    if "revenue" in facts:
        values["revenue"] = Decimal(facts["revenue"]).quantize(Decimal("0.0001"))
    if zone:
        values["zone"] = zone
    if supervisor:
        values["supervisor"] = supervisor
    if draft.region_stated or held is None:
        values["region"] = draft.region
        if held and not draft.village_stated and held.region.town_code == draft.region.code:
            values["region"] = held.region  # the town is stated, the village is not: it stays
    if held is not None and held.source == Source.ROSTER:
        values = {name: value for name, value in values.items() if name not in MEMBERS}  # the roster's count stands
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
    )
    return make(Standing, **{name: values.get(name, getattr(standing, name)) for name in fields})


def begin_standing(draft: Draft, changes: Changes, as_of: date, values: dict):
    """The first standing of a new organization: it holds from the beginning."""
    record = draft.record
    first = make(
        Standing, organization=record.organization, start=BEGINNING, stated_on=as_of, source=Source.SURVEY, **values
    )
    record.standings.append(first)
    changes.add(first)
    draft.note(label_of(Standing, "region"), "", values["region"].name)


def state_standing(draft: Draft, changes: Changes, as_of: date, values: dict):
    """Write a standing that differs: it ends the one in force on the as-of day and begins the next.

    With a later survey, or a later statement by hand, only the time between is written (design.md, Order of surveys).
    """
    record = draft.record
    held = record.standing_on(as_of)
    if not _differs(held, values):
        return
    _note_standing(draft, held, values)
    changes.touch(record.organization)
    values = {**values, "source": Source.SURVEY if held.source != Source.ROSTER else held.source, "stated_on": as_of}
    first_known = held.stated_on if held.start == BEGINNING else held.start
    if first_known > as_of:  # stated later: what is stated now is the first known, and holds before
        new = copy_of(held, **values, start=BEGINNING, end=first_known)
        changes.change(held, start=first_known)
        _insert(record, changes, new)
        return
    until = record.later_survey
    if until is not None and (held.end is None or until < held.end):
        tail = copy_of(held, start=until, stated_on=until)
        changes.change(held, end=until)
        _insert(record, changes, tail)
    if first_known == as_of:  # the same day again: the later applied stands
        changes.change(held, **values)
        return
    new = copy_of(held, **values, start=as_of)
    changes.change(held, end=as_of)
    _insert(record, changes, new)


def _differs(held, values):
    return any(getattr(held, name) != value for name, value in values.items())


def _insert(record, changes, standing):
    changes.add(standing)
    record.standings.append(standing)
    record.standings.sort(key=lambda one: one.start)


def _note_standing(draft, held, values):
    for name, value in values.items():
        old = getattr(held, name)
        if old != value:
            label = label_of(Standing, name)
            draft.note(label, in_words(Standing, name, old), in_words(Standing, name, value))


def closing_day(organization: Organization) -> date | None:
    """The day from which the organization is closed; None while it is open."""
    return first_day(organization.closed) if organization.closed else None


def new_organization(draft: Draft) -> Organization:
    """An organization as its first row states it; kind and name are there, else the row would be out."""
    facts = draft.facts
    return make(Organization, kind=facts["kind"], name=facts["name"], normal_name=normal_name(facts["name"]))
