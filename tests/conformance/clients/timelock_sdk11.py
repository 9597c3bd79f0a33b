"""Run by pytest in bittensor 11.3.0's environment, with Weft's plugin: commit-reveal v4, end to end and offline."""

import asyncio
from types import SimpleNamespace

import bittensor as bt
import bittensor_core
import pytest
from bittensor.keyfiles import Keypair

from chain.primitives.timelock import unseal, without_envelope
from tests.vectors import quicknet

NETUID, TEMPO = 2, 60
PALLET, ADMIN = bt.storage.SubtensorModule, bt.calls.AdminUtils
COLDKEY, HOTKEY = Keypair.create_from_uri("//Alice"), Keypair.create_from_uri("//Alice//hot")
ALICE = SimpleNamespace(coldkey=COLDKEY, coldkeypub=COLDKEY, hotkey=HOTKEY)


class Founded:
    """A client of a chain on which Alice has a subnet with commit-reveal, and stake enough to set weights."""

    def __init__(self, client):
        self.client = client

    async def found(self):
        await self.execute(bt.RegisterSubnet())
        for call in (
            ADMIN.sudo_set_admin_freeze_window(window=0),
            ADMIN.sudo_set_weights_set_rate_limit(netuid=NETUID, weights_set_rate_limit=0),
            ADMIN.sudo_set_tempo(netuid=NETUID, tempo=TEMPO),
        ):
            composed = await self.client.compose(call)
            result = await self.client.submit_call(bt.calls.Sudo.sudo(call=composed), ALICE)
            assert result.success, result.message
        await self.execute(bt.StartCall(netuid=NETUID))
        await self.execute(
            bt.AddStake(netuid=NETUID, hotkey_ss58=HOTKEY.ss58_address, amount_tao=100, slippage_protection=False)
        )
        assert await self.client.query(PALLET.CommitRevealWeightsEnabled, [NETUID])

    async def execute(self, intent):
        result = await self.client.execute(intent, ALICE)
        assert result.success, result.message
        return result

    async def weights(self):
        return [list(row) for row in await self.client.query(PALLET.Weights, [NETUID, 0]) or []]


def on_a_subnet(chain, test):
    async def run():
        async with bt.Client(chain.url, fallback_endpoints=[], archive_endpoints=[]) as client:
            founded = Founded(client)
            await founded.found()
            await test(founded)

    asyncio.run(run())


def test_weights_appear_once_the_pulse_of_their_round_is_there(weft_chain, weft_timelock):
    async def test(founded):
        result = await founded.execute(bt.SetWeights(netuid=NETUID, uids=[0], weights=[1.0]))
        assert result.data["reveal_round"] > weft_timelock.last_stored_round
        assert len(await founded.client.read("timelocked_weight_commits", netuid=NETUID)) == 1
        assert await founded.weights() == []
        weft_chain.jump(2 * TEMPO)
        assert int(await founded.client.query(bt.storage.Drand.LastStoredRound)) >= result.data["reveal_round"]
        assert await founded.weights() == [[0, 65_535]]
        assert not await founded.client.read("timelocked_weight_commits", netuid=NETUID)

    on_a_subnet(weft_chain, test)


@pytest.mark.parametrize("form", ["inner", "envelope"])
def test_a_commitment_is_revealed_in_either_form(weft_chain, weft_timelock, form):
    async def test(founded):
        sealed = bt.timelock.encrypt(b"the answer", reveal_round=bt.timelock.current_round() + 2)
        content = sealed.encrypted if form == "inner" else bytes(sealed)
        field = {"TimelockEncrypted": {"encrypted": content, "reveal_round": sealed.reveal_round}}
        call = bt.calls.Commitments.set_commitment(netuid=NETUID, info={"fields": [[field]]})
        result = await founded.client.submit_call(call, ALICE, signer="hotkey")
        assert result.success, result.message
        key = [NETUID, HOTKEY.ss58_address]
        assert not await founded.client.query(bt.storage.Commitments.RevealedCommitments, key)
        weft_chain.jump(50)
        [(data, block)] = await founded.client.query(bt.storage.Commitments.RevealedCommitments, key)
        assert (chain_bytes(data), int(block) > 0) == (b"the answer", True)
        assert await founded.client.query(bt.storage.Commitments.CommitmentOf, key) is None

    on_a_subnet(weft_chain, test)


def chain_bytes(value):
    if isinstance(value, str):
        return bytes.fromhex(value[2:]) if value.startswith("0x") else value.encode()
    return bytes(value)


def test_what_is_encrypted_for_a_round_opens_with_its_pulse(weft_timelock):
    sealed = bt.timelock.encrypt("text", reveal_round=bt.timelock.current_round() + 2)
    with pytest.raises(bt.TimelockNotReady):
        sealed.decrypt()
    weft_timelock.pulse(sealed.reveal_round)
    assert bittensor_core.decrypt(sealed.ciphertext, False) == b"text"


def test_we_open_what_the_compiled_client_seals():
    sealed, _ = bittensor_core.encrypt_at_round(b"theirs", quicknet.ROUND)
    assert bittensor_core.decrypt_with_signature(sealed, quicknet.SIGNATURE.hex()) == b"theirs"
    assert without_envelope(sealed)[0] == bytes(bittensor_core.inner_ciphertext(sealed))
    assert unseal(without_envelope(sealed)[0], quicknet.SIGNATURE) == b"theirs"
