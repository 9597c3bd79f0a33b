"""AccountNonceApi: the next nonce of an account."""

from chain.codec import U32
from chain.frame.runtime_api import RuntimeApi, api_method
from chain.pallets.system.pallet import System
from chain.primitives.identifiers import AccountId


class AccountNonceApi(RuntimeApi, version=1):
    """The numbers of transactions."""

    def __init__(self, system: System) -> None:
        self._system = system

    @api_method
    def account_nonce(self, account: AccountId) -> U32:
        """How many transactions the account has sent: the nonce of its next one."""
        return self._system.accounts.nonce(account)
