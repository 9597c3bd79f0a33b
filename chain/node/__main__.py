"""`python -m chain.node`: the same as `weft node`."""

import sys

from chain.node.cli import run

sys.exit(run(sys.argv[1:]))
