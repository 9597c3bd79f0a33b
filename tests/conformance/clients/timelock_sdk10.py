"""Run by pytest in bittensor 10.5.0's environment, with Weft's plugin: commit-reveal v4, end to end and offline."""

import asyncio

import bittensor
import bittensor_drand
import pytest
from bittensor import Balance
from bittensor.core.extrinsics.pallets import AdminUtils, Sudo
from sdk10_wallets import development_wallet

from chain.primitives.beacon import QUICKNET_KEY, development_pulse
from chain.primitives.timelock import ENTROPY_BYTES, in_envelope, seal, unseal, without_envelope
from tests.vectors import quicknet

NETUID, TEMPO = 2, 60
# The SDK reads what is revealed from hex, which it gets for texts from 32 letters on.
ANSWER = "the answer to a question of 32 letters"
bittensor.logging.off()


def succeeded(response):
    assert response.success, (response.message, response.error)
    return response


@pytest.fixture
def alice(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    return development_wallet("Alice")


@pytest.fixture
def subtensor(weft_chain, weft_timelock, alice):
    """A connection to a chain on which Alice has a subnet with commit-reveal, and stake enough to set weights."""
    connection = bittensor.Subtensor(network=weft_chain.url)
    succeeded(connection.register_subnet(wallet=alice))
    succeeded(connection.start_call(wallet=alice, netuid=NETUID))
    administration = AdminUtils(connection)
    for call in (
        administration.sudo_set_admin_freeze_window(window=0),
        administration.sudo_set_weights_set_rate_limit(netuid=NETUID, weights_set_rate_limit=0),
        administration.sudo_set_tempo(netuid=NETUID, tempo=TEMPO),
    ):
        succeeded(connection.sign_and_send_extrinsic(call=Sudo(connection).sudo(call=call), wallet=alice))
    hotkey = alice.hotkey.ss58_address
    stake = {"wallet": alice, "netuid": NETUID, "hotkey_ss58": hotkey}
    succeeded(connection.add_stake(amount=Balance.from_tao(100), **stake))
    assert connection.commit_reveal_enabled(NETUID)
    yield connection
    connection.close()


def test_weights_appear_once_the_pulse_of_their_round_is_there(weft_chain, weft_timelock, subtensor, alice):
    response = succeeded(subtensor.set_weights(wallet=alice, netuid=NETUID, uids=[0], weights=[1.0]))
    reveal_round = response.data["reveal_round"]
    assert reveal_round > weft_timelock.last_stored_round
    [(hotkey, _, _, committed_round)] = subtensor.get_timelocked_weight_commits(NETUID)
    assert (hotkey, committed_round) == (alice.hotkey.ss58_address, reveal_round)
    assert subtensor.weights(NETUID) == []
    weft_chain.jump(2 * TEMPO)
    assert subtensor.last_drand_round() >= reveal_round
    assert subtensor.weights(NETUID) == [(0, [(0, 65_535)])]
    assert subtensor.get_timelocked_weight_commits(NETUID) == []


def test_weights_of_a_mechanism_appear_too(weft_chain, subtensor, alice):
    administration = AdminUtils(subtensor)
    for call in (
        administration.sudo_set_max_allowed_uids(netuid=NETUID, max_allowed_uids=64),
        administration.sudo_set_mechanism_count(netuid=NETUID, mechanism_count=2),
    ):
        succeeded(subtensor.sign_and_send_extrinsic(call=Sudo(subtensor).sudo(call=call), wallet=alice))
    succeeded(subtensor.set_weights(wallet=alice, netuid=NETUID, mechid=1, uids=[0], weights=[1.0]))
    weft_chain.jump(2 * TEMPO)
    assert subtensor.weights(NETUID, mechid=1) == [(0, [(0, 65_535)])]
    assert subtensor.weights(NETUID) == []


def test_weights_appear_after_the_chain_has_left_the_time_of_day_behind(weft_chain, subtensor, alice):
    weft_chain.jump(2_000)
    succeeded(subtensor.set_weights(wallet=alice, netuid=NETUID, uids=[0], weights=[1.0]))
    weft_chain.jump(2 * TEMPO)
    assert subtensor.weights(NETUID) == [(0, [(0, 65_535)])]


def test_without_its_pulse_a_commit_expires(weft_chain, subtensor, alice):
    weft_chain.request("dev_drandSealing", False)
    succeeded(subtensor.set_weights(wallet=alice, netuid=NETUID, uids=[0], weights=[1.0]))
    weft_chain.jump(3 * TEMPO)
    assert subtensor.weights(NETUID) == []
    assert subtensor.get_timelocked_weight_commits(NETUID) == []


def test_a_commitment_is_revealed(weft_chain, weft_timelock, subtensor, alice):
    response = succeeded(
        subtensor.set_reveal_commitment(
            wallet=alice, netuid=NETUID, data=ANSWER, blocks_until_reveal=20, block_time=0.25
        )
    )
    assert subtensor.get_revealed_commitment(NETUID, 0) is None
    weft_chain.jump(40)
    assert weft_timelock.last_stored_round >= response.data["reveal_round"]
    [(_, revealed)] = subtensor.get_revealed_commitment(NETUID, 0)
    assert revealed == ANSWER


def test_the_asynchronous_client_commits_too(weft_chain, subtensor, alice):
    async def commit():
        async with bittensor.AsyncSubtensor(network=weft_chain.url) as connection:
            succeeded(await connection.set_weights(wallet=alice, netuid=NETUID, uids=[0], weights=[1.0]))

    asyncio.run(commit())
    weft_chain.jump(2 * TEMPO)
    assert subtensor.weights(NETUID) == [(0, [(0, 65_535)])]


def test_what_is_encrypted_for_later_opens_later(weft_chain, weft_timelock):
    sealed, reveal_round = bittensor.timelock.encrypt("text", 40, block_time=0.25)
    assert bittensor.timelock.decrypt(sealed) is None
    weft_chain.jump(80)
    assert bittensor.timelock.get_latest_round() > reveal_round
    assert bittensor.timelock.wait_reveal_and_decrypt(sealed, return_str=True) == "text"


def test_the_compiled_client_opens_what_we_seal_and_we_open_what_it_seals():
    signature = quicknet.SIGNATURE.hex()
    ours = in_envelope(seal(b"ours", quicknet.ROUND, QUICKNET_KEY, bytes(ENTROPY_BYTES)), quicknet.ROUND)
    assert bittensor_drand.decrypt_with_signature(ours, signature) == b"ours"
    theirs, _ = bittensor_drand.encrypt_at_round(b"theirs", quicknet.ROUND)
    assert unseal(without_envelope(theirs)[0], quicknet.SIGNATURE) == b"theirs"


def test_the_compiled_client_opens_what_is_sealed_for_the_development_beacon(weft_timelock):
    sealed, _ = weft_timelock.encrypt_at_round(b"ours", 77)
    signature = development_pulse(77).signature.hex()
    assert bittensor_drand.decrypt_with_signature(sealed, signature) == b"ours"
