"""How our own processes speak to a node: as any client would, through substrate-interface."""
