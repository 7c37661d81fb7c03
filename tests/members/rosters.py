"""Members of the small county, written straight into the registers, for tests of what is read from them."""

from datetime import date

from members.models import Membership, PartyMember, PersonType, Relation, Workplace

LONG_AGO = date(2015, 7, 1)


def member(name, organization=None, branch=None, *, person="full", since=LONG_AGO, state="", left=""):
    """A member since a day, at work in an organization, with the 组织关系 in a branch."""
    found = PartyMember.objects.create(name=name, left=left)
    PersonType.objects.create(member=found, person=person, start=since)
    if organization:
        Workplace.objects.create(member=found, organization=organization, start=since)
    if branch:
        Membership.objects.create(member=found, branch=branch, start=since)
    if state:
        Relation.objects.create(member=found, state=state, start=since)
    return found
