"""`python -m localnet` is the `weft` command, for processes that must run in this very interpreter."""

from localnet.cli import main

if __name__ == "__main__":
    main()
