"""The data checks of a county and of a town: every rule counted by place, 五清, and what the workbench asks."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from liangxin.dates import today
from reports.checks import Asked, ordered
from reports.checks.counting import counts, five_clear, urgent
from tests.benchmarks.measure import line, seconds

GOAL = "goal 2 s"
SLOWEST = 5


def run(people):
    """Measure for each of the cast; print medians, and which rules take longest for the county."""
    print(f"Data checks, {len(ordered())} rules by place (median of 3)")
    for who, user in people:

        def everything(user=user):
            return counts(Asked(user, today()), ordered())

        with CaptureQueriesContext(connection) as asked:
            everything()
        taken = seconds(everything, times=3)
        print(line(f"{who}: all rules counted ({len(asked)} queries)", taken, goal=GOAL), flush=True)
    county = people[0][1]
    print(line("county: 五清 by town", seconds(lambda: five_clear(Asked(county, today())), times=3)))
    print(line("county: the number on the workbench", seconds(lambda: urgent(Asked(county, today())), times=3)))
    each = {one.title: seconds(lambda one=one: counts(Asked(county, today()), [one]), times=1) for one in ordered()}
    for title, taken in sorted(each.items(), key=lambda item: -item[1])[:SLOWEST]:
        print(line(f"county: {title}", taken), flush=True)
