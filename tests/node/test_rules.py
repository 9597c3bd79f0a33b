from chain.node.impersonation import Impersonation
from chain.node.metadata_cache import MetadataCache
from chain.node.rules import rules_of


def test_only_the_first_chain_of_a_process_reads_and_writes_metadata(monkeypatch):
    monkeypatch.setattr("chain.runtime._METADATA", {})
    touched = []
    monkeypatch.setattr(MetadataCache, "read", lambda cache: touched.append("read") or {})
    monkeypatch.setattr(MetadataCache, "write", lambda cache, metadata: touched.append("write"))
    first = rules_of("localnet-fast", Impersonation()).genesis()
    assert touched == ["read", "write"]
    assert rules_of("localnet-fast", Impersonation()).genesis() == first
    assert touched == ["read", "write"]
    # The settings of this one are others, and so is its metadata.
    rules_of("localnet", Impersonation()).genesis()
    assert touched == ["read", "write"] * 2
