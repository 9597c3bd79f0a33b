import os

import pytest

from chain.node.metadata_cache import MetadataCache
from chain.settings import RuntimeSettings

METADATA = {14: b"meta\x0e" * 100, 15: b"meta\x0f" * 100}


@pytest.fixture
def package(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.setattr("sys.pycache_prefix", None)
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "rules.py").write_text("RULE = 1\n")
    return tmp_path


def cache_of(package, **settings):
    return MetadataCache(RuntimeSettings(**settings), package)


def test_what_was_written_is_read_by_the_next_process(package):
    cache_of(package).write(METADATA)
    assert cache_of(package).read() == METADATA


def test_nothing_is_found_before_anything_was_written(package):
    assert cache_of(package).read() == {}


def test_a_source_of_another_size_or_time_makes_it_worthless(package):
    cache_of(package).write(METADATA)
    source = package / "inner" / "rules.py"
    os.utime(source, ns=(1, 1))
    assert cache_of(package).read() == {}
    cache_of(package).write(METADATA)
    source.write_text("RULE = 22\n")
    os.utime(source, ns=(1, 1))
    assert cache_of(package).read() == {}


def test_a_new_source_makes_it_worthless(package):
    cache_of(package).write(METADATA)
    (package / "other.py").write_text("")
    assert cache_of(package).read() == {}


def test_other_settings_have_other_metadata(package):
    cache_of(package).write(METADATA)
    assert cache_of(package, fast=False).read() == {}


def test_a_damaged_file_counts_as_none(package):
    cache_of(package).write(METADATA)
    (kept,) = (package / "__pycache__").iterdir()
    content = kept.read_bytes()
    for damaged in (content[:-1], content[:40], b"", content[:-1] + b"?"):
        kept.write_bytes(damaged)
        assert cache_of(package).read() == {}


def test_nothing_is_kept_where_compiled_files_are_not(package, monkeypatch):
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    cache_of(package).write(METADATA)
    assert not (package / "__pycache__").exists()


def test_a_folder_that_cannot_be_written_to_is_no_failure(package):
    (package / "__pycache__").write_text("in the way")
    cache_of(package).write(METADATA)
    assert cache_of(package).read() == {}
