"""How much of bittensor 11.3.0 a localnet serves: every intent is planned, every read made, with the SDK's samples.

Usage: python sdk11_surface.py ws://127.0.0.1:9944 SOURCES, with the SDK's own interpreter; SOURCES is the unpacked
source distribution, whose test suite has arguments for each. Prints a line for each that fails and the two counts.
"""

import asyncio
import sys

import bittensor as bt
from bittensor.keyfiles import Keypair

# What the chain leaves out, see "what differs from Bittensor".
LEFT_OUT = {"evm_withdraw"}
NETUID = 1


async def prepare(client, wallet):
    """Samples are about network 1 and Alice: give her a uid there and let her vote."""
    admin, subtensor = bt.calls.AdminUtils, bt.calls.SubtensorModule
    for call in (
        admin.sudo_set_subtoken_enabled(netuid=NETUID, subtoken_enabled=True),
        admin.sudo_set_subtoken_enabled(netuid=0, subtoken_enabled=True),
        admin.sudo_set_weights_set_rate_limit(netuid=NETUID, weights_set_rate_limit=0),
    ):
        result = await client.submit_call(bt.calls.Sudo.sudo(call=await client.compose(call)), wallet)
        assert result.success, result.message
    result = await client.submit_call(
        subtensor.burned_register(netuid=NETUID, hotkey=wallet.hotkey.ss58_address), wallet
    )
    assert result.success, result.message


async def count(name, samples, attempt):
    """Make every attempt; print what fails and how many do not. True where only what is left out fails."""
    failed = {}
    for key, arguments in samples.items():
        try:
            await attempt(key, arguments)
        except Exception as error:  # every kind of failure is one to report
            failed[key] = f"{type(error).__name__}: {error}"
    for key, reason in failed.items():
        print("left-out" if key in LEFT_OUT else "failed", name, key, " ".join(reason.split())[:200], flush=True)
    print(f"{name} {len(samples) - len(failed)}/{len(samples)}", flush=True)
    return failed.keys() <= LEFT_OUT


async def main(endpoint, sources):
    sys.path.append(sources)
    from bittensor.intents import REGISTRY
    from tests.harness.samples import INTENT_SAMPLES, READ_SAMPLES, dev_wallet

    wallet = dev_wallet()
    assert wallet.coldkey.ss58_address == Keypair.create_from_uri("//Alice").ss58_address
    assert set(INTENT_SAMPLES) == set(REGISTRY), set(INTENT_SAMPLES) ^ set(REGISTRY)
    async with bt.Client(endpoint, fallback_endpoints=[], archive_endpoints=[]) as client:
        await prepare(client, wallet)
        planned = await count("intents", INTENT_SAMPLES, lambda op, args: client.plan(REGISTRY[op](**args), wallet))
        read = await count("reads", READ_SAMPLES, lambda name, args: client.read(name, **args))
    assert planned and read


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
