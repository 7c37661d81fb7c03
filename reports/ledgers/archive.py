"""The whole set of ledgers in one archive, with a cover workbook that lists what is in it."""

import zipfile
from collections.abc import Iterable
from datetime import datetime

from liangxin.books import Column, Sheet, write_book
from liangxin.dates import SHANGHAI, said
from reports.coverage.questions import Question
from reports.ledgers.export import place_of
from reports.ledgers.extracts import Book, whole_set

COVER = "00 目录.xlsx"
COLUMNS = (
    Column("序号", 6, "number"),
    Column("台账", 20),
    Column("工作表", 16),
    Column("行数", 8, "number"),
    Column("文件", 60),
)


def archive_name(question: Question) -> str:
    """The file name of the set."""
    return f"{place_of(question)}两新组织党建台账（{said(question.day.isoformat())}）.zip"


def write_archive(target, question: Question, *, by: str, mask: bool = False, books: Iterable[Book] = ()) -> dict:
    """Write the set (or only `books` of it) to a path or a file open for writing; → rows by (book's key, sheet).

    Each workbook is streamed into the archive. The cover tells day and scope, who made it and when, and how many rows
    each sheet has, counted while they are written. mask: phones starred out.
    """
    chosen = list(books) or list(whole_set().values())
    counts: dict[tuple[str, str], int] = {}
    lines = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:  # workbooks are compressed already
        for number, book in enumerate(chosen, 1):
            name = f"{number:02} {book.name(question)}"

            def told(part, count, book=book, name=name):
                counts[book.key, part.title] = count
                lines.append([len(lines) + 1, book.title, part.title, count, name])

            with archive.open(_entry(name), "w", force_zip64=True) as file:
                write_book(file, book.sheets(question, mask=mask, told=told))
        with archive.open(_entry(COVER), "w") as file:
            write_book(file, [_cover(question, lines, by)])
    return counts


def _entry(name) -> zipfile.ZipInfo:
    """An entry made now; a name alone would be dated 1980."""
    return zipfile.ZipInfo(name, datetime.now(SHANGHAI).timetuple()[:6])


def _cover(question, lines, by):
    made = datetime.now(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return Sheet(
        "目录",
        COLUMNS,
        lines,
        title=f"{place_of(question)}两新组织党建台账目录",
        left=f"截至日期：{said(question.day.isoformat())}",
        right=f"导出：{by}　{made}",
        portrait=True,
    )
