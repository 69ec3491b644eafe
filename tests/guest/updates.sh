#!/bin/sh
# Makes what a guest is updated from: a signed repository for each of COUNT versions, numbered from 1, which offers the package of
# target/deb under the version N.0.0-1, and the public key. The first one has the packages as they were installed too, as an agency's has: they
# are what the first update would go back to.
#   tests/guest/updates.sh OUT COUNT     OUT: a folder that is made anew
set -eu
cd "$(dirname "$0")/../.."
out=$1
count=$2
. packaging/deb/ground.sh
needed apt-ftparchive gpg
rm -rf "$out"
mkdir -p "$out"
packaging/repository.sh key "$work/keys"
cp "$work/keys/cups-kiosk-archive.asc" "$out/key.asc"
for number in $(seq 1 "$count"); do
    version_of target/deb/cups-kiosk_*.deb "$number.0.0-1" "$work/offered.deb"
    installed=""
    [ "$number" -ne 1 ] || installed=$(echo target/deb/cups-kiosk_*.deb target/deb/cups-paper_*.deb)
    # shellcheck disable=SC2086 # two files or none
    packaging/repository.sh add "$out/$number" "$work/keys" $installed "$work/offered.deb"
done
