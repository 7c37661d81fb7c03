"""What becomes of a member from a day on: another branch, another workplace, another state of the 组织关系."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from liangxin.dates import said
from members.models import Membership, PartyMember, Relation, Workplace
from members.services.members import need_in_force, need_own_branch, workplaces_of
from members.services.rosters import restate
from orgs.models import Organization, PartyBranch
from orgs.services.writing import held, need_editable, need_visible, raise_version, write


@transaction.atomic
def change_branch(*, member: PartyMember, branch: PartyBranch, day: date, by) -> PartyMember:
    """调整所在党支部: from `day` on the member is in `branch`, as after 撤一建一; a letter's way is a Transfer.

    Nothing is written when the member is there already. Raises ValidationError when the member has left or the branch
    is dissolved, OutsideScope when member or branch are not the user's.
    """
    need_own_branch(branch, by=by)
    need_in_force(branch, day)
    return _change(member, Membership, {"branch": branch}, day, by)


@transaction.atomic
def change_workplace(*, member: PartyMember, organization: Organization, day: date, by) -> PartyMember:
    """调整工作单位: from `day` on the member works at `organization`; the job there is to be entered anew."""
    need_visible(organization, by=by)
    if organization.closed and organization.closed <= day.isoformat():
        raise ValidationError(f"“{organization}”已于{said(organization.closed)}注销")
    return _change(member, Workplace, {"organization": organization, "job": ""}, day, by)


@transaction.atomic
def change_state(*, member: PartyMember, state: str, day: date, by, where: str = "") -> PartyMember:
    """组织关系状态: from `day` on it is `state`, with what is said of it."""
    return _change(member, Relation, {"state": state, "where": where}, day, by)


def _change(member, model, values, day, by) -> PartyMember:
    member = held(member, by=by)
    if member.left and member.left <= day.isoformat():
        raise ValidationError(f"{member}已于{said(member.left)}离开")
    facts = model.objects.filter(member=member)
    running = list(facts.on(day).select_for_update(of=("self",)))
    known = {name: value for name, value in values.items() if name != "job"}
    if any(all(getattr(one, name) == value for name, value in known.items()) for one in running):
        return member
    before = workplaces_of(member)
    later = facts.filter(start__gt=day).order_by("start").values_list("start", flat=True).first()
    again = next((one for one in running if one.start == day), None)
    for one in running:
        if one is not again:
            one.end = day
            write(one, by=by, fields=["end"])
    if again is not None:
        for name, value in values.items():
            setattr(again, name, value)
        write(again, by=by, fields=list(values))
    else:
        write(model(member=member, start=day, end=later, **values), by=by)
    raise_version(member)
    need_editable(member, by=by)
    restate({*before, *workplaces_of(member)}, by=by)
    return member
