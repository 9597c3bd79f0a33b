"""SudoTransactionExtension: only the sudo key's own Sudo calls enter the pool."""

from typing import Any

from chain.codec import Struct
from chain.frame.extension import Transaction, TransactionExtension
from chain.frame.validity import BadSigner, TransactionRefused, TransactionSource
from chain.pallets.sudo.pallet import Sudo


class Runtime(Struct, path="node_subtensor_runtime::Runtime"):
    """The type that stands for the runtime itself."""


class SudoTransactionExtension(TransactionExtension):
    """A Sudo call by anyone but the sudo key is not even a transaction."""

    class Extra(Struct, path="node_subtensor_runtime::sudo_wrapper::SudoTransactionExtension", params={"T": None}):
        """Adds nothing to a transaction."""

    def __init__(self, sudo: Sudo) -> None:
        self._sudo = sudo

    def validate(self, transaction: Transaction, extra: Any, source: TransactionSource) -> None:
        """BadSigner for a Sudo call by another account."""
        who = transaction.signer
        if transaction.call.pallet == "Sudo" and who is not None and not self._sudo.is_sudo(who):
            raise TransactionRefused(BadSigner(), "only the sudo key makes Sudo calls")
