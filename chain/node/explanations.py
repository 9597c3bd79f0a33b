"""Why extrinsics failed or were refused, in words: for the log and for `dev_explain`."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from chain.codec import Record
from chain.frame.dispatch import FailedCall
from chain.frame.error import ModuleError
from chain.primitives.ss58 import encode

KEPT = 10_000
"""So many extrinsics' explanations are kept, the newest."""


class Explanation(Record):
    """Why an extrinsic got nowhere: refused before any block, or calls in it failed, inner ones first."""

    refused: str = ""
    failed: tuple[FailedCall, ...] = ()

    def lines(self) -> list[str]:
        """One line a reason."""
        return [self.refused] if self.refused else [str(call) for call in self.failed]


class Explanations:
    """The explanations of the newest extrinsics that need one."""

    def __init__(self) -> None:
        self._by_hash: OrderedDict[bytes, Explanation] = OrderedDict()

    def of(self, extrinsic_hash: bytes) -> Explanation | None:
        """What is known of an extrinsic, None if nothing went wrong with it or too long ago."""
        return self._by_hash.get(extrinsic_hash)

    def note_failed(self, extrinsic_hash: bytes, failed: Sequence[FailedCall]) -> None:
        """Keep which calls of an extrinsic failed; a failure that several calls share is told of the innermost."""
        distinct = {id(call.failure): call for call in reversed(failed)}
        innermost = tuple(call for call in failed if distinct[id(call.failure)] is call)
        self._keep(extrinsic_hash, Explanation(failed=innermost))

    def note_refused(self, extrinsic_hash: bytes, reason: str) -> None:
        """Keep why an extrinsic did not get into the pool."""
        self._keep(extrinsic_hash, Explanation(refused=reason))

    def _keep(self, extrinsic_hash: bytes, explanation: Explanation) -> None:
        self._by_hash[extrinsic_hash] = explanation
        self._by_hash.move_to_end(extrinsic_hash)
        if len(self._by_hash) > KEPT:
            self._by_hash.popitem(last=False)


def as_json(call: FailedCall) -> dict[str, Any]:
    """A failed call as JSON: names, what the error means, and the limit behind it if there is one."""
    failure = call.failure
    told: dict[str, Any] = {
        "call": f"{call.call.pallet}.{call.call.name}",
        "signer": None if call.signer is None else encode(call.signer),
        "error": failure.wire_name if isinstance(failure, ModuleError) else type(failure).__name__,
        "reason": failure.docs if isinstance(failure, ModuleError) else str(failure) or type(failure).__doc__,
    }
    if isinstance(failure, ModuleError) and failure.limit is not None:
        limit = failure.limit
        told["limit"] = {"name": limit.name, "endsAtBlock": limit.until_block, "liftedBy": limit.lifted_by}
    return told
