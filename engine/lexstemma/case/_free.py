"""JSON-LD with a context of its own: a key that no context defines would be dropped without a word, so it is refused."""

from __future__ import annotations

from lexstemma.terms import CONTEXT, CaseError, Mapping, Node, Sequence, Where, bundled_context

from ._schema import nearest


def refuse_unmapped(root: Node, file: str) -> None:
    """Raises CaseError for a key that expansion would drop."""
    terms, vocab = _defined(root)
    if not vocab:
        _check(root, frozenset(terms), file)


def _defined(node: Node) -> tuple[set[str], bool]:
    """The terms that the contexts of the document define, and whether one of them gives every key a meaning."""
    terms: set[str] = set()
    vocab = False
    rest: list[tuple[Node, bool]] = [(node, False)]
    while rest:
        here, inside = rest.pop()
        if isinstance(here, Sequence):
            rest += [(item, inside) for item in here.items]
        elif isinstance(here, Mapping) and inside:
            terms.update(here.entries)
            vocab = vocab or "@vocab" in here.entries
        elif isinstance(here, Mapping):
            rest += [(value, key == "@context") for key, value in here.entries.items()]
        elif inside and here.value == CONTEXT:
            bundled = bundled_context()
            terms.update(bundled if isinstance(bundled, dict) else ())
    return terms, vocab


def _check(root: Node, terms: frozenset[str], file: str) -> None:
    rest = [root]
    while rest:
        node = rest.pop()
        if isinstance(node, Sequence):
            rest += node.items
        elif isinstance(node, Mapping):
            for key, value in node.entries.items():
                if key not in terms and not key.startswith("@") and ":" not in key:
                    where = Where(file, node.lines[key])
                    raise CaseError(
                        f"unknown key '{key}', which its context does not define", where=where, expected=nearest(key, terms)
                    )
                if key != "@context":
                    rest.append(value)
