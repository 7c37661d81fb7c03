"""ImportBatch, ImportFile, ImportRow: the stored plan of an import (design.md, idea 4).

The rows copy the names they show and point at organizations without a database constraint, so that a batch stays
readable after undo removed what it had made.
"""

from django.db import models

from orgs.models import Organization, Region, User
from orgs.scope import CONSOLE


class BatchQuerySet(models.QuerySet):
    """Batches: the own ones, and for who manages the county all."""

    def visible_to(self, user):
        """Batches that the user may open."""
        if user is CONSOLE:
            return self
        if not user.is_active or not user.may_import:
            return self.none()
        if user.is_county and user.region_id:
            return self.filter(models.Q(region__code__startswith=user.region.code) | models.Q(user=user))
        return self.filter(user=user)


class ImportBatch(models.Model):
    """One upload of one or many files, planned for an as-of day inside a region."""

    class Kind(models.TextChoices):
        SURVEY = "survey", "摸排表"
        REGISTRATIONS = "registrations", "登记名单"
        MEMBERS = "members", "党员花名册"
        BRANCHES = "branches", "党组织名册"
        GUIDES = "guides", "指导员名册"
        CANDIDATES = "candidates", "发展党员名册"
        ACTION = "action", "批量办理"

    class State(models.TextChoices):
        READING = "reading", "正在读取"
        FAILED = "failed", "没有读成"
        PLANNED = "planned", "待写入"
        APPLYING = "applying", "正在写入"
        APPLIED = "applied", "已写入"
        UNDONE = "undone", "已撤销"
        DROPPED = "dropped", "已放弃"

    created = models.DateTimeField("上传时间", auto_now_add=True)
    user = models.ForeignKey(User, models.SET_NULL, verbose_name="上传人", null=True, related_name="+")
    user_name = models.CharField("上传人姓名", max_length=150, blank=True)
    as_of = models.DateField("情况日期", help_text="表中内容说的是哪一天的情况")
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="范围", related_name="+")
    state = models.CharField("状态", max_length=10, choices=State, default=State.PLANNED)
    applied = models.DateTimeField("写入时间", null=True, blank=True)
    undone = models.DateTimeField("撤销时间", null=True, blank=True)
    options = models.JSONField("选项", default=dict, blank=True)
    kind = models.CharField("内容", max_length=20, choices=Kind, default=Kind.SURVEY)
    round = models.ForeignKey(
        "reports.Round", models.SET_NULL, verbose_name="摸排轮次", null=True, blank=True, related_name="batches"
    )
    problem = models.TextField("中断原因", blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ["-id"]

    def __str__(self):
        return f"导入 {self.pk}"


class ImportFile(models.Model):
    """One file of a batch; `error` is the sentence that refused it, `sheets` the report of each sheet."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, verbose_name="导入批次", related_name="files")
    name = models.CharField("文件名", max_length=255)
    sha256 = models.CharField("校验值", max_length=64)
    size = models.PositiveBigIntegerField("字节数")
    error = models.TextField("拒收原因", blank=True)
    sheets = models.JSONField("工作表", default=list, blank=True)
    kept = models.CharField("原件", max_length=64, blank=True, help_text="加密保存的原件的编号；过了保存期为空")

    class Meta:
        verbose_name = verbose_name_plural = "导入文件"
        ordering = ["id"]

    def __str__(self):
        return self.name


class ImportRow(models.Model):
    """One data row with its outcome; `facts` is what the file says, `changes` what applying it does, old → new."""

    class Outcome(models.TextChoices):
        NEW = "new", "新增"
        CHANGED = "changed", "变更"
        SAME = "same", "不变"
        SEVERAL = "several", "多个匹配"
        OUTSIDE = "outside", "其他乡镇"
        ERROR = "error", "错误"

    class Undo(models.TextChoices):
        BACK = "back", "已恢复"
        KEPT = "kept", "已被修改，保留"
        REFUSED = "refused", "不能撤销"

    KEPT_OUT = (Outcome.SEVERAL, Outcome.OUTSIDE, Outcome.ERROR)

    batch = models.ForeignKey(ImportBatch, models.CASCADE, verbose_name="导入批次", related_name="rows")
    file = models.ForeignKey(ImportFile, models.CASCADE, verbose_name="文件", related_name="rows")
    sheet = models.CharField("工作表", max_length=255)
    number = models.PositiveIntegerField("行号")
    outcome = models.CharField("结果", max_length=10, choices=Outcome)
    organization = models.ForeignKey(
        Organization, models.DO_NOTHING, verbose_name="单位", null=True, db_constraint=False, related_name="import_rows"
    )
    organization_version = models.PositiveIntegerField("计划时的版本", null=True)
    record = models.CharField(
        "登记", max_length=40, blank=True, help_text="花名册的行说的是哪种登记，如 members.partymember"
    )
    record_id = models.BigIntegerField("登记编号", null=True, help_text="花名册的行说的是哪一条")
    record_version = models.PositiveIntegerField("计划时登记的版本", null=True)
    name = models.CharField("单位名称", max_length=200, blank=True)
    credit_code = models.CharField("信用代码", max_length=60, blank=True)
    town = models.CharField("乡镇代码", max_length=12, blank=True, help_text="按表中内容属于哪里；看不出的为空")
    facts = models.JSONField("表中内容", default=dict)
    changes = models.JSONField("变化", default=list)
    findings = models.JSONField("问题", default=list)
    warned = models.BooleanField("有提醒", default=False)
    cells = models.JSONField("原文", default=dict, blank=True, help_text="没有写入的行：列号 → 单元格的文字")
    mended = models.JSONField("改正", default=dict, blank=True, help_text="列号 → 在网页上改成的文字")
    moves_figure = models.BooleanField("影响覆盖率", default=False)
    written = models.BooleanField("已写入", default=False)
    stale = models.BooleanField("预览后被改动", default=False)
    undo = models.CharField("撤销结果", max_length=10, choices=Undo, blank=True)
    undo_note = models.CharField("撤销说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入行"
        ordering = ["id"]
        indexes = [models.Index(fields=["batch", "outcome"], name="importrow_batch_outcome")]

    def __str__(self):
        return f"{self.sheet} 第 {self.number} 行"
