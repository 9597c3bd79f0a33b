"""The pytest plugin `weft.pytest`: a fresh chain for every test, in milliseconds."""
