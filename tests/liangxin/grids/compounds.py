"""Compound ("OLE") files written by hand: a header, one directory and small streams."""

import struct
from pathlib import Path

SECTOR = 512
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(path: Path, **streams: bytes) -> Path:
    """A compound file with these root streams; `__` in a name stands for a blank. Each stream fills whole sectors."""
    names = [name.replace("__", " ") for name in streams]
    sizes = [max(1, -(-max(len(data), 4096) // SECTOR)) for data in streams.values()]
    directory_sectors = -(-(len(names) + 1) // 4)
    table: list[int] = [TABLE, *_chain(1, directory_sectors)]
    starts, body = [], b""
    for size, data in zip(sizes, streams.values(), strict=True):
        starts.append(len(table))
        table += _chain(len(table), size)
        body += data.ljust(size * SECTOR, b"\0")
    directory = _entry("Root Entry", 5, END, 0, child=1 if names else FREE)
    for number, (name, start, size) in enumerate(zip(names, starts, sizes, strict=True), 1):
        right = number + 1 if number < len(names) else FREE
        directory += _entry(name, 2, start, size * SECTOR, right=right)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<9L", 1, 1, 0, 4096, END, 0, END, 0, 0)[:36] + struct.pack("<108L", *[FREE] * 108)
    table_bytes = struct.pack(f"<{len(table)}L", *table).ljust(SECTOR, b"\xff")
    path.write_bytes(header + table_bytes + directory.ljust(directory_sectors * SECTOR, b"\0") + body)
    return path


def _chain(first: int, sectors: int) -> list[int]:
    return [*range(first + 1, first + sectors), END]


def _entry(name: str, kind: int, start: int, size: int, *, right: int = FREE, child: int = FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    head = text.ljust(64, b"\0") + struct.pack("<HBB3L", len(text), kind, 1, FREE, right, child)
    return head + bytes(36) + struct.pack("<LQ", start, size)
