"""Kept files: sealed on disk, given back whole, refused when touched, their key missing or their time over."""

import pytest

from liangxin import vault

pytestmark = pytest.mark.nodb
TEXT = "城关镇第三季度摸排".encode() * 1000


def test_a_kept_file_comes_back_and_lies_sealed(data_folder):
    name = vault.keep(TEXT)
    assert TEXT[:30] not in (data_folder / "originals" / name).read_bytes()
    with vault.opened(name) as path:
        assert path.read_bytes() == TEXT
    assert not path.exists()


def test_the_same_content_is_never_sealed_alike(data_folder):
    first, second = vault.keep(TEXT), vault.keep(TEXT)
    originals = data_folder / "originals"
    assert (originals / first).read_bytes() != (originals / second).read_bytes()


def test_a_touched_file_is_refused(data_folder):
    name = vault.keep(TEXT)
    path = data_folder / "originals" / name
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    with pytest.raises(vault.Lost, match="损坏"):
        vault.content_of(name)


def test_a_file_under_another_name_is_refused(data_folder):
    first, second = vault.keep(TEXT), vault.keep(b"x")
    originals = data_folder / "originals"
    (originals / first).rename(originals / second)
    with pytest.raises(vault.Lost):
        vault.content_of(second)


def test_what_was_forgotten_is_gone(data_folder):
    name = vault.keep(TEXT)
    vault.forget(name)
    vault.forget(name)
    with pytest.raises(vault.Lost, match="保存期"):
        vault.content_of(name)


def test_keys_may_lie_outside_of_the_data_folder(data_folder, tmp_path, settings):
    settings.LIANGXIN_KEYS = str(tmp_path / "elsewhere")
    name = vault.keep(TEXT)
    assert vault.content_of(name) == TEXT
    assert not (data_folder / "keys").exists()
    for key in (tmp_path / "elsewhere").glob("*.key"):
        key.unlink()
    with pytest.raises(vault.Lost, match="密钥"):
        vault.content_of(name)


def test_a_newer_key_seals_and_the_old_one_still_opens(data_folder):
    old = vault.keep(TEXT)
    (data_folder / "keys" / "newest").unlink()
    new = vault.keep(TEXT)
    assert vault.content_of(old) == vault.content_of(new) == TEXT
    assert len(list((data_folder / "keys").glob("*.key"))) == 2
