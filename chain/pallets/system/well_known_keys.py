"""Raw keys outside all pallets, that every Substrate chain has in common."""

CODE = b":code"
HEAP_PAGES = b":heappages"
EXTRINSIC_INDEX = b":extrinsic_index"
