"""What the path into the Party does to the roster: step 15 makes a 预备党员, step 24 a 正式党员 (domain.md §3).

The dates they carry: 入党日期 is the day of step 15 (支部大会通过), from which the person is 预备党员; 转正日期 is the
day of step 23 (支部大会通过转正). The person counts as 正式党员 from step 24 on, when the superior has approved it.
"""

from datetime import date

from django.core.exceptions import ValidationError

from liangxin.dates import first_day, refines, said
from members.choices import Left, Person
from members.models import Candidate, Membership, PartyMember, PersonType, Workplace
from members.path import ADMITTED, CONFIRMED, DISCUSSED
from members.services.members import leave
from members.services.rosters import restate
from orgs.services.writing import erase, held, need_visible, write

CARRIED = ("name", "sex", "birth", "ethnicity", "education", "phone", "id_sealed", "id_index")


def admit(candidate: Candidate, day: date, *, member: PartyMember | None, by) -> PartyMember:
    """Make the 预备党员 that a candidate becomes on `day`, or take `member`, who stands in the roster already.

    Raises ValidationError when the roster knows the ID number, or says another 入党日期, or has the member's own
    candidate.
    """
    if member is None:
        return _made(candidate, day, by)
    need_visible(member, by=by)
    member = held(member, by=by)
    if Candidate.objects.filter(member=member).exists():
        raise ValidationError(f"花名册上的{member}已经对应另一条发展登记")
    if not refines(day.isoformat(), member.joined):
        raise ValidationError(f"花名册上{member}的入党日期是{said(member.joined)}，请先核对哪一个写错了")
    if not member.persontypes.exists():
        write(PersonType(member=member, person=Person.PROBATIONARY, start=day), by=by)
    return member


def _made(candidate, day, by):
    known = candidate.id_index and PartyMember.objects.filter(id_index=candidate.id_index).first()
    if known:
        if PartyMember.objects.visible_to(by).filter(pk=known.pk).exists():
            raise ValidationError(f"花名册上已有同一身份号码的党员“{known}”，请在“花名册上的党员”一栏选择")
        raise ValidationError("花名册上已有同一身份号码的党员，不在您的管理范围内，请联系县级管理员核对")
    member = PartyMember(joined=day.isoformat(), **{name: getattr(candidate, name) for name in CARRIED})
    write(member, by=by)
    write(PersonType(member=member, person=Person.PROBATIONARY, start=day), by=by)
    write(Membership(member=member, branch=candidate.branch, start=day), by=by)
    if candidate.organization_id:
        write(Workplace(member=member, organization=candidate.organization, start=day), by=by)
    return member


def settle(candidate: Candidate, days: dict[int, date], *, by, admitted_before: date | None = None) -> None:
    """Let the member of a candidate say what the steps say; `days` are those of the steps now.

    admitted_before: the day of step 15 until now, when it was corrected. Raises ValidationError when a fact of the
    roster stands in the way.
    """
    member = held(candidate.member, by=by)
    values = {}
    if day := days.get(ADMITTED):  # not known of a member who came into the roster by another way
        values["joined"] = day.isoformat()
        if candidate.made_member and admitted_before and admitted_before != day:
            _moved(member, admitted_before, day, by)
    if CONFIRMED in days:
        values["full"] = days.get(DISCUSSED, days[CONFIRMED]).isoformat()
        _full_from(member, days[CONFIRMED], by)
    elif _back_to_probation(member, by):
        values["full"] = ""
    changed = [name for name, value in values.items() if getattr(member, name) != value]
    for name in changed:
        setattr(member, name, values[name])
    if changed:
        write(member, by=by, fields=changed)
    restate(_places(member), by=by)


def _moved(member, old, new, by):
    for fact in (*member.persontypes.all(), *member.memberships.all(), *member.workplaces.all()):
        if fact.start == old:
            fact.start = new
            write(fact, by=by, fields=["start"])


def _full_from(member, day, by):
    """正式党员 from `day` on: rows that give way are written first, as no two may hold on a day."""
    types = list(member.persontypes.order_by("start"))
    full = next((one for one in types if one.person == Person.FULL), None)
    before = [one for one in types if one.person == Person.PROBATIONARY and (full is None or one.start < full.start)]
    if full is None:
        _end(before, day, by)
        write(PersonType(member=member, person=Person.FULL, start=day), by=by)
    elif not before:
        return  # the roster has known the person as 正式党员 all along
    elif day > full.start:
        full.start = day
        write(full, by=by, fields=["start"])
        _end(before, day, by)
    elif day < full.start:
        _end(before, day, by)
        full.start = day
        write(full, by=by, fields=["start"])


def _end(types, day, by):
    for one in types[-1:]:
        if one.end != day:
            one.end = day
            write(one, by=by, fields=["end"])


def _back_to_probation(member, by) -> bool:
    """预备党员 again: step 24 was taken back."""
    full = member.persontypes.filter(person=Person.FULL).order_by("start").first()
    before = member.persontypes.filter(person=Person.PROBATIONARY, end__isnull=False).order_by("start").last()
    if full is None or before is None or before.end != full.start:
        return False
    end = full.end
    erase(full, by=by)
    before.end = end
    write(before, by=by, fields=["end"])
    return True


def unmake(candidate: Candidate, *, by) -> None:
    """Remove the member that step 15 made, which is taken back. Raises ValidationError when more hangs on it."""
    member = held(candidate.member, by=by)
    facts = [*member.persontypes.all(), *member.memberships.all(), *member.workplaces.all()]
    if len(facts) > 3 or _kept(member):
        raise ValidationError(
            f"花名册上“{member}”已有后来的记录（党费、职务、转接等），不能收回第 {ADMITTED} 步。"
            "取消预备党员资格请用“终止”"
        )
    places = _places(member)
    candidate.member, candidate.made_member = None, False
    write(candidate, by=by, fields=["member", "made_member"])
    for fact in facts:
        erase(fact, by=by)
    erase(member, by=by)
    restate(places, by=by)


def _kept(member) -> bool:
    own = {"candidate", "persontypes", "memberships", "workplaces"}
    others = [one.get_accessor_name() for one in member._meta.related_objects if one.get_accessor_name() not in own]
    return any(getattr(member, name).exists() for name in others if name and not name.endswith("+"))


def cancel(candidate: Candidate, day: str, *, by) -> None:
    """取消预备党员资格: the member leaves the registers on `day`, a partial date, and all that held of it ends.

    Raises ValidationError when the member left before, or the day lies before the joining.
    """
    member = leave(member=candidate.member, day=first_day(day), why=Left.CANCELLED, by=by)
    if member.left != day:
        member.left = day
        write(member, by=by, fields=["left"])


def reinstate(candidate: Candidate, *, by) -> None:
    """Take back what `cancel` wrote: what ended on that day goes on."""
    member = held(candidate.member, by=by)
    if member.left_why != Left.CANCELLED:
        return
    day = first_day(member.left)
    facts = (*member.persontypes.all(), *member.memberships.all(), *member.workplaces.all(), *member.relations.all())
    for fact in facts:
        if fact.end == day:
            fact.end = None
            write(fact, by=by, fields=["end"])
    member.left = member.left_why = ""
    write(member, by=by, fields=["left", "left_why"])
    restate(_places(member), by=by)


def _places(member):
    return [one.organization for one in member.workplaces.select_related("organization")]
