"""What people write in a cell that asks for a choice: ticks, boxes, 是（联合）, ①单独组建."""

import re
import unicodedata

from reports.ledgers.words import cell_text, narrow

TICKS = frozenset(["√✔✓☑✅●■▲★◆v"]) | frozenset("√✔✓☑✅●■▲★◆")
CROSSES = frozenset("×✗✘✕✖❌☒╳☓")
YES = TICKS | frozenset(
    ("是", "1", "y", "yes", "有", "对", "true", "已", "已建", "已建立", "已组建", "已成立", "建立", "是的", "有的")
)
NO = CROSSES | frozenset(
    (
        "x",
        "否",
        "0",
        "n",
        "no",
        "无",
        "没有",
        "未",
        "未建",
        "未建立",
        "未组建",
        "未成立",
        "false",
        "不是",
        "没",
        "非",
        "错",
        "暂无",
    )
)
NUMBERED = re.compile(
    r"^(?:[①-⑳]|[（(](?:\d{1,2}|[一二三四五六七八九十])[）)]|[A-Ha-h一二三四五六七八九十\d][、.．:：)）])\s*"
)
REMARK = re.compile(r"([^()]+)\(([^()]+)\)")
CHECKED, UNCHECKED = "☑√✔✓✅■●", "□☐○◯"
BOX = f"[{CHECKED}{UNCHECKED}]"
BOXES = re.compile(rf"(?:{BOX}[^{CHECKED}{UNCHECKED}]+)+|(?:[^{CHECKED}{UNCHECKED}]+{BOX})+")
BOXED = re.compile(rf"({BOX})([^{CHECKED}{UNCHECKED}]+)|([^{CHECKED}{UNCHECKED}]+)({BOX})")


def tick_state(value) -> bool | None:
    """Whether a cell is a tick (True), a cross (False) or neither (None)."""
    text = narrow(cell_text(value)).casefold()
    return True if text in YES else False if text in NO else None


def plain_answer(text: str) -> str:
    """The answer that a text gives: of □是 ☑否 the checked one ("" when none is); no number before, no stop after.

    A text in which several boxes are checked stays as it is.
    """
    text = text.strip().rstrip("。；;")
    boxes = narrow(text)
    if BOXES.fullmatch(boxes):
        found = [(one[1] or one[4], one[2] or one[3]) for one in BOXED.finditer(boxes)]
        checked = [word for box, word in found if box in CHECKED]
        if len(checked) < 2 and (checked or len(found) > 1):
            return checked[0].strip("、，,；;/") if checked else ""
    return NUMBERED.sub("", text) or text


def outer_and_inner(text: str) -> tuple[str, str] | None:
    """("联合组建", "行业统建") of 联合组建（行业统建）; None for a text of another form."""
    found = REMARK.fullmatch(unicodedata.normalize("NFKC", narrow(text)))
    return (found[1], found[2]) if found else None


def read_choice(choices, text: str, finer=frozenset()):
    """The member that a cell names, with or without a remark in brackets; None when none does.

    finer: (said, in brackets) pairs of members of which the one in brackets says more. A remark that names another
    member contradicts, so nothing is read.
    """
    text = plain_answer(text)
    found = choices.read(text)
    if found is None and (parts := outer_and_inner(text)):
        found, inner = choices.read(parts[0]), choices.read(parts[1])
        if found is not None and inner is not None and inner is not found:
            return inner if (found, inner) in finer else None
    return found
