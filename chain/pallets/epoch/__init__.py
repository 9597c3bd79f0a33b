"""The epoch: Yuma consensus and the vectors it leaves behind."""
