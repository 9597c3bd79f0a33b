"""The reference page lists every method in the words of its docstring.

`python -m tests.node.rpc.test_reference` writes it.
"""

import inspect
from pathlib import Path

from chain.node.rpc.methods import Method, method_table
from chain.node.service import RPC_MODULES

PAGE = Path("docs/reference/json-rpc.md")
INTRODUCTION = """# JSON-RPC

HTTP POST and WebSocket on one port (9944). Parameters are given by position; those in brackets may be left out or be
null. Hashes and bytes are 0x hex, accounts ss58 addresses or public keys. Names in one row are spellings of one method.
Methods marked *unsafe* are served on loopback only, or with `--rpc-methods=unsafe`. Subscriptions need a WebSocket.

Errors carry Substrate's codes: -32700 no JSON, -32600 no request, -32601 no such method, -32602 parameters (the data
names the position), -32603 a fault of the node, 1001–1020 extrinsics and the pool, 4002–4003 state; 5000 is what `dev_`
and `engine_` refuse.
"""


def page() -> str:
    """Return the text of the page."""
    lines = [INTRODUCTION]
    for module in RPC_MODULES:
        prefix = module.__name__.rpartition(".")[2]
        lines += [f"## {prefix}", "", "| method | parameters | what it does |", "|---|---|---|"]
        spellings: dict[object, list[Method]] = {}
        for method in method_table([module]).values():
            spellings.setdefault(method.function, []).append(method)
        lines += [row(methods) for methods in spellings.values()]
        lines.append("")
    return "\n".join(lines)


def row(methods: list[Method]) -> str:
    """Return the row of a method under all of its names."""
    function = methods[0].function
    parameters = [
        parameter.name if parameter.default is inspect.Parameter.empty else f"[{parameter.name}]"
        for parameter in list(inspect.signature(function).parameters.values())[1:]
    ]
    names = ", ".join(f"`{method.name}`" for method in methods)
    mark = "" if methods[0].safe else " *Unsafe.*"
    summary = (inspect.getdoc(function) or "").partition("\n")[0].replace("|", "\\|")
    return f"| {names} | {', '.join(parameters) or '–'} | {summary}{mark} |"


def test_the_page_says_what_the_methods_say() -> None:
    assert PAGE.read_text() == page(), f"{PAGE} is out of date; run python -m tests.node.rpc.test_reference"


def test_every_method_says_what_it_does() -> None:
    for name, method in method_table(RPC_MODULES).items():
        assert inspect.getdoc(method.function), name


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page())
