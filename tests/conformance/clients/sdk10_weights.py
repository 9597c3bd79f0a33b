"""bittensor 10.5.0, unmodified: weights in the clear, by hash and behind a time lock, for both mechanisms of a network.

usage: sdk10_weights.py ENDPOINT [async], by the interpreter of the SDK, on a fresh chain.
"""

from bittensor import Balance
from bittensor.core.extrinsics.pallets import AdminUtils
from bittensor.utils.weight_utils import generate_weight_hash
from sdk10_client import as_root, connected, extrinsic, plain, refused, rows, stored, succeeded
from sdk10_wallets import development_wallet, passed

NETUID, TEMPO = 2, 50
SECOND = NETUID + 4096

subtensor = connected()
alice, bob = (development_wallet(name) for name in ("Alice", "Bob"))
HOTKEY = alice.hotkey.ss58_address
administration = AdminUtils(subtensor)


def by_root(call):
    as_root(subtensor, alice, call)


def reveal_is_on(enabled):
    by_root(administration.sudo_set_commit_reveal_weights_enabled(netuid=NETUID, enabled=enabled))
    assert subtensor.commit_reveal_enabled(NETUID) is enabled


succeeded(subtensor.register_subnet(wallet=alice))
by_root(administration.sudo_set_admin_freeze_window(window=0))
by_root(administration.sudo_set_max_allowed_uids(netuid=NETUID, max_allowed_uids=128))
by_root(administration.sudo_set_mechanism_count(netuid=NETUID, mechanism_count=2))
by_root(administration.sudo_set_tempo(netuid=NETUID, tempo=TEMPO))
succeeded(subtensor.start_call(wallet=alice, netuid=NETUID))
succeeded(subtensor.burned_register(wallet=bob, netuid=NETUID))
stake = {"wallet": alice, "netuid": NETUID, "hotkey_ss58": HOTKEY}
succeeded(subtensor.add_stake(amount=Balance.from_tao(100), **stake))
mine = {"wallet": alice, "netuid": NETUID}
final = {"wait_for_inclusion": True, "wait_for_finalization": True}
assert subtensor.weights(NETUID) == [] == subtensor.bonds(NETUID)
passed("a network with two mechanisms")

by_root(administration.sudo_set_weights_set_rate_limit(netuid=NETUID, weights_set_rate_limit=0))
assert subtensor.weights_rate_limit(NETUID) == 0
for mechanism in (0, 1):
    subtensor.wait_for_block(subtensor.get_current_block() + 2)
    sent = succeeded(subtensor.set_weights(uids=[1], weights=[1.0], mechid=mechanism, block_time=0.25, **mine))
    (commit,) = subtensor.get_timelocked_weight_commits(NETUID, mechid=mechanism)
    assert commit[0] == HOTKEY and commit[3] == sent.data["reveal_round"], (commit, sent.data)
assert subtensor.weights(NETUID) == []
passed("set_weights behind a time lock")

salt, other = [1, 2, 3, 4], [5, 6, 7, 8]
answer = {"uids": [0, 1], "weights": [65535, 32767], "version_key": 0}
subtensor.wait_for_block(subtensor.get_next_epoch_start_block(NETUID) + 1)
committed = succeeded(subtensor.commit_weights(salt=salt, **final, **mine, **answer))
expected = generate_weight_hash(
    address=HOTKEY, netuid=NETUID, uids=answer["uids"], values=answer["weights"], version_key=0, salt=salt
)
(kept,) = stored(subtensor, "WeightCommits", NETUID, HOTKEY)
block = subtensor.substrate.get_block_number(committed.extrinsic_receipt.block_hash)
epoch = subtensor.get_subnet_epoch_index(NETUID, block=block)
assert tuple(kept) == (expected, epoch, block, 0), (kept, epoch, block)
succeeded(subtensor.commit_weights(salt=other, mechid=1, **final, **mine, **answer))
assert len(stored(subtensor, "WeightCommits", SECOND, HOTKEY)) == 1
refused(subtensor.reveal_weights(salt=salt, max_attempts=1, **mine, **answer), "RevealTooEarly")
assert subtensor.get_subnet_reveal_period_epochs(NETUID) == 1
subtensor.wait_for_block(subtensor.get_next_epoch_start_block(NETUID) + 1)
refused(subtensor.reveal_weights(salt=[9], max_attempts=1, **mine, **answer), "NoWeightsCommitFound")
succeeded(subtensor.reveal_weights(salt=salt, **mine, **answer))
succeeded(subtensor.reveal_weights(salt=other, mechid=1, **mine, **answer))
assert subtensor.weights(NETUID) == [(0, [(0, 65535), (1, 32767)])] == subtensor.weights(NETUID, mechid=1)
assert stored(subtensor, "WeightCommits", NETUID, HOTKEY) is None
refused(subtensor.reveal_weights(salt=salt, max_attempts=1, **mine, **answer), "NoWeightsCommitFound")
passed("commit_weights and reveal_weights")

# The asynchronous client counts every question for the next nonce as an extrinsic, so storage is asked.
nonce = stored(subtensor, "Account", HOTKEY, pallet="System")["nonce"]
for number in range(3):
    succeeded(subtensor.commit_weights(salt=[number], **mine, **answer))
subtensor.wait_for_block(subtensor.get_current_block() + 3)
assert len(stored(subtensor, "WeightCommits", NETUID, HOTKEY)) == 3
assert stored(subtensor, "Account", HOTKEY, pallet="System")["nonce"] == nonce + 3
passed("three commits in a row")

reveal_is_on(False)
disabled = subtensor.commit_weights(salt=salt, max_attempts=1, raise_error=False, **final, **mine, **answer)
refused(disabled, "CommitRevealDisabled")
for mechanism in (0, 1):
    subtensor.wait_for_block(subtensor.get_current_block() + 2)
    succeeded(subtensor.set_weights(uids=[1], weights=[0.3], mechid=mechanism, **mine))
    assert subtensor.weights(NETUID, mechid=mechanism) == [(0, [(1, 65535)])]
raw = stored(subtensor, "Weights", NETUID, 0), stored(subtensor, "Weights", SECOND, 0)
assert raw == ([(1, 65535)], [(1, 65535)]), raw
subtensor.wait_for_block(subtensor.get_current_block() + 2)
refused(subtensor.set_weights(uids=[7], weights=[1.0], max_attempts=1, **mine), "UidVecContainInvalidOne")
directly = extrinsic(subtensor, "weights", "set_weights")
plainly = {"wallet": alice, "netuid": NETUID, "uids": [1], "weights": [1.0], "version_key": 0}
refused(directly(mechid=5, **plainly), "MechanismDoesNotExist")
unknown = subtensor.set_weights(wallet=development_wallet("Eve"), netuid=NETUID, uids=[1], weights=[1.0])
refused(unknown, "not registered in subnet")
by_root(administration.sudo_set_weights_version_key(netuid=NETUID, weights_version_key=10**9))
refused(subtensor.set_weights(uids=[1], weights=[1.0], version_key=7, max_attempts=1, **mine), "IncorrectWeightVersion")
by_root(administration.sudo_set_weights_version_key(netuid=NETUID, weights_version_key=0))
by_root(administration.sudo_set_weights_set_rate_limit(netuid=NETUID, weights_set_rate_limit=10_000))
refused(directly(mechid=0, **plainly), "SettingWeightsTooFast")
passed("set_weights in the clear")

for _ in range(2):
    subtensor.wait_for_block(subtensor.get_next_epoch_start_block(NETUID) + 1)
for mechanism in (0, 1):
    bonds = subtensor.bonds(NETUID, mechid=mechanism)
    assert bonds == [(0, stored(subtensor, "Bonds", NETUID + 4096 * mechanism, 0)), (1, [])], bonds
graph = subtensor.metagraph(NETUID, mechid=1, lite=False)
assert graph.W[0][1] == 1.0 and graph.incentive[1] == 1.0, graph.W
assert subtensor.get_metagraph_info(NETUID, mechid=1).incentives == [0.0, 1.0]
every = dict(rows(subtensor, subtensor.query_map_subtensor("Weights", params=[NETUID])))
assert every == {0: [(1, 65535)]} and plain(subtensor.query_subtensor("Weights", params=[SECOND, 0])) == every[0]
passed("what the weights make of both mechanisms")

subtensor.close()
