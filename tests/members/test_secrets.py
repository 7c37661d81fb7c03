"""ID numbers are sealed with either cipher, refused when touched, found by a keyed index, and shown masked."""

import hashlib
import os

import pytest
from cryptography.exceptions import InvalidTag
from django.core.exceptions import ImproperlyConfigured, ValidationError

from liangxin import keyring
from liangxin.vault import Lost
from members.numbers import checked_number, disagreements, number_problem
from members.secrets import (
    UNREADABLE,
    WAYS,
    decrypt,
    encrypt,
    hidden,
    index_of,
    is_masked,
    masked,
    opened,
    seal,
)
from tests.people import id_number

pytestmark = [pytest.mark.nodb, pytest.mark.usefixtures("data_folder")]
NUMBER = id_number("1990-03-07", 61)

# McGrew and Viega, The Galois/Counter Mode of Operation, test case 16; RFC 8998, appendix A.1
KNOWN = {
    "aes": (
        "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
        "cafebabefacedbaddecaf888",
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b",
    ),
    "sm4": (
        "0123456789abcdeffedcba9876543210",
        "00001234567800000000abcd",
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
        "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa",
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec",
    ),
}


@pytest.fixture(params=sorted(WAYS))
def way(request, settings):
    settings.LIANGXIN_CIPHER = request.param
    return request.param


def test_each_cipher_gives_the_published_answer(way):
    key, nonce, bound, plain, sealed = map(bytes.fromhex, KNOWN[way])
    assert encrypt(WAYS[way], key, nonce, plain, bound) == sealed
    assert decrypt(WAYS[way], key, nonce, sealed, bound) == plain
    with pytest.raises(InvalidTag):
        decrypt(WAYS[way], key, nonce, sealed, bound + b"x")


def test_a_sealed_number_comes_back_and_is_not_in_its_text(way):
    sealed = seal(NUMBER)
    assert opened(sealed.text) == opened(sealed.text, index=sealed.index) == NUMBER
    assert sealed.text.startswith(WAYS[way].mark)
    assert NUMBER not in sealed.text + sealed.index
    assert seal(NUMBER).text != sealed.text
    assert seal(NUMBER).index == sealed.index == index_of(NUMBER)


def test_any_touched_character_is_refused(way):
    text = seal(NUMBER).text
    for place in range(len(text)):
        other = "B" if text[place] != "B" else "C"
        with pytest.raises(Lost):
            opened(text[:place] + other + text[place + 1 :])
    for broken in (text[:-4], text + "AAAA", "A", "A.b.c", "é.0.0"):
        with pytest.raises(Lost, match="打不开"):
            opened(broken)
        assert masked(broken) == UNREADABLE


def test_a_text_moved_to_another_row_is_refused(way):
    mine, other = seal(NUMBER), seal(id_number("1971-12-01"))
    with pytest.raises(Lost, match="不符"):
        opened(other.text, index=mine.index)


def test_what_the_other_cipher_sealed_stays_readable(settings):
    settings.LIANGXIN_CIPHER = "aes"
    old = seal(NUMBER)
    settings.LIANGXIN_CIPHER = "sm4"
    new = seal(NUMBER)
    assert {opened(old.text), opened(new.text)} == {NUMBER}
    assert old.index == new.index
    settings.LIANGXIN_CIPHER = "des"
    assert opened(new.text) == NUMBER
    with pytest.raises(ImproperlyConfigured):
        seal(NUMBER)


def test_a_newer_key_seals_and_the_old_one_still_opens(way):
    old = seal(NUMBER)
    (keyring.folder() / keyring.NEWEST).unlink()
    new = seal(NUMBER)
    assert new.text.split(".")[1] != old.text.split(".")[1]
    assert {opened(old.text), opened(new.text)} == {NUMBER}
    assert old.index == new.index  # the index has a key of its own, which stays


def test_without_the_key_nothing_is_shown_and_nothing_falls_over(way):
    text = seal(NUMBER).text
    (keyring.folder() / f"{text.split('.')[1]}.key").unlink()
    assert masked(text) == UNREADABLE
    for act in (lambda: opened(text), lambda: seal(NUMBER)):
        with pytest.raises(Lost, match="密钥不在"):
            act()


def test_the_index_is_no_plain_hash_and_its_key_is_not_the_sealing_key(way):
    sealed = seal(NUMBER)
    assert sealed.index != hashlib.sha256(NUMBER.encode()).hexdigest()
    files = {path.read_text() for path in keyring.folder().iterdir() if path.suffix in (".key", ".lasting")}
    assert len(files) == 2
    assert all(os.stat(path).st_mode & 0o077 == 0 for path in keyring.folder().iterdir())


def test_no_number_is_nothing():
    assert (seal("").text, seal("").index) == ("", None)
    assert opened("") == masked("") == ""
    assert not keyring.folder().exists()


def test_the_middle_is_hidden():
    assert masked(seal(NUMBER).text) == f"330***********{NUMBER[-4:]}"
    assert hidden("1234") == "****"
    assert is_masked(masked(seal(NUMBER).text))
    assert not is_masked(NUMBER)
    assert not is_masked("张*")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (f"{NUMBER[:6]} {NUMBER[6:14]}-{NUMBER[14:]}", None),
        (NUMBER.translate(str.maketrans("0123456789", "０１２３４５６７８９")), None),
        (id_number("1990-03-07", 4).lower(), None),
        (NUMBER[:-1], "应为 18 位"),
        (NUMBER[:3] + "A" + NUMBER[4:], "只能是 17 位数字"),
        (id_number("1990-13-07"), "不是出生日期"),
        (id_number("2990-01-07"), "不是出生日期"),
        (id_number("1890-01-07"), "不是出生日期"),
        (NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2"), "校验不对"),
    ],
)
def test_a_typed_number_is_cleaned_or_refused_with_a_sentence_that_does_not_repeat_it(typed, sentence):
    if sentence is None:
        assert number_problem(checked_number(typed)) is None
        return
    with pytest.raises(ValidationError, match=sentence) as refused:
        checked_number(typed)
    assert typed not in str(refused.value)


@pytest.mark.parametrize(
    ("sex", "birth", "fields"),
    [
        ("1", "1990-03-07", set()),
        ("", "", set()),
        ("1", "1990-03", set()),
        ("1", "1990", set()),
        ("2", "1990", {"sex"}),
        ("1", "1990-03-08", {"birth"}),
        ("2", "1989", {"sex", "birth"}),
    ],
)
def test_sex_and_birth_are_compared_with_the_number(sex, birth, fields):
    found = disagreements(NUMBER, sex=sex, birth=birth)
    assert set(found) == fields
    assert all("号码表示" in sentence and NUMBER not in sentence for sentence in found.values())
