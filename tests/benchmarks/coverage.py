"""The coverage table of a county against a first draft of it: one Count(filter=Exists…) for each figure."""

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Substr

from orgs.choices import JOINT_MODES, Leaf, Level, Mode
from orgs.coverage import ENOUGH, FIGURES, standings_on
from orgs.models import Coverage, MassGroup, Posting
from orgs.scope import CONSOLE
from reports.coverage import table
from reports.coverage.tables import FIGURES_IN_JSON
from tests.benchmarks.county import DAY
from tests.benchmarks.measure import line, seconds

FIVE = ("single", "joint", "affiliated", "functional", "unbuilt")


def covered(**how):
    """Whether a coverage of this kind is in force."""
    return Q(Exists(Coverage.objects.on(DAY).filter(organization=OuterRef("organization"), **how)))


def leaves():
    """Each leaf status as a condition, as a first draft writes it."""
    single = covered(mode=Mode.SINGLE)
    committee, general = (
        Q(Exists(_single(level=level))) for level in ((Level.COMMITTEE, Level.WORK_COMMITTEE), (Level.GENERAL,))
    )
    unbuilt = ~covered()
    return {
        Leaf.SINGLE_COMMITTEE: committee,
        Leaf.SINGLE_GENERAL: general & ~committee,
        Leaf.SINGLE_BRANCH: single & ~committee & ~general,
        Leaf.JOINT: covered(mode__in=JOINT_MODES),
        Leaf.AFFILIATED: covered(mode=Mode.AFFILIATED),
        Leaf.FUNCTIONAL: covered(mode=Mode.FUNCTIONAL) & ~covered(counts=True),
        Leaf.SHOULD_BUILD: unbuilt & Q(full_members__gte=ENOUGH),
        Leaf.SOME_MEMBERS: unbuilt & Q(full_members__gt=0, full_members__lt=ENOUGH),
        Leaf.NO_MEMBERS: unbuilt & (Q(full_members=0) | Q(full_members=None)),
    }


def _single(level):
    coverages = Coverage.objects.on(DAY).filter(organization=OuterRef("organization"), mode=Mode.SINGLE)
    return coverages.filter(branch__levels__level__in=level, branch__levels__start__lte=DAY, branch__levels__end=None)


def facts():
    """The facts beside the leaf status as conditions."""
    own = {"organization": OuterRef("organization")}
    return {
        "guided": Q(Exists(Posting.objects.on(DAY).filter(**own))),
        "grouped": Q(Exists(MassGroup.objects.on(DAY).filter(**own))),
        "three": Q(full_members__gte=ENOUGH),
        "scale": Q(above_scale=True),
        "fifty": Q(employees__gte=50),
        "hundred": Q(employees__gte=100),
        "member": Q(full_members__gt=0) | Q(probationary_members__gt=0),
    }


def condition(figure):
    """A figure of the table as one condition for Count(filter=…)."""
    of_leaf, of_fact, found = leaves(), facts(), Q()
    for part in figure.parts:
        mine = Q()
        if len(part.leaves) < len(of_leaf):
            for leaf in part.leaves:
                mine |= of_leaf[leaf]
        for fact in part.having:
            mine &= of_fact[fact]
        for fact in part.lacking:
            mine &= ~of_fact[fact]
        found |= mine
    return found


def naive(figures):
    """The figures by town, each with its own subqueries for each organization."""
    rows = standings_on(DAY).annotate(town=Substr("region__code", 1, 9)).order_by().values("town")
    counts = {f"n_{key}": Count("pk", filter=condition(FIGURES[key])) for key in figures if key != "total"}
    return list(rows.annotate(n_total=Count("pk"), **counts))


def check(figures):
    """Both forms must say the same; raises AssertionError."""
    ours = {row.key: row.counts for row in table(CONSOLE, DAY).rows}
    for row in naive(figures):
        for figure in figures:
            if row[f"n_{figure}"] != ours[row["town"]][figure]:
                raise AssertionError(
                    f"{row['town']}: {figure} is {ours[row['town']][figure]}, not {row[f'n_{figure}']}"
                )


def run(count: int):
    """Check that both say the same of the register as it is, measure, print."""
    check(FIGURES_IN_JSON)
    print(f"Coverage by town, {count:,} organizations (median of 5)")
    ours = seconds(lambda: table(CONSOLE, DAY))
    print(line(f"ours: the table with {len(FIGURES)} figures, rates, branches, labels", ours))
    many, five = seconds(lambda: naive(FIGURES_IN_JSON)), seconds(lambda: naive(FIVE))
    print(line(f"naive: Count(filter=Exists…), {len(FIGURES_IN_JSON)} figures, no branches", many, many / ours))
    print(line("naive: Count(filter=Exists…), five figures, no branches", five, five / ours), flush=True)
