"""What a clerk said of an import "this time" holds for its rows that come back mended, too: they are part of it."""

from reports.imports.reading import Reading
from reports.imports.returned import original_stem
from reports.models import ImportBatch, ImportFile

FROM = "carried_from"  # numbers of the batches whose answers a batch took over, in its options
BY_NAME = ("kinds", "tops", "headless")  # options that hold answers about files, by their names
CARRIED = ("headers", "values", "policy", "blank_no", *BY_NAME, FROM)


def carry_over(batch: ImportBatch, reading: Reading, *, user) -> bool:
    """Take what was said "this time" of the imports that gave files of `batch` back over into its options, unsaved.

    Whether there was anything. The number of the import stands in the file, so only imports that `user` sees count.
    """
    came: dict[int, list[ImportFile]] = {}
    for file, sheet in reading.sheets:
        if sheet.source and sheet.source != batch.pk and file not in came.setdefault(sheet.source, []):
            came[sheet.source].append(file)
    sources = ImportBatch.objects.visible_to(user).filter(pk__in=came, kind=ImportBatch.Kind.SURVEY).order_by("pk")
    found = {}
    for source in sources.prefetch_related("files"):
        if said := _said(source, came[source.pk]):
            found = _joined(found, said)
            found[FROM] = [*found.get(FROM, []), source.pk]
    batch.options = _joined(found, batch.options)
    return bool(found)


def carried_from(batch: ImportBatch) -> list[int]:
    """The numbers of the imports whose answers `batch` took over."""
    return batch.options.get(FROM, [])


def _said(source: ImportBatch, files: list[ImportFile]) -> dict:
    """The answers in the options of `source`, with the files there named as the `files` that came back."""
    held = {name: source.options[name] for name in ("headers", "values", "policy") if name in source.options}
    originals = list(source.files.all())
    pairs = [(one, file) for one in originals for file in files if _is_from(file, one, originals)]
    for one, file in pairs:
        for name, before, now in [("blank_no", one.pk, file.pk), *((name, one.name, file.name) for name in BY_NAME)]:
            told = source.options.get(name, ())
            held.setdefault(name, []).extend([now, *said[1:]] for said in told if said[0] == before)
    return {name: said for name, said in held.items() if said}


def _is_from(file: ImportFile, original: ImportFile, originals: list[ImportFile]) -> bool:
    """Whether a file that came back is this one of its import: its only one, or the one called so."""
    return len(originals) == 1 or original_stem(file.name) == original_stem(original.name)


def _joined(found: dict, more: dict) -> dict:
    """Options with those of `more` over them; answers about several files stand side by side."""
    joined = {**found, **more}
    for name in ("values", "blank_no", *BY_NAME):
        if name in found and name in more:
            joined[name] = [*found[name], *(one for one in more[name] if one not in found[name])]
    for name in ("headers", "policy"):
        if name in found and name in more:
            joined[name] = {**found[name], **more[name]}
    return joined
