"""Timelocked weights and commitments in whole blocks: opened with their pulse, at their place in the block."""

from chain.codec import Ok, encode
from chain.pallets.commitments import CommitmentInfo, Data
from chain.pallets.subtensor_module import events
from chain.pallets.weights.timelocked import WeightsTlockPayload
from chain.primitives.address import Id
from chain.primitives.beacon import DEVELOPMENT_KEY, development_pulse
from chain.primitives.keys import Keypair, Scheme
from chain.primitives.timelock import ENTROPY_BYTES, seal
from tests.local_chain import LocalChain, key

NETUID, TEMPO, ROUND = 2, 10, 500
BRINGER = Keypair.from_seed(bytes(32), Scheme.ED25519)


class World:
    """A chain on which Alice has a network with commit-reveal."""

    def __init__(self):
        self.chain = LocalChain("localnet-fast")
        self.owner, self.hotkey = key("Alice"), key("Alice_hk")
        self.happened = []
        self.include(self.chain.sign(self.owner, self.call("register_network", hotkey=self.hotkey.public_key)))
        fund = self.chain.call("Balances", "transfer_keep_alive", dest=Id(self.hotkey.public_key), value=10**9)
        runtime = self.chain.begin()
        runtime.apply_extrinsic(self.chain.sign(self.owner, fund))
        parameters = runtime.subtensor.parameters
        parameters.tempo[NETUID] = TEMPO
        parameters.weights_set_rate_limit[NETUID] = 0
        self.chain.seal(runtime)
        self.blocks_until(lambda runtime: runtime.subtensor.epochs.subnet_epoch_index[NETUID] == 1)

    def call(self, name, pallet="SubtensorModule", **arguments):
        return self.chain.call(pallet, name, **arguments)

    def include(self, *extrinsics):
        """A block with these extrinsics, all of which succeed; the runtime after it."""
        runtime, results = self.chain.block(*extrinsics)
        assert results == [Ok(None)] * len(extrinsics)
        self.happened = runtime.system.recorded_events()
        return runtime

    def blocks_until(self, reached):
        for _ in range(5 * TEMPO):
            runtime = self.include()
            if reached(runtime):
                return runtime
        raise AssertionError("it never came to that")

    def commit(self, beacon_round=ROUND):
        payload = WeightsTlockPayload(bytes(self.hotkey.public_key), [0], [9], 0)
        sealed = self.sealed(encode(WeightsTlockPayload, payload), beacon_round)
        arguments = {"netuid": NETUID, "commit": sealed, "reveal_round": beacon_round, "commit_reveal_version": 4}
        return self.include(self.chain.sign(self.hotkey, self.call("commit_timelocked_weights", **arguments)))

    def pulse(self, beacon_round=ROUND):
        return self.include(self.chain.runtime().pulse_extrinsic(development_pulse(beacon_round), BRINGER))

    @staticmethod
    def sealed(plaintext, beacon_round):
        return seal(plaintext, beacon_round, DEVELOPMENT_KEY, bytes(ENTROPY_BYTES))


def weights(runtime):
    return runtime.subtensor.weights.row(NETUID, 0)


def test_weights_are_set_in_the_block_of_the_epoch_before_the_epoch():
    world = World()
    epoch = world.commit().subtensor.epochs.subnet_epoch_index[NETUID]
    runtime = world.pulse()
    assert weights(runtime) == []
    assert runtime.beacon_outlook().last_round == ROUND
    runtime = world.blocks_until(lambda runtime: runtime.subtensor.epochs.subnet_epoch_index[NETUID] == epoch + 1)
    assert weights(runtime) == [(0, 65_535)]
    assert events.WeightsSet(NETUID, 0) in world.happened
    revealed = world.happened.index(events.TimelockedWeightsRevealed(NETUID, world.hotkey.public_key))
    assert world.happened[revealed - 1] == events.WeightsSet(NETUID, 0)


def test_a_late_pulse_reveals_in_the_next_block_of_the_same_epoch():
    world = World()
    epoch = world.commit().subtensor.epochs.subnet_epoch_index[NETUID]
    runtime = world.blocks_until(lambda runtime: runtime.subtensor.epochs.subnet_epoch_index[NETUID] == epoch + 1)
    assert weights(runtime) == []
    assert list(runtime.beacon_outlook().awaited()) == [ROUND]
    assert weights(world.pulse()) == []
    runtime = world.include()
    assert weights(runtime) == [(0, 65_535)]
    assert list(runtime.beacon_outlook().awaited()) == []


def test_a_pulse_after_the_epoch_reveals_nothing():
    world = World()
    epoch = world.commit().subtensor.epochs.subnet_epoch_index[NETUID]
    world.blocks_until(lambda runtime: runtime.subtensor.epochs.subnet_epoch_index[NETUID] == epoch + 2)
    world.pulse()
    runtime = world.include()
    assert weights(runtime) == []
    assert list(runtime.subtensor.timelocked.timelocked_weight_commits.keys(NETUID)) == []


def test_a_commitment_is_opened_at_the_start_of_the_block_after_its_pulse():
    world = World()
    info = CommitmentInfo([Data.timelocked(world.sealed(b"the answer", ROUND), ROUND)])
    call = world.call("set_commitment", pallet="Commitments", netuid=NETUID, info=info)
    world.include(world.chain.sign(world.hotkey, call))
    world.pulse()
    commitments = world.include().subtensor.commitments
    [(opened, block)] = commitments.revealed_commitments[NETUID, world.hotkey.public_key]
    assert (opened, block) == (b"the answer", world.chain.head.number)
    assert commitments.commitment_of[NETUID, world.hotkey.public_key] is None
