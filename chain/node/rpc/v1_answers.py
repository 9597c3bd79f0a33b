"""What the new JSON-RPC methods (chainHead, archive, chainSpec) share: runtimes and storage items in their form."""

from collections.abc import Iterator
from typing import Any

from chain.node.queries import Queries
from chain.node.rpc.errors import invalid_params
from chain.node.rpc.hexadecimal import hex_of
from chain.primitives.hashing import blake2_256

VALUE, HASH, MERKLE = "value", "hash", "closestDescendantMerkleValue"
DESCENDANT_VALUES, DESCENDANT_HASHES = "descendantsValues", "descendantsHashes"
STORAGE_TYPES = (VALUE, HASH, MERKLE, DESCENDANT_VALUES, DESCENDANT_HASHES)


def runtime_spec(version: Any) -> dict[str, Any]:
    """A runtime version as the new methods show it."""
    return {
        "type": "valid",
        "spec": {
            "specName": version.spec_name,
            "implName": version.impl_name,
            "specVersion": version.spec_version,
            "implVersion": version.impl_version,
            "transactionVersion": version.transaction_version,
            "apis": {hex_of(identifier): number for identifier, number in version.apis},
        },
    }


class StorageQuestion:
    """One item of a storage request: what is asked of a key, and for descendants after which key."""

    def __init__(self, key: bytes, kind: str, after: bytes | None) -> None:
        self.key = key
        self.kind = kind
        self.after = after

    def answers(self, queries: Queries, block_hash: bytes) -> Iterator[dict[str, Any]]:
        """Yield what there is: nothing for a key without a value."""
        state = queries.fresh_state(block_hash)
        if self.kind in (DESCENDANT_VALUES, DESCENDANT_HASHES):
            for key in state.keys(self.key, self.after):
                value = state.get(key) or b""
                told = {VALUE: hex_of(value)} if self.kind == DESCENDANT_VALUES else {HASH: hex_of(blake2_256(value))}
                yield {"key": hex_of(key)} | told
            return
        found = queries.history.merkle_value(block_hash, self.key) if self.kind == MERKLE else state.get(self.key)
        if found is not None:
            yield {"key": hex_of(self.key), self.kind: hex_of(blake2_256(found) if self.kind == HASH else found)}


def storage_questions(items: list[dict[str, Any]], child_trie: Any) -> list[StorageQuestion]:
    """Read the items of a storage request.

    Raises:
        RpcError: an item has no key or an unknown type, or a child trie is asked for, of which there are none.
    """
    if child_trie is not None:
        raise invalid_params("parameter (childTrie): this chain has no child tries; expected null")
    questions = []
    for position, item in enumerate(items):
        kind = item.get("type")
        if kind not in STORAGE_TYPES:
            raise invalid_params(
                f"parameter (items)[{position}]: type is one of {', '.join(STORAGE_TYPES)}, got {kind!r}"
            )
        questions.append(
            StorageQuestion(_raw(item.get("key"), position), kind, _optional(item.get("paginationStartKey"), position))
        )
    return questions


def _optional(text: Any, position: int) -> bytes | None:
    return None if text is None else _raw(text, position)


def _raw(text: Any, position: int) -> bytes:
    try:
        return bytes.fromhex(text.removeprefix("0x"))
    except (AttributeError, ValueError, TypeError) as error:
        raise invalid_params(f"parameter (items)[{position}]: expected a key as hex, got {text!r}") from error
