"""What holds a call back for a time, in the words that its signer is told."""

from chain.codec import Record


class LimitInForce(Record):
    """A limit that refused a call: `raise TooFast(LimitInForce(…))` says it in the node's log and in `dev_explain`.

    `until_block` is the first block in which the call may be made, None where waiting does not help; `lifted_by` names
    the call or preset without which the limit would not hold.
    """

    name: str
    until_block: int | None
    lifted_by: str

    def __str__(self) -> str:
        end = "does not end by itself" if self.until_block is None else f"ends at block {self.until_block}"
        return f"{self.name} {end}; lifted by {self.lifted_by}"
