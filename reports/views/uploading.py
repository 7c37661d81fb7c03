"""Uploaded files on the disk, where the reader's child opens them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import UploadedFile


@contextmanager
def on_disk(files: Iterable[UploadedFile]) -> Iterator[list[tuple[str, Path]]]:
    """(name, path) of a copy of each file; the copies are gone afterwards. Raises OSError when the disk is full."""
    with TemporaryDirectory(prefix="liangxin-") as folder:
        uploads = []
        for number, file in enumerate(files):
            path = Path(folder) / str(number)
            with path.open("wb") as copy:
                for block in file.chunks():
                    copy.write(block)
            uploads.append((Path(file.name).name, path))
        yield uploads
