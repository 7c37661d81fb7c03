"""党组织: the branches in force on the day, with their secretary, their term, their members and whom they cover."""

from collections import Counter, defaultdict

from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from members.choices import Person, Position
from members.models import Membership, PersonType, Post
from members.queries import not_left
from orgs.choices import Level
from orgs.models import BranchLevel, Coverage, PartyBranch, Term
from orgs.queries_branches import branches_on
from orgs.queries_terms import electing, is_due_soon, is_overdue, is_unknown
from reports.ledgers.listings.base import Listing, Places, by_key, in_batches, known, within

OWN = ("name", "established", "founded_reason", "phone")
BESIDE = ("region__code", "superior__name", "host__name")
SECRETARY = ("secretary_name", "secretary_phone", "secretary_source", "secretary_management")
TERMS = {
    "overdue": ("届满未换届", is_overdue),
    "soon": ("即将届满", is_due_soon),
    "unknown": ("没有登记届次", is_unknown),
}
ORDER = ("region__code", "pk")


class Branches(Listing):
    """Party organizations placed in the region; a part is a level, or whose term is over or ends soon."""

    keys = ("branches",)
    counter, thing, asks = "个", "党组织", "类别"
    parts = (
        ("", "全部"),
        *((one.value, one.label) for one in Level),
        *((key, title) for key, (title, _) in TERMS.items()),
    )

    def rows(self, ledger, question):
        """Ordered by place and entry."""
        found = branches_on(question.day).within(question.user)
        if place := within(question, "region__code"):
            found = found.filter(place)
        return found.order_by(*ORDER)

    def limited(self, rows, part, question):
        """Of a level; or with a term that is over, ends soon or is not known (orgs.queries_terms)."""
        if part in TERMS:
            _, condition = TERMS[part]
            return rows.filter(pk__in=electing(question.day).filter(condition(question.day)).values("pk"))
        return rows.filter(level=part)

    def columns(self, rows, question, *, clear=False):
        """With what holds of each on the day."""
        places = Places()
        if isinstance(rows, list):
            rows = PartyBranch.objects.filter(pk__in=[row.pk for row in rows]).order_by(*ORDER)
        for batch in in_batches(rows, *OWN, *BESIDE):
            keys, among = batch["pk"], frozenset(batch["pk"])
            found = {"record": keys, **{name: known(batch[name]) for name in OWN}}
            found["town"], found["village"] = places.columns(batch["region__code"])
            found["superior"], found["host"] = batch["superior__name"], batch["host__name"]
            levels = BranchLevel.objects.on(question.day).filter(branch__among=among)
            (found["level"],) = by_key(keys, levels.values_list("branch", "level"), 1)
            found |= self._secretaries(keys, among, question) | self._terms(keys, among, question.day)
            yield found | self._members(keys, among, question.day) | self._covered(keys, among, question)

    def _secretaries(self, keys, among, question):
        posts = Post.objects.visible_to(question.user).on(question.day)
        posts = posts.filter(branch__among=among, position=Position.SECRETARY).order_by("start", "pk")
        named = Coalesce(F("member__name"), F("name"))
        called = Coalesce(NullIf(F("phone"), Value("")), F("member__phone"), Value(""))
        rows = posts.values_list("branch", named, called, "source", "management")
        return dict(zip(SECRETARY, map(known, by_key(keys, rows, len(SECRETARY))), strict=True))

    def _terms(self, keys, among, day):
        terms = Term.objects.filter(branch__among=among, elected__lte=day).order_by("elected")
        number, elected, due = by_key(keys, terms.values_list("branch", "number", "elected", "due"), 3)
        return {"number": number, "elected": _iso(elected), "due": _iso(due)}

    def _members(self, keys, among, day):
        """Who is in the branch on the day; a person in it twice is one member of it."""
        own = Membership.objects.on(day).filter(not_left(day, "member__"), branch__among=among)
        types = PersonType.objects.on(day).filter(member=OuterRef("member")).values("person")[:1]
        rows = own.annotate(person=Subquery(types)).values_list("branch", "member", "person").distinct()
        everybody, full = Counter(), Counter()
        for branch, _, person in rows:
            everybody[branch] += 1
            full[branch] += person == Person.FULL
        return {"members": [everybody[key] for key in keys], "full_members": [full[key] for key in keys]}

    def _covered(self, keys, among, question):
        """How many organizations each covers, and the names of those that the asker sees."""
        covers = Coverage.objects.on(question.day).filter(branch__among=among)
        counts, names = Counter(covers.values_list("branch", flat=True)), defaultdict(list)
        seen = covers.visible_to(question.user).order_by("start", "pk")
        for branch, name in seen.values_list("branch", "organization__name"):
            names[branch].append(name)
        return {"covers": [counts[key] for key in keys], "covered": ["；".join(names[key]) or None for key in keys]}


def _iso(days) -> list:
    return [day and day.isoformat() for day in days]
