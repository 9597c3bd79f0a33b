"""AlphaAssets: three counters per network, in rao of alpha. The holdings themselves are staking's."""

from chain.frame import Pallet, StorageMap
from chain.primitives.fixed import U64_MAX
from chain.primitives.hashing import Twox64Concat
from chain.primitives.identifiers import AlphaBalance, NetUid


class AlphaAssets(Pallet):
    """The supply of every network's alpha. Counters saturate; nothing of zero is counted."""

    total_alpha_issuance = StorageMap[NetUid, AlphaBalance](
        hasher=Twox64Concat, default=0, doc="Alpha made and not recycled."
    )
    alpha_burned = StorageMap[NetUid, AlphaBalance](
        hasher=Twox64Concat, default=0, doc="Alpha that nobody can use any more; it still counts as issued."
    )
    alpha_recycled = StorageMap[NetUid, AlphaBalance](
        hasher=Twox64Concat, default=0, doc="Alpha that was taken back and no longer counts as issued."
    )

    # for other pallets

    def mint(self, netuid: int, alpha: int) -> None:
        """Count newly made alpha."""
        if alpha:
            self.total_alpha_issuance[netuid] = min(U64_MAX, self.total_alpha_issuance[netuid] + alpha)

    def recycle(self, netuid: int, alpha: int) -> None:
        """Count alpha that is taken back."""
        if alpha:
            self.total_alpha_issuance[netuid] = max(0, self.total_alpha_issuance[netuid] - alpha)
            self.alpha_recycled[netuid] = min(U64_MAX, self.alpha_recycled[netuid] + alpha)

    def burn(self, netuid: int, alpha: int) -> None:
        """Count alpha that is made unusable."""
        if alpha:
            self.alpha_burned[netuid] = min(U64_MAX, self.alpha_burned[netuid] + alpha)
