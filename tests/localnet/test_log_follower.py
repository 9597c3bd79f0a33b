"""Following the logs of a localnet's processes."""

from localnet.log_follower import LogFollower


def test_only_whole_new_lines_are_told_and_by_whom(tmp_path):
    follower = LogFollower(tmp_path)
    log = tmp_path / "miner.log"
    log.write_text("first\nsecond\nhal")
    assert list(follower.new_lines()) == ["miner: first", "miner: second"]
    assert list(follower.new_lines()) == []
    with log.open("a") as more:
        more.write("f\n")
    assert list(follower.new_lines()) == ["miner: half"]


def test_the_routine_of_the_chain_is_left_out(tmp_path):
    (tmp_path / "node.log").write_text("Imported #1 (0xab…cd), 1 extrinsics\na fault\n")
    assert list(LogFollower(tmp_path).new_lines()) == ["node: a fault"]


def test_a_log_that_appears_later_is_followed_from_its_start(tmp_path):
    follower = LogFollower(tmp_path)
    assert list(follower.new_lines()) == []
    (tmp_path / "late.log").write_text("hello\n")
    assert list(follower.new_lines()) == ["late: hello"]
