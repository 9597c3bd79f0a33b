"""The limits that SubtensorModule sets its callers, as they are told when one holds them back."""

from chain.codec import Record
from chain.frame.error import ModuleError
from chain.frame.limit import LimitInForce
from chain.pallets.subtensor_module.errors import (
    AdminActionProhibitedDuringWeightsWindow,
    ColdkeySwapClearTooEarly,
    ColdkeySwapReannouncedTooEarly,
    ColdkeySwapTooEarly,
    CommittingWeightsTooFast,
    DelegateTxRateLimitExceeded,
    EvmKeyAssociateRateLimitExceeded,
    HotKeySetTxRateLimitExceeded,
    HotKeySwapOnSubnetIntervalNotPassed,
    NeedWaitingMoreBlocksToStarCall,
    NetworkTxRateLimitExceeded,
    ServingRateLimitExceeded,
    SettingWeightsTooFast,
    TooManyRegistrationsThisBlock,
    TooManyRegistrationsThisInterval,
    TxChildkeyTakeRateLimitExceeded,
    TxRateLimitExceeded,
)

PERMISSIVE = "the genesis preset permissive"


class WaitingRule(Record):
    """A rule that makes callers wait: its name, the error it refuses with, and the root call that changes it."""

    name: str
    error: type[ModuleError]
    setter: str = ""

    def refusal(self, until_block: int | None) -> ModuleError:
        """The error to raise while the rule holds a caller back until a block, for good if that is None."""
        lifted_by = f"{self.setter} by root, or {PERMISSIVE}" if self.setter else PERMISSIVE
        return self.error(LimitInForce(self.name, until_block, lifted_by))


FREEZE_WINDOW = WaitingRule(
    "AdminFreezeWindow", AdminActionProhibitedDuringWeightsWindow, "AdminUtils.sudo_set_admin_freeze_window(0)"
)
OWNER_PARAMETERS = WaitingRule(
    "OwnerHyperparamRateLimit", TxRateLimitExceeded, "AdminUtils.sudo_set_owner_hparam_rate_limit(0)"
)
OWNER_ACTIONS = WaitingRule("the owner's rate limit of this call", TxRateLimitExceeded)
OWNER_HOTKEY = WaitingRule("the rate limit of owner hotkeys", TxRateLimitExceeded)
NETWORKS = WaitingRule("NetworkRateLimit", NetworkTxRateLimitExceeded, "AdminUtils.sudo_set_network_rate_limit(0)")
START_CALL = WaitingRule("StartCallDelay", NeedWaitingMoreBlocksToStarCall, "AdminUtils.sudo_set_start_call_delay(0)")
CHILDREN = WaitingRule("the rate limit of set_children", TxRateLimitExceeded)
CHILDKEY_TAKES = WaitingRule(
    "TxChildkeyTakeRateLimit",
    TxChildkeyTakeRateLimitExceeded,
    "SubtensorModule.sudo_set_tx_childkey_take_rate_limit(0)",
)
DELEGATE_TAKES = WaitingRule(
    "TxDelegateTakeRateLimit",
    DelegateTxRateLimitExceeded,
    "AdminUtils.sudo_set_tx_delegate_take_rate_limit(0)",
)
HOTKEY_SWAPS = WaitingRule("TxRateLimit", HotKeySetTxRateLimitExceeded, "AdminUtils.sudo_set_tx_rate_limit(0)")
HOTKEY_SWAPS_ON_NETWORK = WaitingRule("HotkeySwapOnSubnetInterval", HotKeySwapOnSubnetIntervalNotPassed)
COLDKEY_SWAPS = WaitingRule("ColdkeySwapAnnouncementDelay", ColdkeySwapTooEarly, "SubtensorModule.swap_coldkey")
COLDKEY_REANNOUNCEMENT = WaitingRule(
    "ColdkeySwapReannouncementDelay",
    ColdkeySwapReannouncedTooEarly,
    "AdminUtils.sudo_set_coldkey_swap_reannouncement_delay(0) or SubtensorModule.reset_coldkey_swap",
)
COLDKEY_CLEARING = WaitingRule(COLDKEY_REANNOUNCEMENT.name, ColdkeySwapClearTooEarly, COLDKEY_REANNOUNCEMENT.setter)
EVM_KEYS = WaitingRule("the rate limit of associate_evm_key", EvmKeyAssociateRateLimitExceeded)
WEIGHTS = WaitingRule(
    "WeightsSetRateLimit", SettingWeightsTooFast, "AdminUtils.sudo_set_weights_set_rate_limit(netuid, 0)"
)
WEIGHT_COMMITS = WaitingRule(WEIGHTS.name, CommittingWeightsTooFast, WEIGHTS.setter)
SERVING = WaitingRule("ServingRateLimit", ServingRateLimitExceeded, "AdminUtils.sudo_set_serving_rate_limit(netuid, 0)")
ROOT_SEATS_OF_A_BLOCK = WaitingRule(
    "MaxRegistrationsPerBlock of root",
    TooManyRegistrationsThisBlock,
    "AdminUtils.sudo_set_max_registrations_per_block(0, more)",
)
ROOT_SEATS = WaitingRule(
    "TargetRegistrationsPerInterval of root",
    TooManyRegistrationsThisInterval,
    "AdminUtils.sudo_set_target_registrations_per_interval(0, more)",
)
