"""The small parts of an .xlsx package: which sheets there are, where they lie, what their cell styles show."""

import posixpath
from xml.parsers import expat

from liangxin.grids.formats import BUILT_IN, DATES, is_date, kind_of
from liangxin.grids.limits import BROKEN, Unreadable
from liangxin.grids.package import Package

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"


class Sheet:
    """A worksheet of the book: its name, whether a user sees it, and its member in the package."""

    __slots__ = ("name", "visible", "part")

    def __init__(self, name: str, visible: bool, part: str):
        self.name, self.visible, self.part = name, visible, part


class Book:
    """What a package says of itself. `kinds`: number of a cell style -> kind of format, kinds "" left out;
    `date_styles`: numbers of the cell styles that show dates.
    """

    def __init__(self, package: Package):
        self.sheets: list[Sheet] = []
        self.date1904 = False
        self.styles = "xl/styles.xml"
        self.strings = "xl/sharedstrings.xml"
        self.kinds: dict[int, str] = {}
        self.date_styles: set[int] = set()
        relations = {}
        for tag, found in elements(package, RELATIONS):
            if tag == "Relationship" and found.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/xl", found.get("Target", "").replace("\\", "/")))
                relations[found.get("Id", "")] = (found.get("Type", "").rsplit("/", 1)[-1], target.lstrip("/").lower())
        for kind, target in relations.values():
            if kind == "styles":
                self.styles = target
            elif kind == "sharedStrings":
                self.strings = target
        for tag, found in elements(package, WORKBOOK):
            if tag == "workbookPr":
                self.date1904 = found.get("date1904", "0") in ("1", "true")
            elif tag == "sheet":
                self._sheet(found, relations, package)

    def _sheet(self, found: dict, relations: dict, package: Package) -> None:
        kind, part = relations.get(found.get("id", ""), ("", ""))
        if kind != "worksheet":
            return  # chart, dialogue and macro sheets hold no table
        if part not in package.members:
            raise Unreadable(BROKEN)
        name = found.get("name", "")
        if any(sheet.name == name or sheet.part == part for sheet in self.sheets):
            raise Unreadable(f"里有两个同名的工作表。{BROKEN}")
        self.sheets.append(Sheet(name, found.get("state", "visible") == "visible", part))

    def read_styles(self, package: Package) -> None:
        """Fill `kinds` and `date_styles` from styles.xml, when there is one."""
        if self.styles not in package.members:
            return
        codes, inside, number = {}, False, 0
        for tag, found in elements(package, self.styles):
            if tag == "numFmt":
                codes[_whole(found.get("numFmtId"))] = found.get("formatCode", "")
            elif tag in ("cellXfs", "/cellXfs"):
                inside = tag == "cellXfs"
            elif tag == "xf" and inside:
                format_number = _whole(found.get("numFmtId"))
                code = codes.get(format_number)
                kind = BUILT_IN.get(format_number, "") if code is None else kind_of(code)
                if kind:
                    self.kinds[number] = kind
                if format_number in DATES if code is None else is_date(code):
                    self.date_styles.add(number)
                number += 1


def elements(package: Package, name: str):
    """(local tag, attributes by local name) for each element of a small part, in order; "/tag" where one ends."""
    if name not in package.members:
        raise Unreadable(BROKEN)
    found = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda tag, given: found.append(
        (tag.rsplit(" ", 1)[-1], {key.rsplit(" ", 1)[-1]: value for key, value in given.items()})
    )
    parser.EndElementHandler = lambda tag: found.append(("/" + tag.rsplit(" ", 1)[-1], {}))
    try:
        for piece in package.pieces(name):
            parser.Parse(piece)
            yield from found
            found.clear()
        parser.Parse(b"", True)
        yield from found
    except expat.ExpatError as fault:
        raise Unreadable(BROKEN) from fault


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
