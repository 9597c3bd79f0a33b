"""What the beacon's side of the chain stores and is told."""

from typing import Annotated

from chain.codec import U32, Bound, Struct, TypeName
from chain.primitives.beacon import (
    DEVELOPMENT_KEY,
    QUICKNET_GENESIS_SECONDS,
    QUICKNET_KEY,
    QUICKNET_PERIOD_SECONDS,
    BeaconTimes,
    Pulse,
)
from chain.primitives.hashing import blake2_256
from chain.primitives.signer import MultiSigner

LONGEST_KEY, LONGEST_HASH = 96, 32
SCHEME = b"bls-unchained-g1-rfc9380"

BoundedHash = Annotated[bytes, Bound(LONGEST_HASH), TypeName("BoundedHash")]


class BeaconMetadata(Struct, path="pallet_drand::types::Metadata"):
    """What the beacon is called."""

    beacon_id: BoundedHash


class BeaconConfiguration(Struct, path="pallet_drand::types::BeaconConfiguration"):
    """A beacon: its key, and when its rounds are (seconds since 1970)."""

    public_key: Annotated[bytes, Bound(LONGEST_KEY), TypeName("OpaquePublicKey")]
    period: U32
    genesis_time: U32
    hash: BoundedHash
    group_hash: BoundedHash
    scheme_id: BoundedHash
    metadata: Annotated[BeaconMetadata, TypeName("Metadata")]

    @property
    def times(self) -> BeaconTimes:
        """When its rounds are."""
        return BeaconTimes(self.genesis_time, self.period)


class PulsesPayload(
    Struct, path="pallet_drand::types::PulsesPayload", params={"Public": MultiSigner, "BlockNumber": U32}
):
    """Pulses, and who brings them since which block."""

    block_number: Annotated[U32, TypeName("BlockNumber")]
    pulses: Annotated[list[Pulse], TypeName("Vec<Pulse>")]
    public: Annotated[MultiSigner, TypeName("Public")]


class BeaconConfigurationPayload(
    Struct, path="pallet_drand::types::BeaconConfigurationPayload", params={"Public": MultiSigner, "BlockNumber": U32}
):
    """Another beacon, and who proposes it since which block."""

    block_number: Annotated[U32, TypeName("BlockNumber")]
    config: BeaconConfiguration
    public: Annotated[MultiSigner, TypeName("Public")]


QUICKNET = BeaconConfiguration(
    QUICKNET_KEY,
    QUICKNET_PERIOD_SECONDS,
    QUICKNET_GENESIS_SECONDS,
    bytes.fromhex("52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"),
    bytes.fromhex("f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e"),
    SCHEME,
    BeaconMetadata(b"quicknet"),
)
"""The beacon of the League of Entropy to which the live chain listens."""

DEVELOPMENT = BeaconConfiguration(
    DEVELOPMENT_KEY,
    QUICKNET_PERIOD_SECONDS,
    QUICKNET_GENESIS_SECONDS,
    blake2_256(DEVELOPMENT_KEY),
    blake2_256(SCHEME),
    SCHEME,
    BeaconMetadata(b"weft-development"),
)
"""The beacon of localnets, whose secret everyone knows; it keeps quicknet's time."""
