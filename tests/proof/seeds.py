"""Runs the proof for many made-up counties: python tests/proof/seeds.py [HOW_MANY] [FIRST_SEED].

Uses the database of DATABASE_URL, as pytest does; ends with 1 when a seed fails.
"""

import os
import subprocess
import sys
from pathlib import Path


def main(how_many: int = 20, first: int = 1) -> int:
    """Prove `how_many` seeds from `first` on; gives the exit code."""
    seeds = " ".join(str(seed) for seed in range(first, first + how_many))
    environment = {**os.environ, "LIANGXIN_PROOF_SEEDS": seeds}
    command = [sys.executable, "-m", "pytest", "-q", str(Path(__file__).with_name("test_proof.py"))]
    return subprocess.call(command, env=environment, cwd=Path(__file__).parents[2])


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
