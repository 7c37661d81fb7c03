"""Text as the format can hold it."""

import re

LONGEST_TEXT = 32_767  # characters of a cell

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What needs work before it can stand in a cell's XML: markup, characters that XML has no place for, the ends that
# need xml:space, and text that looks like the format's own escape of a character (_x000D_).
ODD = re.compile("[&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|^\\s|\\s\\Z")
ESCAPE_LOOKALIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def printable(text: str, instead: str = "") -> str:
    """The text without the characters that XML cannot hold."""
    return UNPRINTABLE.sub(instead, text)


def cell_xml(text: str) -> str:
    """The <t> element of a cell; carriage returns and look-alikes of escapes come back as they were.

    Characters that XML cannot hold are dropped, and what a cell has no room for is cut off and marked with ….
    """
    if len(text) > LONGEST_TEXT:
        text = text[: LONGEST_TEXT - 1] + "…"
    if text.isalnum() or not ODD.search(text):  # the first says the same of most texts, in a fifth of the time
        return f"<t>{text}</t>"
    text = ESCAPE_LOOKALIKE.sub("_x005F_", printable(text)).replace("\r", "_x000D_")
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<t xml:space="preserve">{text}</t>'
