"""`weft node`: run a chain until it is told to stop."""

import gc
import sys

USAGE_ERROR = 2
FAILURE = 1


def run(arguments: list[str]) -> int:
    """Run a node with these arguments; return the exit status once it has stopped."""
    from chain.node.options import BadOption, read_options, warning_for

    try:
        config, unknown = read_options(list(arguments))
    except BadOption as error:
        print(f"weft node: {error}", file=sys.stderr)
        return USAGE_ERROR
    except SystemExit as request:
        return int(request.code or 0)
    if unknown:
        print(f"weft node: {warning_for(unknown)}", file=sys.stderr, flush=True)
    # Next to nothing that is made at the start is garbage; the node collects when it runs.
    gc.disable()
    from chain.node.process import run_until_signalled

    return run_until_signalled(config)


def main() -> None:
    """The executable `node-subtensor`: what scripts start by the reference's name is this node."""
    sys.exit(run(sys.argv[1:]))
