"""bittensor 10.5.0, unmodified: blocks, time, and questions that name storage, constants and runtime APIs.

usage: sdk10_chain.py ENDPOINT [async], by the interpreter of the SDK.
"""

from bittensor import Balance
from sdk10_client import complains, connected, plain, rows, stored, wait
from sdk10_wallets import account, passed

ALICE = account("Alice")

subtensor = connected()
subtensor.wait_for_block(3)

head = subtensor.get_current_block()
assert 3 <= head <= wait(subtensor, subtensor.block)
first, second = subtensor.get_block_hash(1), subtensor.get_block_hash(2)
assert subtensor.determine_block_hash(1) == first != second
assert subtensor.substrate.get_block_header(second)["header"]["parentHash"] == first
by_number, by_hash = subtensor.get_block_info(2), subtensor.get_block_info(block_hash=second)
assert (by_number.number, by_number.hash) == (by_hash.number, by_hash.hash) == (2, second)
assert by_number.timestamp == stored(subtensor, "Now", pallet="Timestamp", block=2)
assert by_number.explorer is not None and by_number.header["parentHash"] == first
(inherent, *_) = by_number.extrinsics
assert plain(inherent)["call"]["call_module"] == "Timestamp", inherent
passed("blocks")

reached = subtensor.get_current_block() + 3
assert subtensor.wait_for_block(reached) is True and subtensor.get_current_block() >= reached
assert subtensor.wait_for_block() is True
moments = [subtensor.get_timestamp(block=number) for number in (1, reached)]
assert moments[0] < moments[1] and moments[1].timestamp() * 1000 == stored(
    subtensor, "Now", pallet="Timestamp", block=reached
)
assert subtensor.is_fast_blocks() is True
round_now = stored(subtensor, "LastStoredRound", pallet="Drand")
assert 0 < round_now <= subtensor.last_drand_round() <= round_now + 100
passed("time")

deposit = subtensor.query_constant("Balances", "ExistentialDeposit")
assert plain(deposit) == 500 and subtensor.query_constant("Balances", "Nothing") is None
assert plain(subtensor.query_module("System", "Number", block=reached)) == reached
assert plain(subtensor.query_module("System", "Account", params=[ALICE]))["data"]["free"] == 10**15
assert plain(subtensor.query_subtensor("Tempo", params=[1])) == 100
assert plain(subtensor.query_subtensor("TotalNetworks", block=1)) == 2
assert subtensor.get_hyperparameter("Tempo", 1) == 100 and subtensor.get_hyperparameter("Tempo", 77) is None
passed("query_constant, query_module, query_subtensor, get_hyperparameter")

tempos = dict(rows(subtensor, subtensor.query_map("SubtensorModule", "Tempo")))
assert tempos == {0: 100, 1: 100}, tempos
assert dict(rows(subtensor, subtensor.query_map_subtensor("NetworksAdded"))) == {0: True, 1: True}
names = dict(rows(subtensor, subtensor.query_map("SubtensorModule", "Keys", params=[1])))
assert list(names) == [0], names
balances = dict(rows(subtensor, subtensor.query_map("System", "Account", block=1)))
assert balances[ALICE]["data"]["free"] == 10**15 and account("Fred") not in balances
passed("query_map and query_map_subtensor")

cost = subtensor.query_runtime_api("SubnetRegistrationRuntimeApi", "get_network_registration_cost", params=[])
assert cost == Balance.from_tao(1000).rao, cost
assert subtensor.query_runtime_api("SwapRuntimeApi", "current_alpha_price", params=[1]) == 10**9
raw = subtensor.state_call("SwapRuntimeApi_current_alpha_price", "0100")
assert raw["result"] == "0x" + (10**9).to_bytes(8, "little").hex(), raw
passed("query_runtime_api and state_call")

for question in (
    lambda: subtensor.query_module("SubtensorModule", "Nothing"),
    lambda: subtensor.query_runtime_api("SwapRuntimeApi", "nothing", params=[]),
):
    with complains(Exception, "othing"):
        question()
passed("what is not there is refused")

call = subtensor.compose_call("SubtensorModule", "burned_register", {"netuid": 1, "hotkey": ALICE})
assert plain(call)["call_function"] == "burned_register"
subtensor.validate_extrinsic_params("SubtensorModule", "burned_register", {"netuid": 1, "hotkey": ALICE})
with complains(KeyError, "hotkey"):
    subtensor.validate_extrinsic_params("SubtensorModule", "burned_register", {"netuid": 1})
passed("compose_call and validate_extrinsic_params")

subtensor.close()
