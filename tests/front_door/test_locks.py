"""The lock files: complete, with hashes, without an address, and each dependency has its reason."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.nodb

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.txt", "requirements-dev.txt"]


def pins(name: str) -> dict[str, str]:
    """Versions by package."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"(?m)^([a-z0-9][a-z0-9-]*)==([^ ]+)", text))


def asked_for(name: str) -> set[str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return {re.split(r"[<>=]", line)[0].strip().lower() for line in lines if line[:1].isalnum()}


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_a_hash_and_no_line_holds_an_address(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.split(r"(?m)^(?=[a-z0-9])", text)[1:]
    assert len(blocks) == len(pins(name)) > 10
    assert [block.split("==")[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert re.findall(r"https?://|--index|--find-links|file:", text) == []


def test_the_development_set_holds_the_product_in_the_same_versions():
    product, development = pins("requirements.txt"), pins("requirements-dev.txt")
    assert product.items() <= development.items()


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_file_holds_what_is_asked_for(name):
    assert asked_for(name.replace(".txt", ".in")) <= set(pins(name))


def test_every_dependency_has_its_reason_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8").lower()
    wanted = asked_for("requirements.in") | asked_for("requirements-dev.in")
    assert {name for name in wanted if not re.search(rf"(?m)^\| `{name}` \|", readme)} == set()
