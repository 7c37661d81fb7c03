"""Names in the forms they are compared and searched by: normal names, branch names, people, pinyin keys."""

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

PLAIN = re.compile("[\u4e00-\u9fff0-9a-z()]+")  # names that folding leaves as they are: most
BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
FOLDED = str.maketrans("[]{}【】〔〕〖〗﹝﹞〈〉《》︵︶•‧∙⋅・", "()" * 9 + "·" * 5)

PARTY = re.compile(r"^(?:中国共产党|中共)")
# The longer endings first, as 总支部委员会 ends in 支部委员会 and that in 委员会.
BRANCH_ENDINGS = (
    (re.compile(r"(?:工作委员会|党工委|工委)$"), None),  # a level of its own, never the same as 党委
    (re.compile(r"党?总支(?:部?委员会|部)?$"), "总支"),
    (re.compile(r"党?支部(?:委员会)?$"), "支部"),
    (re.compile(r"(?:党?委员会|党委会?)$"), "党委"),
)

# Surnames that are read otherwise than the character alone. Where two readings are in use both are found.
SURNAME_TABLE = """
覃 qin tan,单 shan,仇 qiu,曾 zeng,解 xie,查 zha,区 ou,朴 piao,盖 ge gai,任 ren,华 hua,乐 yue le,翟 zhai di,
谌 chen shen,缪 miao,员 yun yuan,洗 xian,冼 xian,盛 sheng,晟 sheng cheng,秘 bi,祭 zhai,过 guo,繁 po,黑 he hei,车 che,
召 shao,种 chong,重 chong,折 she,佴 nai,乜 nie,句 gou,能 nai,钭 tou,占 zhan,柏 bai bo,薄 bo,莘 shen xin,牟 mou mu,
郗 xi chi,费 fei bi,贲 ben,宓 mi fu,呙 guo,亓 qi,朝 chao,长 chang,干 gan,粘 nian,尉 wei yu,隗 wei kui,那 na,哈 ha,
阚 kan,燕 yan,应 ying,都 du,藏 zang,曲 qu,卜 bu,石 shi,相 xiang,幺 yao,逄 pang,晁 chao,宿 su,纪 ji,宁 ning,和 he,
尉迟 yu-chi,单于 chan-yu,万俟 mo-qi,长孙 zhang-sun,澹台 tan-tai,宇文 yu-wen"""
SURNAMES = {
    surname: [tuple(reading.split("-")) for reading in readings]
    for surname, *readings in (entry.split() for entry in SURNAME_TABLE.split(","))
}

# How names of firms and places read these; the dictionary's reading stays beside it ("长" alone is zhang there).
# 清河县长兴… holds the word 县长, so those words are taken apart.
READING_TABLE = """
长 chang,行 hang,厦 xia,晟 sheng,参 shen,朝 chao,曾 zeng,覃 qin,单 shan,仇 qiu,解 xie,查 zha,盖 ge,朴 piao,薄 bo,
乐 yue,藏 zang,重 chong,宿 su,种 zhong,泊 bo,畜 xu,粘 nian,系 xi,卡 ka,
朝阳 chao yang,长治 chang zhi,繁峙 fan shi,药行 yao hang,郫都 pi du,
省长 sheng chang,市长 shi chang,县长 xian chang,区长 qu chang,州长 zhou chang,镇长 zhen chang,乡长 xiang chang,
村长 cun chang"""
NAME_READINGS = {name: tuple(syllables) for name, *syllables in (entry.split() for entry in READING_TABLE.split(","))}

SEVERAL_PEOPLE = re.compile(r"[、，,/;；]")


def normal_name(text: str) -> str:
    """The form in which organizations' names are compared: NFKC, brackets and middle dots alike, no blanks or case."""
    return text if PLAIN.fullmatch(text) else _folded(text)


@lru_cache(8192)
def _folded(text: str) -> str:
    return BLANKS.sub("", unicodedata.normalize("NFKC", text).translate(FOLDED)).casefold()


@lru_cache(8192)
def normal_branch_name(text: str) -> str:
    """The form in which names of Party organizations are compared (design.md, Match).

    Without 中共 in front; 支部委员会 = 党支部 = 支部, 总支部委员会 = 党总支 = 总支, 委员会 = 党委. 党工委 and
    工作委员会 stay as they are.
    """
    name = PARTY.sub("", normal_name(text))
    for ending, same in BRANCH_ENDINGS:
        if found := ending.search(name):
            return name if same is None else name[: found.start()] + same
    return name


def normal_person(text: str) -> str:
    """A person's name without blanks ("张 三" → "张三"), middle dots alike."""
    return text if PLAIN.fullmatch(text) else BLANKS.sub("", unicodedata.normalize("NFKC", text).translate(FOLDED))


def search_key(*texts: str, surname_first: bool = False) -> str:
    """What `icontains` searches: each text in lower case, its pinyin in full and its initials, separated by blanks.

    Characters with several readings are read by the words they stand in; where names commonly differ from the
    dictionary, both readings are in the key. With `surname_first` the texts are people (several may stand in one text)
    and their surnames are read as surnames.
    """
    parts = {}  # in order, each once
    for text in texts:
        if not text:
            continue
        plain = normal_name(text)
        parts[text.lower()] = parts[plain] = True
        if plain.isascii():
            continue
        for readings in _people(plain) if surname_first else _readings(plain):
            parts["".join(readings)] = True
            parts["".join(syllable[:1] for syllable in readings)] = True
    return " ".join(part for part in parts if part)


def _people(text: str):
    """All readings of each person named in the text."""
    for person in SEVERAL_PEOPLE.split(text):
        surname = person[:2] if person[:2] in SURNAMES else person[:1]
        given = _syllables(person[len(surname) :])
        for spelled in SURNAMES.get(surname) or [_syllables(surname)]:
            yield [*spelled, *given]


def _readings(text: str):
    """The dictionary's reading and, where a character has several, the one of firms and places.

    The first looks for words from the left, the second from the right: 兴会 hides in 长兴会计.
    """
    yield _syllables(text)
    if not _dictionary().several.isdisjoint(text):
        yield _syllables_from_right(text)


def _syllables(text: str) -> list[str]:
    """The text's syllables without tones, by longest match; Latin letters and digits stay, signs are dropped.

    The stock converter does the same at a fifth of the speed, and an import makes a key for each organization.
    """
    words = _dictionary()
    phrases, lengths_of = words.phrases, words.first
    syllables, here, end = [], 0, len(text)
    while here < end:
        for length in lengths_of.get(text[here : here + 2], ()):
            if here + length <= end and (part := text[here : here + length]) in phrases:
                syllables += _phrase(part)
                break
        else:
            length = 1
            syllables.append(_single(text[here]))
        here += length
    return [syllable for syllable in syllables if syllable]


def _syllables_from_right(text: str) -> list[str]:
    """The same from the end of the text, with NAME_READINGS before the dictionary's."""
    words = _dictionary()
    found, end = [], len(text)
    while end:
        for length in words.last.get(text[max(end - 2, 0) : end], ()):
            part = text[end - length : end] if length <= end else ""
            if part in NAME_READINGS or part in words.phrases:
                found.append(NAME_READINGS.get(part) or _phrase(part))
                break
        else:
            length, letter = 1, text[end - 1]
            found.append(NAME_READINGS.get(letter) or (_single(letter),))
        end -= length
    return [syllable for part in reversed(found) for syllable in part if syllable]


class _Dictionary(NamedTuple):
    phrases: dict  # phrase → its readings, with tones
    letters: dict  # code point → its readings, with tones and commas
    first: dict  # two characters → lengths of the phrases that begin with them, the longest first
    last: dict  # two characters → lengths of the phrases that end with them, the longest first
    several: set  # characters that are not read the same everywhere


@cache
def _dictionary() -> _Dictionary:
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT  # 0.2 s and 30 MB that most commands never need

    phrases = [phrase for phrase in (*PHRASES_DICT, *NAME_READINGS) if len(phrase) > 1]
    first, last = _lengths(phrases, slice(2)), _lengths(phrases, slice(-2, None))
    words = _Dictionary(PHRASES_DICT, PINYIN_DICT, first, last, set("".join(NAME_READINGS)))
    for phrase, readings in PHRASES_DICT.items():
        for letter, reading in zip(phrase, readings, strict=False):
            usual = PINYIN_DICT.get(ord(letter), "").split(",")[0]
            if reading[0] != usual and _without_tone(reading[0]) != _without_tone(usual):
                words.several.add(letter)
    return words


def _lengths(phrases: list[str], place: slice) -> dict[str, tuple[int, ...]]:
    """Two characters → the lengths of the phrases that have them at `place`, the longest first."""
    found: dict[str, set[int]] = {}
    for phrase in phrases:
        found.setdefault(phrase[place], set()).add(len(phrase))
    same: dict[tuple, tuple] = {}  # most have one length: each is in memory once
    lengths = ((letters, tuple(sorted(several, reverse=True))) for letters, several in found.items())
    return {letters: same.setdefault(several, several) for letters, several in lengths}


@lru_cache(8192)
def _single(letter: str) -> str:
    """The commonest reading of one character; "" for signs."""
    if letter.isascii():
        return letter if letter.isalnum() else ""
    return _without_tone(_dictionary().letters.get(ord(letter), "").split(",")[0])


@lru_cache(8192)
def _phrase(phrase: str) -> tuple[str, ...]:
    """The syllables of a phrase of the dictionary."""
    return tuple(_without_tone(readings[0]) for readings in _dictionary().phrases[phrase])


@lru_cache(2048)
def _without_tone(syllable: str) -> str:
    """lǜ → lv (as keyboards have it), zhǎng → zhang."""
    letters = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(letter for letter in letters if letter.isascii() and letter.isalpha())
