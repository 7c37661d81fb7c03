from django.db import migrations

from liangxin.periods import NoOverlap


class Migration(migrations.Migration):
    """One standing, one level and one counting coverage on each day, held by the database itself."""

    dependencies = [("orgs", "0001_registers")]

    operations = [
        NoOverlap("standing", "organization_id", "standing_no_overlap"),
        NoOverlap("branchlevel", "branch_id", "branchlevel_no_overlap"),
        NoOverlap("coverage", "organization_id", "coverage_no_overlap", where="{row}counts"),
    ]
