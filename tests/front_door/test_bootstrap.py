"""From a bare Python to a running command, in small projects of their own with a wheel made here: no network."""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from liangxin import bootstrap

pytestmark = pytest.mark.nodb

COMMAND = """
import sys
from liangxin.bootstrap import enter
enter(sys.argv)
import tiny
print(tiny.VERSION, sys.argv[1:])
sys.exit(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
"""


def wheel(folder: Path, name: str, version: str) -> str:
    """A wheel with one module; returns its line for a lock file."""
    folder.mkdir(exist_ok=True)
    info = f"{name}-{version}.dist-info"
    parts = {
        f"{name}.py": f"VERSION = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = []
    for path, text in parts.items():
        code = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        rows.append(f"{path},sha256={code},{len(text.encode())}")
    parts[f"{info}/RECORD"] = "\n".join([*rows, f"{info}/RECORD,,", ""])
    file = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as archive:
        for path, text in parts.items():
            archive.writestr(path, text)
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}\n"


def project(folder: Path) -> Path:
    """A project with the real bootstrap, a lock file that asks for one small package, and its wheel."""
    (folder / "liangxin").mkdir(parents=True)
    (folder / "liangxin" / "__init__.py").touch()
    shutil.copy(bootstrap.__file__, folder / "liangxin" / "bootstrap.py")
    (folder / "manage.py").write_text(COMMAND, encoding="utf-8")
    line = wheel(folder / "wheels", "tiny", "1.0")
    (folder / "requirements.txt").write_text(line, encoding="utf-8")
    (folder / "requirements-dev.txt").write_text(line + wheel(folder / "wheels", "extra", "2.0"), encoding="utf-8")
    return folder


def start(folder: Path, *arguments: str, code: str = "", **environment: str) -> subprocess.CompletedProcess:
    """Run the project's command with the Python under the tests' own environment and almost no variables."""
    bare = Path(sys.base_prefix) / ("python.exe" if os.name == "nt" else f"bin/python3.{sys.version_info.minor}")
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "SYSTEMROOT", "TMPDIR") if key in os.environ}
    what = ["-c", code] if code else ["manage.py"]
    return subprocess.run(
        [bare, *what, *arguments],
        cwd=folder,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """A project that was started once, and what that start said."""
    folder = project(tmp_path_factory.mktemp("ready") / "two words 两新")
    return folder, start(folder, "hello")


def test_a_bare_python_installs_the_lock_file_offline_and_runs_the_command_with_it(ready):
    _, first = ready
    assert (first.returncode, first.stdout) == (0, "1.0 ['hello']\n"), first.stderr
    assert "1/1 tiny" in first.stderr, "progress is visible, and not on stdout"


def test_the_next_start_installs_nothing(ready):
    folder, _ = ready
    again = start(folder, "hello")
    assert (again.stdout, again.stderr) == ("1.0 ['hello']\n", "")


def test_the_exit_code_of_the_command_is_kept(ready):
    folder, _ = ready
    assert start(folder, "hello", "3").returncode == 3


def test_the_tests_get_the_development_set_and_other_commands_stay_quick_after_it(tmp_path):
    folder = project(tmp_path / "p")
    assert "2/2 extra" in start(folder, "test").stderr
    assert start(folder, "hello").stderr == ""


def test_a_changed_lock_file_is_installed_into_the_same_environment(tmp_path):
    folder = project(tmp_path / "p")
    start(folder)
    (folder / "requirements.txt").write_text(wheel(folder / "wheels", "tiny", "1.1"), encoding="utf-8")
    changed = start(folder)
    assert changed.stdout == "1.1 []\n"
    assert "准备运行环境" not in changed.stderr


def test_a_file_with_another_hash_is_refused_and_tried_again_later(tmp_path):
    folder = project(tmp_path / "p")
    good = (folder / "requirements.txt").read_text(encoding="utf-8")
    (folder / "requirements.txt").write_text(good[:-9] + "00000000\n", encoding="utf-8")
    refused = start(folder)
    assert refused.returncode == 1
    assert "校验值不一致" in refused.stderr.splitlines()[-1]
    (folder / "requirements.txt").write_text(good, encoding="utf-8")
    assert start(folder).stdout == "1.0 []\n"


def test_an_incomplete_wheels_folder_is_named_in_the_last_line(tmp_path):
    folder = project(tmp_path / "p")
    (folder / "wheels" / "tiny-1.0-py3-none-any.whl").unlink()
    refused = start(folder)
    assert refused.returncode == 1
    assert "wheels/" in refused.stderr.splitlines()[-1]


def test_an_environment_whose_python_went_away_is_made_again(tmp_path):
    folder = project(tmp_path / "p")
    start(folder)
    python = folder / ".venv" / "bin" / "python"
    if os.name == "nt":
        pytest.skip("symbolic links of an environment: POSIX only")
    python.unlink()
    python.symlink_to("/nowhere/python3")
    assert start(folder).stdout == "1.0 []\n"


def test_a_python_without_venv_is_told_what_to_install_in_one_sentence(tmp_path):
    folder = project(tmp_path / "p")
    told = start(folder, code="import sys; sys.modules['ensurepip'] = None\n" + COMMAND)
    assert told.returncode == 1
    assert "apt-get install python3-venv" in told.stderr.splitlines()[-1]
    assert "Traceback" not in told.stderr


def test_a_python_that_is_too_old_is_told_so_in_one_sentence(tmp_path):
    folder = project(tmp_path / "p")
    source = (folder / "liangxin" / "bootstrap.py").read_text(encoding="utf-8")
    (folder / "liangxin" / "bootstrap.py").write_text(source.replace("OLDEST = (3, 11)", "OLDEST = (3, 99)"), "utf-8")
    told = start(folder)
    assert told.returncode == 1
    assert told.stderr.startswith("需要 Python 3.99 或更新的版本")
    assert len(told.stderr.splitlines()) == 1
    assert not (folder / ".venv").exists()


def test_packagers_can_switch_it_off(tmp_path):
    folder = project(tmp_path / "p")
    alone = start(folder, LIANGXIN_NO_BOOTSTRAP="1")
    assert "No module named 'tiny'" in alone.stderr
    assert not (folder / ".venv").exists()
