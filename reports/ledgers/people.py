"""Column kinds for names, people, phones and places."""

import re

from liangxin.names import normal_name
from reports.ledgers.answers import CROSSES, YES
from reports.ledgers.columns import ERROR, NOTHING, WARNING, Column, Problem, Read, Text
from reports.ledgers.words import BLANKS, NONE_WORDS, cell_text, narrow, one_line, parts_of

TOWN = re.compile(r"(?:镇|乡|街道|街道办|办事处|开发区|园区|新区|林场|农场|苏木|工委|党工委|管委会|县直|区直|市直)$")
VILLAGE = re.compile(r"(?:村|社区|居委会|村委会|居)$")
ORGANIZATION = re.compile(
    r"(?:公司|厂|店|社|部|中心|所|协会|商会|学会|合作社|学校|幼儿园|医院|院|场|行|馆|户|队|会|坊|站|庄|园|超市|酒店|农庄|集团|基金会|诊所|银行)"
    r"(?:[(（].*[)）])?$"
)
NAMELESS = re.compile(r"[\d.,%/-]+|[√✔✓×]")
NO_BRANCH = re.compile(r"(?:否|x|无|没有?|未|暂|拟|正在|筹|应建|不具备|不符合|待|计划|尚未|\d|—).{0,8}")
BRANCH_ENDS = re.compile(r"(?:支部|党委|总支|委员会|工委)(?:\(.*\))?$")
NOBODY = re.compile(r"[否×xX√是有\d.]+|待定|空缺|未定|待选派|拟派|待派")
FULL_NAME = re.compile(r"[\u4e00-\u9fff]{2,3}(?<![长任记员事理师席管])")
COMPOUND_SURNAMES = re.compile(
    "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|司徒|司空|夏侯|南宫|端木|百里|东郭|西门|独孤|呼延|赫连"
    "|澹台|濮阳|淳于|申屠|轩辕|钟离|鲜于"
)
PHONE = re.compile(r"[\d\-+*转()（）— ]{5,}")
CALLED = re.compile(r"(.*?)[\s:：(（,，、]*((?:\+?86-?)?1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8})[)）]*", re.DOTALL)
NO_GUIDE = frozenset(("无", "没有", "暂无", "未选派", "未派", "未配备", "—", "——"))


def people_apart(text: str) -> list[str]:
    """["张三", "李四"] of 张三 李四; a name with a blank or a line break in it (张 三, 欧阳 小红) is one person's."""
    parts = text.split()
    if len(parts) > 1 and (COMPOUND_SURNAMES.fullmatch(parts[0]) or any(len(part) == 1 for part in parts)):
        return ["".join(parts)]
    return parts if len(parts) > 1 and all(FULL_NAME.fullmatch(part) for part in parts) else [text]


class Name(Text):
    """The organization's name. Without one the row stays out."""

    named = True
    repeats = False

    def stated(self, value):
        """A name longer than the register keeps would be another name when cut; a number is none."""
        if NAMELESS.fullmatch(narrow(value)):
            return Read({}, Problem("required", ERROR, f"“{value}”不是单位名称，请核对后填写"))
        parts = parts_of(value)
        if len(parts) > 1 and all(len(part) > 3 and ORGANIZATION.search(part) for part in parts):
            return Read({}, Problem("required", ERROR, f"“{value[:60]}”像是 {len(parts)} 家单位，请每家填一行"))
        if len(value) > self.most:
            return Read({}, Problem("required", ERROR, f"单位名称超过 {self.most} 个字，请核对后填写"))
        return Read({self.key: value})

    def failed(self, mark):
        """No name."""
        return Read({}, Problem("required", ERROR, "单位名称没有可读的值（公式出错或没有结果），请直接填写名称"))

    def fits(self, value):
        """Not a place."""
        text = cell_text(value)
        if NAMELESS.fullmatch(narrow(text)):
            return False
        return bool(ORGANIZATION.search(text)) or not (TOWN.search(text) or VILLAGE.search(text))


class BranchName(Text):
    """党组织名称. 是, × or 筹建中 in its place is no name."""

    named = True

    def read(self, text, value):
        """The name."""
        plain = narrow(text).casefold()
        if text in self.none_words:
            return NOTHING
        if plain in YES | CROSSES or (NO_BRANCH.fullmatch(plain) and not BRANCH_ENDS.search(plain)):
            return Read({}, Problem("not_understood", WARNING, f"“{text}”不是党组织名称，没有读入，请填全称"))
        return super().read(text, value)

    def fits(self, value):
        """Longer than an answer, or a word for none."""
        text = cell_text(value)
        return len(text) > 2 or text in NONE_WORDS


class Names(Text):
    """曾用名: several between ；or line breaks; 、 only where each part is a name by itself."""

    repeats = False

    def read(self, text, value):
        """A list of names."""
        if text in NONE_WORDS:
            return NOTHING
        parts = re.split(r"[；;\n\r]+", text)
        if len(parts) == 1:
            finer = re.split(r"[、，,]", text)
            parts = finer if all(ORGANIZATION.search(part.strip()) for part in finer) else parts
        names = [name for name in dict.fromkeys(part.strip() for part in parts) if name]
        if any(len(name) > self.most for name in names):
            return Read({}, Problem("not_understood", WARNING, f"超过 {self.most} 个字，没有读入，请缩短"))
        return Read({self.key: names}) if names else NOTHING

    def shown(self, value):
        """Joined by ；as a name may hold a 、."""
        return "；".join(value) or None


class Person(Text):
    """One or several people, kept as text joined by 、; blanks inside Chinese names off."""

    def read(self, text, value):
        """The names; 否, × or 待定 is none."""
        if NOBODY.fullmatch(narrow(text)):
            return Read({}, Problem("not_understood", WARNING, f"“{text}”不是姓名，没有读入，请填姓名"))
        text = "、".join(parts_of("、".join(people_apart(text))))
        return NOTHING if text in self.none_words or not text else self.stated(text)

    def fits(self, value):
        """Short text without digits."""
        text = cell_text(value)
        return len(text) <= 12 and not any(char.isdigit() for char in text) and not ORGANIZATION.search(text[4:])


class GuideName(Person):
    """党建指导员: 无 and — end a posting (design.md, What ends a fact); other dashes state nothing."""

    def clean(self, value, shown=""):
        """ "" when the cell says that there is none."""
        text = cell_text(value)
        if text in NO_GUIDE:
            return Read({self.key: ""})
        return NOTHING if text in BLANKS else self.read(text, value)

    def written(self, fact, answer):
        """The name, 无 when it was said that there is none."""
        return "无" if fact == "" else fact


class Phone(Text):
    """Phones as text, several joined by 、; a number that arrived as 13800000000.0 without its fraction."""

    repeats = False

    def read(self, text, value):
        """The phones."""
        if text in self.none_words:
            return NOTHING
        lines = text.split()
        if len(lines) > 1 and any(sum(map(str.isdigit, line)) < 7 for line in lines):  # broken by a narrow column
            text = "".join(lines)
        phones = "、".join(narrow(part) if PHONE.fullmatch(part) else part for part in parts_of(text.lstrip("'’")))
        return self.stated(phones) if phones else NOTHING

    def fits(self, value):
        """At least seven digits."""
        return sum(char.isdigit() for char in cell_text(value)) >= 7


class PersonAndPhone(Column):
    """姓名及电话 in one column."""

    repeats = False

    def __init__(self, key, title, name_key, phone_key, **kwargs):
        super().__init__(key, title, own=False, **kwargs)
        self.none_words = NO_GUIDE if name_key == "guide_name" else NONE_WORDS
        self.name_key, self.phone_key = name_key, phone_key

    def read(self, text, value):
        """The name before the phone; a cell of another shape is all name."""
        if text in self.none_words:
            return Read({self.name_key: ""}) if self.name_key == "guide_name" else NOTHING
        found = CALLED.fullmatch(text)
        if not found:
            return Read({self.name_key: one_line(text)[: self.most]})
        name = one_line(found[1].strip(" ：:，,、（("))
        return Read({self.phone_key: found[2], **({self.name_key: name} if name else {})})


class Town(Text):
    """A town or street, as written; whether there is such a one is looked up later."""

    named = True

    def fits(self, value):
        """Ends as towns' names do."""
        text = cell_text(value)
        return bool(TOWN.search(text)) and not ORGANIZATION.search(text)


class RegionName(Text):
    """A village or community, as written."""

    named = True

    def fits(self, value):
        """Ends as villages' names do."""
        return bool(VILLAGE.search(cell_text(value)))


class Address(Text):
    """Where it is, as written."""

    repeats = False

    def fits(self, value):
        """Longer than the name of a place, or with a number in it."""
        text = cell_text(value)
        return any(char.isdigit() for char in text) or len(normal_name(text)) > 8
