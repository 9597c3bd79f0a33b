"""What the node asks of a runtime, and no more: the narrow seam of design.md point 11.

`chain.runtime.Runtime` fulfils it. A runtime is cheap to make: one for the block in the making, one for each query.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from chain.frame.dispatch import FailedCall
from chain.frame.validity import TransactionSource, ValidTransaction
from chain.primitives.beacon import BeaconOutlook, Pulse
from chain.primitives.header import Header
from chain.primitives.identifiers import Hash
from chain.primitives.keys import Keypair
from chain.primitives.shielded import ShieldedTransaction
from chain.state import State


class RuntimePort(Protocol):
    """The rules of the chain over one state."""

    @property
    def version(self) -> Any:
        """The runtime version, with the fields of `sp_version::RuntimeVersion`."""
        ...

    def initialize_block(self, header: Header) -> None:
        """Begin a block; the header carries number, parent and digest, no roots."""
        ...

    def inherents(self, now_ms: int, further: Mapping[bytes, bytes]) -> list[bytes]:
        """Return the extrinsics that the author of a block has to place first.

        `further` is what the author knows beside the time, by inherent identifier.
        """
        ...

    def shielded_in(self, extrinsic: bytes) -> ShieldedTransaction | None:
        """Return the shielded transaction that an extrinsic carries, if it does.

        Raises TransactionRefused, DecodeError, NotShielded.
        """
        ...

    def validate_next(self, extrinsic: bytes) -> ValidTransaction:
        """Say what the pool would be told of an extrinsic that is to come next in the block in the making.

        Raises TransactionRefused, DecodeError.
        """
        ...

    def apply_extrinsic(self, extrinsic: bytes) -> Any:
        """Apply one extrinsic: its dispatch result, or TransactionRefused, in which case nothing has happened."""
        ...

    def take_failed(self) -> list[FailedCall]:
        """Return the calls that failed since this was asked last, inner ones before outer ones."""
        ...

    def finalize_block(self) -> Header:
        """End the block and return its header."""
        ...

    def validate_transaction(
        self, source: TransactionSource, extrinsic: bytes, block_hash: Hash | None = None
    ) -> ValidTransaction:
        """Say what the pool needs to know of an extrinsic, after the block of that hash; leave the state as it is.

        Raises TransactionRefused, DecodeError.
        """
        ...

    def call_api(self, name: str, arguments: bytes) -> bytes:
        """Call a runtime API, as `Trait_method`. Raises ApiNotFound."""
        ...

    def beacon_outlook(self) -> BeaconOutlook:
        """Return what the chain knows of its randomness beacon, and the rounds it waits for."""
        ...

    def pulse_extrinsic(self, pulse: Pulse, bringer: Keypair) -> bytes:
        """Return the unsigned extrinsic with which somebody brings a pulse of the beacon."""
        ...

    def metadata(self, version: int) -> bytes:
        """Return the metadata in a version."""
        ...

    def parameter_storage(self, name: str, netuid: int | None, value: Any) -> dict[bytes, bytes | None]:
        """Return the storage in which a parameter has a value. Raises LookupError, ValueError."""
        ...

    def check_invariants(self) -> None:
        """Check what must always hold. Raises InvariantBroken."""
        ...


RuntimeOf = Callable[[State], RuntimePort]
"""Makes the runtime over a state."""
