"""An uploaded table → a dataset of the import library, and back: through our reader, our writer and no file."""

import io
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path
from tempfile import TemporaryDirectory

import tablib
from django.core.signing import BadSignature, TimestampSigner
from import_export.formats.base_formats import Format
from import_export.tmp_storages import BaseStorage

from liangxin.books import Column, Sheet, write_book
from liangxin.grids import Refused, Workbook, read_file

ROW = "行号"  # the column of a dataset that holds the row number as the office suite shows it
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FormStorage(BaseStorage):
    """Between preview and confirmation an upload is kept in the form's own hidden field, signed, and nowhere else."""

    HOURS = 12
    signer = TimestampSigner(salt="liangxin.exchange")

    def save(self, data: bytes):
        self.name = self.signer.sign(urlsafe_b64encode(data).decode("ascii"))

    def read(self) -> bytes:
        """The upload. Raises Refused when it was changed on its way or is too old."""
        try:
            return urlsafe_b64decode(self.signer.unsign(self.name, max_age=self.HOURS * 3600))
        except BadSignature as fault:
            raise Refused("预览已过期，请重新上传文件。") from fault

    def remove(self):
        """There is nothing to remove."""


class SheetFormat(Format):
    """A workbook or CSV file, read in the limited child; written by our writer."""

    def __init__(self, encoding=None):
        """The library names an encoding; the reader finds it out by itself."""

    def get_title(self):
        return "工作簿"

    def can_import(self):
        return True

    def can_export(self):
        return True

    def get_extension(self):
        return "xlsx"

    def get_content_type(self):
        return XLSX

    def create_dataset(self, data: bytes) -> tablib.Dataset:
        """The rows of an upload packed by `packed`. Raises Refused. Its copy on disk is gone afterwards."""
        name, _, content = data.partition(b"\0")
        with TemporaryDirectory(prefix="liangxin-") as folder:
            path = Path(folder) / "upload"
            path.write_bytes(content)
            return dataset_of(read_file(path, name.decode()))

    def export_data(self, dataset: tablib.Dataset, **kwargs) -> bytes:
        """The dataset as .xlsx; every value is a text cell, so that codes stay as they are."""
        rows = [["" if value is None else str(value) for value in row] for row in dataset]
        columns = [
            Column(title, width=min(40, max(10, 2 + 2 * max([len(title), *(len(row[place]) for row in rows)]))))
            for place, title in enumerate(dataset.headers)
        ]
        book = io.BytesIO()
        write_book(book, [Sheet(dataset.title or "数据", columns, rows, portrait=True)])
        return book.getvalue()


def packed(file) -> bytes:
    """An uploaded file with its name, as SheetFormat reads it."""
    return file.name.encode() + b"\0" + b"".join(file.chunks())


def dataset_of(workbook: Workbook) -> tablib.Dataset:
    """The one table of a workbook, its columns named by the first row with several cells. Raises Refused."""
    filled = [grid for grid in workbook.grids if grid.visible and grid.rows]
    if len(filled) != 1:
        raise Refused("文件里没有内容。" if not filled else "文件里有几张工作表，请只留要导入的一张。")
    grid = filled[0]
    head = next((number for number in sorted(grid.rows) if len(grid.rows[number]) > 1), None)
    numbers = [number for number in sorted(grid.rows) if head and number > head]
    if not numbers:
        raise Refused("表里没有数据：第一行应是列名，下面每行一条。")
    for row, column in sorted(grid.marks):
        if not grid.marks[row, column].startswith("shown:"):
            raise Refused(f"第 {row} 行第 {column} 列是错误值或没有结果的公式，请改正后再传。")
    titles = {column: heading(value) for column, value in grid.rows[head].items()}
    if len(set(titles.values())) < len(titles):
        raise Refused("有几列的列名相同，请改正后再传。")
    dataset = tablib.Dataset(headers=[ROW, *titles.values()])
    for number in numbers:
        dataset.append([number, *(cell_text(grid.rows[number].get(column)) for column in titles)])
    return dataset


def heading(value) -> str:
    """A column's name as it is compared: without blanks and line breaks, narrow."""
    return "".join(unicodedata.normalize("NFKC", str(value)).split())


def cell_text(value) -> str:
    """A cell as shown: blanks off, whole numbers without .0."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()
