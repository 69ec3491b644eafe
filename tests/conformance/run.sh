#!/bin/sh
# Tries a terminal's trust with the conformance tests of The Update Framework, which are a project of their own:
#   git clone https://github.com/theupdateframework/tuf-conformance
#   tests/conformance/run.sh tuf-conformance
# Passes when every test does but those of client.xfails, and when those do not. What it makes is below target/.
set -eu

fail() {
    echo "run.sh: $1" >&2
    exit 1
}

[ -n "${1:-}" ] || fail "name the checkout of theupdateframework/tuf-conformance"
suite=$(cd "$1" 2>/dev/null && pwd) || fail "no folder $1"
for file in pyproject.toml tuf_conformance/conftest.py; do
    [ -f "$suite/$file" ] || fail "$suite is no checkout of theupdateframework/tuf-conformance: it has no $file"
done
command -v faketime >/dev/null || fail "faketime is missing: apt-get install faketime"
command -v python3 >/dev/null || fail "python3 is missing: apt-get install python3 python3-venv"
python3 -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null ||
    fail "python3 is older than 3.10 or cannot make environments: apt-get install python3-venv"

cd "$(dirname "$0")/../.."
target="${CARGO_TARGET_DIR:-target}"
cargo build --no-default-features --features trust --example tuf-client

# The tests look for the expected failures beside the program.
work="$target/conformance"
mkdir -p "$work"
work=$(cd "$work" && pwd)
cp "$target/debug/examples/tuf-client" "$work/client"
cp tests/conformance/client.xfails "$work/client.xfails"

# What the tests need is installed once for each state of their list.
if ! cmp -s "$suite/pyproject.toml" "$work/installed.toml"; then
    rm -rf "$work/python"
    python3 -m venv "$work/python"
    "$work/python/bin/pip" install --quiet "$suite"
    cp "$suite/pyproject.toml" "$work/installed.toml"
fi

# The checkout stays as it is: no caches in it.
PYTHONDONTWRITEBYTECODE=1 "$work/python/bin/pytest" -p no:cacheprovider -q -rfE \
    "$suite/tuf_conformance" --entrypoint "$work/client"
