"""From a bare Python to a running command: makes `.venv` from the lock file and continues inside it.

Standard library only, and it must still parse under a Python that is too old, to be able to say so.
`LIANGXIN_NO_BOOTSTRAP=1` leaves the environment to somebody else (containers, packagers).
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "liangxin.json"  # what was installed; written last, so a cut-short start begins again
WHEELS = ROOT / "wheels"
PROGRESS = re.compile(r"(?:Collecting|Requirement already satisfied:) ([^=<>~!; ]+)|Processing .*?([^/\\\\]+?)-\d")


class CannotStart(SystemExit):
    """One sentence for the person at the keyboard; ends the program with exit code 1."""

    def __init__(self, sentence: str):
        super().__init__(sentence)


def enter(argv: list[str]) -> None:
    """Return only when this process runs inside a `.venv` that holds what the lock file asks for.

    Otherwise make or update `.venv` and start `argv` again inside it. `test` gets the development set.
    Raises CannotStart with one sentence when the machine lacks something.
    """
    if os.environ.get("LIANGXIN_NO_BOOTSTRAP", "") not in ("", "0"):
        return
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(errors="replace")  # an old console shows "?" rather than ending the program
    if sys.version_info < OLDEST:
        needed, found = ".".join(map(str, OLDEST)), ".".join(map(str, sys.version_info[:3]))
        raise CannotStart(f"需要 Python {needed} 或更新的版本，这台电脑上运行的是 Python {found}。")
    lock = ROOT / ("requirements-dev.txt" if argv[1:2] == ["test"] else "requirements.txt")
    if not is_ready(lock):
        try:
            with only_one_at_a_time():
                if not is_ready(lock):
                    prepare(lock)
        except OSError as problem:
            raise CannotStart(f"不能在 {ROOT} 里准备运行环境：{problem}") from problem
    if inside():
        importlib.invalidate_caches()
    else:
        restart(argv)


def inside() -> bool:
    """Is this process the Python of `.venv`?"""
    return VENV.is_dir() and os.path.samefile(sys.prefix, VENV)


def is_ready(lock: Path) -> bool:
    """Does `.venv` hold exactly this lock file, installed for the Python it still has?"""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        return PYTHON.exists() and stamp["python"] == real_python() and stamp["locks"][lock.name] == digest(lock)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def prepare(lock: Path) -> None:
    """Make `.venv` when there is none that works, install the lock file into it, write the stamp."""
    if not has_pip():
        make_venv()
    STAMP.unlink(missing_ok=True)
    install(lock)
    held = [lock, ROOT / "requirements.txt"]  # the development set contains the other one
    stamp = {"python": real_python(), "locks": {each.name: digest(each) for each in held}}
    STAMP.write_text(json.dumps(stamp), encoding="utf-8")


def make_venv() -> None:
    """Make `.venv` with pip in it."""
    say("准备运行环境 .venv …")
    missing = "缺少 Python 的 venv 组件：Debian/Ubuntu 请先运行 apt-get install python3-venv，然后再试一次。"
    if not importlib.util.find_spec("venv") or not importlib.util.find_spec("ensurepip"):
        raise CannotStart(missing)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, check=False)
    if made.returncode:
        said = (made.stdout + made.stderr).decode(errors="replace").strip()
        raise CannotStart(missing if "ensurepip" in said else f"不能建立运行环境 .venv：{said}")


def install(lock: Path) -> None:
    """Install exactly what the lock file pins, each file checked against its hash, with visible progress."""
    source = ["--no-index", "--find-links", str(WHEELS)] if WHEELS.is_dir() else []
    # The lock is complete, so pip need not resolve (--no-deps); modules are compiled when first used.
    options = ["--require-hashes", "--no-deps", "--no-compile", "--no-input", "--disable-pip-version-check"]
    command = [str(PYTHON), "-m", "pip", "install", "--progress-bar", "off", *options, *source, "-r", str(lock)]
    total = len(re.findall(r"(?m)^[A-Za-z0-9][^ ]*==", lock.read_text(encoding="utf-8")))
    say(f"安装 {total} 个组件（{'离线，来自 wheels/' if source else '联网'}）…")
    lines, done = [], 0
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace"
    ) as pip:
        for line in pip.stdout:
            lines.append(line.rstrip())
            total -= line.startswith("Ignoring ")  # meant for another system
            if found := PROGRESS.match(line):
                done += 1
                say(f"  {done}/{total} {found[1] or found[2]}")
            elif line.startswith("Installing"):
                say("  写入 …")
    if pip.returncode:
        raise CannotStart("\n".join([*lines[-12:], "", why_install_failed(lines, bool(source))]))


def why_install_failed(lines: list[str], offline: bool) -> str:
    """One sentence for the last lines that pip printed."""
    text = "\n".join(lines)
    if "DO NOT MATCH THE HASHES" in text:
        return "有组件与锁定文件中的校验值不一致，没有安装：请重新下载后再试。"
    if offline:
        return "wheels/ 文件夹里的组件不全：请按 README 重新准备，或移走该文件夹后联网安装。"
    return "组件没有装上：请检查网络（或 pip 镜像设置）后再试；没有网络时把组件放进 wheels/ 文件夹，见 README。"


def restart(argv: list[str]) -> None:
    """Run the same command with the Python of `.venv`; never returns."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONHOME"}
    command = [str(PYTHON), *argv]
    if os.name != "nt":
        sys.stdout.flush()
        os.execve(command[0], command, environment)
    environment["PYTHONUTF8"] = "1"  # output into a file or a pipe is UTF-8 on Windows too
    child = subprocess.Popen(command, env=environment)
    while True:
        try:
            sys.exit(child.wait())
        except KeyboardInterrupt:  # the child got it as well and ends by itself
            continue


@contextlib.contextmanager
def only_one_at_a_time():
    """Hold a lock that the system gives back even when this process is killed."""
    with open(ROOT / ".venv-lock", "w", encoding="utf-8") as handle:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def has_pip() -> bool:
    """Does `.venv` have a Python that starts, is new enough, and has pip?"""
    check = f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"
    try:
        return subprocess.run([PYTHON, "-c", check], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def real_python() -> str:
    """The interpreter that `.venv` stands on; another one after a system upgrade means: install again."""
    return os.path.realpath(PYTHON)


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def say(sentence: str) -> None:
    """Progress goes to stderr: stdout belongs to the command (`--json`)."""
    print(sentence, file=sys.stderr, flush=True)
