"""The memo as a Word document, for people who go on writing: real styles, repeated header rows, page numbers, alt text."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ...terms import MissingExtra
from .._svg import LOOKS
from ._html import SIGNS
from ._model import Block, Bullets, Figure, Heading, Memo, Paragraph, Row, Span, Table, Text
from ._pdf import png, share

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph as Written

_FONT = "Times New Roman"
_TEXT_CM = 16.0
_GREY, _LINK = "5A6472", "0B4F8A"
_LINKED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def memo_docx(memo: Memo) -> bytes:
    """A .docx file; its dates are the day of asking, so that the same memo gives the same bytes.

    Raises:
        MissingExtra: python-docx, or typst for the figure, is not installed.
    """
    try:
        from docx import Document
    except ImportError:
        raise MissingExtra("--format docx", "docx") from None
    document = Document()
    _styles(document)
    _properties(document, memo)
    _page(document, memo)
    _head(document, memo)
    for number, section in enumerate(memo.sections, 1):
        document.add_heading(f"{number}.  {section.title}", 1)
        for block in section.blocks:
            _block(document, block)
    out = io.BytesIO()
    document.save(out)
    return _dated(out.getvalue())


def _dated(data: bytes) -> bytes:
    """The same package without the time of packing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()


# ------------------------------------------------------------ the document
def _styles(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    def styled(name: str, size: float, before: float, after: float, *, bold: bool = False, italic: bool = False) -> Any:
        style: Any = document.styles[name]
        style.font.name, style.font.size, style.font.bold, style.font.italic = _FONT, Pt(size), bold, italic
        style.font.color.rgb = RGBColor(0x1A, 0x1A, 0x1A)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{kind}"), _FONT)
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        form = style.paragraph_format
        form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.1
        return style

    styled("Normal", 11, 0, 6)
    styled("Title", 20, 2, 10, bold=True)
    _rule(document.styles["Title"].element.get_or_add_pPr(), None)
    styled("Heading 1", 13, 18, 6, bold=True).paragraph_format.keep_with_next = True
    styled("Heading 2", 11, 12, 4, bold=True, italic=True).paragraph_format.keep_with_next = True
    styled("List Bullet", 11, 0, 3)
    for name, size in (("Table Text", 9.0), ("Box Text", 10.0)):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        styled(name, size, 2, 2).paragraph_format.line_spacing = 1.0
    styled("Caption", 9.5, 4, 10).font.color.rgb = RGBColor.from_string(_GREY)
    document.styles["Normal"].paragraph_format.widow_control = True


def _properties(document: Document, memo: Memo) -> None:
    core, day = document.core_properties, datetime.fromisoformat(memo.asked)
    core.title, core.author, core.last_modified_by, core.comments = memo.title[:255], "Lexstemma", "Lexstemma", ""
    core.created = core.modified = day
    core.revision, core.language, core.subject = 1, "en", memo.running[:255]


def _page(document: Document, memo: Memo) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Cm, Pt, RGBColor

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm((21 - _TEXT_CM) / 2)
    page.top_margin, page.bottom_margin = Cm(2.5), Cm(2.4)
    foot = page.footer.paragraphs[0]
    foot.paragraph_format.tab_stops.add_tab_stop(Cm(_TEXT_CM), WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run(f"{memo.running}\t")
    _field(foot, "PAGE")
    foot.add_run(" / ")
    _field(foot, "NUMPAGES")
    for run in foot.runs:
        run.font.size, run.font.color.rgb = Pt(8), RGBColor.from_string(_GREY)


def _field(paragraph: Written, code: str) -> None:
    """A number that Word fills in."""
    for tag, kind in (("begin", None), (None, code), ("separate", None), ("text", "1"), ("end", None)):
        run = paragraph.add_run()
        if tag == "text":
            run._r.add_t(str(kind))
        elif tag is None:
            run._r.append(_element("w:instrText", {"xml:space": "preserve"}, f" {kind} "))
        else:
            run._r.append(_element("w:fldChar", {"w:fldCharType": tag}))


def _head(document: Document, memo: Memo) -> None:
    from docx.shared import Pt, RGBColor

    kind = document.add_paragraph()
    run = kind.add_run("MEMORANDUM")
    run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(_GREY)
    run._r.get_or_add_rPr().append(_element("w:spacing", {"w:val": "60"}))
    kind.paragraph_format.space_after = Pt(0)
    document.add_paragraph(memo.title, style="Title")
    rows = tuple(Row(((Span(label, "dim"),), value)) for label, value in memo.head)
    _table(document, Table((), rows, (0.18, 0.82)), "BoxText", ruled=False)
    notice = document.add_paragraph()
    notice.paragraph_format.space_before = Pt(6)
    said = notice.add_run(memo.notice)
    said.italic, said.font.size, said.font.color.rgb = True, Pt(9.5), RGBColor.from_string(_GREY)


def _block(document: Document, block: Block) -> None:
    from docx.shared import Pt

    if isinstance(block, Paragraph):
        paragraph = document.add_paragraph()
        _write(paragraph, block.text)
        if block.kind == "answer":
            _set_off(paragraph)
        elif block.kind == "lead":
            paragraph.paragraph_format.keep_with_next = True
        elif block.kind == "note":
            for run in paragraph.runs:
                run.font.size = Pt(9.5)
    elif isinstance(block, Heading):
        _write(document.add_heading("", 2), block.text)
    elif isinstance(block, Bullets):
        for item in block.items:
            paragraph = document.add_paragraph()
            paragraph._p.style = "ListBullet"
            _write(paragraph, item)
    elif isinstance(block, Table):
        _table(document, block, "TableText")
        document.add_paragraph().paragraph_format.space_after = Pt(0)
    else:
        _figure(document, block)


def _figure(document: Document, figure: Figure) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    drawn = paragraph.add_run().add_picture(io.BytesIO(png(figure.svg, ppi=150)), width=Cm(_TEXT_CM * share(figure)))
    drawn._inline.docPr.set("descr", figure.told + ": " + "; ".join(figure.lines))
    _write(document.add_paragraph(style="Caption"), figure.caption)


def _table(document: Document, table: Table, style: str, *, ruled: bool = True) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Cm

    rows = ([Row(tuple((Span(name, "strong"),) for name in table.header))] if table.header else []) + list(table.rows)
    made = document.add_table(rows=0, cols=len(table.widths))
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    for column, share_of in zip(made.columns, table.widths, strict=True):
        column.width = Cm(_TEXT_CM * share_of)
    made._tbl.tblPr.append(_element("w:tblCellMar", {}, None, *(
        _element(f"w:{side}", {"w:w": width, "w:type": "dxa"}) for side, width in (("left", "0"), ("right", "115"))
    )))  # fmt: skip
    for number, row in enumerate(rows):
        written = made.add_row()
        properties = written._tr.get_or_add_trPr()
        properties.append(_element("w:cantSplit", {}))
        heading = bool(table.header) and number == 0
        if heading:
            properties.append(_element("w:tblHeader", {}))
        cells = list(written.cells)
        if row.heads:
            cells = [cells[0].merge(cells[-1])]
        for cell, words in zip(cells, row.cells, strict=True):
            _cell(cell, words, style, keep=row.heads or heading)
            _border(cell, ruled, heavy=heading)


def _cell(cell: _Cell, words: Text, style: str, *, keep: bool) -> None:
    paragraph = cell.paragraphs[0]
    # By the style's id: to look it up by name costs more than the rest of the cell.
    paragraph._p.style = style
    if keep:
        paragraph.paragraph_format.keep_with_next = True
    _write(paragraph, words)


def _border(cell: _Cell, ruled: bool, *, heavy: bool) -> None:
    if ruled:
        edge = {"w:val": "single", "w:sz": "8" if heavy else "4", "w:space": "0", "w:color": "1A1A1A" if heavy else "CBD0D8"}
        cell._tc.get_or_add_tcPr().append(_element("w:tcBorders", {}, None, _element("w:bottom", edge)))


# ------------------------------------------------------------ words
def _write(paragraph: Written, spans: Text) -> None:
    from docx.shared import RGBColor

    for span in spans:
        words = f"{SIGNS[span.status]}\N{NO-BREAK SPACE}{span.text}" if span.status else span.text
        run = paragraph.add_run(words)
        if span.style == "strong" or span.status:
            run.bold = True
        elif span.style == "em":
            run.italic = True
        colour = LOOKS[span.status][2][1:] if span.status else _GREY if span.style == "dim" else _LINK if span.url else ""
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)
        if span.url:
            _link(paragraph, run._r, span.url)


def _link(paragraph: Written, run: Any, url: str) -> None:
    from docx.oxml.ns import qn

    link = _element("w:hyperlink", {})
    link.set(qn("r:id"), paragraph.part.relate_to(url, _LINKED, is_external=True))
    run.addprevious(link)
    link.append(run)


def _set_off(paragraph: Written) -> None:
    from docx.shared import Cm, Pt

    form = paragraph.paragraph_format
    form.left_indent, form.space_before, form.space_after = Cm(0.3), Pt(6), Pt(8)
    _rule(paragraph._p.get_or_add_pPr(), {"w:val": "single", "w:sz": "18", "w:space": "8", "w:color": "1A1A1A"})


def _rule(properties: Any, left: dict[str, str] | None) -> None:
    """A line at the left of a paragraph, or none at all; it stands where the schema wants it."""
    from docx.oxml.ns import qn

    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    if left is not None:
        border = _element("w:pBdr", {}, None, _element("w:left", left))
        first = next((one for one in properties if one.tag in (qn("w:spacing"), qn("w:ind"), qn("w:jc"), qn("w:rPr"))), None)
        if first is None:
            properties.append(border)
        else:
            first.addprevious(border)


def _element(tag: str, attributes: dict[str, str], words: str | None = None, *children: Any) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(name) if ":" in name and not name.startswith("xml:") else "{http://www.w3.org/XML/1998/namespace}space", value)
    if words is not None:
        made.text = words
    for child in children:
        made.append(child)
    return made
