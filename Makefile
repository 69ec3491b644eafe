# The commands of this project; README.md says what each does.

.PHONY: run test bench bench-pages pages screens heard check conformance api fuzz soak rural power escape deb deb-test update-test guest failover

run:
	@packaging/setup.sh run
	@echo "Building; the first time this takes about five minutes on two idle cores."
	@packaging/run.sh

# Fast checks first: the core in seconds, then everything else.
test: check
	cargo test --no-default-features --lib --test catalogue --test domain --test case --test architecture
	cargo test --all-targets
	@echo "The sheets of paper; the first time the typesetter is built for them, which takes about five minutes on two idle cores."
	cargo clippy --no-default-features --features paper --bin cups-paper --test paper -- -D warnings
	cargo test --no-default-features --features paper --test paper

check:
	@packaging/setup.sh test
	cargo fmt --check
	cargo clippy --all-targets -- -D warnings

screens:
	@packaging/setup.sh build
	cargo test --test screens -- --ignored all_screens
	@echo "Pictures are in target/screens."

# The agency's pages in a real Chromium: three languages, a telephone's width, axe-core from npm; pictures in target/pages.
pages:
	@packaging/setup.sh test
	cargo test --no-default-features --features hub,editor --test hub -- --ignored every_page_stands

# What a real Orca says of whole walks, beside the transcripts in tests/heard: by hand, for each Debian its own.
heard:
	@packaging/setup.sh heard
	cargo build --bins
	@tests/heard/run.sh target/debug/cups-kiosk target/heard

bench:
	@packaging/setup.sh bench
	cargo build --release --bins
	cargo build --release --no-default-features --features paper --bin cups-paper
	cargo build --release --features paper --example bare-typst
	cargo bench --bench figures

# How long each of the agency's pages takes after five million entries (CUPS_ENTRIES), beside its bar of 300 ms.
bench-pages:
	@packaging/setup.sh test
	cargo bench --no-default-features --features hub,editor --bench pages

# The four Debian packages under target/deb; four builds, about half an hour on two idle cores.
deb:
	@packaging/setup.sh deb
	@packaging/deb.sh

# Installs, upgrades and removes them in a Debian 12 and a Debian 13 that are made for it.
deb-test:
	@packaging/setup.sh deb
	@packaging/deb/try.sh bookworm trixie

# Updates from a signed repository, and back again, in each Debian of UPDATE_SUITES that is made for it.
UPDATE_SUITES ?= bookworm trixie
update-test:
	@packaging/setup.sh deb
	cargo build --bin cups-kiosk --bin cups-notice
	@packaging/deb.sh target/debug target/trial
	@set -e; for suite in $(UPDATE_SUITES); do packaging/deb/update-try.sh $$suite target/trial; done

# Installs the packages of target/deb from a stick in a Debian that starts in an emulator, and does to it what only a whole computer can
# be put through: consoles, the kernel's keys, sticks, kills, full disk and memory, power cuts. An hour or several, for each Debian of
# GUEST_SUITES ("bookworm trixie"); GUEST_RESETS says how many power cuts. Pictures and the list of steps are in target/guest.
guest:
	@packaging/setup.sh guest
	@ls target/deb/cups-kiosk_*.deb >/dev/null 2>&1 || packaging/deb.sh
	cargo test --test guest -- --ignored --nocapture

# Asks a hub that runs whatever its own description allows, and much that it does not; API_SECONDS says for how long. Needs the package
# index once; without it nothing is asked, and that is a failure.
API_SECONDS ?= 120
api:
	@packaging/setup.sh test
	cargo build --no-default-features --features hub --bin cups-hub
	@tests/api/run.sh target/debug/cups-hub $(API_SECONDS)

# The long form of the tests of hands, about two hours: 10,000 sequences of keys in heaps and one by one, 20,000 keys,
# clicks and touches from each of ten seeds, 2,000 sequences of faults on the line to a hub and 2,000 on both lines of a room, five million steps
# of the planner, 500 kills of both ends, and 500 with a relay between them, and in the real window ten whole cases beside busy loops and 50
# sequences.
soak:
	@packaging/setup.sh test
	CUPS_SEQUENCES=5000 cargo test --release --test order -- --nocapture
	CUPS_SEEDS=10 CUPS_EVENTS=20000 cargo test --release --test mash -- --nocapture
	CUPS_LINE_SEEDS=2000 cargo test --test line -- --nocapture
	CUPS_PLANNER_STEPS=5000000 cargo test --release --lib -- --nocapture sync::planner
	CUPS_KILLS=500 cargo test --test attack --test relay -- --nocapture killed
	CUPS_SCAN=all cargo test --lib -- --nocapture forty_made_pages
	CUPS_DESK_WALKS=200 CUPS_HISTORIES=20000 cargo test --test attack --test histories -- --nocapture two_desks histories
	CUPS_ROUNDS=10 CUPS_WINDOWS=50 CUPS_SEEDS=10 CUPS_EVENTS=20000 cargo test --test hands -- --nocapture --test-threads 1

# A village and the hub as computers of their own with a rural line between them: thin, losing packets, up and down by turns; three
# terminals and a relay with the outer line cut. As root; half an hour.
rural:
	@packaging/setup.sh test
	cargo test --test rural -- --ignored --nocapture --test-threads 1 --skip front --skip terminal

# Power that fails, again and again, while a terminal and a hub write in an emulator, and beside them a file that is written without care,
# which must lose something. CUPS_CUTS says how often (12). Needs the Debian that `make guest` makes, and makes it where it is missing.
power:
	@packaging/setup.sh guest
	cargo test --test power -- --ignored --nocapture cut

# The hub's database of two servers and a monitor, and two hubs before it: CUPS_FAILOVERS times (10) the server that is written dies in
# mid-load, and once each other part. Nothing acknowledged may be lost or stand twice; seconds are printed. Half an hour.
failover:
	@packaging/setup.sh failover
	cargo test --no-default-features --features hub,editor --test failover -- --ignored --nocapture

# Every way out of the session that can be tried here, and 10,000 random inputs; `make test` has the short form. A table of all
# eighty ways is printed, those of a guest with the name of their own target.
escape:
	@packaging/setup.sh test
	cargo test --test visit -- --test-threads 1
	CUPS_ESCAPE=all cargo test --test escape -- --nocapture --test-threads 1

# Tries the terminal's trust with the conformance tests of TUF: make conformance SUITE=path-of-their-checkout
conformance:
	@tests/conformance/run.sh "$(SUITE)"

# Random input for every reader of foreign files, two minutes each; the inputs kept are run again by every test.
fuzz:
	@command -v cargo-fuzz >/dev/null || cargo install cargo-fuzz --locked
	@for target in turtle ntriples rdf_xml json_ld rsspa; do \
		mkdir -p target/fuzz-corpus/$$target; \
		RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=target/fuzz cargo fuzz run --fuzz-dir tests/fuzz --sanitizer none $$target \
			target/fuzz-corpus/$$target tests/fuzz/corpus/$$target -- -max_total_time=120 -max_len=8192 -timeout=20 \
			-rss_limit_mb=1024 -dict=tests/fuzz/dictionary.txt || exit 1; \
	done
