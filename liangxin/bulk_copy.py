"""Columns as the text that PostgreSQL's COPY reads."""

ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
LINES = 1_000  # made into text at a time


class Lines:
    """Columns as a file in COPY's text format, made while it is read."""

    def __init__(self, columns: list[list]):
        self.columns, self.first, self.rest = columns, 0, b""

    def read(self, size: int = -1) -> bytes:
        """The next `size` bytes; all that is left for a negative size."""
        blocks, length = [self.rest], len(self.rest)
        while self.first < len(self.columns[0]) and not 0 <= size <= length:
            part = [copy_text(column[self.first : self.first + LINES]) for column in self.columns]
            blocks.append(("\n".join(map("\t".join, zip(*part, strict=True))) + "\n").encode())
            length += len(blocks[-1])
            self.first += LINES
        text = b"".join(blocks)
        size = length if size < 0 else size
        self.rest = text[size:]
        return text[:size]


def copy_text(column: list) -> list[str]:
    """A column in COPY's text format."""
    texts = "".join([value for value in column if type(value) is str])
    if any(special in texts for special in "\\\t\n\r"):
        column = [value.translate(ESCAPES) if type(value) is str else value for value in column]
    return ["\\N" if value is None else value if type(value) is str else str(value) for value in column]
