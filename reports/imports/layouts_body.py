"""Which rows under a header are organizations, and what group rows, titles and notes among them say (domain.md §5)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from liangxin.grids import Row
from reports.imports.layouts_carry import carried_towns
from reports.imports.layouts_match import LAST_BRACKETS, TITLE, is_header_word
from reports.imports.layouts_settle import Layout, is_serial
from reports.ledgers.numbers import Number
from reports.ledgers.people import TOWN, VILLAGE
from reports.ledgers.words import cell_text, heading, leaf_text, narrow

TOTAL = re.compile(
    r"^(?:本页|本表|全[镇乡县市区]|分)?(?:小计|合计|总计|共计|累计|总数)(?:[:：(（\d].*)?$|.{0,12}(?:小计|合计|总计)[:：]?$"
)
NOTE = re.compile(
    r"^(?:注|备注|说明|填表说明|填报说明|填写说明|附注|注意|审核人|审核|审批人|填表人|填报人|制表人|制表|统计人|负责人|单位负责人|分管领导|主要领导"
    r"|主要负责人|联系人|联系电话|电话|填表时间|填表日期|填报时间|填报日期|填报单位|单位盖章|盖章|党委书记|经办人|日期)"
    r"(?:签字|签名|签章|盖章)?(?:[（(][^）)]*[）)])?(?:[:：]|[\d一二三][、.．]|$)|^注\d"
)
EXAMPLE = re.compile(
    r"^[（(]?(?:填写|填报)?(?:示例|样例|范例|例)(?:\d?[:：）)]|\d?$)|^(?:例如|举例|如[:：])|^某|^[XxＸ×]{2,}"
    r"|^[（(]?(?:请|须|按照?.{0,12}(?:填|一致|全称)|填写|填全称|必填|选填|单选|下拉|与.{0,12}一致|营业执照)"
)
EMPTY_BELOW = re.compile(r"以下空白|此行以下|以下无正文")
COUNT = re.compile(r"[（(]?共?计?\d+[家个户][）)]?$")
STEMS = (*"甲乙丙丁戊己庚辛壬癸", "栏次", "栏目")
# What the empty rows of a template may hold.
TEMPLATE = frozenset(("serial", "town", "village", "kind", "category", "supervisor"))
NOUGHT = frozenset(("0", "否", "×", "无"))
FIRMS, SOCIALS = re.compile(r"非公|企业|个体"), re.compile(r"社会组织|民办|社会团体|社团|社会服务机构|基金会|民非")


TOWN_FIRST = re.compile(r"[\u4e00-\u9fff]{1,12}?(?:镇|乡|街道)(?!企业)")
UNIT = re.compile(
    r"(?:(?:填报|填表|报送|上报|报表|制表|填写|呈报)(?:单位|乡镇|镇街|街道)(?:名称)?(?:[（(][^）)]*[）)])*[:：]?"
    r"|^\s*(?:单位|乡镇|街道)(?:名称)?(?:[（(][^）)]*[）)])*[:：])\s*(.*?)"
    r"\s*(?:[（(]盖?公?章[）)]|(?:填表|填报|报送|上报|制表|统计|截止|截至)?(?:日期|时间)|(?:填表|填报|审核|制表|报送|经办)人|联系|单位[:：]|负责人|[（(]?第\s*\d+\s*页|[（(]?共\s*\d+\s*页|20\d\d年|$)"
)


def unit_of(texts) -> str:
    """The unit after 填报单位, in the same cell or the next one; "" when there is none."""
    line = "  ".join(texts)
    found = UNIT.search(line)
    return found[1].strip(" ：:_　") if found else ""


@dataclass(slots=True)
class Entry:
    """One organization's row(s) in a sheet, with what the rows above say of it."""

    number: int
    cells: Mapping[int, object]
    town: str = ""
    village: str = ""
    kind: str = ""
    more: list[dict[int, object]] = field(default_factory=list)  # further rows over which its name is merged


@dataclass(slots=True)
class Said:
    """What the latest group rows say."""

    town: str = ""
    village: str = ""
    kind: str = ""


def kind_hint(text: str) -> str:
    """The kind that a title, sheet name or group row names; "" for none or both."""
    social = bool(SOCIALS.search(text))
    firm = bool(FIRMS.search(SOCIALS.sub("", text.replace("民办非企业单位", "民非").replace("民办非企业", "民非"))))
    return "" if social == firm or "两新" in text else "social" if social else "enterprise"


def _is_title(text: str) -> bool:
    return bool(TITLE.search(LAST_BRACKETS.sub("", text)))


class Body:
    """The rows of one block, from below its header to the next header of another shape."""

    def __init__(self, grid, layout: Layout, said: Said | None = None):
        self.grid, self.layout, self.said = grid, layout, said or Said()
        self.name, self.code = layout.place_of("name"), layout.place_of("credit_code")
        self.serials = {place for place, slot in layout.slots.items() if is_serial(slot)}
        self.fills: dict[int, dict[int, object]] = carried_towns(grid.rows, layout)
        self.follows: dict[int, int] = {}  # row → the row that holds the name merged over it
        self.shared: dict[int, list[int]] = {}  # row → columns whose number is merged over several organizations
        self.wide: set[int] = set()  # rows with a cell merged over several columns
        self.unplaced: list[tuple[int, str]] = []  # text rows that nobody can place
        self.next_header: int | None = None
        self.heads: dict[int, set[str]] = {}  # column → the texts of the header block there
        for row in range(layout.top, layout.bottom + 1):
            for place, value in grid.rows.get(row, {}).items():
                self.heads.setdefault(place, set()).add(leaf_text(cell_text(value)))
        self._merges()

    def _merges(self) -> None:
        merges = [merge for merge in self.grid.merges if merge[2] > self.layout.bottom]
        last = max(self.grid.rows, default=0)
        merges.sort(key=lambda merge: (merge[1] != self.name, merge))  # the name's first: it tells one organization
        ends: dict[int, int] = {}
        for top, left, bottom, right in merges:
            value = self.grid.rows.get(top, {}).get(left)
            if value is None or top <= max(self.layout.bottom, ends.get(left, 0)):  # hostile files overlap merges
                continue
            ends[left] = bottom
            below = range(top + 1, min(bottom, last) + 1)
            if right > left:
                self.wide.add(top)
            if left == self.name:
                self.follows.update(dict.fromkeys(below, top))
            elif self._counts(left) and any(row not in self.follows and row in self.grid.rows for row in below):
                self.shared.setdefault(top, []).append(left)
            elif left not in self.serials:
                for row in below:
                    self.fills.setdefault(row, {})[left] = value

    def _counts(self, place: int) -> bool:
        slot = self.layout.slots.get(place)
        return slot is not None and isinstance(slot.column, Number)

    def entries(self, wanted: list[int]):
        """The organizations among the rows `wanted` (row numbers, rising); stops at a header of another shape."""
        said, noting, latest = self.said, False, None
        fills, follows, rows = self.fills, self.follows, self.grid.rows
        columns = rows.column(self.name, wanted), rows.column(self.code, wanted)
        for number, name, code in zip(wanted, *columns, strict=True):
            if number in follows and latest is not None and latest.number == follows[number]:
                latest.more.append(rows[number])
                continue
            # of most rows name and code tell enough, so their other cells need not be put together here
            if not (type(code) is str and len(code) >= 15 and name is not None) and not self._is_plain(rows[number]):
                what = self.row_kind(number, rows[number], said, noting)
                if what == "other header":
                    self.next_header = number
                    break
                noting = what == "note" or (noting and what not in ("data", "header"))
                if what != "data":
                    continue
            if number <= self.layout.bottom + 3 and self._is_example(rows[number]):
                continue
            fill = fills.get(number)
            cells = {**fill, **rows[number]} if fill else Row(rows, number)
            if latest is not None:  # only now is it known whether further rows belong to it
                yield latest
            latest = Entry(number, cells, said.town, said.village, said.kind)
        if latest is not None:
            yield latest

    def _is_example(self, cells: dict) -> bool:
        """The row of a template that shows how to fill it in."""
        first = cells[min(cells)]
        return any(type(value) is str and EXAMPLE.match(leaf_text(value)) for value in (first, cells.get(self.name)))

    def _is_plain(self, cells: dict) -> bool:
        """A numbered row with a name: an organization, said quickly."""
        name = cells.get(self.name)
        if len(cells) < 3 or type(name) is not str or not self.serials or name.endswith(("计", "计:", "计：")):
            return False
        return any(type(cells.get(place)) in (int, float) for place in self.serials)

    def row_kind(self, number: int, cells: dict, said: Said, noting: bool) -> str:
        """data, header, other header, note, or another word for a row that holds no organization."""
        texts = {place: cell_text(value) for place, value in cells.items()}
        own = {place: text for place, text in texts.items() if text and place not in self.serials}
        if found := self._header(number, cells):
            return found
        if not own and not any(isinstance(cells[place], str) and not narrow(texts[place]).isdigit() for place in cells):
            return "number only"
        first = leaf_text(next(iter(texts[place] for place in sorted(texts) if texts[place]), ""))
        if len(own) <= 2 and any(EMPTY_BELOW.search(text) for text in texts.values()):
            return "blank below"
        if self._is_total(cells, texts) or self._is_column_numbers(number, texts):
            return "total"
        if EXAMPLE.match(first):
            return "example"
        noted = NOTE.match(first) or self._is_signature(own, texts) or self._goes_on(noting, own, texts)
        if noted and self._has_no_facts(own):
            said.town = unit_of(texts.values()) or said.town
            return "note"
        if len(own) <= 1 and len([text for text in texts.values() if text]) <= 2 and self._is_text_row(number, texts):
            return self._heading(number, next(iter(own.values()), first), said, noting)
        if self.name not in own and self._is_template(own):
            return "template"
        if is_header_word(own.get(self.name)) and not self.serials.intersection(texts):
            self.unplaced.append((number, own[self.name]))  # 负责人 under 单位名称: a form of one organization
            return "header"
        return "data"

    def _header(self, number: int, cells: dict) -> str:
        """A header that repeats ours is passed over; one that puts the name elsewhere begins a block; else ""."""
        strings = [place for place, value in cells.items() if isinstance(value, str)]
        if len(strings) < 2 or not any(is_header_word(cells[place]) for place in strings[:3]):
            return ""
        same = sum(leaf_text(cells[place]) in self.heads.get(place, ()) for place in strings)
        if same >= 2 and same * 2 > len(strings):
            return "header"
        words = sum(is_header_word(cells[place]) for place in strings)
        return "other header" if words > 2 and words * 2 > len(strings) else ""

    def _is_total(self, cells: dict, texts: dict) -> bool:
        leading = [leaf_text(texts[place]) for place in {*sorted(texts)[:3], self.name} if place in texts]
        if texts.get(self.code) or not any(TOTAL.match(text) for text in leading):
            return False
        strings = [narrow(value).replace(".", "") for value in cells.values() if isinstance(value, str)]
        return sum(1 for text in strings if not text.isdigit()) <= 2

    def _is_column_numbers(self, number: int, texts: dict) -> bool:
        """The row 甲 乙 1 2 3 under the header."""
        if number > self.layout.bottom + 2 or len(texts) < 3:
            return False
        numbers = [
            int(narrow(text).strip("()"))
            for text in texts.values()
            if narrow(text).strip("()").isdigit() and len(text) < 4
        ]
        stems = sum(text in STEMS for text in texts.values())
        rising = all(after - before == 1 for before, after in zip(numbers, numbers[1:], strict=False))
        return len(numbers) + stems == len(texts) and rising and len(numbers) > 1

    def _has_no_facts(self, own: dict) -> bool:
        code = own.get(self.code, "")
        return len(narrow(code)) < 15 and (self.name not in own or len(own) <= 4)

    def _is_counted(self, texts: dict) -> bool:
        """Whether the row has a serial number."""
        return any(narrow(texts[serial]).isdigit() for serial in self.serials if texts.get(serial))

    def _is_signature(self, own: dict, texts: dict) -> bool:
        """审核人签字：… 填表人签字：… in several cells, of no numbered row."""
        signed = bool(own) and all("：" in text[:16] or ":" in text[:16] for text in own.values())
        return signed and not self._is_counted(texts)

    def _goes_on(self, noting: bool, own: dict, texts: dict) -> bool:
        """A further line of a note; a town's name or a numbered row ends the notes."""
        alone = len(own) == 1 and not self._is_counted(texts)
        return noting and alone and not any(TOWN.search(text) for text in own.values())

    def _is_text_row(self, number: int, texts: dict) -> bool:
        """One text alone: a group row, a title or a note, unless it stands where the name of an organization stands."""
        place = next((place for place, text in texts.items() if text and place not in self.serials), None)
        if place is None or number in self.wide:  # under 序号, or over the width
            return True
        text = leaf_text(texts[place])
        plain = heading(text)
        counted = self._is_counted(texts)
        if place != self.name:
            return not counted and place != self.code and self._key(place) not in TEMPLATE
        kind_only = bool(kind_hint(plain)) and len(plain) <= 8
        said = bool(TOWN.search(COUNT.sub("", plain))) or kind_only or _is_title(plain) or text.endswith("。")
        return len(text) > 60 or (not counted and said)

    def _key(self, place: int) -> str:
        slot = self.layout.slots.get(place)
        return slot.column.key if slot and slot.column else ""

    def _stands_above(self, text: str) -> bool:
        above = (cells for row, cells in self.grid.rows.items() if row < self.layout.top)
        return any(cell_text(value) == cell_text(text) for cells in above for value in cells.values())

    def _heading(self, number: int, text: str, said: Said, noting: bool) -> str:
        plain = COUNT.sub("", heading(text)).strip("：:")
        if noting and not TOWN.search(plain):
            return "note"
        hint = kind_hint(plain)
        said.kind = hint or said.kind
        if _is_title(plain):
            begins = TOWN_FIRST.match(plain)
            if begins and not self._stands_above(text):  # the title of a further town, not of a further page
                said.town, said.village = begins[0], ""
            return "title"
        region = re.sub(r"(?:非公有?制?(?:经济组织|企业)?|社会组织|两新组织|企业)$", "", plain)
        if TOWN.search(region):
            said.town, said.village = region, ""
        elif VILLAGE.search(region):
            said.village = region
        elif not hint:
            self.unplaced.append((number, text))
        return "group"

    def _is_template(self, own: dict) -> bool:
        return all(self._key(place) in TEMPLATE or text in NOUGHT for place, text in own.items())
