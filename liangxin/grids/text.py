"""CSV as clerks save it: its encoding, its dialect, its rows."""

import codecs
import csv
import io
import re

from liangxin.grids.limits import CELL_CHARACTERS, RESAVE, Unreadable

SEPARATORS = ",\t;"
SAMPLE = 60  # records looked at to tell the separator
_CHINESE = re.compile("[\u4e00-\u9fff]")
_AS_FORMULA = re.compile(r'="([^"]*)"')


def records(data: bytes):
    """(row number, column numbers, values) for each record; values are text. Raises Unreadable."""
    text = decoded(data).replace("\x00", "")
    lines = list(io.StringIO(text, newline=""))  # str.splitlines would also break at U+2028 and the like
    first = re.fullmatch(r"sep=(.)\s*", lines[0]) if lines else None
    lines = lines[1:] if first else lines
    separator = first[1] if first else _separator(lines)
    for number, values in enumerate(_parsed(lines, separator), 1):
        yield (
            number,
            range(1, len(values) + 1),
            [_AS_FORMULA.sub(r"\1", value) if value.startswith('="') else value for value in values],
        )


def decoded(data: bytes) -> str:
    """The file's text: UTF-8 or UTF-16 by their marks, else UTF-8, else GB18030; strictly, never with a mixture."""
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise Unreadable(f"的文字编码（UTF-16）有错误。{RESAVE}") from None
    parts = []
    mixed = data.startswith(codecs.BOM_UTF8)
    for number, line in enumerate(data.splitlines(keepends=True), 1):
        try:
            if mixed:
                parts.append(line.decode("utf-8"))
                continue
            if not line.isascii() and _is_chinese_utf8(line):
                raise Unreadable(_mixture(number))
            parts.append(line.decode("gb18030"))
        except UnicodeDecodeError:
            raise Unreadable(_mixture(number)) from None
    return "".join(parts)


def _mixture(number: int) -> str:
    return f"里混有不同的文字编码，或有损坏的文字（第 {number} 行）。{RESAVE}"


def _is_chinese_utf8(line: bytes) -> bool:
    """Whether a line of a file that is not UTF-8 as a whole is: two Chinese characters do not come by chance."""
    try:
        return len(_CHINESE.findall(line.decode("utf-8"))) > 1
    except UnicodeDecodeError:
        return False


def _separator(lines: list[str]) -> str:
    """The separator that gives the most records of one common width."""

    def score(separator):
        widths = []
        try:
            for record in csv.reader(lines, delimiter=separator):
                widths.append(len(record))
                if len(widths) == SAMPLE:
                    break
        except csv.Error:
            pass
        wide = [width for width in widths if width > 1]
        return max((wide.count(width) for width in set(wide)), default=0)

    return max(SEPARATORS, key=score)


def _parsed(lines: list[str], separator: str):
    csv.field_size_limit(CELL_CHARACTERS * 20)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    begun = 1
    try:
        for record in reader:
            yield record
            begun = reader.line_num + 1
    except csv.Error:
        if '"' not in lines[begun - 1]:  # no quote is open: one cell is longer than any
            raise Unreadable(f"第 {begun} 行有一格超过 {CELL_CHARACTERS} 个字。请把这一格改短后再上传。") from None
        raise Unreadable(
            f"第 {begun} 行的双引号没有配对，后面的内容分不清是哪一格。请改正引号，或{RESAVE.removeprefix('请')}"
        ) from None
