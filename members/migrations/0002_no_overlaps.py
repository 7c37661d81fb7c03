from django.db import migrations

from liangxin.periods import NoOverlap


class Migration(migrations.Migration):
    """One type, one state, one workplace and one base on each day, held by the database itself."""

    dependencies = [("members", "0001_members")]

    operations = [
        NoOverlap("persontype", "member_id", "persontype_no_overlap"),
        NoOverlap("relation", "member_id", "relation_no_overlap"),
        NoOverlap("workplace", "member_id", "workplace_no_overlap"),
        NoOverlap("duesbase", "member_id", "duesbase_no_overlap"),
        NoOverlap("completeroster", "organization_id", "completeroster_no_overlap"),
    ]
