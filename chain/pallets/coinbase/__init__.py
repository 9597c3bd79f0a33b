"""Coinbase: what a block mints, and how it reaches the subnets and the people on them."""
