"""Lists and numbers of transfers: what waits, what is on its way, who holds a letter that was not handed in, years."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q
from django.db.models.functions import Substr

from members.choices import Direction, State, TransferState
from members.models import Membership, PartyMember, Relation, Transfer, Workplace
from members.queries import not_left
from members.scope import branch_reach
from orgs.models import Region
from orgs.models.regions import TOWN

SENT, RECEIVED, BACK = TransferState.SENT, TransferState.RECEIVED, TransferState.BACK
COUNTY_PLACED = "县本级（未到乡镇）"


def waiting(user):
    """Letters to branches that `user` looks after, which nobody has received."""
    return _listed(Transfer.objects.filter(branch_reach(user, "target"), state=SENT))


def on_the_way(user):
    """Letters that branches which `user` looks after have sent, and that nobody has received."""
    return _listed(Transfer.objects.filter(branch_reach(user, "origin"), state=SENT))


def overdue(day: date) -> Q:
    """The condition that a letter is no longer valid on `day` and was not handed in."""
    return Q(state=SENT, valid_until__lt=day)


def pocketed(user, day: date):
    """应转未转 (口袋党员): who holds an overdue letter that `user` sees, or is registered as 应转未转 on `day`.

    Members, each with `letters` (open ones), `tied` (relation), `at` (workplace) and `inside` (branch) of the day.
    """
    letters = Transfer.objects.visible_to(user).filter(overdue(day))
    pocket = Relation.objects.on(day).filter(state=State.POCKET)
    registered = PartyMember.objects.visible_to(user).filter(not_left(day), pk__in=pocket.values("member"))
    found = PartyMember.objects.filter(Q(pk__in=letters.values("member")) | Q(pk__in=registered.values("pk")))
    return found.prefetch_related(
        Prefetch("transfers", _listed(Transfer.objects.visible_to(user).filter(state=SENT)), to_attr="letters"),
        Prefetch("relations", Relation.objects.on(day), to_attr="tied"),
        Prefetch("workplaces", Workplace.objects.on(day).select_related("organization"), to_attr="at"),
        Prefetch("memberships", Membership.objects.on(day).select_related("branch"), to_attr="inside"),
    ).order_by("search_key", "pk")


@dataclass(frozen=True)
class Figure:
    """A number of a year: which letters it counts, the column of their day, and the side by whose town it counts."""

    key: str
    title: str
    condition: Q
    day: str
    side: str

    def of(self, user, year: int, town: str = ""):
        """The letters that it counts in `year`, of the branches that `user` looks after; of one town when given."""
        found = Transfer.objects.filter(branch_reach(user, self.side), self.condition, **{f"{self.day}__year": year})
        found = found.annotate(town=Substr(f"{self.side}__region__code", 1, TOWN))
        return found.filter(town=town) if town else found


FIGURES = {
    one.key: one
    for one in (
        Figure("letters", "开出证明信", Q(direction__in=(Direction.WITHIN, Direction.OUT)), "sent", "origin"),
        Figure("given", "县内转出", Q(direction=Direction.WITHIN, state=RECEIVED), "settled", "origin"),
        Figure("taken", "县内转入", Q(direction=Direction.WITHIN, state=RECEIVED), "settled", "target"),
        Figure("out", "转出县外", Q(direction=Direction.OUT, state=RECEIVED), "settled", "origin"),
        Figure("in", "县外转入", Q(direction=Direction.IN, state=RECEIVED), "settled", "target"),
        Figure("back", "退回", Q(direction__in=(Direction.WITHIN, Direction.OUT), state=BACK), "settled", "origin"),
    )
}


@dataclass(frozen=True)
class Row:
    """A town's numbers of a year, in the order of FIGURES; the total has no code."""

    code: str
    name: str
    numbers: list[tuple[str, int]]


def year_table(user, year: int) -> list[Row]:
    """The towns in which something happened in `year`, then the total. One statement for each figure."""
    counts = {key: Counter() for key in FIGURES}
    for key, figure in FIGURES.items():
        grouped = figure.of(user, year).order_by().values_list("town").annotate(Count("pk"))
        counts[key].update(dict(grouped))
    codes = sorted(set().union(*counts.values()))
    names = dict(Region.objects.filter(code__in=codes).values_list("code", "name"))
    rows = []
    for code in codes:
        name = names.get(code, code) if len(code) >= TOWN else COUNTY_PLACED
        rows.append(Row(code, name, [(key, counts[key][code]) for key in FIGURES]))
    return [*rows, Row("", "合计", [(key, sum(counts[key].values())) for key in FIGURES])]


def years(user, now: int) -> list[int]:
    """The years of which there are letters, and this one; the latest first."""
    found = {day.year for day in Transfer.objects.visible_to(user).dates("sent", "year")}
    found |= {day.year for day in Transfer.objects.visible_to(user).exclude(settled=None).dates("settled", "year")}
    return sorted(found | {now}, reverse=True)


def of_figure(figure: Figure, user, year: int, town: str = ""):
    """The list behind a number."""
    return _listed(figure.of(user, year, town))


def _listed(transfers):
    return transfers.select_related("member", "origin", "target").order_by("-sent", "-id")
