"""The pallets: one folder per owner of storage."""
