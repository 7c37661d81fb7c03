"""Members: entering, changing, leaving, coming back. The periods of a new member begin on sensible days.

Every service here ends with `restate`: the numbers of the organizations whose roster changed follow in the same
transaction (domain.md §2).
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from liangxin.dates import first_day, said, today
from members import roster
from members.choices import Left, Person, State
from members.models import Membership, PartyMember, PersonType, Relation, Workplace
from members.scope import branches_for_people
from members.services.numbers import set_number
from members.services.rosters import restate
from members.services.starting import since, types_of
from orgs.models import Organization, PartyBranch
from orgs.services import deleting
from orgs.services.writing import OutsideScope, erase, held, need_editable, need_visible, raise_version, write

deleting.BORN_WITH[PartyMember] = {"persontypes": 2, "memberships": 1, "relations": 1, "workplaces": 1}
FOUNDED = "1921"
OWN = ("name", "sex", "birth", "ethnicity", "education", "phone", "joined", "full", "more")


@sensitive_variables("number")
@transaction.atomic
def create(
    *,
    values: dict,
    by,
    person: str = Person.FULL,
    number: str = "",
    branch: PartyBranch | None = None,
    branch_since: date | None = None,
    organization: Organization | None = None,
    job: str = "",
    work_since: date | None = None,
    state: str = State.HERE,
    where: str = "",
    state_since: date | None = None,
) -> PartyMember:
    """A new member with the first period of each kind.

    `values` are columns of OWN; those that the county switched off are dropped. Days not given: services.starting.
    Raises ValidationError for dates that cannot be, a number that is wrong or taken, and places outside the scope.
    """
    if branch is None and organization is None:
        raise ValidationError("请选择所在党支部；党支部不在本县的，请选择工作单位")
    need_own_branch(branch, by=by)
    need_visible(organization, by=by)
    job = job if "job" in roster.keys_on() else ""
    member = _registered(values, person, number, by)
    if branch:
        start = since(branch_since, member.joined, branch.established)
        need_in_force(branch, start)
        write(Membership(member=member, branch=branch, start=start), by=by)
    if organization:
        start = since(work_since, member.joined, organization.established)
        write(Workplace(member=member, organization=organization, job=job, start=start), by=by)
    if state != State.HERE:
        write(Relation(member=member, state=state, where=where, start=state_since or today()), by=by)
    need_editable(member, by=by)
    raise_version(branch, organization)
    restate([organization], by=by)
    return member


@sensitive_variables("number")
def _registered(values, person, number, by) -> PartyMember:
    """A new member with the types."""
    on = roster.keys_on()
    member = PartyMember(**roster.kept(values, on))
    if found := date_problems(joined=member.joined, full=member.full, birth=member.birth, person=person):
        raise ValidationError(found)
    if "id_number" in on:
        set_number(member, number, by=by, on=on)
    write(member, by=by)
    for kind, start, end in types_of(person, member.joined, member.full):
        write(PersonType(member=member, person=kind, start=start, end=end), by=by)
    return member


@sensitive_variables("number")
@transaction.atomic
def edit(*, member: PartyMember, values: dict, by, number: str | None = None) -> PartyMember:
    """Change columns of OWN; `number` is a new ID number, "" to remove it, None to leave it. → the fresh member.

    The types follow the dates of joining as long as nobody gave them other days. Raises as `create` does.
    """
    member = held(member, by=by)
    on = roster.keys_on()
    before = (member.joined, member.full)
    changed = [name for name, value in roster.kept(values, on).items() if getattr(member, name) != value]
    for name in changed:
        setattr(member, name, values[name])
    if found := date_problems(joined=member.joined, full=member.full, birth=member.birth):
        raise ValidationError(found)
    if number is not None and "id_number" in on:
        changed += set_number(member, number, by=by, on=on)
    if changed:
        write(member, by=by, fields=list(dict.fromkeys(changed)))
    if before != (member.joined, member.full):
        follow_dates(member, before, by=by)
    restate(workplaces_of(member), by=by)
    return member


@transaction.atomic
def leave(*, member: PartyMember, day: date, why: str, by) -> PartyMember:
    """离开: from `day` on the person is in no roster; everything that holds of the member ends that day.

    Facts that would begin on that day or later never hold, so they are removed. Raises ValidationError when the member
    left before, or the day lies after today or before the joining.
    """
    member = held(member, by=by)
    need_leavable(member, day)
    organizations = workplaces_of(member)
    for fact in running_facts(member, day):
        end_fact(fact, day, by=by)
    member.left, member.left_why = day.isoformat(), Left(why)
    write(member, by=by, fields=["left", "left_why"])
    restate(organizations, by=by)
    return member


@transaction.atomic
def come_back(*, member: PartyMember, by) -> PartyMember:
    """恢复: the member is in the register again. Nothing that ended is revived; it is entered anew."""
    member = held(member, by=by)
    if not member.left:
        raise ValidationError(f"“{member}”没有离开")
    member.left = member.left_why = ""
    write(member, by=by, fields=["left", "left_why"])
    return member


@transaction.atomic
def delete(*, member: PartyMember, by) -> None:
    """Delete a member entered by mistake. Raises ValidationError with the reasons when anything else hangs on it."""
    organizations = workplaces_of(member)
    deleting.delete(thing=member, by=by)
    restate(organizations, by=by)


def date_problems(*, joined: str, full: str, birth: str = "", person: str | None = None) -> dict[str, str]:
    """What cannot be in the dates of a member: {column: sentence}. `person` is the type stated beside them."""
    found, day = {}, today().isoformat()
    if birth > day:
        found["birth"] = "出生日期不能晚于今天"
    if joined > day:
        found["joined"] = "入党日期不能晚于今天"
    elif joined and birth and first_day(joined) < first_day(birth):
        found["joined"] = f"入党日期早于出生日期（{said(birth)}），请核对"
    elif joined and first_day(joined) < first_day(FOUNDED):
        found["joined"] = "入党日期早于1921年，请核对"
    if full > day:
        found["full"] = "转正日期不能晚于今天"
    elif full and joined and first_day(full) < first_day(joined):
        found["full"] = f"转正日期早于入党日期（{said(joined)}），请核对"
    elif full and person == Person.PROBATIONARY:
        found["full"] = "预备党员还没有转正日期；已经转正的，人员类别请选正式党员"
    return found


def need_own_branch(branch, *, by) -> None:
    """Raises OutsideScope unless `by` looks after the people of `branch`. None passes."""
    if branch is not None and not branches_for_people(by).filter(pk=branch.pk).exists():
        raise OutsideScope(f"“{branch}”的党员不由您管理；转到那里请办理组织关系转接，或联系县级管理员")


def need_in_force(branch, day: date) -> None:
    """Raises ValidationError when `branch` is dissolved by `day` or today."""
    if branch.dissolved and branch.dissolved <= max(day, today()).isoformat():
        raise ValidationError(f"“{branch}”已于{said(branch.dissolved)}撤销，请选择在册的党组织")


def need_leavable(member, day: date) -> None:
    """Raises ValidationError unless the member can leave on `day`."""
    if member.left:
        raise ValidationError(f"“{member}”已于{said(member.left)}离开")
    if day > today():
        raise ValidationError("离开日期不能晚于今天")
    if member.joined and day < first_day(member.joined):
        raise ValidationError(f"“{member}”{said(member.joined)}入党，离开不能早于这一天")


def running_facts(member, day: date) -> list:
    """What holds of the member on `day` or begins later, posts included."""
    found = [
        *member.persontypes.all(),
        *member.memberships.select_related("branch"),
        *member.relations.all(),
        *member.workplaces.select_related("organization"),
        *member.posts.select_related("branch"),
    ]
    return [fact for fact in found if fact.end is None or fact.end > day]


def end_fact(fact, day: date, *, by) -> None:
    """End a dated fact on `day`; one that would begin then or later goes."""
    if fact.start >= day:
        erase(fact, by=by)
    else:
        fact.end = day
        write(fact, by=by, fields=["end"])
    raise_version(getattr(fact, "branch", None), getattr(fact, "organization", None))


def workplaces_of(member) -> list[Organization]:
    """The organizations on whose roster the member stands on some day."""
    return list(Organization.objects.filter(workers__member=member).distinct())


def follow_dates(member, before: tuple[str, str], *, by) -> None:
    """Give the types the days of joining and becoming full, when they still have those of the dates `before`."""
    rows = list(member.persontypes.order_by("start"))
    was = [(row.person, row.start, row.end) for row in rows]
    if not rows or was != types_of(rows[-1].person, *before):
        return
    now = types_of(Person.FULL if member.full else rows[-1].person, member.joined, member.full)
    if now == was:
        return
    for row in rows:
        erase(row, by=by)
    for kind, start, end in now:
        write(PersonType(member=member, person=kind, start=start, end=end), by=by)
