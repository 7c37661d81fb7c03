"""Terms (届次): an election of a branch, and by when the next is due (domain.md §3)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from liangxin.dates import said, today
from orgs.models import PartyBranch, Term
from orgs.queries_terms import due_on
from orgs.services.writing import held, raise_version, write


@transaction.atomic
def elect(
    *, branch: PartyBranch, elected: date, by, number: int | None = None, due: date | None = None, note: str = ""
) -> Term:
    """A term of `branch` that began with the election on `elected`; `due` follows from the rules when not given.

    Raises ValidationError for a day on which the branch cannot have elected, or when no rule says when the term ends.
    """
    branch = held(branch, by=by)
    need_electable(branch, elected)
    due = due or due_by_rule(branch, elected)
    term = write(Term(branch=branch, number=number, elected=elected, due=due, note=note), by=by)
    raise_version(branch)
    return term


def need_electable(branch: PartyBranch, elected: date) -> None:
    """Raises ValidationError unless `branch` can have elected on that day."""
    if elected > today():
        raise ValidationError("换届日期不能晚于今天")
    if branch.established and elected.isoformat() < branch.established:
        raise ValidationError(f"“{branch}”成立于{said(branch.established)}，换届不能早于这一天")
    if branch.dissolved and elected.isoformat() >= branch.dissolved:
        raise ValidationError(f"“{branch}”已于{said(branch.dissolved)}撤销")


def due_by_rule(branch: PartyBranch, elected: date) -> date:
    """When the term ends. Raises ValidationError when no rule of that day says so."""
    due = due_on(branch, elected)
    if due is None:
        raise ValidationError(f"没有{said(str(elected))}适用的任期规定，请填写届满日期")
    return due
