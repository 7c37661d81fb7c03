"""The pre-filled workbooks of a round: what the register knows of a town on the round's day, to be gone through."""

import zipfile
from collections.abc import Iterable
from io import BytesIO
from typing import BinaryIO

from liangxin.books import Sheet, write_book
from orgs.models import Region
from reports.coverage.questions import Question
from reports.ledgers import LEDGERS
from reports.ledgers.export import ledger_sheet
from reports.models import Round

SURVEYED = ("enterprises", "socials")  # the ledgers that towns fill in
ROOM = 30  # ruled rows below, for organizations that nobody has registered yet


def town_sheets(round: Round, town: Region, user) -> list[Sheet]:
    """The ledgers of a town as the user sees it on the round's day, codes locked, with drop-downs."""
    question = Question(user, round.as_of, town)
    return [ledger_sheet(LEDGERS[key], question, blank_rows=ROOM, protected=True) for key in SURVEYED]


def workbook_name(round: Round, town: Region) -> str:
    """城关镇2026年第三季度摸排.xlsx: the town in it tells the reader whose file it is."""
    return f"{town.name}{round.name}.xlsx".translate(str.maketrans('\\/:*?"<>|', "_________"))


def write_zip(target: BinaryIO, round: Round, towns: Iterable[Region], user) -> None:
    """Write one pre-filled workbook for each town into a zip file."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as bundle:  # workbooks are packed already
        for town in towns:
            book = BytesIO()
            write_book(book, town_sheets(round, town, user))
            bundle.writestr(workbook_name(round, town), book.getvalue())
