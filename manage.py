#!/usr/bin/env python3
"""The one entrance: every command of the project starts here."""

import os
import sys


def main() -> None:
    from liangxin.bootstrap import enter

    enter(sys.argv)
    if sys.argv[1:2] == ["test"]:
        from liangxin.testing import main as run_tests

        sys.exit(run_tests(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liangxin.settings")
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    try:
        execute_from_command_line(sys.argv)
    except Exception as error:
        from liangxin.faults import NOT_MIGRATED, sentence_of
        from liangxin.upgrades import is_migrated

        if sentence := sentence_of(error):
            sys.exit(sentence)
        if not isinstance(error, DatabaseError) or is_migrated():
            raise
        sys.exit(NOT_MIGRATED)


if __name__ == "__main__":
    main()
