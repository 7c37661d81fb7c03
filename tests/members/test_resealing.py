"""Stored numbers move to another cipher or a new key: history with them, nothing registered changes."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from liangxin import keyring
from members.models import PartyMember
from members.secrets import head_now, opened
from tests.members.rows import member
from tests.people import id_number

NUMBERS = [id_number("1990-03-07", number) for number in range(1, 4)]


@pytest.fixture
def people(db, data_folder):
    return [member(f"钱{number}", number=number) for number in NUMBERS]


def reseal(*arguments):
    out = StringIO()
    call_command("reseal_numbers", *arguments, stdout=out)
    return out.getvalue()


def texts():
    """The sealed texts of the register and of its history."""
    rows = [*PartyMember.objects.order_by("pk"), *PartyMember.history.order_by("id")]
    return [row.id_sealed for row in rows]


@pytest.mark.parametrize(("cipher", "arguments"), [("sm4", ()), ("aes", ("--new-key",)), ("sm4", ("--new-key",))])
def test_every_number_is_sealed_anew_and_only_once(people, settings, cipher, arguments):
    indexes = list(PartyMember.objects.order_by("pk").values_list("id_index", "version"))
    settings.LIANGXIN_CIPHER = cipher
    assert "重新加密 6 条" in reseal(*arguments)
    assert {text.rsplit(".", 1)[0] + "." for text in texts()} == {head_now()}
    assert [opened(text) for text in texts()] == NUMBERS * 2
    assert list(PartyMember.objects.order_by("pk").values_list("id_index", "version")) == indexes
    assert PartyMember.history.count() == 3
    assert "重新加密 0 条" in reseal()


def test_what_cannot_be_opened_stays_and_is_said(people, settings):
    old = texts()
    for key in keyring.folder().glob("*.key"):
        key.unlink()
    with pytest.raises(CommandError, match="密钥不在"):
        reseal()
    with pytest.raises(CommandError, match="6 条打不开"):
        reseal("--new-key")
    assert texts() == old
