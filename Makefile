# The commands of this project; README.md says what each does.

.PHONY: run test bench screens check conformance

run:
	@packaging/setup.sh run
	@echo "Building; the first time this takes about eight minutes on two cores."
	@cargo build --bins
	@packaging/run.sh

# Fast checks first: the core in seconds, then everything else.
test: check
	cargo test --no-default-features --lib --test catalogue --test domain --test architecture
	cargo test --all-targets

check:
	@packaging/setup.sh test
	cargo fmt --check
	cargo clippy --all-targets -- -D warnings

screens:
	@packaging/setup.sh build
	cargo test --test screens -- --ignored all_screens
	@echo "Pictures are in target/screens."

bench:
	@packaging/setup.sh bench
	cargo build --release --bins
	cargo bench --bench figures

# Tries the terminal's trust with the conformance tests of TUF: make conformance SUITE=path-of-their-checkout
conformance:
	@tests/conformance/run.sh "$(SUITE)"
