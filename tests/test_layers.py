"""The arrows between the apps (README, "Layout"): helpers know no register, registers know no reports."""

import ast
from pathlib import Path

import pytest

pytestmark = pytest.mark.nodb

ROOT = Path(__file__).resolve().parents[1]
MAY_IMPORT = {
    "liangxin": {"liangxin"},
    "orgs": {"liangxin", "orgs"},
    "members": {"liangxin", "orgs", "members"},
    "reports": {"liangxin", "orgs", "members", "reports"},
}
NAMES_ALL_APPS = {Path("liangxin/urls.py"), Path("liangxin/settings.py")}


def imported(source: str):
    """Top-level names that a module imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.split(".")[0]


def arrows(app: str):
    """(module, app it imports) for every module of `app` that is not free to name all apps."""
    for file in sorted((ROOT / app).rglob("*.py")):
        path = file.relative_to(ROOT)
        if "migrations" not in path.parts and path not in NAMES_ALL_APPS:
            yield from ((str(path), name) for name in imported(file.read_text(encoding="utf-8")) if name in MAY_IMPORT)


@pytest.mark.parametrize("app", MAY_IMPORT)
def test_an_app_imports_only_what_lies_below_it(app):
    found = list(arrows(app))
    assert found, f"no import found in {app}: has the folder moved?"
    assert [(module, name) for module, name in found if name not in MAY_IMPORT[app]] == []


def test_every_app_of_the_project_is_in_the_table():
    folders = {file.parent.name for file in ROOT.glob("*/apps.py")}
    assert folders == set(MAY_IMPORT)


def test_an_arrow_the_other_way_would_be_seen():
    assert list(imported("def f():\n    from reports.models import ImportBatch\n")) == ["reports"]
