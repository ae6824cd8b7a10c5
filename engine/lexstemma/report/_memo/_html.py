"""The memo as one HTML file: nothing is fetched, nothing runs, and it prints as a paper does."""

from __future__ import annotations

from html import escape

from .._svg import LOOKS
from ._model import Block, Bullets, Figure, Heading, Memo, Paragraph, Row, Span, Table, Text

# Signs that every font has; colour and words stand beside them.
SIGNS = {
    "free": "✓", "excepted": "§", "licensed": "©", "depends": "?", "contested": "≠", "authorization_required": "✗",
    "not_encoded": "–",
}  # fmt: skip

_STYLE = """
:root { color-scheme: light; }
html { background: #E9EBEE; }
body { margin: 0; color: #1A1A1A; font: 11.5pt/1.5 'Libertinus Serif', 'Source Serif 4', Charter, Georgia, 'Times New Roman', serif;
  hyphens: auto; overflow-wrap: anywhere; font-variant-numeric: lining-nums; }
main { box-sizing: border-box; max-width: 54rem; margin: 2.5rem auto; padding: 4rem 5rem; background: #FFF;
  box-shadow: 0 1px 4px rgba(0,0,0,.18); }
.kind { margin: 0; font-size: .82em; letter-spacing: .22em; text-transform: uppercase; color: #5A6472; }
h1 { margin: .35rem 0 1.4rem; font-size: 1.75em; line-height: 1.2; font-weight: 600; text-wrap: balance; hyphens: none; }
dl { display: grid; grid-template-columns: 8.5rem 1fr; gap: .3rem 1rem; margin: 0; padding: .8rem 0; border: solid #1A1A1A;
  border-width: 1px 0; font-size: .95em; line-height: 1.4; }
dt { color: #5A6472; } dd { margin: 0; }
.notice { margin: .7rem 0 0; font-style: italic; font-size: .9em; color: #5A6472; }
h2 { margin: 2.4rem 0 .7rem; font-size: 1.18em; line-height: 1.25; font-weight: 600; }
h2 .n { display: inline-block; min-width: 1.8rem; color: #5A6472; font-weight: 400; }
h3 { margin: 1.5rem 0 .4rem; font-size: 1em; font-weight: 600; font-style: italic; line-height: 1.35; }
p { margin: 0 0 .7rem; }
.answer { margin: .8rem 0 1rem; padding: .7rem 1rem; border-left: 3px solid #1A1A1A; background: #F6F5F2; font-size: 1.08em; }
.lead { margin-bottom: .3rem; } .note, .dim { color: #5A6472; } .note { font-size: .88em; }
ul { margin: 0 0 .8rem; padding-left: 1.3rem; } li { margin: 0 0 .3rem; }
table { width: 100%; table-layout: fixed; border-collapse: collapse; margin: .4rem 0 1rem; font-size: .86em; line-height: 1.38; }
th, td { padding: .38rem .6rem .38rem 0; text-align: left; vertical-align: top; border-bottom: .5px solid #CBD0D8; hyphens: auto; }
thead th { border-bottom: 1px solid #1A1A1A; font-weight: 600; hyphens: none; }
tbody th { padding-top: .8rem; font-weight: 400; background: none; border-bottom: .5px solid #8A93A0; }
.s { font-weight: 600; white-space: nowrap; }
td .s { white-space: normal; }
a { color: #0B4F8A; text-decoration: underline; text-decoration-thickness: .5px; text-underline-offset: 2px; }
figure { margin: .6rem 0 1rem; } figure svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
summary { cursor: pointer; margin: .4rem 0; }
figcaption { margin-top: .5rem; font-size: .88em; color: #5A6472; }
@media screen and (max-width: 50rem) { main { margin: 0; padding: 1.6rem 1.1rem; } dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .4rem; }
  .wide { overflow-x: auto; } .wide table { min-width: 40rem; } }
@media print {
  @page { size: A4; margin: 24mm 23mm 24mm; @bottom-left { content: var(--running); font: 8pt Georgia, serif; color: #5A6472; }
    @bottom-right { content: counter(page) " / " counter(pages); font: 8pt Georgia, serif; color: #5A6472; } }
  html { background: none; } body { font-size: 10pt; line-height: 1.42; }
  main { max-width: none; margin: 0; padding: 0; box-shadow: none; }
  h1, h2, h3 { break-after: avoid; } tr, li, .answer, figure { break-inside: avoid; } tbody tr.head, .lead { break-after: avoid; }
  thead { display: table-header-group; } p { orphans: 3; widows: 3; } figure svg { max-height: 205mm; } .wide { overflow: visible; }
  details { display: none; } a { color: inherit; text-decoration: none; }
}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def memo_html(memo: Memo) -> str:
    """A whole page in UTF-8."""
    colours = "".join(f".s-{name} {{ color: {look[2]}; }}\n" for name, look in LOOKS.items())
    running = memo.running.replace("\\", "").replace('"', "'").replace("<", "")
    out = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">',
        f"<title>{escape(memo.title)}</title>",
        f'<style>{_STYLE}{colours}@media print {{ @page {{ @bottom-left {{ content: "{running}"; }} }} }}\n</style>',
        '</head>\n<body>\n<main>\n<header>\n<p class="kind">Memorandum</p>',
        f'<h1 dir="auto">{escape(memo.title)}</h1>\n<dl>',
        *(f"<dt>{escape(label)}</dt><dd>{_text(value)}</dd>" for label, value in memo.head),
        f'</dl>\n<p class="notice">{escape(memo.notice)}</p>\n</header>',
    ]
    for number, section in enumerate(memo.sections, 1):
        out.append(f'<section id="s{number}">\n<h2><span class="n">{number}.</span> {escape(section.title)}</h2>')
        out += [_block(block) for block in section.blocks]
        out.append("</section>")
    return "\n".join([*out, "</main>\n</body>\n</html>\n"])


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f"<p{_class(block.kind)}>{_text(block.text)}</p>"
    if isinstance(block, Heading):
        return f"<h3>{_text(block.text)}</h3>"
    if isinstance(block, Bullets):
        return "<ul>\n" + "\n".join(f"<li>{_text(item)}</li>" for item in block.items) + "\n</ul>"
    if isinstance(block, Table):
        return _table(block)
    return _figure(block)


def _table(table: Table) -> str:
    columns = "".join(f'<col style="width:{share:.1%}">' for share in table.widths)
    header = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.header)
    rows = "\n".join(_row(row, len(table.header)) for row in table.rows)
    head = f"<colgroup>{columns}</colgroup>\n<thead><tr>{header}</tr></thead>"
    return f'<div class="wide"><table>{head}\n<tbody>\n{rows}\n</tbody></table></div>'


def _row(row: Row, columns: int) -> str:
    if row.heads:
        return f'<tr class="head"><th colspan="{columns}" scope="rowgroup">{_text(row.cells[0])}</th></tr>'
    return "<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in row.cells) + "</tr>"


def _figure(figure: Figure) -> str:
    lines = "".join(f"<li>{escape(line)}</li>" for line in figure.lines)
    words = f"<details><summary>The figure in words</summary><ul>{lines}</ul></details>"
    return f"<figure>{figure.svg.strip()}<figcaption>{_text(figure.caption)}{words}</figcaption></figure>"


def _text(spans: Text) -> str:
    return "".join(_span(span) for span in spans)


def _span(span: Span) -> str:
    # What a case says may run from right to left; isolating it keeps its neighbours in place.
    words = escape(span.text)
    if not span.text.isascii():
        words = f"<bdi>{words}</bdi>"
    if span.status:
        words = f'<span class="s s-{escape(span.status)}">{SIGNS[span.status]}&nbsp;{words}</span>'
    if span.style in ("strong", "em"):
        words = f"<{span.style}>{words}</{span.style}>"
    elif span.style:
        words = f'<span class="{escape(span.style)}">{words}</span>'
    return f'<a href="{escape(span.url)}" rel="noreferrer">{words}</a>' if span.url else words


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
