"""Floor 7: the command line. Reads files and options, asks the engine, prints; decides nothing."""

from ._main import main

__all__ = ["main"]
