import subprocess
import sys

from subnets.text_prediction.corpus import clip, is_held_out, read_library, split, standard_library


def test_every_file_is_in_one_part_by_its_hash():
    corpus = standard_library()
    assert all(is_held_out(content) for content in corpus.held_out)
    assert not any(is_held_out(content) for content in corpus.training)
    share = len(corpus.held_out) / (len(corpus.held_out) + len(corpus.training))
    assert 0.15 < share < 0.35


def test_another_process_reads_the_same_corpus():
    code = (
        "import hashlib; from subnets.text_prediction.corpus import standard_library as s; c = s();"
        "print(hashlib.sha256(b''.join(c.training) + b'|' + b''.join(c.held_out)).hexdigest())"
    )
    runs = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment).stdout
        for environment in ({"PYTHONHASHSEED": "1", "PATH": ""}, {"PYTHONHASHSEED": "2", "PATH": ""})
    }
    assert len(runs) == 1


def test_tests_and_installed_packages_are_left_out(tmp_path):
    for name in ("a.py", "test/b.py", "site-packages/c.py", "package/d.py", "package/e.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    assert read_library(tmp_path) == [b"a.py", b"package/d.py"]


def test_clipping_takes_whole_files_first():
    assert clip((b"abc", b"defg", b"h"), 5) == (b"abc", b"de")
    assert clip((b"abc",), 0) == ()


def test_splitting_keeps_the_order():
    contents = [bytes([value]) for value in range(40)]
    corpus = split(contents)
    assert sorted(corpus.training + corpus.held_out) == contents
    assert list(corpus.training) == sorted(corpus.training)
