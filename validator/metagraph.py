"""The validator's picture of its subnet, renewed as blocks pass."""

from dataclasses import dataclass

from substrateinterface import SubstrateInterface

from chain.client.neurons import Metagraph, read_metagraph
from chain.client.subnet import WeightRules, read_weight_rules


@dataclass(frozen=True)
class SubnetView:
    """Who is on the subnet and what rules hold, at one block."""

    metagraph: Metagraph
    rules: WeightRules


def renew(
    connection: SubstrateInterface, netuid: int, view: SubnetView | None, block: int, every_blocks: int
) -> SubnetView:
    """The view at hand if it is younger than `every_blocks`, else one read now.

    A view from a higher block than `block` is of a chain that was set back, and is read anew.
    """
    if view is not None and 0 <= block - view.metagraph.block < every_blocks:
        return view
    return SubnetView(read_metagraph(connection, netuid), read_weight_rules(connection, netuid))
