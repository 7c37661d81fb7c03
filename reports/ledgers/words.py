"""Header words and cell words in the forms in which they are compared."""

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache

INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
BRACKETS = str.maketrans("[]{}【】〔〕〖〗﹝﹞〈〉《》︵︶", "()" * 9)
IN_BRACKETS = re.compile(r"\([^()]*\)")
SIGNS = re.compile(r"[^\w]|_")
NUMBERING = re.compile(
    r"^(?:\(?(?:[一二三四五六七八九十]{1,3}|\d{1,2})\)|(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.．])"
)
FLUFF = re.compile(r"(?:基本情况|情况|基本信息|信息)$")

# Alone in a cell they fill it and state nothing (design.md: a blank cell leaves the register alone).
BLANKS = frozenset(
    ("", "/", "／", "\\", "-", "--", "－", "—", "——", "–", "―", "…", "……", ".", "。", "、", "'", "’", "*", "□", "☐")
)
NONE_WORDS = frozenset(("无", "没有", "暂无", "无。", "（无）", "(无)", "未建", "未建立", "未成立", "不详", "未知"))

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
BETWEEN_CHINESE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
BETWEEN_PARTS = re.compile(r"[、，,;；/\n\r]+")
INNER_BLANKS = re.compile(r"\s+")


@lru_cache(8192)
def leaf_text(value) -> str:
    """A header cell as the file has it, without blanks and line breaks."""
    return INVISIBLE.sub("", str(value))


@lru_cache(8192)
def header_forms(value) -> tuple[str, ...]:
    """The forms under which a header is looked up, best first: whole; without what stands in brackets; without 情况."""
    text = NUMBERING.sub("", unicodedata.normalize("NFKC", leaf_text(value)).translate(BRACKETS).casefold())
    whole, bare = SIGNS.sub("", text), SIGNS.sub("", IN_BRACKETS.sub("", text))
    forms = dict.fromkeys((whole, bare, FLUFF.sub("", bare)))
    return tuple(form for form in forms if form)


@lru_cache(1024)
def heading(text: str) -> str:
    """A group row's text without its numbering: "（一）城关镇" → "城关镇"; brackets half-width."""
    return NUMBERING.sub("", unicodedata.normalize("NFKC", leaf_text(text)).translate(BRACKETS))


def cell_text(value) -> str:
    """A cell as the clerk sees it: outer blanks off, whole numbers without .0, days as 2024-01-02."""
    if type(value) is str:
        if not value.isprintable():  # what a document or an old printer left behind
            value = CONTROLS.sub("", value)
        return value.strip(" \t\r\n\u3000\xa0\u200b\ufeff")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != datetime.min.time() else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def one_line(text: str) -> str:
    """The text without blanks between Chinese characters and with single ones between Latin words.

    Line breaks and blanks inside a name come from narrow columns ("张 三"), not from the name.
    """
    if len(text.split()) < 2:
        return text
    return INNER_BLANKS.sub(" ", BETWEEN_CHINESE.sub("", text))


def unwrapped(text: str) -> str:
    """The text on one line: the line breaks of a narrow column off, other blanks as they are written."""
    if "\n" not in text and "\r" not in text:
        return text
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    whole = lines[0]
    for line in lines[1:]:
        whole += (" " if whole[-1].isascii() and line[0].isascii() else "") + line
    return whole


def unmarked(text: str) -> str:
    """The text without the apostrophe by which office suites mark text; quotes in pairs stay."""
    return text[1:] if text[:1] == "'" and "'" not in text[1:] else text


def narrow(text: str) -> str:
    """Full-width digits, letters and signs as half-width ones, no blanks, no leading apostrophe."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lstrip("'’‘")


def parts_of(text: str) -> list[str]:
    """The people or phones in one cell: parts between 、，；/ and line breaks."""
    return [part for part in (one_line(part.strip()) for part in BETWEEN_PARTS.split(text)) if part]
