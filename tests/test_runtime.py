"""The runtime as a node drives it: blocks, transactions, questions, genesis."""

import random

import pytest

from chain.codec import U32, DecodeError, Err, Ok, Result, decode, encode
from chain.frame import RuntimeCall, Weight
from chain.frame import dispatch_error as wire
from chain.frame.core_apis import OpaqueMetadata
from chain.frame.runtime_api import ApiNotFound
from chain.frame.validity import (
    AncientBirthBlock,
    BadMandatory,
    BadProof,
    BadSigner,
    CallInvalid,
    ExhaustsResources,
    Future,
    LookupFailed,
    MandatoryValidation,
    NoUnsignedValidator,
    Payment,
    Stale,
    TransactionRefused,
    TransactionSource,
    TransactionValidityError,
    ValidTransaction,
)
from chain.frame.version import RuntimeVersion, api_id
from chain.genesis import PRESETS, UnknownPreset, account, preset
from chain.pallets.balances.events import Deposit, Endowed, Transfer, Withdraw
from chain.pallets.system import well_known_keys
from chain.pallets.system.events import ExtrinsicFailed, ExtrinsicSuccess, NewAccount
from chain.pallets.system.limits import BASE_EXTRINSIC
from chain.pallets.system.types import ApplyExtrinsic, Initialization
from chain.pallets.transaction_payment.pallet import TransactionFeePaid
from chain.pallets.transaction_payment.types import RuntimeDispatchInfo
from chain.primitives.address import Id, Raw
from chain.primitives.era import Era
from chain.primitives.extrinsic import UncheckedExtrinsic
from chain.primitives.header import Header
from chain.primitives.identifiers import AccountId, Hash
from chain.runtime import API_CLASSES, VERSION, Runtime
from chain.settings import RuntimeSettings
from chain.state import State
from chain.state.ordered_root import ordered_root
from tests.local_chain import NO_HASH, LocalChain, compact, key

ALICE, BOB, DAVE = key("Alice"), key("Bob"), key("Dave")
STRANGER = AccountId(b"\x77" * 32)


@pytest.fixture
def chain():
    return LocalChain()


def transfer(chain, amount=1_000_000_000, dest=STRANGER):
    return chain.call("Balances", "transfer_keep_alive", dest=Id(dest), value=amount)


def records_of(runtime, index):
    """The events of one extrinsic."""
    return [record.event for record in runtime.system.log.records() if record.phase == ApplyExtrinsic(index)]


def refusal(action, *arguments):
    with pytest.raises(TransactionRefused) as caught:
        action(*arguments)
    return caught.value.reason


def bare(chain, call):
    return UncheckedExtrinsic(None, chain.runtime().declaration.codec_of(RuntimeCall).encode(call)).encode()


# blocks


def test_a_transfer_leaves_its_events_in_substrates_order(chain):
    extrinsic = chain.sign(ALICE, transfer(chain))
    runtime, results = chain.block(extrinsic)
    assert results == [Ok(None)]
    author, alice = account("One"), account("Alice")
    *before, success = records_of(runtime, 1)
    paid = before[-1]
    assert isinstance(paid, TransactionFeePaid)
    fee = paid.actual_fee
    assert before == [
        Withdraw(alice, fee),
        NewAccount(STRANGER),
        Endowed(STRANGER, 1_000_000_000),
        Transfer(alice, STRANGER, 1_000_000_000),
        Deposit(author, fee),
        TransactionFeePaid(alice, fee, 0),
    ]
    assert isinstance(success, ExtrinsicSuccess)
    call_weight = transfer(chain).info.weight
    extensions = runtime.executive.pipeline.extension_weight(transfer(chain))
    assert success.dispatch_info.weight == call_weight + extensions + BASE_EXTRINSIC
    assert fee == 54_078 + len(extrinsic) + (call_weight + extensions).ref_time // 2_000
    assert runtime.balances.free_balance(alice) == 10**15 - 10**9 - fee
    runtime.check_invariants()


def test_hooks_speak_in_the_phase_of_initialisation(chain):
    runtime, _ = chain.block()
    assert runtime.system.log.records()[0].phase == Initialization()


def test_a_failed_call_is_part_of_the_block_and_paid_for(chain):
    runtime, results = chain.block(chain.sign(DAVE, transfer(chain, 2_000_000_000_001)))
    error = wire.Token(wire.TokenErrorKind.FundsUnavailable)
    assert results == [Err(error)]
    events = records_of(runtime, 1)
    assert isinstance(events[-1], ExtrinsicFailed) and events[-1].dispatch_error == error
    assert isinstance(events[-2], TransactionFeePaid) and not any(isinstance(event, Transfer) for event in events)
    assert runtime.system.accounts.nonce(DAVE.public_key) == 1
    runtime.check_invariants()


def test_the_events_in_the_state_are_those_of_the_block(chain):
    runtime, _ = chain.block(chain.sign(ALICE, transfer(chain)))
    stored = chain.runtime()
    assert stored.system.event_records == runtime.system.log.records() and stored.system.event_count == 9
    chain.block()
    assert len(chain.runtime().system.event_records) < 9


def test_the_header_carries_parent_digest_and_both_roots(chain):
    genesis = chain.head
    extrinsic = chain.sign(ALICE, transfer(chain))
    runtime = chain.begin()
    runtime.apply_extrinsic(extrinsic)
    header = chain.seal(runtime)
    assert header.parent_hash == genesis.hash() and header.number == 1
    assert header.state_root == runtime.state.root() == chain.history.at(header.hash()).root()
    assert header.extrinsics_root == ordered_root([*chain.inherents, extrinsic])
    assert len(header.digest.logs) == 1


def test_the_state_between_blocks_holds_what_substrate_leaves_there(chain):
    chain.block(chain.sign(ALICE, transfer(chain)))
    runtime = chain.runtime()
    assert runtime.system.number == 1 and runtime.system.parent_hash == chain.genesis_hash
    assert runtime.system.block_hash[0] == chain.genesis_hash
    assert runtime.system.extrinsic_count is None and runtime.system.all_extrinsics_len is None
    assert runtime.state.get(well_known_keys.EXTRINSIC_INDEX) is None
    assert runtime.system.block_weight.normal.ref_time > 0 and runtime.system.block_weight.mandatory.ref_time > 0
    assert runtime.timestamp.now == chain.now_ms and not runtime.timestamp.did_update


def test_hashes_are_kept_for_a_window_of_blocks():
    runtime = Runtime(State(), RuntimeSettings())
    runtime.system.block_hash[7] = Hash(b"\x07" * 32)
    runtime.system.begin_test_block(2_408)
    runtime.system.finalize()
    assert 7 not in runtime.system.block_hash


def test_two_chains_of_the_same_blocks_have_the_same_roots():
    first, second = LocalChain(), LocalChain()
    for amount in range(3):
        # Signatures are random, so both chains get the very same extrinsics.
        extrinsic = first.sign(BOB, transfer(first, 10**9 + amount))
        first.block(extrinsic)
        second.block(extrinsic)
    assert first.head == second.head


def test_a_block_that_does_not_follow_is_refused(chain):
    with pytest.raises(ValueError, match="number 5, but the state is ready for block 1"):
        chain.runtime().initialize_block(Header(NO_HASH, 5, NO_HASH, NO_HASH, chain.head.digest))


def test_a_whole_block_is_run_and_compared_with_its_header(chain):
    extrinsic = chain.sign(ALICE, transfer(chain))
    before = chain.runtime()
    runtime = chain.begin()
    body = [*chain.inherents, extrinsic]
    runtime.apply_extrinsic(extrinsic)
    header = chain.seal(runtime)
    block = encode(Header, header) + compact(len(body)) + b"".join(body)
    assert before.call_api("Core_execute_block", block) == b""
    assert before.state.root() == header.state_root


# transactions


def test_a_valid_transaction_tells_the_pool_what_it_provides(chain):
    who = bytes(ALICE.public_key)
    valid = chain.validate(chain.sign(ALICE, transfer(chain), nonce=0))
    assert valid == ValidTransaction(priority=1, provides=[who + bytes(4)])
    ahead = chain.validate(chain.sign(ALICE, transfer(chain), nonce=2))
    assert ahead.requires == [who + b"\x01\x00\x00\x00"] and ahead.provides == [who + b"\x02\x00\x00\x00"]


def test_validation_changes_nothing(chain):
    runtime = chain.runtime()
    root = runtime.state.root()
    runtime.validate_transaction(TransactionSource.Local, chain.sign(ALICE, transfer(chain)), chain.head.hash())
    assert runtime.state.root() == root and runtime.state.changes() == {} and runtime.state.depth == 0


def test_an_operational_call_goes_first(chain):
    call = chain.call("Sudo", "sudo", call=chain.call("System", "set_storage", items=[]))
    assert chain.validate(chain.sign(ALICE, call)).priority == 10_000_000_000


def test_nonces_come_in_order(chain):
    first, third = (chain.sign(ALICE, transfer(chain), nonce=nonce) for nonce in (0, 2))
    runtime = chain.begin()
    assert refusal(runtime.apply_extrinsic, third) == Future()
    assert runtime.apply_extrinsic(first) == Ok(None)
    assert refusal(runtime.apply_extrinsic, first) == Stale()
    chain.seal(runtime)
    assert refusal(chain.validate, first) == Stale()


def test_a_refused_transaction_leaves_no_trace(chain):
    runtime = chain.begin()
    before = runtime.state.changes(), runtime.system.log.encoded(), runtime.system.block.consumed()
    assert refusal(runtime.apply_extrinsic, chain.sign(ALICE, transfer(chain), nonce=5)) == Future()
    assert (runtime.state.changes(), runtime.system.log.encoded(), runtime.system.block.consumed()) == before
    assert runtime.state.depth == 0


def test_every_bit_of_a_transaction_is_signed(chain):
    extrinsic = bytearray(chain.sign(ALICE, transfer(chain)))
    for position in (-1, -20, -40, 40, 60, 100):
        wrong = bytearray(extrinsic)
        wrong[position] ^= 1
        with pytest.raises((TransactionRefused, DecodeError)) as caught:
            chain.validate(bytes(wrong))
        if isinstance(caught.value, TransactionRefused):
            assert caught.value.reason in (BadProof(), LookupFailed(), Payment())


def test_a_transaction_of_another_chain_is_refused(chain):
    other = LocalChain("localnet")
    assert refusal(chain.validate, other.sign(ALICE, transfer(other))) == BadProof()


def test_mortal_transactions_live_for_their_period(chain):
    for _ in range(3):
        chain.block()
    mortal = chain.sign(ALICE, transfer(chain), era=Era.mortal(4, 3))
    assert chain.validate(mortal).longevity == 3
    chain.block()
    chain.block()
    assert chain.validate(mortal).longevity == 1
    chain.block()
    chain.block()
    assert refusal(chain.validate, mortal) == BadProof()


def test_a_birth_block_outside_the_window_is_ancient(chain):
    mortal = chain.sign(ALICE, transfer(chain), era=Era.mortal(65_536, 0))
    runtime = chain.runtime()
    runtime.system.number = 5_000
    with pytest.raises(TransactionRefused) as caught:
        runtime.executive.validate_transaction(
            TransactionSource.External, chain.sign(ALICE, transfer(chain), era=Era(4_096, 900))
        )
    assert caught.value.reason == AncientBirthBlock()
    assert chain.validate(mortal).longevity == 65_535


def test_an_account_that_cannot_pay_is_refused(chain):
    poor = key("Poor")
    assert refusal(chain.validate, chain.sign(poor, transfer(chain))) == Payment()
    chain.block(chain.sign(ALICE, transfer(chain, 1_000, poor.public_key)))
    assert refusal(chain.validate, chain.sign(poor, transfer(chain, 1), nonce=0)) == Payment()


def test_a_tip_is_paid_to_the_author(chain):
    runtime, _ = chain.block(chain.sign(ALICE, transfer(chain), tip=5_000))
    paid = next(event for event in records_of(runtime, 1) if isinstance(event, TransactionFeePaid))
    assert paid.tip == 5_000
    assert runtime.balances.free_balance(account("One")) == 2_000_000_000_000 + paid.actual_fee


def test_a_batch_in_a_batch_is_filtered(chain):
    inner = chain.call("Utility", "batch", calls=[])
    _, results = chain.block(chain.sign(ALICE, chain.call("Utility", "batch_all", calls=[inner])))
    assert results == [Err(wire.Module(wire.ModuleErrorCode(0, b"\x05\x00\x00\x00")))]


def test_guards_weigh_on_the_calls_they_look_at(chain):
    weigh = chain.runtime().executive.pipeline.extension_weight
    plain = weigh(transfer(chain))
    take = weigh(chain.call("SubtensorModule", "increase_take", hotkey=STRANGER, take=5))
    assert take == plain + Weight(90_378_000, 0)


def test_only_the_sudo_key_may_send_sudo_calls(chain):
    call = chain.call("Sudo", "sudo", call=chain.call("System", "remark", remark=b""))
    assert refusal(chain.validate, chain.sign(BOB, call)) == BadSigner()
    runtime, results = chain.block(chain.sign(ALICE, call))
    assert results == [Ok(None)]
    paid = next(event for event in records_of(runtime, 1) if isinstance(event, TransactionFeePaid))
    assert paid.actual_fee == 0 and runtime.balances.free_balance(account("Alice")) == 10**15


def test_storage_set_by_sudo_is_seen_in_the_same_block(chain):
    raw = chain.runtime().system.account.key(STRANGER)
    account_info = encode(U32, 9) + bytes(76)
    poke = chain.call("Sudo", "sudo", call=chain.call("System", "set_storage", items=[(raw, account_info)]))
    runtime = chain.begin()
    runtime.apply_extrinsic(chain.sign(ALICE, poke))
    assert runtime.system.accounts.nonce(STRANGER) == 9


def test_an_inherent_is_not_for_the_pool_and_not_twice(chain):
    runtime = chain.begin()
    inherent = runtime.inherents(chain.now_ms + 250)[0]
    assert refusal(chain.validate, inherent) == MandatoryValidation()
    assert refusal(runtime.apply_extrinsic, inherent) == BadMandatory()
    chain.seal(runtime)


def test_an_unsigned_transaction_that_nobody_vouches_for_is_refused(chain):
    assert refusal(chain.validate, bare(chain, transfer(chain))) == NoUnsignedValidator()
    assert refusal(chain.begin().apply_extrinsic, bare(chain, transfer(chain))) == NoUnsignedValidator()


def test_a_signed_inherent_is_refused(chain):
    call = chain.call("Timestamp", "set", now=chain.now_ms)
    assert refusal(chain.validate, chain.sign(ALICE, call)) == MandatoryValidation()
    assert refusal(chain.begin().apply_extrinsic, chain.sign(ALICE, call, nonce=0)) == BadMandatory()


def test_a_signer_who_is_no_account_id_is_refused(chain):
    extrinsic = chain.sign(ALICE, transfer(chain))
    runtime = chain.runtime()
    unchecked = UncheckedExtrinsic.split(extrinsic, lambda data, offset: offset + 4)
    moved = unchecked._replace(signature=unchecked.signature._replace(address=Raw(b"who")))
    assert refusal(runtime.executive.pipeline.decode, moved.encode()) == LookupFailed()


def test_calls_nested_too_deep_are_refused(chain):
    call = chain.call("System", "remark", remark=b"")
    for _ in range(9):
        call = chain.call("Utility", "as_derivative", index=0, call=call)
    assert refusal(chain.validate, chain.sign(ALICE, call)) == CallInvalid()


def test_what_exceeds_a_block_is_refused(chain):
    heavy = chain.call("Utility", "batch", calls=[chain.call("System", "remark", remark=b"")] * 2)
    assert chain.validate(chain.sign(ALICE, heavy)).priority == 1
    long = chain.call("System", "remark", remark=bytes(8_000_000))
    assert refusal(chain.validate, chain.sign(ALICE, long)) == ExhaustsResources()


def test_a_full_block_takes_no_more(chain):
    runtime = chain.begin()
    runtime.system.block.add_weight(Weight(3_000_000_000_000, 0), transfer(chain).info.dispatch_class)
    assert refusal(runtime.apply_extrinsic, chain.sign(ALICE, transfer(chain))) == ExhaustsResources()
    chain.seal(runtime)


def test_a_metadata_hash_that_nobody_can_check_is_refused(chain):
    assert refusal(chain.validate, chain.sign(ALICE, transfer(chain), mode=b"\x01")) == LookupFailed()


def test_garbage_is_refused_and_changes_nothing(chain):
    source = random.Random(7)
    extrinsic = chain.sign(ALICE, transfer(chain))
    runtime = chain.begin()
    before = runtime.state.changes()
    for attempt in range(400):
        garbage = bytearray(extrinsic if attempt % 2 else source.randbytes(source.randrange(200)))
        for _ in range(source.randrange(1, 4)):
            if garbage:
                garbage[source.randrange(len(garbage))] = source.randrange(256)
        if attempt % 5 == 0:
            garbage = garbage[: source.randrange(len(garbage) + 1)]
        if bytes(garbage) == extrinsic:
            continue
        with pytest.raises((DecodeError, TransactionRefused)):
            runtime.apply_extrinsic(bytes(garbage))
    assert runtime.state.changes() == before and runtime.state.depth == 0
    assert runtime.apply_extrinsic(extrinsic) == Ok(None)


def test_a_signature_is_verified_once_for_pool_and_block(chain):
    asked = []

    def verify(signature, message, signer):
        asked.append(signer)
        return True

    extrinsic = chain.sign(ALICE, transfer(chain))
    chain.validate(extrinsic)
    verified = chain.runtime().executive.pipeline._format.verified
    assert any(encoded == extrinsic for encoded, _ in verified)
    counting = LocalChain(verify=verify)
    counting.block(counting.sign(ALICE, transfer(counting)))
    assert asked == [ALICE.public_key]


def test_another_check_of_signatures_can_be_put_in_its_place(chain):
    lenient = LocalChain(verify=lambda signature, message, signer: True)
    forged = bytearray(lenient.sign(ALICE, transfer(lenient)))
    forged[50] ^= 1
    _, results = lenient.block(bytes(forged))
    assert results == [Ok(None)]
    assert refusal(chain.validate, bytes(forged)) == BadProof()


# questions


def test_core_version_lists_the_runtime_apis_by_id(chain):
    version = decode(RuntimeVersion, chain.runtime().call_api("Core_version", b""))
    assert version == VERSION and (version.spec_name, version.spec_version) == ("node-subtensor", 461)
    assert (bytes.fromhex("df6acb689907609b"), 5) in [(bytes(name), number) for name, number in version.apis]
    assert api_id("Metadata").hex() == "37e397fc7c91f5e4"
    assert len(version.apis) == len(API_CLASSES)


def test_the_instances_of_the_runtime_apis_are_those_that_the_version_lists(chain):
    assert tuple(type(api) for api in chain.runtime().apis) == API_CLASSES


def test_an_unknown_api_is_told_by_name(chain):
    for name in ("Core_nothing", "Nothing_version", "version", ""):
        with pytest.raises(ApiNotFound, match="not a runtime API"):
            chain.runtime().call_api(name, b"")


def test_arguments_of_the_wrong_form_are_refused(chain):
    with pytest.raises(DecodeError):
        chain.runtime().call_api("AccountNonceApi_account_nonce", b"short")
    with pytest.raises(DecodeError):
        chain.runtime().call_api("Core_version", b"more")


def test_metadata_is_served_in_its_versions(chain):
    runtime = chain.runtime()
    assert decode(list[U32], runtime.call_api("Metadata_metadata_versions", b"")) == [14, 15]
    fourteen = decode(OpaqueMetadata, runtime.call_api("Metadata_metadata", b"")).encoded
    assert fourteen == runtime.metadata(14) and fourteen[:5] == b"meta\x0e"
    fifteen = decode(OpaqueMetadata | None, runtime.call_api("Metadata_metadata_at_version", encode(U32, 15)))
    assert fifteen.encoded == runtime.metadata(15) and fifteen.encoded[:5] == b"meta\x0f"
    assert runtime.call_api("Metadata_metadata_at_version", encode(U32, 16)) == b"\x00"
    assert runtime.metadata(15) is chain.runtime().metadata(15)


def test_the_pool_asks_through_the_runtime_api_too(chain):
    answer = Result[ValidTransaction, TransactionValidityError]
    head = bytes(chain.head.hash())

    def ask(extrinsic):
        arguments = b"\x02" + extrinsic + head
        return decode(answer, chain.runtime().call_api("TaggedTransactionQueue_validate_transaction", arguments))

    assert ask(chain.sign(ALICE, transfer(chain))).value.priority == 1
    refused = chain.runtime().call_api(
        "TaggedTransactionQueue_validate_transaction", b"\x02" + bare(chain, transfer(chain)) + head
    )
    assert refused == b"\x01\x01\x01"


def test_an_extrinsic_is_applied_through_the_runtime_api(chain):
    runtime = chain.begin()
    assert runtime.call_api("BlockBuilder_apply_extrinsic", chain.sign(ALICE, transfer(chain), nonce=0)) == b"\x00\x00"
    assert (
        runtime.call_api("BlockBuilder_apply_extrinsic", chain.sign(ALICE, transfer(chain), nonce=9)) == b"\x01\x00\x02"
    )


def test_the_fee_is_foretold_exactly(chain):
    extrinsic = chain.sign(ALICE, transfer(chain))
    arguments = extrinsic + encode(U32, len(extrinsic))
    info = decode(RuntimeDispatchInfo, chain.runtime().call_api("TransactionPaymentApi_query_info", arguments))
    runtime, _ = chain.block(extrinsic)
    paid = next(event for event in records_of(runtime, 1) if isinstance(event, TransactionFeePaid))
    assert info.partial_fee == paid.actual_fee
    call = chain.runtime().declaration.codec_of(RuntimeCall).encode(transfer(chain))
    by_call = chain.runtime().call_api("TransactionPaymentCallApi_query_call_info", call + encode(U32, len(extrinsic)))
    assert decode(RuntimeDispatchInfo, by_call) == info


def test_the_next_nonce_is_told(chain):
    chain.block(chain.sign(ALICE, transfer(chain)))
    asked = chain.runtime().call_api("AccountNonceApi_account_nonce", bytes(ALICE.public_key))
    assert asked == encode(U32, 1)


def test_inherents_are_made_and_checked_through_the_runtime_api(chain):
    runtime = chain.begin()
    data = b"\x04" + b"timstap0" + compact(8) + (chain.now_ms + 250).to_bytes(8, "little")
    made = runtime.call_api("BlockBuilder_inherent_extrinsics", data)
    assert made == compact(1) + runtime.inherents(chain.now_ms + 250)[0]
    block = encode(Header, chain.head) + made
    assert chain.runtime().call_api("BlockBuilder_check_inherents", block + data)[:2] == b"\x01\x00"
    early = b"\x04" + b"timstap0" + compact(8) + (5).to_bytes(8, "little")
    assert chain.runtime().call_api("BlockBuilder_check_inherents", block + early)[:2] == b"\x00\x01"


# genesis


@pytest.mark.parametrize("name", list(PRESETS))
def test_a_preset_gives_a_sound_chain(name):
    chain = LocalChain(name)
    chain.runtime().check_invariants()
    runtime, _ = chain.block()
    runtime.check_invariants()
    assert runtime.sudo.key == account("Alice")


def test_an_unknown_preset_names_the_known_ones():
    with pytest.raises(UnknownPreset, match="localnet-fast, localnet, permissive, empty"):
        preset("mainnet")


def test_a_localnet_funds_the_accounts_of_the_reference(chain):
    balances = chain.runtime().balances
    assert balances.total_issuance == 3_016_000_000_000_000
    assert balances.free_balance(account("Charlie")) == 10**15 and balances.free_balance(account("Two")) == 2 * 10**12


def test_the_first_networks_stand_at_genesis(chain):
    subtensor = chain.runtime().subtensor
    assert subtensor.networks.netuids() == [0, 1] and subtensor.networks.total_networks == 2
    assert subtensor.networks.owner_of(0) == account("Alice")
    assert subtensor.neurons.hotkeys(1) == [bytes(32)]
    assert subtensor.pools.subnet_tao[1] == 10_000_000_000
    assert subtensor.stakes.stake_of(bytes(32), bytes(32), 1) == 1_000_000_000
    assert LocalChain("empty").runtime().subtensor.networks.netuids() == []


def test_the_code_in_the_state_changes_with_the_metadata():
    fast, slow = (LocalChain(name).runtime() for name in ("localnet-fast", "localnet"))
    assert fast.state.get(well_known_keys.CODE) == fast.code() != slow.code()
    assert LocalChain("localnet-fast").genesis_hash != LocalChain("localnet").genesis_hash


def test_constants_follow_the_settings():
    runtime = Runtime(State(), RuntimeSettings(slot_duration_ms=12_000, fast=False))
    assert (runtime.aura.slot_duration, runtime.timestamp.minimum_period) == (12_000, 6_000)
    assert runtime.balances.existential_deposit == 500


def test_a_runtime_is_cheap_to_make(chain):
    state = chain.history.at(chain.head.hash())
    first = Runtime(state, chain.preset.settings)
    assert first.declaration is Runtime(state, chain.preset.settings).declaration


def test_genesis_can_be_built_through_the_runtime_api():
    runtime = Runtime(State(), preset("localnet").settings)
    own = runtime.call_api("GenesisBuilder_get_preset", b"\x00")
    assert decode(bytes | None, own) == b'{"preset": "localnet"}'
    assert decode(list[str], runtime.call_api("GenesisBuilder_preset_names", b"")) == list(PRESETS)
    assert runtime.call_api("GenesisBuilder_get_preset", encode(str | None, "mainnet")) == b"\x00"
    for wrong in (b"{", b"[]", b'{"preset": "mainnet"}', b'{"preset": "empty"}'):
        assert runtime.call_api("GenesisBuilder_build_state", encode(bytes, wrong))[0] == 1
    assert runtime.state.changes() == {}
    assert runtime.call_api("GenesisBuilder_build_state", encode(bytes, b'{"preset": "localnet"}')) == b"\x00"
    assert runtime.state.root() == LocalChain("localnet").head.state_root


def test_a_runtime_that_goes_on_makes_the_blocks_that_fresh_ones_make():
    fresh, followed = LocalChain(), LocalChain()
    runtime = followed.runtime()
    followed.runtime = lambda: runtime
    for number in range(30):
        extrinsics = [fresh.sign(ALICE, transfer(fresh))] if number % 3 == 0 else []
        fresh.block(*extrinsics)
        followed.block(*extrinsics)
        followed.history.follow(runtime.state)
        assert followed.head.hash() == fresh.head.hash()
