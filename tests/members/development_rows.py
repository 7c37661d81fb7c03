"""A candidate for the tests, brought along the path by the service."""

from datetime import date

from members.models import Step
from members.services import development

DAYS = {
    1: date(2021, 1, 31),
    2: date(2021, 2, 10),
    3: date(2021, 6, 1),
    4: date(2021, 6, 15),
    5: date(2021, 6, 20),
    6: date(2022, 5, 20),
    7: date(2022, 6, 1),
    8: date(2022, 6, 8),
    9: date(2022, 6, 10),
    10: date(2022, 7, 1),
    11: date(2022, 8, 1),
    12: date(2022, 9, 1),
    13: date(2022, 9, 10),
    14: date(2022, 9, 20),
    15: date(2022, 10, 8),
    16: date(2022, 11, 1),
    17: date(2022, 12, 20),
    18: date(2022, 12, 28),
    19: date(2023, 1, 5),
    20: date(2023, 1, 10),
    21: date(2023, 6, 1),
    22: date(2023, 10, 8),
    23: date(2023, 10, 20),
    24: date(2023, 12, 1),
    25: date(2023, 12, 20),
}
PASSED = {"entitled": 11, "present": 10, "approved": 9}
FACTS = {
    2: {"people": "甘露"},
    5: {"people": "甘露、纪平"},
    9: {"people": "甘露、纪平"},
    11: {"training_days": 3},
    15: PASSED,
    16: {"people": "甘露"},
    23: PASSED,
}


def candidate(world, name="燕飞", **values):
    """Somebody of town A's own branch who works at its host, with nothing but a name and a birth."""
    values = {"branch": world.a_own_branch, "organization": world.a_single, "birth": "1996-05-04", **values}
    return development.begin(values={"name": name, **values}, by=world.town_a_clerk)


def walked(world, until, name="燕飞", **values):
    """The same after all steps up to `until`, each on its day of DAYS.

    Those that only stand there are written as they are; those that do something to the roster by the service.
    """
    found = candidate(world, name, **values)
    for number in range(1, until + 1):
        if number in (15, 24) or number == until:
            step(world, found, number)
        else:
            Step.objects.create(candidate=found, number=number, day=DAYS[number], **FACTS.get(number, {}))
    found.refresh_from_db()
    return found


def step(world, found, number, **facts):
    """One step of it, by the clerk of town A."""
    facts = {"day": DAYS[number], **FACTS.get(number, {}), **facts}
    return development.take_step(candidate=found, number=number, facts=facts, by=world.town_a_clerk)
