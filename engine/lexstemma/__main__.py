"""`python -m lexstemma` is the command `lexstemma`."""

from lexstemma.cli import main

if __name__ == "__main__":
    main()
