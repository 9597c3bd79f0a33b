"""A whole network in one command: scenarios, supervision, the live view and the pytest plugin."""
