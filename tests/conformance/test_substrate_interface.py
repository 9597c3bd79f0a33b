"""substrate-interface 1.8.1, unmodified, does everything a script does with a node."""

import warnings

import pytest

from tests.conformance.node_process import running_node
from tests.ports import free_port

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from substrateinterface import Keypair, SubstrateInterface
    from substrateinterface.exceptions import SubstrateRequestException

pytestmark = pytest.mark.filterwarnings("ignore")

ONE_TOKEN = 1_000_000_000
# Balances are u64 here as on the real chain; the client's built-in fee type says u128.
BALANCES_ARE_U64 = {"types": {"Balance": "u64"}}


@pytest.fixture(scope="module")
def node():
    with running_node(free_port(), ["--sealing", "100"]) as node:
        yield node


@pytest.fixture
def chain(node):
    with SubstrateInterface(url=node.websocket, type_registry=BALANCES_ARE_U64) as chain:
        yield chain


@pytest.fixture
def alice():
    return Keypair.create_from_uri("//Alice")


@pytest.fixture
def bob():
    return Keypair.create_from_uri("//Bob")


def free_balance(chain, keypair, block_hash=None) -> int:
    return chain.query("System", "Account", [keypair.ss58_address], block_hash=block_hash).value["data"]["free"]


def transfer(chain, sender, receiver, amount=ONE_TOKEN):
    call = chain.compose_call("Balances", "transfer_keep_alive", {"dest": receiver.ss58_address, "value": amount})
    return chain.submit_extrinsic(chain.create_signed_extrinsic(call, sender), wait_for_finalization=True)


def test_it_connects_and_learns_what_chain_this_is(chain):
    assert chain.chain == "Bittensor"
    assert chain.ss58_format == 42
    assert chain.token_symbol == "TAO"
    assert chain.token_decimals == 9


def test_it_reads_an_account(chain, alice):
    assert free_balance(chain, alice) > 0


def test_it_reads_a_map_page_by_page(chain):
    by_ones = {key.value: value.value for key, value in chain.query_map("System", "Account", page_size=1)}
    at_once = {key.value: value.value for key, value in chain.query_map("System", "Account", page_size=1000)}
    assert len(by_ones) > 3
    assert by_ones.keys() == at_once.keys()


def test_a_finalized_transfer_moves_exactly_the_amount_and_the_fee(chain, alice, bob):
    before = free_balance(chain, alice), free_balance(chain, bob)
    receipt = transfer(chain, alice, bob)
    assert receipt.is_success
    after = free_balance(chain, alice, receipt.block_hash), free_balance(chain, bob, receipt.block_hash)
    assert after[1] - before[1] == ONE_TOKEN
    assert before[0] - after[0] == ONE_TOKEN + receipt.total_fee_amount
    assert receipt.total_fee_amount > 0


def test_the_receipt_carries_the_events_of_the_extrinsic(chain, alice, bob):
    receipt = transfer(chain, alice, bob)
    names = [(event.value["module_id"], event.value["event_id"]) for event in receipt.triggered_events]
    assert ("Balances", "Transfer") in names
    assert ("TransactionPayment", "TransactionFeePaid") in names
    assert names[-1] == ("System", "ExtrinsicSuccess")


def test_a_call_that_fails_names_its_error_and_says_why(chain, alice):
    call = chain.compose_call("SubtensorModule", "start_call", {"netuid": 999})
    receipt = chain.submit_extrinsic(chain.create_signed_extrinsic(call, alice), wait_for_inclusion=True)
    assert not receipt.is_success
    assert receipt.error_message["type"] == "Module"
    assert receipt.error_message["name"] == "SubnetNotExists"
    assert receipt.error_message["docs"]


def test_an_extrinsic_that_can_never_be_valid_is_refused_at_the_door(chain, bob):
    penniless = Keypair.create_from_uri("//Bob//penniless")
    with pytest.raises(SubstrateRequestException, match="Inability to pay some fees"):
        transfer(chain, penniless, bob)


def test_it_estimates_the_fee_that_is_then_paid(chain, alice, bob):
    call = chain.compose_call("Balances", "transfer_keep_alive", {"dest": bob.ss58_address, "value": ONE_TOKEN})
    estimate = chain.get_payment_info(call, alice)["partialFee"]
    assert transfer(chain, alice, bob).total_fee_amount == estimate


def test_it_calls_a_runtime_api(chain, alice):
    nonce = chain.runtime_call("AccountNonceApi", "account_nonce", [alice.ss58_address]).value
    assert nonce == chain.get_account_nonce(alice.ss58_address)


def test_it_reads_constants(chain):
    assert chain.get_constant("Balances", "ExistentialDeposit").value == 500
    assert chain.get_constant("System", "SS58Prefix").value == 42


def test_it_follows_new_blocks(chain):
    numbers = []

    def take(header, update_number, subscription):
        numbers.append(header["header"]["number"])
        return numbers if len(numbers) == 4 else None

    chain.subscribe_block_headers(take)
    assert numbers == list(range(numbers[0], numbers[0] + 4))


def test_it_follows_a_storage_item(chain):
    seen = []

    def take(value, update_number, subscription):
        seen.append(value.value)
        return seen if len(seen) == 3 else None

    chain.query("System", "Number", subscription_handler=take)
    assert seen == sorted(set(seen))


def test_it_decodes_a_whole_block(chain, alice, bob):
    receipt = transfer(chain, alice, bob)
    block = chain.get_block(receipt.block_hash)
    calls = [extrinsic.value["call"]["call_function"] for extrinsic in block["extrinsics"]]
    assert calls[0] == "set"
    assert "transfer_keep_alive" in calls


def test_a_batch_of_calls_succeeds_as_one(chain, alice, bob):
    call = chain.compose_call("Balances", "transfer_keep_alive", {"dest": bob.ss58_address, "value": 1_000})
    batch = chain.compose_call("Utility", "batch_all", {"calls": [call, call, call]})
    before = free_balance(chain, bob)
    receipt = chain.submit_extrinsic(chain.create_signed_extrinsic(batch, alice), wait_for_inclusion=True)
    assert receipt.is_success
    assert free_balance(chain, bob, receipt.block_hash) - before == 3_000


def test_the_read_proof_of_an_account_verifies_against_the_state_root(chain, alice):
    from chain.state.proof import verify_proof

    block_hash = chain.get_chain_head()
    key = chain.create_storage_key("System", "Account", [alice.ss58_address])
    proof = chain.rpc_request("state_getReadProof", [[key.to_hex()], block_hash])["result"]
    header = chain.rpc_request("chain_getHeader", [block_hash])["result"]
    nodes = [bytes.fromhex(node[2:]) for node in proof["proof"]]
    proven = verify_proof(bytes.fromhex(header["stateRoot"][2:]), nodes, [bytes(key.data)])
    stored = chain.rpc_request("state_getStorage", [key.to_hex(), block_hash])["result"]
    assert proof["at"] == block_hash
    assert "0x" + proven[bytes(key.data)].hex() == stored


def sent(chain, signer, pallet, name, arguments):
    call = chain.compose_call(pallet, name, arguments)
    receipt = chain.submit_extrinsic(chain.create_signed_extrinsic(call, signer), wait_for_inclusion=True)
    assert receipt.is_success, receipt.error_message
    return receipt


def test_two_of_three_signatories_act_together(chain, alice, bob):
    charlie = Keypair.create_from_uri("//Charlie")
    account = chain.generate_multisig_account([one.ss58_address for one in (alice, bob, charlie)], 2)
    transfer(chain, alice, account, 5 * ONE_TOKEN)
    call = chain.compose_call("Balances", "transfer_keep_alive", {"dest": bob.ss58_address, "value": ONE_TOKEN})
    for signer in (alice, charlie):
        extrinsic = chain.create_multisig_extrinsic(call, signer, account)
        receipt = chain.submit_extrinsic(extrinsic, wait_for_inclusion=True)
        assert receipt.is_success, receipt.error_message
    executed = [event.value for event in receipt.triggered_events if event.value["event_id"] == "MultisigExecuted"]
    assert list(executed[0]["attributes"]["result"]) == ["Ok"]
    assert free_balance(chain, account, receipt.block_hash) == 4 * ONE_TOKEN


def test_a_proxy_acts_for_another_account(chain, alice, bob):
    sent(
        chain,
        alice,
        "Proxy",
        "add_proxy",
        {"delegate": bob.ss58_address, "proxy_type": "Transfer", "delay": 0},
    )
    definitions, deposit = chain.query("Proxy", "Proxies", [alice.ss58_address]).value
    assert definitions == [{"delegate": bob.ss58_address, "proxy_type": "Transfer", "delay": 0}]
    assert deposit == chain.get_constant("Proxy", "ProxyDepositBase").value + 33_000_000
    call = chain.compose_call("Balances", "transfer_keep_alive", {"dest": bob.ss58_address, "value": ONE_TOKEN})
    acting = {"real": alice.ss58_address, "force_proxy_type": None, "call": call}
    before = free_balance(chain, bob)
    receipt = sent(chain, bob, "Proxy", "proxy", acting)
    assert free_balance(chain, bob, receipt.block_hash) == before + ONE_TOKEN - receipt.total_fee_amount
    sent(chain, alice, "Proxy", "remove_proxies", {})
    assert chain.query("Proxy", "Proxies", [alice.ss58_address]).value == ([], 0)


def test_the_account_behind_a_proxy_pays_its_fees_where_it_agreed(chain, alice, bob):
    sent(chain, alice, "Proxy", "add_proxy", {"delegate": bob.ss58_address, "proxy_type": "Any", "delay": 0})
    sent(chain, alice, "Proxy", "set_real_pays_fee", {"delegate": bob.ss58_address, "pays_fee": True})
    call = chain.compose_call("System", "remark", {"remark": "0x00"})
    before = free_balance(chain, bob), free_balance(chain, alice)
    receipt = sent(chain, bob, "Proxy", "proxy", {"real": alice.ss58_address, "force_proxy_type": None, "call": call})
    assert free_balance(chain, bob, receipt.block_hash) == before[0]
    assert free_balance(chain, alice, receipt.block_hash) == before[1] - receipt.total_fee_amount
    sent(chain, alice, "Proxy", "remove_proxies", {})


def test_a_crowdloan_pays_its_target(chain, alice, bob):
    target = Keypair.create_from_uri("//Target")
    terms = {
        "deposit": 10 * ONE_TOKEN,
        "min_contribution": ONE_TOKEN,
        "cap": 12 * ONE_TOKEN,
        "end": chain.query("System", "Number").value + 1_000,
        "call": None,
        "target_address": target.ss58_address,
    }
    crowdloan_id = chain.query("Crowdloan", "NextCrowdloanId").value
    sent(chain, alice, "Crowdloan", "create", terms)
    sent(chain, bob, "Crowdloan", "contribute", {"crowdloan_id": crowdloan_id, "amount": 9 * ONE_TOKEN})
    contributed = {
        key.value: value.value for key, value in chain.query_map("Crowdloan", "Contributions", [crowdloan_id])
    }
    assert contributed == {alice.ss58_address: 10 * ONE_TOKEN, bob.ss58_address: 2 * ONE_TOKEN}
    sent(chain, alice, "Crowdloan", "finalize", {"crowdloan_id": crowdloan_id})
    assert free_balance(chain, target) == 12 * ONE_TOKEN


def test_root_schedules_a_call_for_later(chain, alice, bob):
    inner = chain.compose_call("System", "remark_with_event", {"remark": "0x2a"})
    plan = {"after": 2, "maybe_periodic": None, "priority": 0, "call": inner}
    planned = chain.compose_call("Scheduler", "schedule_after", plan)
    receipt = sent(chain, alice, "Sudo", "sudo", {"call": planned})
    when = next(event for event in receipt.triggered_events if event.value["event_id"] == "Scheduled")
    block = when.value["attributes"]["when"]

    def made(header, update_number, subscription):
        return header["header"]["number"] if header["header"]["number"] >= block else None

    chain.subscribe_block_headers(made)
    events = chain.get_events(chain.get_block_hash(block))
    assert "Dispatched" in [event.value["event_id"] for event in events]
