"""Rows of the members' registers for tests, written as they lie in the database."""

from datetime import date

from members.choices import Person, State
from members.models import Membership, PartyMember, PersonType, Relation, Workplace
from members.secrets import seal

START = date(2020, 1, 1)


def member(
    name="钱一", *, branch=None, organization=None, person=Person.FULL, state=None, number="", since=START, **values
):
    """A member `since` a day: `branch` and `organization` are where, `state` the relation unless it is 在本支部."""
    sealed = seal(number)
    made = PartyMember.objects.create(name=name, id_sealed=sealed.text, id_index=sealed.index, **values)
    PersonType.objects.create(member=made, person=person, start=since)
    if branch:
        Membership.objects.create(member=made, branch=branch, start=since)
    if organization:
        Workplace.objects.create(member=made, organization=organization, start=since)
    if state and state != State.HERE:
        Relation.objects.create(member=made, state=state, start=since)
    return made
