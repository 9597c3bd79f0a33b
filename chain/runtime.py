"""The runtime: which pallets, at which index, wired how. The only door through which a node reaches the rules."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from chain.codec import U64, encode
from chain.frame.call import Call, RuntimeCall
from chain.frame.core_apis import BlockBuilder, Core, Metadata, OffchainWorkerApi, TaggedTransactionQueue
from chain.frame.dispatch import Dispatcher, FailedCall
from chain.frame.executive import DispatchResult, Executive
from chain.frame.extension import TransactionExtension
from chain.frame.inherent import TIMESTAMP_INHERENT
from chain.frame.pallet import Pallet
from chain.frame.pipeline import Pipeline, Verify
from chain.frame.runtime_api import ApiTable, RuntimeApi
from chain.frame.runtime_declaration import runtime_declaration
from chain.frame.validity import TransactionSource, ValidTransaction
from chain.frame.version import METADATA_VERSIONS, RuntimeVersion
from chain.frame.wire_pallet import WirePallet
from chain.genesis import GenesisPreset
from chain.genesis_api import GenesisBuilder
from chain.pallets.aura import Aura
from chain.pallets.aura.api import AuraApi, SessionKeys
from chain.pallets.balances import Balances
from chain.pallets.crowdloan import Crowdloan
from chain.pallets.drand import Drand, DrandPriority
from chain.pallets.drand.types import DEVELOPMENT, PulsesPayload
from chain.pallets.mev_shield import CheckShieldedTxValidity, MevShield
from chain.pallets.mev_shield.api import ShieldApi
from chain.pallets.mev_shield.extension import shielded_in
from chain.pallets.multisig import Multisig
from chain.pallets.preimage import Preimage
from chain.pallets.proxy import Proxy
from chain.pallets.proxy.api import ProxyFilterRuntimeApi
from chain.pallets.safe_mode import SafeMode
from chain.pallets.scheduler import Scheduler
from chain.pallets.staking.api import StakeInfoRuntimeApi
from chain.pallets.subnet_info import (
    BetaBasketRuntimeApi,
    DelegateInfoRuntimeApi,
    NeuronInfoRuntimeApi,
    SubnetInfoRuntimeApi,
    SubnetRegistrationRuntimeApi,
)
from chain.pallets.subtensor_module.extension import EVERY_ERROR, NO_ERROR, SubtensorTransactionExtension
from chain.pallets.sudo import Sudo
from chain.pallets.sudo.extension import SudoTransactionExtension
from chain.pallets.swap.api import SwapRuntimeApi
from chain.pallets.system import System, well_known_keys
from chain.pallets.system.api import AccountNonceApi
from chain.pallets.system.block_keeper import BlockBooks
from chain.pallets.system.check_metadata_hash import CheckMetadataHash
from chain.pallets.system.extensions import (
    CheckGenesis,
    CheckMortality,
    CheckNonce,
    CheckNonZeroSender,
    CheckSpecVersion,
    CheckTxVersion,
    CheckWeight,
)
from chain.pallets.timestamp import Timestamp
from chain.pallets.transaction_payment import ChargeTransactionPayment, TransactionPayment
from chain.pallets.transaction_payment.api import TransactionPaymentApi, TransactionPaymentCallApi
from chain.pallets.utility import Utility
from chain.primitives.beacon import BeaconOutlook, Pulse
from chain.primitives.extrinsic import UncheckedExtrinsic
from chain.primitives.hashing import blake2_256
from chain.primitives.header import Header
from chain.primitives.identifiers import Hash
from chain.primitives.keys import Keypair
from chain.primitives.shielded import ShieldedTransaction
from chain.primitives.signature import verify
from chain.primitives.signer import Ed25519Signer
from chain.settings import RuntimeSettings
from chain.state import State
from chain.subtensor_parts import SubtensorParts

SPEC_NAME = "node-subtensor"
SPEC_VERSION = 461
TRANSACTION_VERSION = 1

API_CLASSES: tuple[type[RuntimeApi], ...] = (
    Core,
    Metadata,
    BlockBuilder,
    GenesisBuilder,
    TaggedTransactionQueue,
    OffchainWorkerApi,
    AuraApi,
    SessionKeys,
    AccountNonceApi,
    TransactionPaymentApi,
    TransactionPaymentCallApi,
    DelegateInfoRuntimeApi,
    NeuronInfoRuntimeApi,
    SubnetInfoRuntimeApi,
    SubnetRegistrationRuntimeApi,
    SwapRuntimeApi,
    StakeInfoRuntimeApi,
    BetaBasketRuntimeApi,
    ProxyFilterRuntimeApi,
    ShieldApi,
)

VERSION = RuntimeVersion(
    spec_name=SPEC_NAME,
    impl_name=SPEC_NAME,
    authoring_version=1,
    spec_version=SPEC_VERSION,
    impl_version=1,
    apis=[api.version_entry() for api in API_CLASSES],
    transaction_version=TRANSACTION_VERSION,
    system_version=1,
)

NOTHING: Mapping[bytes, bytes] = {}

BATCHES = ("batch", "batch_all", "force_batch")


def allows_no_nested_batch(call: Call) -> bool:
    """The base filter (section 5.3): a batch may hold no other batch directly."""
    if not call.is_any_of("Utility", *BATCHES):
        return True
    return not any(inner.is_any_of("Utility", *BATCHES) for inner in call["calls"])


class Runtime:
    """The rules over one state. Cheap: make one for each block and each query."""

    def __init__(self, state: State, settings: RuntimeSettings, *, verify_signature: Verify = verify) -> None:
        self.state = state
        self.settings = settings
        self.system = System(state, version=VERSION)
        self.timestamp = Timestamp(self.system, minimum_period=settings.slot_duration_ms // 2)
        self.aura = Aura(self.system, slot_duration=settings.slot_duration_ms)
        self.balances = Balances(self.system, existential_deposit=settings.existential_deposit_rao)
        self.payment = TransactionPayment(self.system, currency=self.balances, author=self.aura)
        self.subtensor = SubtensorParts(self.system, balances=self.balances, aura=self.aura, settings=settings)
        self.utility = Utility(self.system)
        self.sudo = Sudo(self.system)
        self.multisig = Multisig(self.system, currency=self.balances.reserved)
        self.preimage = Preimage(self.system, currency=self.balances.locking)
        self.scheduler = Scheduler(self.system)
        self.proxy = Proxy(self.system, currency=self.balances.reserved)
        self.safe_mode = SafeMode(self.system)
        self.mev_shield = MevShield(self.system, authors=self.aura)
        self.crowdloan = Crowdloan(self.system, currency=self.balances, fast=settings.fast)
        # The order is that in which hooks run.
        self.pallets: dict[int, Pallet | WirePallet] = {
            0: self.system,
            2: self.timestamp,
            3: self.aura,
            5: self.balances,
            6: self.payment,
            7: self.subtensor.wire_pallet(),
            11: self.utility,
            12: self.sudo,
            13: self.multisig,
            14: self.preimage,
            15: self.scheduler,
            16: self.proxy,
            18: self.subtensor.commitments,
            19: self.subtensor.admin_utils,
            20: self.safe_mode,
            26: self.subtensor.drand,
            27: self.crowdloan,
            28: self.subtensor.swap,
            30: self.mev_shield,
            31: self.subtensor.alpha_assets,
        }
        self._connect(verify_signature)

    def _connect(self, verify_signature: Verify) -> None:
        guards = self.subtensor.guards()
        extensions = self._extensions(guards)
        self.declaration = runtime_declaration(
            {index: pallet.declaration for index, pallet in self.pallets.items()},
            tuple(type(extension) for extension in extensions),
        )
        self.system.connect(self.declaration)
        parts = [
            (pallet.declaration.name, part)
            for pallet in self.pallets.values()
            for part in (pallet.parts if isinstance(pallet, WirePallet) else (pallet,))
        ]
        self.dispatcher = Dispatcher(self.state, [part for _, part in parts], call_filtered=self.system.call_filtered)
        self.dispatcher.filters = (self.safe_mode.allows, allows_no_nested_batch)
        self.dispatcher.guards = guards
        self.sudo.connect(calls=self.dispatcher, errors=self.declaration)
        self.utility.connect(calls=self.dispatcher, errors=self.declaration)
        self.preimage.connect(codec=self.declaration)
        self.scheduler.connect(calls=self.dispatcher, errors=self.declaration, store=self.preimage)
        self.crowdloan.connect(calls=self.dispatcher, store=self.preimage)
        for carrier in (self.multisig, self.proxy):
            carrier.connect(calls=self.dispatcher, errors=self.declaration, codec=self.declaration)
        self.payment.connect(payers=self.proxy)
        self.subtensor.connect(self.declaration)
        self.subtensor.connect_leases(crowdloans=self.crowdloan, proxies=self.proxy)
        self.parts = [part for _, part in parts]
        self.executive = Executive(
            state=self.state,
            declaration=self.declaration,
            keeper=BlockBooks(self.system),
            parts=parts,
            dispatcher=self.dispatcher,
            pipeline=Pipeline(self.declaration, extensions, verify=verify_signature),
        )

    def _extensions(self, guards: list[Callable[..., None]]) -> tuple[TransactionExtension, ...]:
        """The extensions in the order of section 5.4."""
        refused = EVERY_ERROR if self.settings.refuses_by_number else NO_ERROR
        return (
            CheckNonZeroSender(),
            CheckSpecVersion(self.system),
            CheckTxVersion(self.system),
            CheckGenesis(self.system),
            CheckMortality(self.system),
            CheckNonce(self.system),
            CheckWeight(self.system),
            ChargeTransactionPayment(self.payment, substitute=self.subtensor.alpha_fees),
            SudoTransactionExtension(self.sudo),
            CheckShieldedTxValidity(),
            SubtensorTransactionExtension(guards, refused=refused),
            DrandPriority(),
            CheckMetadataHash(),
        )

    @property
    def version(self) -> RuntimeVersion:
        """Names, numbers and runtime APIs."""
        return VERSION

    # blocks

    def initialize_block(self, header: Header) -> None:
        """Begin a block; the header carries number, parent and digest, no roots."""
        self.executive.initialize_block(header)

    def inherents(self, now_ms: int, further: Mapping[bytes, bytes] = NOTHING) -> list[bytes]:
        """The extrinsics that the author has to place first; `now_ms` is the time since 1970.

        `further` is what else the author knows, by inherent identifier.
        """
        return self.executive.inherents({TIMESTAMP_INHERENT: encode(U64, now_ms), **further})

    def apply_extrinsic(self, extrinsic: bytes) -> DispatchResult:
        """Apply one extrinsic, its length in front: how its call went.

        Raises:
            TransactionRefused: it cannot be part of the block; nothing has happened.
            DecodeError: the bytes are no extrinsic of this chain; nothing has happened.
        """
        return self.executive.apply_extrinsic(extrinsic)

    def take_failed(self) -> list[FailedCall]:
        """The calls that failed since this was asked last, inner ones before those that failed because of them."""
        return self.dispatcher.take_failed()

    def finalize_block(self) -> Header:
        """End the block; its header with both roots."""
        return self.executive.finalize_block()

    def validate_transaction(
        self, source: TransactionSource, extrinsic: bytes, block_hash: Hash | None = None
    ) -> ValidTransaction:
        """What the pool needs to know of an extrinsic for the block after this state's.

        `block_hash` is that of this state's block, which the state itself cannot know: without it a transaction that is
        mortal from this very block on is refused.

        Raises:
            TransactionRefused: it cannot be included, or nobody can tell.
            DecodeError: the bytes are no extrinsic of this chain.
        """
        self.state.begin()
        try:
            number = self.system.block_number
            self.system.number = number + 1
            if block_hash is not None:
                self.system.block_hash[number] = block_hash
            return self.executive.validate_transaction(source, extrinsic)
        finally:
            self.state.rollback()

    # the shield

    def shielded_in(self, extrinsic: bytes) -> ShieldedTransaction | None:
        """The shielded transaction that an extrinsic of this chain carries, if it does.

        Raises:
            DecodeError, TransactionRefused: the bytes are no extrinsic of this chain.
            NotShielded: it is to carry one, but parts are missing.
        """
        return shielded_in(self.executive.pipeline.decode(extrinsic).call)

    def validate_next(self, extrinsic: bytes) -> ValidTransaction:
        """What the pool would be told of an extrinsic that is to come next in the block in the making.

        Raises:
            TransactionRefused: it cannot be included, or nobody can tell.
            DecodeError: the bytes are no extrinsic of this chain.
        """
        return self.executive.validate_transaction(TransactionSource.Local, extrinsic)

    # the beacon

    def beacon_outlook(self) -> BeaconOutlook:
        """What the chain knows of its beacon, and the rounds that open something on it."""
        beacon, last = self.subtensor.drand.beacon_config, self.subtensor.drand.last_round()

        def awaited() -> list[int]:
            rounds = self.subtensor.timelocked.awaited_rounds() | self.subtensor.commitments.awaited_rounds()
            return sorted(beacon_round for beacon_round in rounds if beacon_round > last)

        return BeaconOutlook(beacon.public_key, beacon.hash, beacon.times, last, awaited)

    def pulse_extrinsic(self, pulse: Pulse, bringer: Keypair) -> bytes:
        """The unsigned extrinsic with which somebody (a key of ed25519) brings a pulse."""
        payload = PulsesPayload(self.system.block_number, [pulse], Ed25519Signer(bringer.public_key))
        arguments = {"pulses_payload": payload, "signature": bringer.sign(encode(PulsesPayload, payload))}
        call = self.declaration.calls.make_for(Drand.write_pulse, arguments)
        return UncheckedExtrinsic(None, self.declaration.codec_of(RuntimeCall).encode(call)).encode()

    # what only the owner of the whole chain may do

    def parameter_storage(self, name: str, netuid: int | None, value: Any) -> dict[bytes, bytes | None]:
        """The storage in which a parameter has a value, whatever limits and windows say of changing it.

        Raises:
            LookupError: there is no such parameter.
            ValueError: it needs a netuid or has none, or the value is not of its type.
        """
        from chain.pallets.hyperparameters.direct import write_parameter

        before = self.state.changes()
        write_parameter(self.subtensor.parameters, name, netuid, value)
        return {key: stored for key, stored in self.state.changes().items() if before.get(key, ...) != stored}

    # questions

    def call_api(self, name: str, arguments: bytes) -> bytes:
        """The encoded answer of a runtime API method, such as `Core_version`.

        Raises:
            ApiNotFound: there is no such method.
            DecodeError: the arguments are not those of the method.
        """
        return self.api_table.call(name, arguments)

    @cached_property
    def apis(self) -> tuple[RuntimeApi, ...]:
        """The runtime APIs, as `API_CLASSES` lists them."""
        pipeline = self.executive.pipeline
        parts = self.subtensor.answers()
        return (
            Core(VERSION, self.executive),
            Metadata(self.metadata, METADATA_VERSIONS),
            BlockBuilder(self.executive),
            GenesisBuilder(self.settings, self.build_genesis),
            TaggedTransactionQueue(self.validate_transaction),
            OffchainWorkerApi(),
            AuraApi(self.aura),
            SessionKeys(),
            AccountNonceApi(self.system),
            TransactionPaymentApi(self.payment, pipeline),
            TransactionPaymentCallApi(self.payment, pipeline),
            DelegateInfoRuntimeApi(parts),
            NeuronInfoRuntimeApi(parts),
            SubnetInfoRuntimeApi(parts),
            SubnetRegistrationRuntimeApi(parts),
            SwapRuntimeApi(self.subtensor.swap, self.subtensor.networks),
            StakeInfoRuntimeApi(
                self.subtensor.stakes,
                self.subtensor.locks,
                collateral=self.subtensor.collateral,
                networks=self.subtensor.networks,
                neurons=self.subtensor.neurons,
                dividends=self.subtensor.distribution,
                fees=self.subtensor.swap,
            ),
            BetaBasketRuntimeApi(self.subtensor.baskets, self.subtensor.basket_trading, self.subtensor.basket_funds),
            ProxyFilterRuntimeApi(self.declaration),
            ShieldApi(self.mev_shield, pipeline, self.declaration),
        )

    @cached_property
    def api_table(self) -> ApiTable:
        """The runtime APIs by name."""
        return ApiTable(self.apis, self.declaration.codecs)

    def metadata(self, version: int) -> bytes:
        """What clients are told of the runtime, in version 14 or 15; LookupError for others."""
        known = _METADATA.get((self.settings, version))
        if known is None:
            described = _DESCRIBED.get(self.settings)
            if described is None:
                # Imported here: most runs find the metadata of an earlier one.
                from chain.frame.metadata import RuntimeMetadata

                described = _DESCRIBED[self.settings] = RuntimeMetadata(
                    self.declaration, self.pallets, self.declaration.extensions, API_CLASSES
                ).encode
            known = _METADATA[self.settings, version] = described(version)
        return known

    def check_invariants(self) -> None:
        """Raise InvariantBroken where the state contradicts itself."""
        # Imported here: most runs never ask.
        from chain.solvency import Solvency

        for part in self.parts:
            part.check_invariants()
        Solvency(self.subtensor).check()

    # genesis

    def build_genesis(self, preset: GenesisPreset) -> None:
        """Write the state of block 0."""
        self.state.put(well_known_keys.CODE, self.code())
        self.system.genesis()
        self.aura.genesis(list(preset.authorities))
        self.balances.genesis(dict(preset.balances))
        self.payment.genesis()
        self.sudo.genesis(preset.sudo_key)
        if preset.has_development_beacon:
            self.subtensor.drand.genesis(DEVELOPMENT)
        if preset.has_subnets:
            self.subtensor.genesis(root_owner=preset.root_owner, root_owner_hotkey=preset.root_owner_hotkey)

    def code(self) -> bytes:
        """What stands at `:code`: not a program, but a mark that changes whenever the metadata does."""
        return b"weft runtime " + blake2_256(self.metadata(15)).hex().encode()


def knows_metadata(settings: RuntimeSettings) -> bool:
    """Whether this process has the metadata of a runtime already."""
    return all((settings, version) in _METADATA for version in METADATA_VERSIONS)


def remember_metadata(settings: RuntimeSettings, version: int, encoded: bytes) -> None:
    """Take over metadata that an earlier process made of the same sources."""
    _METADATA[settings, version] = encoded


_METADATA: dict[tuple[RuntimeSettings, int], bytes] = {}
_DESCRIBED: dict[RuntimeSettings, Callable[[int], bytes]] = {}
