"""What is read from files and what follows from it."""

from reports.models.absences import Absence
from reports.models.acceptances import Acceptance
from reports.models.answers import HeaderAnswer, SameAnswer, ValueAnswer
from reports.models.downloads import OriginalDownload
from reports.models.imports import ImportBatch, ImportFile, ImportRow
from reports.models.registrations import Registration
from reports.models.rounds import Round
from reports.models.transfers import TransferRequest

__all__ = [
    "Absence",
    "Acceptance",
    "HeaderAnswer",
    "ImportBatch",
    "ImportFile",
    "ImportRow",
    "OriginalDownload",
    "Registration",
    "Round",
    "SameAnswer",
    "TransferRequest",
    "ValueAnswer",
]
