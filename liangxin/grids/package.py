"""The zip around an .xlsx, read with nothing it declares about itself believed.

Own few lines instead of zipfile: the child starts in milliseconds, and every doubtful directory is refused.
"""

import struct
import zlib

from liangxin.grids.limits import BROKEN, ENCRYPTED, INFLATED_BYTES, MEGABYTE, TOO_INFLATED, Unreadable

END = struct.Struct("<4s4H2LH")
ENTRY = struct.Struct("<4s6H3L5H2L")
LOCAL = struct.Struct("<4s5H3L2H")
PIECE = 4 * MEGABYTE
MEMBERS = 10_000
UNSAFE = (b"<!DOCTYPE", b"<!ENTITY")


class Member:
    """One entry of the directory: where its data lies and how it is packed."""

    __slots__ = ("name", "method", "size", "offset", "sum")

    def __init__(self, name: str, method: int, size: int, offset: int, check_sum: int):
        self.name, self.method, self.size, self.offset, self.sum = name, method, size, offset, check_sum


class Package:
    """The members of a zip file in memory. `sizes` counts the bytes that really came out."""

    def __init__(self, data: bytes):
        self.data = data
        self.sizes: dict[str, int] = {}
        self.members = {}
        try:
            for member in self._directory():
                key = member.name.replace("\\", "/").lstrip("/").lower()
                if key in self.members:
                    raise Unreadable(f"的压缩目录里有两个同名的部件，不像正常的表格。{BROKEN}")
                self.members[key] = member
        except struct.error as fault:
            raise Unreadable(BROKEN) from fault

    def _directory(self):
        at = self.data.rfind(b"PK\x05\x06", max(0, len(self.data) - 65_557))
        if at < 0:
            raise Unreadable(f"不完整（可能没有传完）。{BROKEN}")
        _, _, _, _, count, size, start, _ = END.unpack_from(self.data, at)
        if count > MEMBERS or count == 0xFFFF or start + size > at:
            raise Unreadable(BROKEN)
        for _ in range(count):
            sign, _, _, flags, method, _, _, check_sum, packed, plain, n, x, c, _, _, _, offset = ENTRY.unpack_from(
                self.data, start
            )
            if sign != b"PK\x01\x02":
                raise Unreadable(BROKEN)
            if flags & 0x41:
                raise Unreadable(ENCRYPTED)
            if method not in (0, 8):
                raise Unreadable(f"用了少见的压缩方法。{BROKEN}")
            body = start + ENTRY.size
            name = self.data[body : body + n].decode("utf-8", "replace")
            packed, offset = self._wide(self.data[body + n : body + n + x], plain, packed, offset)
            yield Member(name, method, packed, offset, check_sum)
            start = body + n + x + c

    @staticmethod
    def _wide(extra: bytes, plain: int, packed: int, offset: int) -> tuple[int, int]:
        """Size and offset from the zip64 field, where the plain ones are full."""
        while len(extra) >= 4:
            kind, length = struct.unpack_from("<HH", extra)
            if kind == 1:
                wide = [value for (value,) in struct.iter_unpack("<Q", extra[4 : 4 + length - length % 8])]
                if plain == 0xFFFFFFFF and wide:
                    wide.pop(0)
                if packed == 0xFFFFFFFF and wide:
                    packed = wide.pop(0)
                if offset == 0xFFFFFFFF and wide:
                    offset = wide.pop(0)
            extra = extra[4 + length :]
        return packed, offset

    def pieces(self, name: str):
        """The member's bytes, inflated piece by piece. Raises Unreadable past the limit, on damage and on a DTD."""
        member = self.members[name]
        markup = name.endswith((".xml", ".rels", ".vml"))
        tail = b""
        size = 0
        check_sum = 0
        for piece in self._inflate(member):
            size += len(piece)
            check_sum = zlib.crc32(piece, check_sum)
            self.sizes[name] = max(size, self.sizes.get(name, 0))  # a part may be read twice
            if sum(self.sizes.values()) > INFLATED_BYTES:
                raise Unreadable(TOO_INFLATED)
            if markup:
                if not tail:
                    _refuse_encoding(piece)
                seen = tail + piece
                if b"!" in seen and any(sign in seen for sign in UNSAFE):
                    raise Unreadable(f"里面有 DTD 或实体声明，为安全起见不读取。{BROKEN}")
                tail = seen[-16:]
            yield piece
        if check_sum != member.sum:
            raise Unreadable(f"不完整（可能没有传完）。{BROKEN}")

    def _inflate(self, member: Member):
        try:
            sign, _, _, _, _, _, _, _, _, n, x = LOCAL.unpack_from(self.data, member.offset)
        except struct.error as fault:
            raise Unreadable(BROKEN) from fault
        start = member.offset + LOCAL.size + n + x
        if sign != b"PK\x03\x04" or start + member.size > len(self.data):
            raise Unreadable(BROKEN)
        packed = memoryview(self.data)[start : start + member.size]
        if member.method == 0:
            for at in range(0, len(packed), PIECE):
                yield bytes(packed[at : at + PIECE])
            return
        inflater = zlib.decompressobj(-15)
        try:
            piece = inflater.decompress(packed, PIECE)
            while piece:
                yield piece
                piece = inflater.decompress(inflater.unconsumed_tail, PIECE)
        except zlib.error as fault:
            raise Unreadable(BROKEN) from fault
        if not inflater.eof:
            raise Unreadable(f"不完整（可能没有传完）。{BROKEN}")

    def read(self, name: str) -> bytes:
        """A whole member."""
        return b"".join(self.pieces(name))

    def check(self, name: str) -> None:
        """Inflate a member that nobody reads, for the count and the dangers only."""
        for _ in self.pieces(name):
            pass


def _refuse_encoding(head: bytes) -> None:
    """XML in UTF-16 and the like would pass unseen through checks made on bytes."""
    declared = head[:200].split(b"?>", 1)[0].lower() if head.lstrip(b"\xef\xbb\xbf").startswith(b"<?xml") else b""
    if b"\x00" in head[:4] or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(f"里面的文字编码少见。{BROKEN}")
    if b"encoding" in declared and not any(known in declared for known in (b"utf-8", b"utf8", b"ascii")):
        raise Unreadable(f"里面的文字编码少见。{BROKEN}")
