"""Regions and zones as tables that come and go (liangxin.exchange)."""

from import_export.fields import Field
from import_export.widgets import Widget

from liangxin.exchange import SheetResource, TextWidget
from orgs.choices import ZoneKind
from orgs.models import Region, Zone
from orgs.models.regions import LENGTHS, TOWN, VILLAGE
from orgs.region_files import PARENT, without_zeros

CODE, NAME, PLACE_CODE, PLACE = "代码", "名称", "辖区代码", "所在辖区"


class RegionCode(TextWidget):
    """A code as it is registered: national lists fill it up with zeros."""

    def clean(self, value, row=None, **kwargs):
        return without_zeros(value)


class RegionResource(SheetResource):
    """代码, 名称, 曾用代码."""

    code = Field("code", CODE, widget=RegionCode())
    name = Field("name", NAME, widget=TextWidget())
    former_codes = Field("former_codes", "曾用代码", widget=TextWidget())
    needed = (CODE, NAME)

    class Meta:
        model = Region
        fields = ("code", "name", "former_codes")
        import_id_fields = ("code",)
        skip_unchanged = clean_model_instances = use_transactions = True
        report_skipped = False

    def key_of(self, row):
        return without_zeros(row[CODE])

    def check(self, instance, row):
        """Towns need their county, villages their town, in the register or in the file; and all the user's scope."""
        code, sentences = instance.code, {}
        parent = code[: PARENT[len(code)]] if len(code) in (TOWN, VILLAGE) else ""
        if parent and parent not in self.rows and not Region.objects.filter(code=parent).exists():
            sentences["code"] = f"上级 {parent} 不在文件里，也没有登记"
        own = self.user.region.code if self.user.region_id else None
        if len(code) in LENGTHS and (own is None or not code.startswith(own)):
            sentences["code"] = "不在您的管理范围内"
        return sentences


class KindWidget(Widget):
    """What a zone is, as people write it."""

    def clean(self, value, row=None, **kwargs):
        kind = ZoneKind.read(value)
        if kind is None:
            raise ValueError(f"类型“{value}”应是{'、'.join(ZoneKind.labels)}之一")
        return kind

    def render(self, value, obj=None, **kwargs):
        return ZoneKind(value).label if value else ""


class PlaceWidget(Widget):
    """A region by its code; where a file has names only, by a name that is the only one of its kind."""

    def clean(self, value, row=None, *, user, **kwargs):
        found = list(Region.objects.editable_by(user).filter(code=without_zeros(value))[:1])
        if not found:
            raise ValueError(f"辖区代码“{value}”没有登记，或不在您的管理范围内")
        return found[0]

    def render(self, value, obj=None, **kwargs):
        return value.code if value else ""


class ZoneResource(SheetResource):
    """名称, 类型, 级别, 辖区代码; the region's name goes out as well and may stand for its code."""

    name = Field("name", NAME, widget=TextWidget())
    kind = Field("kind", "类型", widget=KindWidget())
    level = Field("level", "级别", widget=TextWidget())
    region = Field("region", PLACE_CODE, widget=PlaceWidget())
    place = Field("region__name", PLACE, readonly=True)
    needed = (NAME, "类型")

    class Meta:
        model = Zone
        fields = ("name", "kind", "level", "region", "place")
        import_id_fields = ("name",)
        import_order = ("name", "kind", "level", "region")
        skip_unchanged = clean_model_instances = use_transactions = True
        report_skipped = False

    def get_import_fields(self):
        return [field for field in super().get_import_fields() if not field.readonly]

    def before_import_row(self, row, **kwargs):
        super().before_import_row(row, **kwargs)
        if not row.get(PLACE_CODE) and row.get(PLACE):
            named = Region.objects.editable_by(self.user).filter(name=row[PLACE]).values_list("code", flat=True)[:2]
            row[PLACE_CODE] = named[0] if len(named) == 1 else ""

    def check(self, instance, row):
        """A new zone says what it is and where; a name that is not the only one says no place."""
        if instance.region_id is None and row.get(PLACE):
            return {"region": f"没有或不止一个“{row[PLACE]}”，请填写辖区代码"}
        if instance.region_id is None:
            return {"region": "请填写辖区代码或所在辖区"}
        return {} if row["类型"] or instance.pk else {"kind": "请填写类型"}
