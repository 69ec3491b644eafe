#!/bin/sh
# Makes and signs the repository from which terminals fetch their newer versions: on the agency's own computer, never on the server
# that gives it out. Needs apt-utils and gpg.
#   packaging/repository.sh key KEYS                       makes the key, once: KEYS/cups-kiosk-archive.asc is for the terminals
#   packaging/repository.sh add REPOSITORY KEYS FILE.deb…   puts packages in and signs; without files it only signs anew
#   packaging/repository.sh drop REPOSITORY KEYS VERSION    takes a bad version out, and signs
# REPOSITORY is a folder, to be copied to the server as it is. The signature holds for 90 days (DAYS=N): sign anew before.
set -eu
say() { printf '%s\n' "$*"; }
misused() { printf 'repository.sh: %s\n' "$*" >&2; exit 2; }
for tool in apt-ftparchive gpg dpkg-deb; do
    command -v "$tool" >/dev/null || { echo "repository.sh: $tool is missing: apt install apt-utils gpg" >&2; exit 1; }
done
signer() { gpg --homedir "$keys/private" --batch --quiet --no-tty "$@"; }

sign() {
    [ -d "$keys/private" ] || misused "$keys: no key is there: repository.sh key $keys"
    (
        cd "$repository"
        # A package of the same name and version is one file for ever: a terminal may hold it already.
        apt-ftparchive packages . >Packages.new
        mv Packages.new Packages
        gzip -9 -n -k -f Packages
        rm -f Release InRelease Release.gpg
        apt-ftparchive \
            -o APT::FTPArchive::Release::Origin=CUPS -o APT::FTPArchive::Release::Label=CUPS \
            -o APT::FTPArchive::Release::Suite=stable -o APT::FTPArchive::Release::Codename=stable \
            -o APT::FTPArchive::Release::Architectures="amd64 arm64" \
            -o APT::FTPArchive::Release::ValidTime=$((${DAYS:-90} * 86400)) \
            release . >"$keys/Release.new"
        mv "$keys/Release.new" Release
    )
    signer --yes --digest-algo SHA512 --clearsign --output "$repository/InRelease" "$repository/Release"
    signer --yes --digest-algo SHA512 --armor --detach-sign --output "$repository/Release.gpg" "$repository/Release"
    # What a terminal will do with it is done here first.
    gpgv --keyring "$keys/cups-kiosk-archive.gpg" --output /dev/null "$repository/InRelease" 2>/dev/null ||
        { echo "repository.sh: the signature does not verify with $keys/cups-kiosk-archive.gpg" >&2; exit 1; }
    say "signed until $(sed -n 's/^Valid-Until: //p' "$repository/Release"): $(grep -c '^Package:' "$repository/Packages" || true) packages"
}

case ${1:-} in
    key)
        [ $# -eq 2 ] || misused "key KEYS"
        keys=$2
        [ ! -e "$keys/private" ] || misused "$keys/private is there already and is not written over"
        mkdir -p "$keys"
        install -d -m 700 "$keys/private"
        keys=$(cd "$keys" && pwd)
        signer --passphrase '' --quick-generate-key "CUPS packages" ed25519 sign 5y
        signer --armor --export >"$keys/cups-kiosk-archive.asc"
        signer --export >"$keys/cups-kiosk-archive.gpg"
        say "$keys/private is the key that signs: keep it off the network, with a copy locked away"
        say "$keys/cups-kiosk-archive.asc is for the terminals: cups-kiosk-update on --address ADDRESS --key FILE"
        ;;
    add)
        [ $# -ge 3 ] || misused "add REPOSITORY KEYS FILE.deb..."
        mkdir -p "$2"
        repository=$(cd "$2" && pwd)
        keys=$(cd "$3" && pwd)
        shift 3
        for file in "$@"; do
            dpkg-deb --field "$file" Package >/dev/null || misused "$file is no package"
            # shellcheck disable=SC2016 # dpkg fills them in
            name=$(dpkg-deb --show --showformat '${Package}_${Version}_${Architecture}.deb' "$file")
            if [ -e "$repository/$name" ] && ! cmp -s "$file" "$repository/$name"; then
                misused "$name is in the repository with another content: give the package another version"
            fi
            [ -e "$repository/$name" ] || cp "$file" "$repository/$name"
        done
        sign
        ;;
    drop)
        [ $# -eq 4 ] || misused "drop REPOSITORY KEYS VERSION"
        repository=$(cd "$2" && pwd)
        keys=$(cd "$3" && pwd)
        found=no
        for file in "$repository"/*_"$4"_*.deb; do
            [ -e "$file" ] || continue
            rm "$file"
            found=yes
        done
        [ "$found" = yes ] || misused "no package of version $4 is in $repository"
        sign
        ;;
    *) misused "key, add or drop; the beginning of this file says how" ;;
esac
