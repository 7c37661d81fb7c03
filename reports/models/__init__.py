"""What is read from files and what follows from it."""

from reports.models.imports import ImportBatch, ImportFile, ImportRow
from reports.models.transfers import TransferRequest

__all__ = ["ImportBatch", "ImportFile", "ImportRow", "TransferRequest"]
