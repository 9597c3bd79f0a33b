"""What a validator commits to when it hides its weights (lifecycle 3.4)."""

from collections.abc import Sequence

from chain.codec import U16, U64, Struct, encode
from chain.primitives.hashing import blake2_256
from chain.primitives.identifiers import AccountId, Hash, NetUidStorageIndex


class HiddenWeights(Struct, path="WeightsCommitment"):
    """What is hashed."""

    hotkey: AccountId
    index: NetUidStorageIndex
    uids: list[U16]
    values: list[U16]
    salt: list[U16]
    version_key: U64


def commit_hash(
    hotkey: AccountId, index: int, uids: Sequence[int], values: Sequence[int], salt: Sequence[int], version_key: int
) -> Hash:
    """The hash to commit; `index` is netuid + 4096 * mechanism id."""
    hidden = HiddenWeights(hotkey, index, list(uids), list(values), list(salt), version_key)
    return Hash(blake2_256(encode(HiddenWeights, hidden)))
