"""The thresholds 3, 7, 50 and 100 as a table (domain.md §3)."""

import pytest

from members.branch_sizes import Size, amiss
from orgs.choices import Level

pytestmark = pytest.mark.nodb
TABLE = [
    (Size(Level.BRANCH, 3, 4, 0), []),
    (Size(Level.BRANCH, 2, 9, 3), ["few"]),
    (Size(Level.JOINT_BRANCH, 0, 1), ["few"]),
    (Size(Level.BRANCH, 0, 0), ["empty"]),
    (Size(Level.GENERAL, 0, 0), ["empty"]),
    (Size(Level.BRANCH, 6, 20, 0), []),
    (Size(Level.BRANCH, 7, 7, 2), ["no_committee"]),
    (Size(Level.BRANCH, 7, 7, 3), []),
    (Size(Level.BRANCH, 30, 49, 7), []),
    (Size(Level.BRANCH, 30, 40, 8), ["large_committee"]),
    (Size(Level.BRANCH, 40, 50, 3), ["to_general"]),
    (Size(Level.JOINT_BRANCH, 90, 99, 3), ["to_general"]),
    (Size(Level.BRANCH, 90, 100, 3), ["to_committee"]),
    (Size(Level.GENERAL, 40, 49, 3), ["by_approval"]),
    (Size(Level.GENERAL, 40, 50, 3), []),
    (Size(Level.GENERAL, 90, 100, 3), ["to_committee"]),
    (Size(Level.COMMITTEE, 90, 99, 3), ["by_approval"]),
    (Size(Level.COMMITTEE, 90, 100, 3), []),
    (Size(Level.COMMITTEE, 20, 30, 3, supervises=True), []),
    (Size(Level.WORK_COMMITTEE, 0, 0, 0), []),
]


@pytest.mark.parametrize(("size", "keys"), TABLE)
def test_the_numbers_of_a_branch_ask_for(size, keys):
    assert [finding.key for finding in amiss(size)] == keys


def test_the_sentences_say_the_numbers():
    assert amiss(Size(Level.BRANCH, 2, 9))[0].text == "正式党员 2 名，不足 3 名"
    assert amiss(Size(Level.COMMITTEE, 20, 30))[0].text == "党员 30 名，不足 100 名，设党委须经上级批准"
