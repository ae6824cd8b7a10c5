"""`lexstemma` without arguments: the bundled case under the law of each place and under the laws that it names."""

from __future__ import annotations

from ._inputs import PLACE, load_case, load_law

EXAMPLE = "figure2"


def main_job() -> None:
    """Assesses the bundled case and prints what each step needs, the most demanding first."""
    from ..assessment import assess
    from ..report import Page, print_comparison, print_foot, print_head, print_matrix, print_steps

    case, law = load_case(EXAMPLE), load_law()
    here = assess(case, law, under=PLACE)
    everywhere = here.again(case.compare_under)
    page = Page()
    print_head(page, here)
    page.gap()
    print_matrix(page, [here, everywhere])
    page.heading("What each step needs where it was done, and why")
    print_steps(page, here, here.answers(), lawful=False)
    page.heading("Where the laws differ, and on what")
    print_comparison(page, everywhere, everywhere.compare(), only_differing=True)
    first = case.of_kind("Step")[0]
    others = ",".join(case.compare_under[:2])
    print_foot(
        page,
        [
            (f"lexstemma explain {EXAMPLE} {first}", "the whole proof, with provisions and links"),
            (f"lexstemma whatif {EXAMPLE} --set {first}.rightsReserved=false", "what one fact would change"),
            (f"lexstemma compare {EXAMPLE} --law {others}", "two laws side by side"),
            ("lexstemma new mine.yaml", "a commented template for a case of your own"),
            ("lexstemma --help", "every command"),
        ],
    )
