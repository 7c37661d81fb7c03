"""Made-up members of branches for tests: names by number, all in one line."""

from datetime import date

from liangxin.periods import BEGINNING
from members.choices import Person
from members.models import Membership, PartyMember, PersonType, Post, Workplace


def member(branch, number, *, organization=None, person=Person.FULL, since=date(2022, 7, 1), until=None, left=""):
    """A member of `branch`, who works at `organization` when it is given."""
    made = PartyMember.objects.create(name=f"党员{number}", left=left)
    PersonType.objects.create(member=made, person=person, start=BEGINNING)
    Membership.objects.create(member=made, branch=branch, start=since, end=until)
    if organization:
        Workplace.objects.create(member=made, organization=organization, start=since)
    return made


def members(branch, count, **given):
    """So many members of `branch`."""
    return [member(branch, number, **given) for number in range(count)]


def post(branch, holder, position="secretary", start=date(2023, 1, 1), **given):
    """A post in `branch`: of a member, or of a name."""
    named = {"name": holder} if isinstance(holder, str) else {"member": holder}
    return Post.objects.create(branch=branch, position=position, start=start, **named, **given)
