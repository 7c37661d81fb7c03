"""Writing the made-up county: in few statements, with the history that daily work would have left."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from liangxin import bulk
from liangxin.history import ADDED, CHANGED, record
from liangxin.periods import BEGINNING
from reports.demo.days import Days

KNOWN_FROM = ("start", "day", "sent", "elected", "found", "month")  # the day on which a row of any kind became known


def write(lists: list[list]) -> None:
    """Write the objects of each list, all of one model, in this order."""
    for objects in lists:
        if objects:
            for one in objects:
                if hasattr(one, "derive"):
                    one.derive()
            bulk.insert(type(objects[0]), objects)


def write_history(lists: list[list], days: Days, user) -> None:
    """Record each object as added when it became known, and a fact that ended as changed on that day."""
    for objects in lists:
        if not objects or not hasattr(type(objects[0]), "history"):
            continue
        ended = [(one, one.end) for one in objects if getattr(one, "end", None)]
        for one, _ in ended:
            one.end = None
        first, later = [], []
        for one in objects:
            (first if began(one, days) == days.opened else later).append(one)
        record(first, ADDED, user=user, reason="建账", at=lambda one: moment(days.opened))
        record(later, ADDED, user=user, at=lambda one: moment(began(one, days)))
        for one, end in ended:
            one.end = end
        record([one for one, _ in ended], CHANGED, user=user, at=lambda one: moment(min(one.end, days.today)))


def began(one, days: Days):
    """The day on which somebody entered `one`: when it began, at the earliest when the registers did."""
    day = next((value for name in KNOWN_FROM if isinstance(value := getattr(one, name, None), date)), days.opened)
    return days.opened if day == BEGINNING else min(max(day, days.opened), days.today)


def moment(day) -> datetime:
    """Half past nine in the morning of `day`, but never in the future."""
    at = datetime.combine(day, time(9, 30), ZoneInfo(settings.TIME_ZONE))
    return min(at, datetime.now(UTC) - timedelta(minutes=1))
