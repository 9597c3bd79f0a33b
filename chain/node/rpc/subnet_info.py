"""subnetInfo_*: networks, as the encoded answers of SubnetInfoRuntimeApi in arrays of bytes."""

from chain.codec import U8, U16, decode, encode
from chain.node.rpc.context import Context
from chain.node.rpc.parameters import Account, BlockHash, U8Number, U16Number
from chain.node.rpc.runtime_answers import answer_bytes


async def subnetInfo_getSubnetInfo(context: Context, netuid: U16Number, at: BlockHash | None = None) -> list[int]:
    """Return the parameters and price of a network."""
    return list(await answer_bytes(context, "SubnetInfoRuntimeApi_get_subnet_info", at, encode(U16, netuid)))


async def subnetInfo_getSubnetInfo_v2(context: Context, netuid: U16Number, at: BlockHash | None = None) -> list[int]:
    """Return the parameters, price and identity of a network."""
    return list(await answer_bytes(context, "SubnetInfoRuntimeApi_get_subnet_info_v2", at, encode(U16, netuid)))


async def subnetInfo_getSubnetHyperparams(
    context: Context, netuid: U16Number, at: BlockHash | None = None
) -> list[int]:
    """Return the hyperparameters of a network."""
    return list(await answer_bytes(context, "SubnetInfoRuntimeApi_get_subnet_hyperparams", at, encode(U16, netuid)))


async def subnetInfo_getSubnetHyperparamsV2(
    context: Context, netuid: U16Number, at: BlockHash | None = None
) -> list[int]:
    """Return the hyperparameters of a network, in their second form."""
    return list(await answer_bytes(context, "SubnetInfoRuntimeApi_get_subnet_hyperparams_v2", at, encode(U16, netuid)))


async def subnetInfo_getDynamicInfo(context: Context, netuid: U16Number, at: BlockHash | None = None) -> list[int]:
    """Return the pool and emission of a network."""
    return list(await answer_bytes(context, "SubnetInfoRuntimeApi_get_dynamic_info", at, encode(U16, netuid)))


async def subnetInfo_getMetagraph(context: Context, netuid: U16Number, at: BlockHash | None = None) -> list[int]:
    """Return the metagraph of a network."""
    return list(await answer_bytes(context, "SubnetInfoRuntimeApi_get_metagraph", at, encode(U16, netuid)))


async def subnetInfo_getSubnetState(context: Context, netuid: U16Number, at: BlockHash | None = None) -> list[int]:
    """Return the vectors of a network."""
    return list(await answer_bytes(context, "SubnetInfoRuntimeApi_get_subnet_state", at, encode(U16, netuid)))


async def subnetInfo_getSubnetsInfo(context: Context, at: BlockHash | None = None) -> list[int]:
    """Return the parameters and price of all networks."""
    return list(await answer_bytes(context, "SubnetInfoRuntimeApi_get_subnets_info", at))


async def subnetInfo_getSubnetsInfo_v2(context: Context, at: BlockHash | None = None) -> list[int]:
    """Return the parameters, price and identity of all networks."""
    return list(await answer_bytes(context, "SubnetInfoRuntimeApi_get_subnets_info_v2", at))


async def subnetInfo_getAllDynamicInfo(context: Context, at: BlockHash | None = None) -> list[int]:
    """Return the pool and emission of all networks."""
    return list(await answer_bytes(context, "SubnetInfoRuntimeApi_get_all_dynamic_info", at))


async def subnetInfo_getAllMetagraphs(context: Context, at: BlockHash | None = None) -> list[int]:
    """Return the metagraphs of all networks."""
    return list(await answer_bytes(context, "SubnetInfoRuntimeApi_get_all_metagraphs", at))


async def subnetInfo_getAllMechagraphs(context: Context, at: BlockHash | None = None) -> list[int]:
    """Return the metagraphs of all mechanisms."""
    return list(await answer_bytes(context, "SubnetInfoRuntimeApi_get_all_mechagraphs", at))


async def subnetInfo_getMechagraph(
    context: Context, netuid: U16Number, mecid: U8Number, at: BlockHash | None = None
) -> list[int]:
    """Return the metagraph of a mechanism."""
    return list(
        await answer_bytes(context, "SubnetInfoRuntimeApi_get_mechagraph", at, encode(U16, netuid), encode(U8, mecid))
    )


async def subnetInfo_getSelectiveMetagraph(
    context: Context, netuid: U16Number, indexes: list[U16Number], at: BlockHash | None = None
) -> list[int]:
    """Return chosen columns of a metagraph."""
    return list(
        await answer_bytes(
            context, "SubnetInfoRuntimeApi_get_selective_metagraph", at, encode(U16, netuid), encode(list[U16], indexes)
        )
    )


async def subnetInfo_getSelectiveMechagraph(
    context: Context, netuid: U16Number, mecid: U8Number, indexes: list[U16Number], at: BlockHash | None = None
) -> list[int]:
    """Return chosen columns of the metagraph of a mechanism."""
    return list(
        await answer_bytes(
            context,
            "SubnetInfoRuntimeApi_get_selective_mechagraph",
            at,
            encode(U16, netuid),
            encode(U8, mecid),
            encode(list[U16], indexes),
        )
    )


async def subnetInfo_getColdkeyAutoStakeHotkey(
    context: Context, coldkey: Account, netuid: U16Number, at: BlockHash | None = None
) -> list[int]:
    """Return the hotkey that gets what a coldkey mines on a network."""
    return list(
        await answer_bytes(
            context, "SubnetInfoRuntimeApi_get_coldkey_auto_stake_hotkey", at, coldkey, encode(U16, netuid)
        )
    )


async def subnetInfo_getSubnetAccountId(context: Context, netuid: U16Number, at: BlockHash | None = None) -> list[int]:
    """Return the account that holds a network's TAO."""
    return list(await answer_bytes(context, "SubnetInfoRuntimeApi_get_subnet_account_id", at, encode(U16, netuid)))


async def subnetInfo_getLockCost(context: Context, at: BlockHash | None = None) -> int:
    """Return the price of a network, in rao."""
    return int.from_bytes(
        await answer_bytes(context, "SubnetRegistrationRuntimeApi_get_network_registration_cost", at), "little"
    )


async def subnetInfo_getSubnetToPrune(context: Context, at: BlockHash | None = None) -> int | None:
    """Return the network that the next registration would replace, null if there is room."""
    return decode(U16 | None, await answer_bytes(context, "SubnetInfoRuntimeApi_get_subnet_to_prune", at))
