"""The search in the head of every page, for a county and for a town: questions without a hit, with few and with very
many."""

from statistics import median, quantiles
from time import perf_counter

from django.db import connection
from django.test.utils import CaptureQueriesContext

from orgs.choices import Role
from orgs.models import PartyBranch, Region, User
from reports.search import search
from tests.benchmarks.rosters import GIVEN, SURNAMES

TIMES = 15
GOAL = 0.05
KINDS = (  # what is asked, texts that differ so that no cache of the database answers
    ("a whole name", [f"青溪第{number}号有限公司" for number in range(1001, 1001 + TIMES)]),
    ("a part that a few have", [f"第{number}号" for number in range(101, 101 + TIMES)]),
    ("a part that most organizations have", ["有限公司", "公司", "青溪"] * (TIMES // 3)),
    ("a person's name", [SURNAMES[number] + GIVEN[number] for number in range(TIMES)]),
    ("a surname", list(SURNAMES[:TIMES])),
    ("pinyin of many", ["li", "wang", "zhang"] * (TIMES // 3)),
    ("initials of many", ["x", "zw", "gs"] * (TIMES // 3)),
    ("a credit code", [f"MA{number:07}" for number in range(2001, 2001 + TIMES)]),
    ("the end of a telephone number", [f"{number:04}" for number in range(3001, 3001 + TIMES)]),
    ("two words", [f"青溪 {number}" for number in range(401, 401 + TIMES)]),
    ("nothing that is there", [f"没有{number}这样的" for number in range(TIMES)]),
)


def cast() -> list[tuple[str, User]]:
    """Who asks: a county, one of its twenty towns, a town that has nothing yet, a supervising branch."""
    empty = Region.objects.create(code="330199099", name="新镇")
    busy = PartyBranch.objects.order_by("pk").first()
    users = (
        ("county", User(role=Role.COUNTY, region=Region.objects.get(code="330199"))),
        ("town", User(role=Role.TOWN, region=Region.objects.get(code="330199003"))),
        ("empty town", User(role=Role.TOWN, region=empty)),
        ("supervising branch", User(role=Role.SUPERVISOR, supervisor=busy)),
    )
    return list(users)


def run(people):
    """Measure each kind of question for each of the cast; print median and 95th of a hundred."""
    print(f"Search, {TIMES} questions of a kind: median, 95th percentile (goal {GOAL * 1000:.0f} ms), queries")
    for who, user in people:
        for kind, texts in KINDS:
            search(user, texts[0])
            taken, queries = [], 0
            for text in texts:
                begun = perf_counter()
                search(user, text)
                taken.append(perf_counter() - begun)
            with CaptureQueriesContext(connection) as asked:
                search(user, texts[0])
            queries = len(asked)
            slow = quantiles(taken, n=20)[-1]
            print(f"  {who:<20}{kind:<38}{median(taken) * 1000:7.1f} ms {slow * 1000:7.1f} ms {queries:4}", flush=True)
