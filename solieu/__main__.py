"""`python -m solieu` is the command line."""

from solieu.cli import main

main()
