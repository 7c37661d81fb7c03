"""The rule of coverage for rows in memory gives what the database counts, over random dated histories."""

from hypothesis import given
from hypothesis import strategies as st

from orgs.coverage import number_of, standings_on, with_status
from orgs.models import BranchLevel, Standing
from tests.orgs.histories import DAYS, counties
from tests.orgs.test_coverage_property import SETTINGS, places, stored

__all__ = ["places"]


def in_memory(standing, day):
    organization = standing.organization
    return number_of(
        day,
        organization,
        standing,
        list(organization.coverages.all()),
        lambda coverage: BranchLevel.objects.on(day).get(branch=coverage.branch).level,
        list(organization.postings.all()),
        list(organization.mass_groups.all()),
    )


@SETTINGS
@given(county=counties(most=6), day=st.sampled_from(DAYS))
def test_rows_in_memory_count_as_the_database_counts_them(places, county, day):
    with stored(county, places):
        counted = dict(with_status(standings_on(day), day).values_list("organization", "number"))
        of_the_day = Standing.objects.on(day).select_related("organization")
        told = {standing.organization_id: in_memory(standing, day) for standing in of_the_day}
    assert {key: number for key, number in told.items() if number is not None} == counted
