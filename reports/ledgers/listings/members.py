"""党员: who is a member on the day, by the branch and the workplace of that day."""

from django.db.models import OuterRef, Q, Subquery

from members.ages import party_age
from members.choices import Person, State
from members.models import Membership, PartyMember, PersonType, Relation, Workplace
from members.queries import not_left
from members.roster import BY_KEY, MORE, keys_on
from members.secrets import masked, opened
from orgs.models import Standing
from reports.coverage.questions import own_region
from reports.ledgers.listings.base import Listing, Places, by_key, in_batches, known, within

OWN = ("name", "sex", "ethnicity", "birth", "education", "phone", "joined", "full")


def numbers(sealed, *, clear: bool) -> list:
    """ID numbers as they are written: masked, or in full."""
    show = opened if clear else masked
    return [show(text) or None if text else None for text in sealed]


def _nowhere(day) -> Q:
    """The condition on members that they were somewhere before `day`, but on it are in no branch and at no workplace.

    They lie in no town, yet nobody falls out of the whole roster.
    """
    running, before = Q(), Q()
    for facts in (Membership, Workplace):
        running |= Q(pk__in=facts.objects.on(day).values("member"))
        before |= Q(pk__in=facts.objects.filter(start__lte=day).values("member"))
    return before & ~running


class Members(Listing):
    """Members: of a branch in the region on the day, or at work there, as the list of members has them.

    A part is a person type or a state of the 组织关系.
    """

    keys = ("members",)
    thing, asks = "党员", "类别"
    parts = (
        ("", "全部"),
        *((one.value, one.label) for one in Person),
        *((one.value, one.label) for one in State if one is not State.HERE),
    )

    def rows(self, ledger, question):
        """Ordered by place, branch and entry."""
        day = question.day
        running = Membership.objects.on(day)
        place = within(question, "branch__region__code")
        here = running.filter(place) if place else running
        standings = Standing.objects.on(day)
        if place:
            standings = standings.filter(within(question, "region__code"))
        at_work = Workplace.objects.on(day).filter(organization__in=standings.values("organization"))
        own = running.filter(member=OuterRef("pk")).order_by("-start", "-pk")
        found = (
            PartyMember.objects.visible_to(question.user)
            .filter(not_left(day))
            .annotate(place=Subquery(own.values("branch__region__code")[:1]), at=Subquery(own.values("branch")[:1]))
        )
        wanted = Q(pk__in=here.values("member")) | Q(pk__in=at_work.values("member"))
        if question.region == own_region(question.user):
            wanted |= _nowhere(day)
        return found.filter(wanted).order_by("place", "at", "pk")

    def limited(self, rows, part, question):
        """Of a type or a state on the day."""
        facts, field = (PersonType, "person") if part in Person.values else (Relation, "state")
        return rows.filter(pk__in=facts.objects.on(question.day).filter(**{field: part}).values("member"))

    def hidden(self):
        """The fields of the roster that are off."""
        return frozenset(BY_KEY) - keys_on()

    def columns(self, rows, question, *, clear=False):
        """With what holds of each on the day."""
        places = Places()
        for batch in in_batches(rows, *OWN, "id_sealed", "more"):
            keys = batch["pk"]
            found = {"record": keys, **{name: known(batch[name]) for name in OWN}}
            found["id_number"] = numbers(batch["id_sealed"], clear=clear)
            found |= {field.key: [(more or {}).get(field.key) for more in batch["more"]] for field in MORE}
            found["party_age"] = [party_age(full, question.day) for full in batch["full"]]
            yield found | self._on_the_day(keys, question.day, places)

    def _on_the_day(self, keys, day, places):
        def facts(model, *fields):
            rows = model.objects.on(day).filter(member__among=frozenset(keys)).order_by("start", "pk")
            return by_key(keys, rows.values_list("member", *fields), len(fields))

        (person,) = facts(PersonType, "person")
        branch, code = facts(Membership, "branch__name", "branch__region__code")
        workplace, job = facts(Workplace, "organization__name", "job")
        state, where = facts(Relation, "state", "where")
        town, _ = places.columns(code)
        return {
            "person": person,
            "branch": branch,
            "town": town,
            "workplace": workplace,
            "job": known(job),
            "state": state,
            "where": known(where),
        }
