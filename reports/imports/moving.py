"""Whether a row moves a coverage figure of the as-of day: an organization is counted otherwise than before."""

from datetime import date

from orgs.coverage import is_counted, number_of
from reports.imports.branches import level_by_name
from reports.imports.drafts import Draft
from reports.imports.register import running_on

Counted = tuple[int, int, str]  # the packed number of orgs.coverage, the region's key, the kind


def counted(draft: Draft, register, as_of: date) -> Counted | None:
    """As what the row's organization counts on `as_of`, with what is planned so far; None outside of the base.

    Works on what is in memory: no queries.
    """
    record = draft.record
    standing = record.standing_on(as_of)
    if standing is None:
        return None
    one = record.organization
    number = number_of(
        as_of,
        one,
        standing,
        record.coverages,
        lambda coverage: _level_of(coverage.branch, draft, register, as_of),
        record.postings,
        record.mass_groups,
    )
    return None if number is None else (number, standing.__dict__["region_id"], one.kind)


def counts(draft: Draft, as_of: date) -> bool:
    """Whether the row's organization belongs to the base on `as_of`: what `counted` says of one that was not there."""
    standing = draft.record.standing_on(as_of)
    return standing is not None and is_counted(as_of, draft.record.organization, standing)


def lifts(draft: Draft) -> bool:
    """Whether the row gives its branch another level, so that an organization which the branch covers alone moves."""
    named = draft.branch
    return named is not None and named.lifts and "branch_level" in draft.facts


def _level_of(branch, draft: Draft, register, as_of: date) -> str:
    """The level of a branch on the day; of one that the batch founds, what it says of it."""
    if branch.pk is not None:
        held = running_on(register.levels[branch.pk], as_of)
        return held.level if held else ""
    named = draft.branch
    stated = named.stated_level if named is not None and named.branch is branch else ""
    return stated or level_by_name(branch.name)
