"""What every part of a chain speaks of: hashes, keys and signatures, accounts, headers, extrinsics, fixed point."""
