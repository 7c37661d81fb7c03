"""Jobs at the hand of a test: everything is large, and the test says when the work is done, or who died."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reports import jobs
from reports.imports import progress
from reports.models import ImportBatch


def address(name, batch=None):
    return reverse(f"reports:{name}", args=[batch.pk] if batch else [])


class Desk:
    """Uploads as a browser does; a function: rows → (the response, the batch)."""

    def __init__(self, office, client, user):
        self.office, self.client, self.user = office, client, user

    def __call__(self, *rows, as_of="2025-06-30"):
        self.client.force_login(self.user)
        name, path = self.office.file(*rows)
        data = {"files": [SimpleUploadedFile(name, path.read_bytes())], "as_of": as_of}
        return self.client.post(address("upload"), data), ImportBatch.objects.latest("pk")


def dies(batch):
    """As after kill -9: what the process told last names one that is gone."""
    file = progress._file(batch.pk)
    told = json.loads(file.read_text("utf-8"))
    told["process"]["pid"] = 2**22 + 1
    file.write_text(json.dumps(told), "utf-8")


def do(batch):
    """What the thread, or a worker, does when its turn comes. The batch afterwards."""
    batch.refresh_from_db()
    jobs.work(batch.pk, batch.options["job"]["token"])
    batch.refresh_from_db()
    return batch
