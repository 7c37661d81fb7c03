"""Workbooks written by hand, part by part, for what no office suite would write."""

import zipfile
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

STYLES = f"""{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="0"/>
<fonts count="1"><font><sz val="11"/></font></fonts>
<fills count="1"><fill/></fills><borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0"/></cellXfs></styleSheet>"""


def styles(*formats: str | int) -> str:
    """styles.xml whose cell style 1, 2, … has these number formats (a built-in number or a code)."""
    declared, used = [], ['<xf numFmtId="0"/>']
    for number, code in enumerate(formats, 200):
        if isinstance(code, int):
            used.append(f'<xf numFmtId="{code}" applyNumberFormat="1"/>')
        else:
            quoted = code.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
            declared.append(f'<numFmt numFmtId="{number}" formatCode="{quoted}"/>')
            used.append(f'<xf numFmtId="{number}" applyNumberFormat="1"/>')
    return STYLES.replace('<numFmts count="0"/>', f"<numFmts>{''.join(declared)}</numFmts>").replace(
        '<cellXfs count="1"><xf numFmtId="0"/></cellXfs>', f"<cellXfs>{''.join(used)}</cellXfs>"
    )


def sheet(rows: str, *, dimension: str = "A1", after: str = "") -> str:
    """A worksheet part around the XML of its rows."""
    head = f'{HEAD}<worksheet xmlns="{MAIN}"><dimension ref="{dimension}"/>'
    return f"{head}<sheetData>{rows}</sheetData>{after}</worksheet>"


def shared(*strings: str, head: str = "") -> str:
    """sharedStrings.xml; each string is the XML inside its <si>."""
    return f'{HEAD}<sst xmlns="{MAIN}" {head}>{"".join(f"<si>{text}</si>" for text in strings)}</sst>'


def parts(*sheets: str, styles_xml: str = STYLES, shared_xml: str | None = None, workbook_head: str = "") -> dict:
    """The parts of a workbook: path inside the package -> text."""
    numbers = range(1, len(sheets) + 1)
    kind = f"{RELATIONS}/"
    listed = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    relations += f'<Relationship Id="rId901" Type="{kind}styles" Target="styles.xml"/>'
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{types}.worksheet+xml"/>' for n in numbers
    )
    made = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{types}.styles+xml"/>{overrides}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{kind}officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{workbook_head}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/styles.xml": styles_xml,
    }
    if shared_xml is not None:
        relations += f'<Relationship Id="rId902" Type="{kind}sharedStrings" Target="sharedStrings.xml"/>'
        made["xl/sharedStrings.xml"] = shared_xml
    made["xl/_rels/workbook.xml.rels"] = (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'
    )
    return made | {f"xl/worksheets/sheet{n}.xml": text for n, text in zip(numbers, sheets, strict=True)}


def pack(path: Path, made: dict, *, stored: bool = False) -> Path:
    """The parts zipped into a file."""
    how = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(path, "w", how) as package:
        for name, text in made.items():
            package.writestr(name, text)
    return path


def book(path: Path, *sheets: str, **options) -> Path:
    """A workbook file of worksheet parts (see `sheet`); options as for `parts`."""
    return pack(path, parts(*sheets, **options))
