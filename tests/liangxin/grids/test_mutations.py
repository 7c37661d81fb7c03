"""Damaged files of every format are read or refused; thousands more with `python -m tests.liangxin.grids.mutate`."""

import os

import pytest

from tests.liangxin.grids.mutate import run

pytestmark = pytest.mark.nodb

SEED = int(os.environ.get("MUTATION_SEED", "20260930"))


def test_mutated_files_are_read_or_refused_and_never_anything_else(tmp_path):
    outcomes = run(200, SEED, tmp_path)
    assert outcomes.total() == 200
    assert outcomes["refused"] > 12
    assert outcomes["read"] > 12
