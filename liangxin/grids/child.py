"""The reading child: `python -I -S child.py FILE ENDING LIBRARIES` writes the file's grids to stdout, line by line.

It runs apart because the files are strangers' and the reader library ends its whole process on some of them. It loads
its neighbours below and nothing else of the project: the packages' own `__init__` never run here.
"""

import gc
import sys
import types

HERE = __file__.replace("\\", "/").rsplit("/", 1)[0]


def stand_in_for_packages() -> None:
    """Make `liangxin.grids.…` importable from this folder without running `liangxin/__init__.py`."""
    for name, folder in (("liangxin", HERE.rsplit("/", 1)[0]), ("liangxin.grids", HERE)):
        package = types.ModuleType(name)
        package.__path__ = [folder]
        sys.modules[name] = package


def limit_this_process() -> None:
    """Hold memory, processor time, written files and core dumps down, where the system can; the parent watches too."""
    from liangxin.grids.limits import CHILD_BYTES, CHILD_SECONDS

    try:
        import resource
    except ImportError:  # Windows
        return
    for name, most in (("AS", CHILD_BYTES), ("CPU", CHILD_SECONDS), ("FSIZE", 0), ("CORE", 0)):
        try:
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))
        except (AttributeError, ValueError, OSError):
            continue  # not on this system; the parent's watcher remains


def main(path: str, ending: str, libraries: str) -> None:
    """Read one file; the last line is ["done"], ["refused", sentence] or, for the log, ["failed", what happened]."""
    stand_in_for_packages()
    sys.path.append(libraries)
    from liangxin.grids import cells, limits, reading

    limit_this_process()
    gc.disable()  # a short life without cycles
    writer = cells.Writer(sys.stdout.buffer)
    try:
        reading.read(path, ending, writer)
        writer.line("done")
    except limits.Unreadable as refusal:
        writer.line("refused", str(refusal))
    except MemoryError:
        writer.line("refused", limits.TOO_MUCH_MEMORY)
    except BaseException as fault:  # the library's panics are no Exception
        writer.line("failed", f"{type(fault).__name__}: {fault}"[:500])
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:4])
