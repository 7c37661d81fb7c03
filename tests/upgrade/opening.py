"""Opens a data folder with this code, as a server would, and prints what it finds as JSON; run as its own process."""

import json
import os

import django


def main() -> None:
    """Migrate, count, and ask for the pages that an official opens first."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "liangxin.settings"
    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from liangxin.upgrades import is_migrated
    from orgs.models import Organization, User
    from tests.upgrade.keeping import figures

    call_command("migrate", verbosity=0, interactive=False)
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(username="xian"))
    some = Organization.objects.order_by("pk").values_list("pk", flat=True)[0]
    addresses = ("/", "/coverage/", "/ledgers/enterprises/", f"/admin/orgs/organization/{some}/change/", "/imports/")
    pages = {address: client.get(address).status_code for address in addresses}
    print(json.dumps({"after": is_migrated(), "figures": figures(), "pages": pages}))


if __name__ == "__main__":
    main()
