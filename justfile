# Recipes for working on Weft. `just` alone lists them.

default:
    @just --list --unsorted

# run the localnet that the README shows
localnet *arguments:
    scripts/localnet {{arguments}}

# the tests of the README and of CI
test *arguments:
    scripts/test {{arguments}}

# linters, formatter, type checker, import contract
check:
    scripts/check

# format and mend what ruff can mend
format:
    . scripts/environment && ruff format . && ruff check --fix .

# the real clients against a node, each in an environment of its own under .conformance
conformance *arguments:
    scripts/conformance-setup
    . scripts/environment && python -m pytest -o python_files='test_*.py conform_*.py' tests/conformance {{arguments}}

# measure everything against the speed budget and against anvil and eth-tester; --quick, --only NAME, --write
bench *arguments:
    . scripts/environment && python -m tests.benchmarks.table {{arguments}}

# install the clients that the conformance tests run, pinned, under .conformance/
conformance-setup *clients:
    scripts/conformance-setup {{clients}}

# kill -9 a node at random moments under load, ROUNDS times, and look at what is left each time
soak rounds="50":
    . scripts/environment && python -m tests.soak.kill_restart {{rounds}}

# make the same BLOCKS in two processes with different PYTHONHASHSEED and compare the state root of each
determinism blocks="5000" *arguments:
    . scripts/environment && python -m tests.soak.determinism {{blocks}} {{arguments}}

# run every economics table and tell case by case what passed; --write renews docs/reference/economics-vectors.md
vectors *arguments:
    . scripts/environment && python -m tests.vectors.report {{arguments}}

# 100,000 random steps of staking, trading and registration beside a model in exact fractions; --steps, --seed, --episode
soak-economics *arguments:
    . scripts/environment && python -m tests.soak.economics {{arguments}}

# hold the ways to run an epoch against each other on random graphs of 4096 uids; --uids, --validators, --seed, --rounds
soak-epoch *arguments:
    . scripts/environment && python -m tests.soak.epoch {{arguments}}
