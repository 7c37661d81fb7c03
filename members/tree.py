"""The branches of a day as a tree: each below its superior, with its members and the organizations it looks after.

Built in memory from a fixed number of queries. A branch whose superior the user does not see, or whose superiors lead
back to itself, stands at the top.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from members.queries_branches import NOBODY, Numbers, findings, numbers_on
from orgs.choices import Level
from orgs.models import Coverage, Organization, PartyBranch, Standing
from orgs.queries_branches import branches_on, working_on

LEVELS = dict(Level.choices)
ORDER = {level: place for place, level in enumerate(reversed(Level.values))}


@dataclass
class Node:
    """A branch in the tree. `own` says whether the user looks after it; else only its name is shown."""

    branch: PartyBranch
    own: bool
    numbers: Numbers = NOBODY
    covered: list[str] = field(default_factory=list)
    supervised: int = 0
    direct: int = 0
    findings: list[str] = field(default_factory=list)
    below: list["Node"] = field(default_factory=list)

    @property
    def level(self) -> str:
        """The level of the day in words."""
        return LEVELS.get(self.branch.level, "")

    def walk(self) -> Iterator["Node"]:
        """The node and all below it."""
        yield self
        for node in self.below:
            yield from node.walk()

    @property
    def whole(self) -> int:
        """Members of the branch and of all below it."""
        return sum(node.numbers.total for node in self.walk())

    @property
    def branches(self) -> int:
        """How many branches stand below it."""
        return sum(1 for _ in self.walk()) - 1


def tree(user, day: date, narrowed: Q | None = None) -> list[Node]:
    """The tops of the tree that `user` sees on `day`; `narrowed` is a condition on branches, whose superiors stay."""
    seen = branches_on(day).filter(pk__in=PartyBranch.objects.visible_to(user).values("pk")).select_related("region")
    own = set(PartyBranch.objects.within(user).values_list("pk", flat=True))
    nodes = {branch.pk: Node(branch, branch.pk in own) for branch in seen}
    if narrowed is not None:
        nodes = _with_superiors(nodes, set(seen.filter(narrowed).values_list("pk", flat=True)))
    _fill(nodes, user, day)
    return _grown(nodes)


def _with_superiors(nodes, wanted):
    """Only the wanted nodes and those above them."""
    kept = set()
    for key in wanted & nodes.keys():
        while key in nodes and key not in kept:
            kept.add(key)
            key = nodes[key].branch.superior_id
    return {key: node for key, node in nodes.items() if key in kept}


def _fill(nodes, user, day):
    """Numbers for the user's own branches; organizations that the user sees for all."""
    own = PartyBranch.objects.within(user)
    for key, numbers in numbers_on(day, own).items():
        if key in nodes:
            nodes[key].numbers = numbers
    for key, found in findings(day, working_on(day).within(user)).items():
        if key in nodes:
            nodes[key].findings = [one.text for one in found]
    organizations = Organization.objects.visible_to(user, day)
    covered = Coverage.objects.on(day).filter(organization__in=organizations).order_by("organization__name")
    for key, name in covered.values_list("branch", "organization__name"):
        if key in nodes:
            nodes[key].covered.append(name)
    standings = Standing.objects.on(day).filter(organization__in=organizations).exclude(supervisor=None)
    counted = standings.order_by().values_list("supervisor")
    for key, supervised, direct in counted.annotate(n=Count("pk"), directly=Count("pk", filter=Q(direct=True))):
        if key in nodes:
            nodes[key].supervised, nodes[key].direct = supervised, direct


def _grown(nodes) -> list[Node]:
    below = defaultdict(list)
    for key, node in nodes.items():
        superior = node.branch.superior_id
        below[superior if superior in nodes and not _rings(key, nodes) else None].append(node)
    for key, inferiors in below.items():
        if key is not None:
            nodes[key].below = sorted(inferiors, key=_place)
    return sorted(below[None], key=_place)


def _rings(key, nodes) -> bool:
    """Whether the superiors of a branch lead back to it."""
    passed, above = set(), nodes[key].branch.superior_id
    while above in nodes and above not in passed:
        if above == key:
            return True
        passed.add(above)
        above = nodes[above].branch.superior_id
    return False


def _place(node):
    return ORDER.get(node.branch.level, 0), node.branch.region.code, node.branch.name
