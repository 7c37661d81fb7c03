"""民族, GB/T 3304: the names in the order of the standard, and how people shorten them."""

_SHORT = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山"
    " 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌"
    " 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒"
    " 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)
KNOWN = {short: f"{short}族" for short in _SHORT.split()}
NAMES = tuple(KNOWN.values())


def read_ethnicity(text: str) -> str:
    """The name of the standard for 汉, 汉族 or 01汉族; the text itself when it names none."""
    plain = "".join(text.split()).lstrip("0123456789.、-")
    return KNOWN.get(plain.removesuffix("族"), text.strip())
