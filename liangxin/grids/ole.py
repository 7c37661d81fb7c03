"""The compound file ("OLE") around an .xls: its root streams and their bytes, with loops and lies refused."""

import struct

from liangxin.grids.limits import BROKEN, Unreadable

END_OF_CHAIN = 0xFFFFFFFE
NO_ENTRY = 0xFFFFFFFF
LAST_SECTOR = 0xFFFFFFFA
ENTRY_BYTES = 128


class Compound:
    """`streams`: lower-case name of each stream in the root -> (first sector, bytes). Raises Unreadable."""

    def __init__(self, data: bytes):
        self.data = data
        try:
            self._read_header()
            self.streams = self._root_streams()
        except (struct.error, IndexError) as fault:
            raise Unreadable(BROKEN) from fault

    def _read_header(self) -> None:
        shift, mini_shift = struct.unpack_from("<HH", self.data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise Unreadable(BROKEN)
        self.sector = 1 << shift
        self.mini_sector = 1 << mini_shift
        self.most = len(self.data) // self.sector + 1
        (directory,) = struct.unpack_from("<L", self.data, 48)
        self.cutoff, mini_table, _, more, _ = struct.unpack_from("<5L", self.data, 56)
        self.table = self._allocation_table(more)
        self.directory = self._chain(directory)
        self.mini_table = self._numbers(self._chain(mini_table)) if mini_table < LAST_SECTOR else ()

    def _allocation_table(self, more: int) -> tuple[int, ...]:
        parts = list(struct.unpack_from("<109L", self.data, 76))
        turns = 0
        while more < LAST_SECTOR:
            turns += 1
            if turns > self.most:
                raise Unreadable(BROKEN)
            numbers = self._numbers(self._bytes_of(more))
            parts += numbers[:-1]
            more = numbers[-1]
        parts = [part for part in parts if part < LAST_SECTOR]
        if len(parts) > self.most:
            raise Unreadable(BROKEN)
        return self._numbers(b"".join(map(self._bytes_of, parts)))

    @staticmethod
    def _numbers(data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}L", data[: len(data) // 4 * 4])

    def _bytes_of(self, number: int) -> bytes:
        start = (number + 1) * self.sector
        if start >= len(self.data):
            raise Unreadable(f"不完整（可能没有传完）。{BROKEN}")
        return self.data[start : start + self.sector]

    def _chain(self, number: int) -> bytes:
        parts = []
        while number < LAST_SECTOR:
            if len(parts) > self.most:
                raise Unreadable(BROKEN)
            parts.append(self._bytes_of(number))
            number = self.table[number]
        return b"".join(parts)

    def _root_streams(self) -> dict[str, tuple[int, int]]:
        streams: dict[str, tuple[int, int]] = {}
        seen, waiting = set(), []
        for number in range(len(self.directory) // ENTRY_BYTES):
            if self._entry(number)[1] == 5:
                waiting.append(self._entry(number)[4])
                self.mini = self._entry(number)[5]
                break
        while waiting:
            number = waiting.pop()
            if number == NO_ENTRY or number in seen:
                continue
            seen.add(number)
            name, kind, left, right, _, start, size = self._entry(number)
            waiting += [left, right]
            if kind == 2:
                streams[name] = (start, size)
            elif kind == 1:
                streams.setdefault(name, (END_OF_CHAIN, 0))
        return streams

    def _entry(self, number: int) -> tuple[str, int, int, int, int, int, int]:
        """Name, kind (1 storage, 2 stream, 5 root), left, right, child, first sector, bytes."""
        at = number * ENTRY_BYTES
        length, kind, _, left, right, child = struct.unpack_from("<HBB3L", self.directory, at + 64)
        start, size = struct.unpack_from("<LL", self.directory, at + 116)
        name = self.directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace").lower()
        return name, kind, left, right, child, start, size

    def read(self, name: str) -> bytes:
        """A root stream's bytes."""
        start, size = self.streams[name]
        try:
            found = self._mini_chain(start, size) if size < self.cutoff else self._chain(start)
        except IndexError as fault:
            raise Unreadable(BROKEN) from fault
        if len(found) < size:
            raise Unreadable(f"不完整（可能没有传完）。{BROKEN}")
        return found[:size]

    def _mini_chain(self, number: int, size: int) -> bytes:
        store = self._chain(self.mini)
        parts = []
        while number < LAST_SECTOR and len(parts) * self.mini_sector < size:
            parts.append(store[number * self.mini_sector : (number + 1) * self.mini_sector])
            number = self.mini_table[number]
        return b"".join(parts)
