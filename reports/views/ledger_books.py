"""Ledgers to take home: a workbook, a blank template, one with ID numbers in full, the whole set in an archive."""

from tempfile import SpooledTemporaryFile

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404

from liangxin.books import write_book
from liangxin.dates import said
from members.services.exported_numbers import export_numbers
from reports.ledgers import every_ledger
from reports.ledgers.archive import archive_name, write_archive
from reports.ledgers.export import blank_sheet, heading_of, ledger_sheet, place_of
from reports.ledgers.extracts import whole_set
from reports.ledgers.listings import listing_of
from reports.views.asking import asked
from reports.views.frame import COUNTY, XLSX, content_disposition, framed, page
from reports.views.ledgers import WITH_NUMBERS, asked_form, asked_part, asked_text, ledger_of

IN_MEMORY = 8 * 1024 * 1024  # bytes of a workbook before it goes to a temporary file
ZIP = "application/zip"


@page()
def ledger_workbook(request, key):
    """The ledger as it was asked for on screen, or a filtered one (未建党组织 …), to take home."""
    if key in every_ledger():
        return _file([_sheet(request, ledger_of(key))], _name(request, ledger_of(key)))
    if key not in whole_set():
        raise Http404
    book, question = whole_set()[key], asked(request).question
    return _file(book.sheets(question, mask=not request.user.sees_phones), book.name(question))


@page()
def ledger_blank(request, key):
    """The ledger's template: headers, drop-downs, ruled lines."""
    declared, question = ledger_of(key), asked(request)
    sheet = blank_sheet(asked_form(request, declared), question.question)
    return _file([sheet], f"{heading_of(declared, place_of(question.question))}（空白模板）.xlsx")


@page(roles=COUNTY, methods=("GET", "HEAD", "POST"))
def ledger_numbers(request, key):
    """A roster with ID numbers in full: asks for a reason, keeps who took how many, and gives the workbook."""
    if key not in WITH_NUMBERS:
        raise Http404
    declared, question, error = ledger_of(key), asked(request), ""
    state = asked_part(request, declared)
    people = listing_of(declared).found(declared, question.question, state, asked_text(request))
    if request.method == "POST":
        try:
            export_numbers(people=people, reason=request.POST.get("reason", ""), by=request.user)
        except ValidationError as refused:
            error = refused.messages[0]
        else:
            return _file([_sheet(request, declared, clear=True)], _name(request, declared))
    return framed(
        request,
        "reports/ledger_numbers.html",
        f"导出含公民身份号码的{declared.title}台账",
        asked=question,
        ledger=declared,
        day_said=said(question.day.isoformat()),
        count=people.exclude(id_sealed="").count(),
        back=question.url("ledger", key, state=state, q=asked_text(request)),
        reason=request.POST.get("reason", ""),
        error=error,
    )


@page()
def ledgers_archive(request):
    """The whole set for a day and a place."""
    question = asked(request).question
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the response closes it, and with that removes it
    write_archive(file, question, by=str(request.user), mask=not request.user.sees_phones)
    return _response(file, ZIP, archive_name(question))


def _sheet(request, declared, *, clear=False):
    question = asked(request).question
    rows = listing_of(declared).found(declared, question, asked_part(request, declared), asked_text(request))
    form = asked_form(request, declared)
    return ledger_sheet(declared, question, rows=rows, form=form, mask=not request.user.sees_phones, clear=clear)


def _name(request, declared):
    question = asked(request)
    return f"{heading_of(declared, question.place)}（{said(question.day.isoformat())}）.xlsx"


def _file(sheets, name):
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the response closes it
    write_book(file, sheets)
    return _response(file, XLSX, name)


def _response(file, kind, name):
    file.seek(0)
    return FileResponse(file, content_type=kind, headers={"Content-Disposition": content_disposition(name)})
