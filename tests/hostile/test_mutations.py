"""Harmed surveys are imported or refused; thousands more with `python -m tests.hostile.mutate COUNT [SEED]`."""

import os

import pytest

from tests.hostile.mutate import prepare, run

SEED = int(os.environ.get("MUTATION_SEED", "20261120"))
COUNT = int(os.environ.get("MUTATIONS", "60"))


@pytest.mark.django_db
def test_harmed_surveys_are_planned_written_and_undone_or_refused(tmp_path):
    prepare(tmp_path)
    outcomes = run(COUNT, SEED, tmp_path)
    print(f"\nseed {SEED}: {dict(outcomes)}")
    assert outcomes.total() == COUNT
    assert min(outcomes["refused"], outcomes["written"]) > COUNT // 10
