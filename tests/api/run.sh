#!/bin/sh
# Asks a hub that runs whatever its own description allows, and much that it does not, by Schemathesis: an answer that is not
# described, or an error of the server, is a fault. By hand (`make api`), for it takes minutes and is of chance.
#   tests/api/run.sh PATH/TO/cups-hub [SECONDS]
set -eu

hub=$1
seconds=${2:-120}
root=$(cd "$(dirname "$0")/../.." && pwd)
python="$root/target/python"
tester="$python/bin/schemathesis"
if [ ! -x "$tester" ]; then
    [ -x "$python/bin/python3" ] || python3 -m venv "$python"
    if ! "$python/bin/python3" -m pip install --quiet --disable-pip-version-check schemathesis==4.32.5; then
        echo "api: schemathesis could not be installed; nothing was asked" >&2
        exit 1
    fi
fi

folder=$(mktemp -d)
pid=""
# shellcheck disable=SC2329 # the trap calls it
end() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
    rm -rf "$folder"
}
trap end EXIT INT TERM
"$hub" operator-key --data "$folder/data" --out "$folder/operator.key" >/dev/null
# Without limits: whoever asks so much would only be told to come later.
printf 'terminal_requests = 0\naddress_requests = 0\n' > "$folder/hub.toml"
"$hub" serve --config "$folder/hub.toml" --data "$folder/data" --listen 127.0.0.1:0 > "$folder/out" 2> "$folder/log" &
pid=$!
address=""
while [ -z "$address" ]; do
    kill -0 "$pid" 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
    address=$(sed -n 's/^listening on //p' "$folder/out")
    [ -n "$address" ] || sleep 0.1
done
# `positive_data_acceptance` cannot hold: a signature is no schema's to make up. `missing_required_header` wants 4XX for each, and
# gets it as 401, which the check takes for another fault.
"$tester" run "$address/api/v1/openapi.json" --checks all \
    --exclude-checks positive_data_acceptance,negative_data_rejection,ignored_auth \
    --max-time "$seconds" --workers 2
kill -0 "$pid" || { cat "$folder/log" >&2; exit 1; }
