"""The functions that stand in for the SDKs', and how they are exchanged."""

import sys
from types import ModuleType

import pytest

from chain.codec import decode
from chain.pallets.weights.timelocked import WeightsTlockPayload
from chain.primitives.beacon import DEVELOPMENT_KEY, BeaconTimes, development_pulse
from chain.primitives.timelock import unseal, without_envelope
from localnet.timelock import ChainBeacon, NoClient, sealed_for

NOW_ROUND = 1_000
COMMIT = {
    "uids": [1, 2],
    "weights": [65_535, 9],
    "version_key": 3,
    "last_epoch_block": 100,
    "pending_epoch_at": 0,
    "subnet_epoch_index": 5,
    "tempo": 360,
    "blocks_since_last_step": 20,
    "current_block": 120,
    "subnet_reveal_period_epochs": 1,
    "hotkey": bytes(32),
}


class Chain:
    """Answers as a node does whose clock stands still."""

    def __init__(self, slot_ms: int = 12_000) -> None:
        self.slot_ms = slot_ms
        self.pulses: list[object] = []

    def __call__(self, method: str, *parameters: object) -> object:
        if method == "dev_drandPulse":
            self.pulses.append(parameters)
            return [7]
        assert (method, parameters) == ("dev_drandBeacon", ())
        return {
            "publicKey": "0x" + DEVELOPMENT_KEY.hex(),
            "genesisTime": BeaconTimes().genesis_seconds,
            "period": 3,
            "lastStoredRound": NOW_ROUND - 1,
            "round": NOW_ROUND,
            "now": BeaconTimes().time_of(NOW_ROUND) * 1000 + 500,
            "slot": self.slot_ms,
        }


def opened(sealed: bytes, beacon_round: int) -> bytes:
    return unseal(without_envelope(sealed)[0], development_pulse(beacon_round).signature)


def test_weights_are_sealed_for_the_round_that_the_compiled_client_chooses() -> None:
    sealed, beacon_round = ChainBeacon(Chain()).get_encrypted_commit_v2(**COMMIT, block_time=12.0)
    # 340 blocks to the epoch and three of margin, of 12 seconds each, and the round before.
    assert beacon_round == NOW_ROUND + 343 * 4 - 1
    payload = decode(WeightsTlockPayload, opened(sealed, beacon_round))
    assert payload == WeightsTlockPayload(bytes(32), [1, 2], [65_535, 9], 3)


def test_blocks_are_counted_with_the_chains_own_time_where_that_is_shorter() -> None:
    _, beacon_round = ChainBeacon(Chain(slot_ms=250)).get_encrypted_commit_v2(**COMMIT, block_time=12.0)
    assert beacon_round == NOW_ROUND + 343 // 12 - 1
    _, beacon_round = ChainBeacon(Chain(slot_ms=12_000)).get_encrypted_commitment("x", 100, 0.25)
    assert beacon_round == NOW_ROUND + 100 // 12 - 1


def test_nothing_is_sealed_for_a_round_that_has_come() -> None:
    beacon = ChainBeacon(Chain(slot_ms=250))
    sealed, beacon_round = beacon.get_encrypted_commitment("text", 1, 0.25)
    assert (beacon_round, opened(sealed, beacon_round)) == (NOW_ROUND + 1, b"\x10text")


def test_an_envelope_opens_when_its_round_has_come() -> None:
    beacon = ChainBeacon(Chain())
    sealed, beacon_round = beacon.encrypt_at_round(b"data", NOW_ROUND)
    assert beacon_round == NOW_ROUND == beacon.get_latest_round() == without_envelope(sealed)[1]
    assert beacon.decrypt(sealed) == b"data"
    later, _ = beacon.encrypt(b"data", 5)
    assert beacon.decrypt(later) is None
    with pytest.raises(ValueError, match="round 1019 has not come"):
        beacon.decrypt(later, False)
    assert beacon.decrypt(b"nothing") is None


def test_rounds_and_pulses_are_the_chains() -> None:
    chain = Chain()
    beacon = ChainBeacon(chain)
    assert (beacon.round, beacon.last_stored_round) == (NOW_ROUND, NOW_ROUND - 1)
    assert beacon.pulse() == beacon.pulse(1_010, 2) == [7]
    assert chain.pulses == [(None, 1), (1_010, 2)]


@pytest.fixture
def client(tmp_path, monkeypatch) -> ModuleType:
    """A module that looks like the one which the SDK comes with."""
    (tmp_path / "bittensor_drand.py").write_text(
        "def encrypt_at_round(data, reveal_round): return b'theirs', reveal_round\ndef other(): return 'theirs'\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "bittensor_drand", raising=False)
    import bittensor_drand

    yield bittensor_drand
    del sys.modules["bittensor_drand"]


def test_functions_are_exchanged_wherever_they_were_imported_and_put_back(client, monkeypatch) -> None:
    early, late = ModuleType("early"), ModuleType("late")
    early.sealing = theirs = client.encrypt_at_round
    monkeypatch.setitem(sys.modules, "early", early)
    monkeypatch.setitem(sys.modules, "late", late)
    with sealed_for(Chain()):
        late.encrypt_at_round = client.encrypt_at_round
        for function in (early.sealing, late.encrypt_at_round):
            sealed, _ = function(b"data", NOW_ROUND)
            assert opened(sealed, NOW_ROUND) == b"data"
        assert client.other() == "theirs"
    assert early.sealing is late.encrypt_at_round is client.encrypt_at_round is theirs


def test_without_an_sdk_there_is_nothing_to_exchange(monkeypatch) -> None:
    monkeypatch.setattr("localnet.timelock.CLIENT_MODULES", ("no_such_client",))
    with pytest.raises(NoClient, match="pip install bittensor beside weft"), sealed_for(Chain()):
        pass
