"""入党积极分子和发展党员 with the main steps only, which fits a sheet of A4 (domain.md §3)."""

from reports.ledgers.base import ROSTERS
from reports.ledgers.columns import Group
from reports.ledgers.layouts import Layout, Of, declare

of = Of(ROSTERS["candidates"])
PERSON = ("serial", "name", "sex", "ethnicity", "birth", "education", "phone", "branch", "town", "workplace", "stage")

MAIN_STEPS = declare(
    Layout(
        "main",
        "主要步骤",
        ROSTERS["candidates"],
        (
            *map(of.own, PERSON),
            of.own("step_1"),
            Group("入党积极分子", of.own("step_3"), of.own("people_5")),
            Group("发展对象", of.own("step_7"), of.own("people_9"), of.own("step_11"), of.own("hours_11")),
            Group("接收预备党员", of.own("step_15"), of.own("step_17")),
            Group("预备党员转正", of.own("extended_until"), of.own("step_23"), of.own("step_24")),
            of.own("note"),
        ),
    )
)
