"""Terms of office: by when a branch has to elect again, and who is due or overdue (domain.md §3).

For the questions of data quality: `overdue(day)`, `due_soon(day)` and `without_term(day)` return querysets of branches
in force on `day`, each with `level`, `term_number`, `term_elected` and `term_due` of the latest term begun by then;
narrow them by `.within(user)`. A 党工委 is sent by the level above and elects nobody, so it is in none.
"""

from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from liangxin.months import shifted
from orgs.choices import Level, TermKind
from orgs.models import PartyBranch, Term, TermRule
from orgs.options import option
from orgs.queries_branches import branches_on, working_on


def kind_of(level: str, is_village: bool) -> TermKind | None:
    """Which rule a branch of `level` follows; None for one that elects nobody."""
    if level == Level.WORK_COMMITTEE:
        return None
    if is_village:
        return TermKind.VILLAGE
    return TermKind.COMMITTEE if level == Level.COMMITTEE else TermKind.BRANCH


def due_on(branch: PartyBranch, elected: date) -> date | None:
    """When a term that began on `elected` ends, by the rule in force that day; None when there is no rule."""
    level = branch.levels.on(elected).values_list("level", flat=True).first() or Level.BRANCH
    kind = kind_of(level, branch.is_village)
    years = TermRule.objects.filter(kind=kind).order_by("-start")
    found = next((rule.years for rule in years if rule.covers(elected)), None) if kind else None
    return found and shifted(elected, 12 * found)


def electing(day: date) -> QuerySet[PartyBranch]:
    """Branches in force on `day` that elect, with their latest term begun by then."""
    terms = Term.objects.filter(branch=OuterRef("pk"), elected__lte=day).order_by("-elected")
    latest = {f"term_{name}": Subquery(terms.values(name)[:1]) for name in ("number", "elected", "due")}
    return branches_on(day).exclude(level=Level.WORK_COMMITTEE).annotate(**latest)


def is_overdue(day: date) -> Q:
    """The condition on `electing(day)` that the term is over."""
    return Q(term_due__lt=day)


def is_due_soon(day: date) -> Q:
    """The condition on `electing(day)` that the term ends within the months of the setting."""
    return Q(term_due__gte=day, term_due__lte=shifted(day, option("term_remind_months")))


def is_unknown(day: date) -> Q:
    """The condition on `electing(day)` that a branch whose members are ours to keep has no term registered."""
    return Q(term_due=None, pk__in=working_on(day).values("pk"))


def overdue(day: date) -> QuerySet[PartyBranch]:
    """Branches whose term is over on `day`."""
    return electing(day).filter(is_overdue(day))


def due_soon(day: date) -> QuerySet[PartyBranch]:
    """Branches whose term ends within the months that the setting says, `day` included."""
    return electing(day).filter(is_due_soon(day))


def without_term(day: date) -> QuerySet[PartyBranch]:
    """Branches that sit in or cover an organization and have no term registered."""
    return electing(day).filter(is_unknown(day))
