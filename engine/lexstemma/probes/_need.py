"""Imports the packages of the extra `probe`, or says in one line that it is missing; keeps their chatter off the terminal."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lexstemma.terms import MissingExtra


def need(module: str, extra: str = "probe") -> Any:
    """A module of an extra.

    Raises:
        MissingExtra: it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError:
        raise MissingExtra("measuring on weights", extra) from None


@contextmanager
def quiet() -> Iterator[Any]:
    """transformers, without its progress bars and advice while the block runs."""
    transformers = need("transformers")
    logging = transformers.utils.logging
    verbosity, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity(logging.CRITICAL)
    logging.disable_progress_bar()
    try:
        yield transformers
    finally:
        logging.set_verbosity(verbosity)
        if bars:
            logging.enable_progress_bar()
