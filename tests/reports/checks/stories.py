"""A story for each rule of the data checks: a generator that changes the small county, and says after each change of a
record whether the rule finds it. Each has at least one that is found and one that is not."""

from datetime import date

from liangxin.dates import today
from orgs.models import Standing

DAY = date(2026, 6, 30)
SINCE = date(2021, 1, 1)
DAYS = {"unconfirmed": today()}  # of a quarter that is over, only what was registered then is to be confirmed
STORIES = {}


def story(tell):
    """Register the story of the rule that has its name."""
    STORIES[tell.__name__] = tell
    return tell


def change(record, **values):
    """Set columns of a row."""
    for name, value in values.items():
        setattr(record, name, value)
    record.save(update_fields=list(values))
    return record


def states(organization, **values):
    """Set columns of an organization's standing."""
    Standing.objects.filter(organization=organization).update(**values)
    return organization
