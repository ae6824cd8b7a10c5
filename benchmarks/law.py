"""All law: read in a fresh process, and every example asked under every law.

Loading is a process that reads the vocabulary, every jurisdiction, decision, licence and precedent, and gathers what applies at
each place; its peer parses the same files with rdflib. Asking starts with a law object that has not been asked before; the
collector of garbage rests meanwhile, as it does in the command line.
"""

from __future__ import annotations

import gc
import sys
import tempfile
from dataclasses import replace

from _measure import Result, report, timed
from lexstemma import Case, Law, assess
from lexstemma.terms import data_path
from startup import once

RUNS = 11
LOAD = """
from lexstemma.law import Law
law = Law.load()
for place in law.encoded():
    law.rules_for(place), law.terms_for(place)
law.book.licences, law.book.precedents
"""
PARSE = """
import rdflib
from lexstemma.law import law_files
graph = rdflib.Graph()
for path in law_files():
    graph.parse(path, format="turtle")
"""


def loading() -> Result:
    load, parse = ([sys.executable, "-c", code] for code in (LOAD, PARSE))
    with tempfile.TemporaryDirectory() as byte_code:
        once(load, byte_code), once(parse, byte_code)
        taken = [(once(load, byte_code), once(parse, byte_code)) for _ in range(RUNS)]
    ours, peer = [t for t, _ in taken], [t for _, t in taken]
    law = Law.load()
    what = f"all law read: {len(law.book.rules):,} rules of {len(law.encoded())} jurisdictions, whole process"
    return Result.of(what, ours, peer="parsing the same files with rdflib", against=peer, budget=500)


def asking(law: Law, places: list[str]) -> Result:
    cases = [Case.load(path) for path in sorted(data_path("examples").glob("*.yaml"))]

    def ask(fresh: Law) -> int:
        return sum(len(assess(case, fresh, under=places).answers()) for case in cases)

    count = ask(replace(law, memo={}))
    taken = []
    for _ in range(RUNS):
        fresh = replace(law, memo={})
        gc.collect()
        gc.disable()
        taken.append(timed(lambda fresh=fresh: ask(fresh)))  # type: ignore[misc]
        gc.enable()
    what = f"{len(cases)} examples asked under {len(places)} laws, in process: {count:,} answers"
    return Result.of(what, taken, budget=1000)


def main() -> None:
    law = Law.load()
    # The bar was set for twenty laws: those with the most rules, and then all.
    places = sorted((place.id for place in law.encoded()), key=lambda place: -len(law.book.volume(place).rules))
    report(loading(), asking(law, places[:20]), asking(law, places))


if __name__ == "__main__":
    main()
