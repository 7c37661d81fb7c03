"""Every figure of domain.md §6 that the registers give, held against a truth counted from plain data, on five days."""

import os
from datetime import date

import pytest

from orgs.models import Region
from orgs.scope import CONSOLE
from reports.coverage.questions import Question
from reports.indicators import INDICATORS
from reports.indicators.lines import lines, ordered
from tests.proof.registers.entering import Clerk
from tests.proof.registers.lives import TOWNS, live
from tests.proof.registers.truth import names_of

DAYS = (date(2022, 12, 31), date(2023, 7, 1), date(2024, 12, 31), date(2025, 12, 31), date(2026, 9, 30))


# More seeds by hand: LIANGXIN_SEEDS=2,3,4,5 python3 manage.py test tests/proof/registers
SEEDS = [int(seed) for seed in os.environ.get("LIANGXIN_SEEDS", "1").split(",")]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_is_the_truth_on_five_days_in_the_county_and_a_town(seed):
    lives = live(seed)
    Clerk(lives).enter()
    wrong, seen = [], dict.fromkeys(INDICATORS, 0)
    for day in DAYS:
        for code in ("330199", TOWNS[seed % len(TOWNS)]):
            question = Question(CONSOLE, day, Region.objects.get(code=code))
            truth = names_of(lives, day, "" if code == "330199" else code)
            assert truth.keys() == INDICATORS.keys()
            for key, one in INDICATORS.items():
                listed = [line.name for line in lines(ordered(one.rows(question)), day, CONSOLE)]
                assert len(listed) == one.count(question)
                seen[key] += len(listed)
                if sorted(listed) != sorted(truth[key]):
                    wrong.append((key, day, code, sorted(set(listed) ^ set(truth[key]))))
    assert wrong == []
    if seed == 1:  # a figure that is always 0 proves nothing
        assert [key for key, number in seen.items() if not number] == []
