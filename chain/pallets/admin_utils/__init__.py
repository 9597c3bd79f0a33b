"""AdminUtils: the calls that set parameters. Its pallet stands in `chain.pallets.admin_utils.pallet`."""
