"""The current registration lists against the register: each difference is a query set, counted late.

Units are the same by credit code; by normal name only where one side has no code.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Substr

from liangxin.dates import today
from orgs.models import Organization, Standing
from orgs.models.regions import TOWN
from orgs.scope import subtree
from reports.models import Registration
from reports.models.registrations import newest_lists

Source = Registration.Source
SHOPS = "92"  # 个体工商户: kept, but outside the base (domain.md §2), so nobody has to survey them
CLASSES = {Source.MARKET: ("91", "92", "93"), Source.CIVIL: ("51", "52", "53")}  # credit codes that a source gives out


@dataclass(frozen=True)
class Difference:
    """One to-do list: what it is called, what it means, and its rows out of a Comparison."""

    key: str
    title: str
    note: str
    rows: Callable[["Comparison"], QuerySet]
    of_lines: bool = False  # rows are lines of the lists, else organizations with their line as `line`


class Comparison:
    """The differences that `user` sees; shops: with 个体工商户 among the units nobody surveyed."""

    def __init__(self, user, shops: bool = False):
        self.user, self.shops = user, shops

    @cached_property
    def lists(self) -> dict[str, int]:
        """Source → batch of its current list."""
        return newest_lists()

    @property
    def current(self) -> QuerySet[Registration]:
        """All lines of the current lists, whatever the user sees: what is registered is looked up county-wide."""
        return Registration.objects.filter(batch__in=self.lists.values())

    def unsurveyed(self) -> QuerySet[Registration]:
        """Registered lines that no organization has: not by code, nor by name where one of the two has no code."""
        by_code = Organization.objects.filter(credit_code=OuterRef("credit_code"))
        named = Organization.objects.filter(normal_name=OuterRef("normal_name"))
        found = self.current.visible_to(self.user).filter(ended=False)
        if not self.shops:
            found = found.exclude(credit_code__startswith=SHOPS)
        coded = ~Q(credit_code="") & ~Exists(by_code) & ~Exists(named.filter(credit_code=None))
        return found.filter(coded | (Q(credit_code="") & ~Exists(named)))

    def cancelled(self) -> QuerySet[Organization]:
        """Organizations open here whose line says that they are registered no more."""
        own = self.current.filter(credit_code=OuterRef("credit_code"))
        named = self.current.filter(normal_name=OuterRef("normal_name"))
        by_code = Exists(own.filter(ended=True)) & ~Exists(own.filter(ended=False))
        by_name = Q(credit_code=None) & Exists(named.filter(ended=True)) & ~Exists(named.filter(ended=False))
        line = Case(When(credit_code=None, then=_newest(named.filter(ended=True))), default=_newest(own))
        return self._open().filter(by_code | by_name).annotate(line=line)

    def renamed(self) -> QuerySet[Organization]:
        """Organizations whose line has the same code and another name."""
        own = self.current.filter(credit_code=OuterRef("credit_code"), ended=False)
        other = own.exclude(normal_name=OuterRef("normal_name"))
        same = own.filter(normal_name=OuterRef("normal_name"))
        return self._open().filter(Exists(other), ~Exists(same)).annotate(line=_newest(other))

    def unlisted(self) -> QuerySet[Organization]:
        """Organizations with a code of a class that a current list holds, and no line in it."""
        classes = Q(pk__in=[])
        for source, batch in self.lists.items():
            for start in CLASSES.get(source, ()):
                if self.current.filter(batch=batch, credit_code__startswith=start).exists():
                    classes |= Q(credit_code__startswith=start)
        own = self.current.filter(credit_code=OuterRef("credit_code"))
        return self._open().filter(classes, ~Exists(own)).annotate(line=_newest(own))

    def _open(self) -> QuerySet[Organization]:
        day = today().isoformat()
        return Organization.objects.visible_to(self.user).filter(Q(closed="") | Q(closed__gt=day))

    def rows(self, difference: Difference, town: str = "") -> QuerySet:
        """The rows of one list, with the code of their region as `place`; town: only those in it."""
        found = difference.rows(self)
        if difference.of_lines:
            found = found.select_related("region").annotate(place=F("region__code"))
        else:
            standings = Standing.objects.on(today()).filter(organization=OuterRef("pk"))
            found = found.annotate(place=Subquery(standings.values("region__code")[:1]))
        if town:
            found = found.filter(subtree("place", town) if len(town) >= TOWN else Q(place=town))
        return found.order_by("place", "name", "pk")

    def counts(self, difference: Difference) -> Counter:
        """How many rows of a list lie in each town, by its code."""
        found = self.rows(difference).order_by().annotate(town=Substr("place", 1, TOWN))
        return Counter(dict(found.values_list("town").annotate(number=Count("pk"))))

    def lines(self, organizations) -> dict[int, Registration]:
        """The lines that `organizations` of a list carry, by key."""
        return self.current.in_bulk({one.line for one in organizations if one.line})


def _newest(lines: QuerySet[Registration]) -> Subquery:
    """The key of the last of `lines`, for an annotation."""
    return Subquery(lines.order_by("-pk").values("pk")[:1])


DIFFERENCES = {
    one.key: one
    for one in (
        Difference("unsurveyed", "新登记未摸排", "名单里存续，台账里没有", Comparison.unsurveyed, of_lines=True),
        Difference("cancelled", "已注销未关闭", "名单里已注销、吊销，台账里还在", Comparison.cancelled),
        Difference("renamed", "名称变了", "信用代码相同，名称不同", Comparison.renamed),
        Difference("unlisted", "名单里没有", "台账里有，名单里查不到信用代码", Comparison.unlisted),
    )
}
