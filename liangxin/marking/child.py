"""The marking child: `python -I -S child.py ORIGINAL FORMAT TARGET LIBRARIES`, the marks as JSON on stdin.

It runs apart because the original is a stranger's: openpyxl fills a merge over all columns cell by cell, and takes
minutes over some files that others read at once. It exits with 0 when TARGET holds the marked workbook. It loads its
neighbours below and nothing else of the project.
"""

import json
import sys
import types
import warnings

HERE = __file__.replace("\\", "/").rsplit("/", 1)[0]
BYTES = 600 << 20
SECONDS = 20
TARGET_BYTES = 100 << 20


def stand_in_for_packages() -> None:
    """Make `liangxin.marking.…` importable from this folder without running `liangxin/__init__.py`."""
    for name, folder in (("liangxin", HERE.rsplit("/", 1)[0]), ("liangxin.marking", HERE)):
        package = types.ModuleType(name)
        package.__path__ = [folder]
        sys.modules[name] = package


def limit_this_process() -> None:
    """Hold memory, processor time and written files down, where the system can; the parent watches too."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for name, most in (("AS", BYTES), ("CPU", SECONDS), ("FSIZE", TARGET_BYTES), ("CORE", 0)):
        try:
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))
        except (AttributeError, ValueError, OSError):
            continue  # not on this system; the parent's watcher remains


def main(original: str, kind: str, target: str, libraries: str) -> None:
    """Mark one workbook; anything that goes wrong ends the process with another code than 0."""
    stand_in_for_packages()
    sys.path.append(libraries)
    limit_this_process()
    warnings.simplefilter("ignore")  # of parts that openpyxl leaves out
    from liangxin.marking import layout
    from liangxin.marking.marks import SheetMarks

    sheets = [SheetMarks.from_plain(given) for given in json.load(sys.stdin.buffer)]
    if kind == "xls":
        from liangxin.marking import old

        book = old.converted(original)
    else:
        import openpyxl

        # Results instead of formulas: taken-out rows would move what these point at. No macros, no links elsewhere.
        with open(original, "rb") as file:
            book = openpyxl.load_workbook(file, data_only=True, keep_vba=False, keep_links=False)
    layout.mark(book, sheets)
    book.save(target)


if __name__ == "__main__":
    main(*sys.argv[1:5])
