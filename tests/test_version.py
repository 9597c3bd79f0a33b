import weft
from chain.node.identity import Identity
from localnet.cli import run


def test_the_command_and_the_node_say_the_version_of_the_distribution(capsys) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"weft {weft.__version__}\n"
    assert Identity().version == weft.__version__
