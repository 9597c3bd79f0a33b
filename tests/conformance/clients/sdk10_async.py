"""bittensor 10.5.0, unmodified: the asynchronous client, many questions at once, and a transfer.

usage: sdk10_async.py ENDPOINT, by the interpreter of the SDK.
"""

import asyncio

import bittensor
from bittensor import Balance
from sdk10_wallets import development_wallet, endpoint, passed

QUESTIONS_AT_ONCE = 40


async def main() -> None:
    """Ask, transfer, wait for blocks."""
    dave, eve = development_wallet("Dave"), development_wallet("Eve")
    address, other = dave.coldkeypub.ss58_address, eve.coldkeypub.ss58_address
    async with bittensor.AsyncSubtensor(network=endpoint()) as subtensor:
        assert await subtensor.block > 0
        assert await subtensor.is_fast_blocks()
        passed("connect")

        balances = await asyncio.gather(*(subtensor.get_balance(address, block=1) for _ in range(QUESTIONS_AT_ONCE)))
        assert balances == [Balance.from_tao(2_000)] * QUESTIONS_AT_ONCE, balances
        passed("many questions at once")

        before = await asyncio.gather(subtensor.get_balance(address), subtensor.get_balance(other))
        amount = Balance.from_tao(1.5)
        sent = await subtensor.transfer(wallet=dave, destination_ss58=other, amount=amount, wait_for_finalization=True)
        assert sent.success, sent
        after = await asyncio.gather(subtensor.get_balance(address), subtensor.get_balance(other))
        assert after[1] - before[1] == amount
        assert before[0] - after[0] == amount + sent.extrinsic_fee
        passed("transfer")

        subnets, hyperparameters, metagraph = await asyncio.gather(
            subtensor.all_subnets(), subtensor.get_subnet_hyperparameters(1), subtensor.metagraph(1)
        )
        assert [subnet.netuid for subnet in subnets][:2] == [0, 1]
        assert hyperparameters.tempo == 100
        assert metagraph.n.item() == 1
        passed("subnets, hyperparameters and metagraph")

        reached = await subtensor.block + 3
        assert await subtensor.wait_for_block(reached)
        assert await subtensor.block >= reached
        passed("wait_for_block")

        moment = await subtensor.get_timestamp(block=1)
        later = await subtensor.get_timestamp(block=reached)
        assert later > moment
        passed("timestamps")

        information = await subtensor.get_block_info(reached)
        assert information.number == reached and len(information.extrinsics) >= 1
        passed("block info")


asyncio.run(main())
