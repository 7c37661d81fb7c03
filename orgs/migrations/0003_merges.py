import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two organizations made one, with what that changed."""

    dependencies = [("orgs", "0002_no_overlaps")]

    operations = [
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gone", models.BigIntegerField(help_text="并入前的编号", verbose_name="并入的单位")),
                ("gone_name", models.CharField(max_length=200, verbose_name="并入的单位名称")),
                ("gone_code", models.CharField(blank=True, max_length=18, verbose_name="并入的信用代码")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="合并原因")),
                ("user_name", models.CharField(blank=True, max_length=150, verbose_name="合并人姓名")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="合并时间")),
                ("done", models.JSONField(default=dict, editable=False, verbose_name="经过")),
                ("undone", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                ("undone_name", models.CharField(blank=True, max_length=150, verbose_name="撤销人姓名")),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges",
                        to="orgs.organization",
                        verbose_name="保留的单位",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="合并人",
                    ),
                ),
            ],
            options={"verbose_name": "合并记录", "verbose_name_plural": "合并记录", "ordering": ["-id"]},
        ),
    ]
