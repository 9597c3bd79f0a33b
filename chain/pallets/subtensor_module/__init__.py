"""What all parts of SubtensorModule share: its errors, its events and the types in them."""
