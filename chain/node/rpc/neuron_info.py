"""neuronInfo_*: neurons, as the encoded answers of NeuronInfoRuntimeApi in arrays of bytes."""

from chain.codec import U16, encode
from chain.node.rpc.context import Context
from chain.node.rpc.parameters import BlockHash, U16Number
from chain.node.rpc.runtime_answers import answer_bytes


async def neuronInfo_getNeurons(context: Context, netuid: U16Number, at: BlockHash | None = None) -> list[int]:
    """Return all neurons of a network."""
    return list(await answer_bytes(context, "NeuronInfoRuntimeApi_get_neurons", at, encode(U16, netuid)))


async def neuronInfo_getNeuronsLite(context: Context, netuid: U16Number, at: BlockHash | None = None) -> list[int]:
    """Return all neurons of a network, without weights and bonds."""
    return list(await answer_bytes(context, "NeuronInfoRuntimeApi_get_neurons_lite", at, encode(U16, netuid)))


async def neuronInfo_getNeuron(
    context: Context, netuid: U16Number, uid: U16Number, at: BlockHash | None = None
) -> list[int]:
    """Return one neuron."""
    return list(
        await answer_bytes(context, "NeuronInfoRuntimeApi_get_neuron", at, encode(U16, netuid), encode(U16, uid))
    )


async def neuronInfo_getNeuronLite(
    context: Context, netuid: U16Number, uid: U16Number, at: BlockHash | None = None
) -> list[int]:
    """Return one neuron, without weights and bonds."""
    return list(
        await answer_bytes(context, "NeuronInfoRuntimeApi_get_neuron_lite", at, encode(U16, netuid), encode(U16, uid))
    )
