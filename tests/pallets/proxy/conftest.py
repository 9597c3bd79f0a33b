"""A chain with balances, proxies and calls to be proxied."""

import pytest

from chain.frame import Origin
from chain.frame.testing import TestRuntime
from chain.pallets.balances import Balances
from chain.pallets.proxy import Proxy
from chain.pallets.sudo import Sudo
from chain.pallets.system import System
from chain.pallets.utility import Utility
from chain.primitives.address import Id
from chain.primitives.identifiers import AccountId

TAO = 10**9
ALICE, BOB, CAROL, DAVE = (AccountId(bytes([number]) * 32) for number in range(1, 5))


class ProxyChain(TestRuntime):
    """A test runtime that says who acts."""

    def by(self, who, method, **arguments):
        return self.dispatch(self.call(method, **arguments), Origin.signed(who))

    def paying(self, dest, value):
        return self.call(Balances.transfer_keep_alive, dest=Id(dest), value=value)

    def acting(self, call, real=ALICE, proxy_type=None):
        return self.call(Proxy.proxy, real=Id(real), force_proxy_type=proxy_type, call=call)

    def free(self, who):
        return self.balances.free_balance(who)

    def reserved(self, who):
        return self.balances.total_balance(who) - self.balances.free_balance(who)


@pytest.fixture
def chain():
    system = System.for_tests()
    balances, utility, sudo = Balances(system, existential_deposit=500), Utility(system), Sudo(system)
    proxy = Proxy(system, currency=balances.reserved)
    with ProxyChain({0: system, 5: balances, 11: utility, 12: sudo, 16: proxy}) as made:
        for pallet in (utility, sudo):
            pallet.connect(calls=made.dispatcher, errors=made.declaration)
        proxy.connect(calls=made.dispatcher, errors=made.declaration, codec=made.declaration)
        balances.genesis(dict.fromkeys((ALICE, BOB, CAROL), 100 * TAO))
        made.events()
        made.balances, made.proxy = balances, proxy
        yield made
