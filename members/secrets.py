"""ID numbers (公民身份号码) sealed at rest, looked up without being opened, and shown with the middle hidden.

A sealed number is `CIPHER.key id.base64(nonce + sealed + tag)`: AES-256-GCM or, with LIANGXIN_CIPHER=sm4, SM4-GCM. The
keys lie outside of the database (liangxin.keyring); each cipher works with a key derived from the newest one for this
purpose alone. Whatever is selected now, an old text names its own cipher and key and stays readable. The head and the
purpose are bound as associated data; that the number belongs to the row is checked against the row's blind index.

The blind index is HMAC-SHA256 of the number with a key of its own that never changes, so equal numbers are found (and
kept unique) by an ordinary unique column, and nobody without that key can try numbers out.

Shown is 330***********1234: the first three digits hardly differ in a county, the last four tell namesakes apart, and
birth and sex stand in columns of their own.
"""

import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from liangxin import keyring
from liangxin.vault import Lost

PURPOSE = "liangxin id number"
NONCE_SIZE, TAG_SIZE = 12, 16
FIRST, LAST = 3, 4  # digits that stay readable
UNREADABLE = "（密钥不在，无法读取）"


@dataclass(frozen=True)
class Way:
    """A cipher: the mark with which its texts begin, its algorithm, the bytes of its key."""

    mark: str
    algorithm: type
    key_size: int


WAYS = {"aes": Way("A", algorithms.AES, 32), "sm4": Way("S", algorithms.SM4, 16)}
BY_MARK = {way.mark: way for way in WAYS.values()}


@dataclass(frozen=True)
class Sealed:
    """A number as it is stored: the sealed text and the blind index. Both are empty for no number."""

    text: str = ""
    index: str | None = None


def seal(number: str) -> Sealed:
    """A cleaned number → what is stored of it; no number → an empty Sealed. Raises Lost when the key is missing."""
    if not number:
        return Sealed()
    way, head = _selected(), head_now()
    key = keyring.key(head.split(".")[1])
    nonce = os.urandom(NONCE_SIZE)
    body = nonce + encrypt(way, _derived(key, way), nonce, number.encode(), _bound(head))
    return Sealed(head + urlsafe_b64encode(body).decode(), index_of(number))


def head_now() -> str:
    """How a text begins that is sealed now: the cipher that is selected, and the newest key's id. Raises Lost."""
    try:
        return f"{_selected().mark}.{keyring.newest()[0]}."
    except (FileNotFoundError, ValueError) as error:
        raise Lost("公民身份号码不能加密保存：密钥不在，请联系管理员") from error


def opened(text: str, *, index: str | None = None) -> str:
    """The number in a sealed text; "" for an empty one.

    Raises liangxin.vault.Lost, with a sentence for the user, when the key is missing, the text was touched, or the
    number is not the one of `index`, the blind index of the row that holds the text.
    """
    if not text:
        return ""
    try:
        mark, key_id, body = text.split(".")
        way, data = BY_MARK[mark], urlsafe_b64decode(body)
        if urlsafe_b64encode(data).decode() != body:  # the decoder overlooks what stands at the end
            raise ValueError(body)
        key = _derived(keyring.key(key_id), way)
        number = decrypt(way, key, data[:NONCE_SIZE], data[NONCE_SIZE:], _bound(f"{mark}.{key_id}.")).decode()
        touched = index is not None and not hmac.compare_digest(index_of(number), index)
    except (OSError, InvalidTag, NotBase64, ValueError, KeyError) as error:
        raise Lost("公民身份号码打不开：密钥不在或内容已损坏，请联系管理员") from error
    if touched:
        raise Lost("公民身份号码与登记不符，内容可能被改动过，请联系管理员")
    return number


def masked(text: str) -> str:
    """The number in a sealed text with its middle hidden, 330***********1234; "" for none. Never raises."""
    try:
        number = opened(text)
    except Lost:
        return UNREADABLE
    return hidden(number)


def hidden(number: str) -> str:
    """A number in the clear with its middle hidden; one too short to hide anything is hidden whole."""
    stars = len(number) - FIRST - LAST
    return number[:FIRST] + "*" * stars + number[-LAST:] if stars > LAST else "*" * len(number)


def is_masked(text: str) -> bool:
    """Whether a text is a number as `masked` shows it: a sheet that went out and came home states nothing by it."""
    return "*" in text and not text.replace("*", "").strip("0123456789Xx ")


def index_of(number: str) -> str:
    """The blind index of a cleaned number: 64 hex digits, the same for the same number as long as the key lasts."""
    return hmac.digest(keyring.lasting("blind-index"), number.encode(), "sha256").hex()


def encrypt(way: Way, key: bytes, nonce: bytes, content: bytes, bound: bytes) -> bytes:
    """Sealed content with the tag at its end."""
    sealing = Cipher(way.algorithm(key), modes.GCM(nonce)).encryptor()
    sealing.authenticate_additional_data(bound)
    return sealing.update(content) + sealing.finalize() + sealing.tag


def decrypt(way: Way, key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
    """What `encrypt` sealed. Raises InvalidTag or ValueError when anything of it was touched."""
    content, tag = sealed[:-TAG_SIZE], sealed[-TAG_SIZE:]
    opening = Cipher(way.algorithm(key), modes.GCM(nonce, tag)).decryptor()
    opening.authenticate_additional_data(bound)
    return opening.update(content) + opening.finalize()


def _selected() -> Way:
    try:
        return WAYS[settings.LIANGXIN_CIPHER.lower()]
    except KeyError:
        raise ImproperlyConfigured(f"LIANGXIN_CIPHER: one of {', '.join(WAYS)}") from None


def _bound(head: str) -> bytes:
    return f"{PURPOSE} {head}".encode()


@lru_cache(maxsize=64)
def _derived(key: bytes, way: Way) -> bytes:
    """The key of one cipher for this one purpose: the same bytes never seal files and numbers, nor with two ciphers."""
    return HKDF(hashes.SHA256(), way.key_size, None, f"{PURPOSE} {way.mark}".encode()).derive(key)
