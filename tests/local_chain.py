"""A chain without a node, for tests of the runtime: blocks one after the other over a real state history."""

from chain.codec import encode
from chain.frame import Call, RuntimeCall
from chain.frame.validity import TransactionSource
from chain.genesis import preset
from chain.pallets.aura.pallet import slot_digest
from chain.primitives.address import Id
from chain.primitives.digest import Digest
from chain.primitives.era import IMMORTAL, Era
from chain.primitives.extrinsic import ExtrinsicSignature, UncheckedExtrinsic
from chain.primitives.hashing import blake2_256
from chain.primitives.header import Header
from chain.primitives.identifiers import Hash
from chain.primitives.keys import Keypair
from chain.runtime import Runtime
from chain.state import State
from chain.state.history import StateHistory
from chain.state.ordered_root import ordered_root

NO_HASH = Hash(bytes(32))


class LocalChain:
    """Blocks over a preset, given by name or as it is; `head` is the header of the newest.

    All invariants are checked after every block, except where time is measured.
    """

    def __init__(self, name="localnet-fast", *, verify=None, checked=True):
        self._checked = checked
        self.preset = preset(name) if isinstance(name, str) else name
        self._runtime_options = {} if verify is None else {"verify_signature": verify}
        state = State()
        Runtime(state, self.preset.settings).build_genesis(self.preset)
        self.history = StateHistory()
        root = self.history.genesis(state.changes())
        self.head = Header(NO_HASH, 0, Hash(root), Hash(ordered_root([])), Digest())
        self.history.commit(self.head.hash(), self.history.head())
        self.genesis_hash = self.head.hash()
        self.now_ms = 1_700_000_000_000
        self.nonces = {}
        self.inherents = []

    def runtime(self):
        """A runtime over a copy of the newest state."""
        return Runtime(self.history.at(self.head.hash()), self.preset.settings, **self._runtime_options)

    def begin(self, runtime=None):
        """Begin the next block with its inherents, with a runtime of its own, or that of the block before."""
        if runtime is None:
            runtime = self.runtime()
        else:
            self.history.follow(runtime.state)
        self.now_ms += self.preset.settings.slot_duration_ms
        slot = self.now_ms // self.preset.settings.slot_duration_ms
        runtime.initialize_block(
            Header(self.head.hash(), self.head.number + 1, NO_HASH, NO_HASH, Digest([slot_digest(slot)]))
        )
        self.inherents = runtime.inherents(self.now_ms)
        for inherent in self.inherents:
            runtime.apply_extrinsic(inherent)
        return runtime

    def seal(self, runtime):
        """Finish a block and make it the newest."""
        header = runtime.finalize_block()
        if self._checked:
            runtime.check_invariants()
        self.history.commit(header.hash(), runtime.state)
        self.head = header
        return header

    def block(self, *extrinsics, runtime=None):
        """A whole block; the runtime after it and how each extrinsic went."""
        runtime = self.begin(runtime)
        results = [runtime.apply_extrinsic(extrinsic) for extrinsic in extrinsics]
        self.seal(runtime)
        return runtime, results

    def sign(self, keypair, call, *, nonce=None, era=IMMORTAL, tip=0, mode=b"\x00"):
        """A signed extrinsic for the next block; nonces count up by themselves."""
        who = keypair.public_key
        if nonce is None:
            nonce = self.nonces.get(who, 0)
            self.nonces[who] = nonce + 1
        runtime = self.runtime()
        encoded_call = runtime.declaration.codec_of(RuntimeCall).encode(call)
        extra = encode(Era, era) + compact(nonce) + compact(tip) + mode
        birth = self.genesis_hash if era.is_immortal else self.head.hash()
        implicit = (461).to_bytes(4, "little") + (1).to_bytes(4, "little") + self.genesis_hash + birth + b"\x00"
        payload = encoded_call + extra + implicit
        if len(payload) > 256:
            payload = blake2_256(payload)
        signature = ExtrinsicSignature(Id(who), keypair.sign(payload), extra)
        return UncheckedExtrinsic(signature, encoded_call).encode()

    def call(self, pallet, name, **arguments) -> Call:
        """A call by its wire names."""
        return self.runtime().declaration.calls.make(pallet, name, arguments)

    def validate(self, extrinsic):
        """What the pool would be told."""
        return self.runtime().validate_transaction(TransactionSource.External, extrinsic, self.head.hash())


def compact(value):
    """A compact integer."""
    from chain.codec import append_compact

    out = bytearray()
    append_compact(value, out)
    return bytes(out)


def key(name):
    """A development key such as `//Alice`."""
    return Keypair.from_uri(f"//{name}")
