#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Turns a plain Debian or Ubuntu host into a Cloudy node: "sh cloudynitzar.sh --help" says how. It can be run again at any
# time, and does only what is not done yet.
set -eu
umask 022
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
export DEBIAN_FRONTEND=noninteractive

# Not below /var/log/cloudy, as the original had it: that folder is the node's, and root writes through no link of its user's.
log=/var/log/cloudynitzar.log
# What was done, for --undo. Root's alone.
state=/var/lib/cloudynitzar

package='' sha256='' keyring='' answers='' purge='' job=install

case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
ca*) language=ca ;;
es*) language=es ;;
*) language=en ;;
esac

# tell CATALAN SPANISH ENGLISH [VALUE...]: the sentence in the language of whoever types, with the values where it has %s.
tell() {
    case $language in
    ca) sentence=$1 ;;
    es) sentence=$2 ;;
    *) sentence=$3 ;;
    esac
    shift 3
    # shellcheck disable=SC2059
    printf "$sentence\\n" "$@"
}

fail() {
    printf 'cloudynitzar: ' >&2
    tell "$@" >&2
    exit 1
}

usage() {
    tell 'Converteix aquest Debian o Ubuntu en un node Cloudy.

    sh cloudynitzar.sh [OPCIÓ...]

    --package FITXER|URL  el paquet, o el seu lloc amb https; si no, el que hi ha al costat del guió
    --sha256 SUMA         la suma que ha de tenir; si no, la de SHA256SUMS, al costat del paquet
    --keyring FITXER      claus de qui signa SHA256SUMS (SHA256SUMS.gpg); cal per a un URL sense --sha256
    --unattended FITXER   respostes: name, join, admin-password, language, services (vegeu answers.yaml)
    --undo                treu el que va posar; la configuració i les dades del node es queden
    --purge               amb --undo: també la configuració i les dades' \
        'Convierte este Debian o Ubuntu en un nodo Cloudy.

    sh cloudynitzar.sh [OPCIÓN...]

    --package FICHERO|URL el paquete, o su lugar con https; si no, el que hay al lado de este guion
    --sha256 SUMA         la suma que debe tener; si no, la de SHA256SUMS, al lado del paquete
    --keyring FICHERO     claves de quien firma SHA256SUMS (SHA256SUMS.gpg); hace falta para un URL sin --sha256
    --unattended FICHERO  respuestas: name, join, admin-password, language, services (véase answers.yaml)
    --undo                quita lo que puso; la configuración y los datos del nodo se quedan
    --purge               con --undo: también la configuración y los datos' \
        'Turns this Debian or Ubuntu into a Cloudy node.

    sh cloudynitzar.sh [OPTION...]

    --package FILE|URL    the package, or its place with https; else the one beside this script
    --sha256 SUM          the sum that it must have; else the one in SHA256SUMS, beside the package
    --keyring FILE        keys of those who sign SHA256SUMS (SHA256SUMS.gpg); needed for a URL without --sha256
    --unattended FILE     answers: name, join, admin-password, language, services (see answers.yaml)
    --undo                takes away what it brought; the settings and the data of the node stay
    --purge               with --undo: the settings and the data, too'
}

misused() {
    usage >&2
    exit 2
}

while [ $# -gt 0 ]; do
    case $1 in
    --package | --sha256 | --keyring | --unattended)
        [ $# -gt 1 ] || misused
        case $1 in
        --package) package=$2 ;;
        --sha256) sha256=$2 ;;
        --keyring) keyring=$2 ;;
        *) answers=$2 ;;
        esac
        shift
        ;;
    --undo) job=undo ;;
    --purge) purge=yes ;;
    --help | -h)
        usage
        exit
        ;;
    *) misused ;;
    esac
    shift
done
[ "$job" = undo ] || [ -z "$purge" ] || misused

[ "$(id -u)" = 0 ] || fail "això ho ha de fer l'usuari root (sudo sh %s …)" "esto lo debe hacer el usuario root (sudo sh %s …)" \
    "this must be done as root (sudo sh %s …)" "$0"

# What happens is for people; what programs print on the way is in the log.
step() {
    tell "$@"
    tell "$@" >>"$log"
}

# did COMMAND...: runs it with its words in the log; shows the last of them where it fails.
did() {
    printf '%s $ %s\n' "$(date -u +%FT%TZ)" "$*" >>"$log"
    if ! "$@" >>"$log" 2>&1 </dev/null; then
        tail -n 5 "$log" >&2
        fail 'ha fallat: %s (més a %s)' 'ha fallado: %s (más en %s)' 'this failed: %s (more in %s)' "$1 ${2:-}" "$log"
    fi
}

# --- answers ------------------------------------------------------------------------------------------------------------

name='' join='' admin_password='' services=serf

# The lines "key: value" of YAML, and lists as [a, b] or with commas: no more is needed, and no more is taken.
read_answers() {
    [ -r "$answers" ] || fail 'no es pot llegir %s' 'no se puede leer %s' '%s cannot be read' "$answers"
    number=0
    while IFS= read -r line || [ -n "$line" ]; do
        number=$((number + 1))
        case $line in
        '' | '#'* | ---) continue ;;
        [a-z]*:' '* | [a-z]*:) ;;
        *) fail "%s: la línia %s no és «clau: valor»" '%s: la línea %s no es «clave: valor»' '%s: line %s is not "key: value"' \
            "$answers" "$number" ;;
        esac
        key=${line%%:*}
        value=${line#*:}
        value=$(printf '%s' "$value" | sed 's/^[[:space:]]*//; s/[[:space:]]*$//')
        case $value in
        '"'*'"' | "'"*"'")
            value=${value#?}
            value=${value%?}
            ;;
        '['*']')
            value=${value#?}
            value=${value%?}
            ;;
        *[\[\]{}\&\*\!\|\>\'\"%@]* | *' #'*)
            [ "$key" = admin-password ] || fail '%s: el valor de la línia %s va entre cometes' \
                '%s: el valor de la línea %s debe ir entre comillas' '%s: the value in line %s must be in quotes' "$answers" "$number"
            ;;
        esac
        case $key in
        name) name=$value ;;
        join) join=$value ;;
        admin-password) admin_password=$value ;;
        services) services=$(printf '%s' "$value" | tr ',' ' ') ;;
        language)
            case $value in
            ca | es | en) language=$value ;;
            *) fail '%s: language és ca, es o en' '%s: language es ca, es o en' '%s: language is ca, es or en' "$answers" ;;
            esac
            ;;
        *) fail '%s: la línia %s té una clau desconeguda, %s' '%s: la línea %s tiene una clave desconocida, %s' \
            '%s: line %s has an unknown key, %s' "$answers" "$number" "$key" ;;
        esac
    done <"$answers"
    case $name in
    *[!A-Za-z0-9-]* | -* | *-) fail '%s: name només pot tenir lletres sense accents, xifres i guions' \
        '%s: name solo puede tener letras sin acentos, cifras y guiones' '%s: name has plain letters, digits and hyphens only' "$answers" ;;
    esac
    case $join in
    *[!A-Za-z0-9.:,\ \[\]-]*) fail '%s: join és una llista de host:port' '%s: join es una lista de host:puerto' \
        '%s: join is a list of host:port' "$answers" ;;
    esac
    for service in $services; do
        programs "$service" >/dev/null || fail '%s: no es coneix el servei %s' '%s: no se conoce el servicio %s' \
            '%s: the service %s is not known' "$answers" "$service"
    done
}

# programs SERVICE: the Debian packages that it runs; units SERVICE: what these would start by themselves.
programs() {
    case $1 in
    serf | syncthing) echo "$1" ;;
    proxy3) echo squid ;;
    dns) echo bind9 bind9-utils ;;
    guifi | kubernetes) ;;
    *) return 1 ;;
    esac
}

units() {
    case $1 in
    serf) echo serf.service ;;
    proxy3) echo squid.service ;;
    dns) echo named.service ;;
    esac
}

# --- the package --------------------------------------------------------------------------------------------------------

# fetch URL FILE: over TLS or not at all.
fetch() {
    command -v curl >/dev/null || install_packages curl ca-certificates
    did curl --fail --silent --show-error --location --proto '=https' --proto-redir '=https' --max-filesize 200000000 \
        --retry 3 --output "$2" -- "$1"
}

# Sets deb, a copy of the package that nobody but root can change, after its sum has been held against what it must be.
get_package() {
    if [ -z "$package" ]; then
        for package in "$(dirname "$0")"/cloudy_*_all.deb; do :; done
        [ -e "$package" ] || fail "no hi ha cap paquet al costat d'aquest guió: dieu on és amb --package" \
            'no hay ningún paquete al lado de este guion: diga dónde está con --package' \
            'there is no package beside this script: say where it is with --package'
    fi
    deb=$work/cloudy.deb
    case $package in
    https://*)
        [ -n "$sha256$keyring" ] || fail 'un paquet que ve de la xarxa vol --sha256 o --keyring' \
            'un paquete que viene de la red necesita --sha256 o --keyring' 'a package from the network needs --sha256 or --keyring'
        step '== baixa el paquet' '== descarga el paquete' '== fetch the package'
        fetch "$package" "$deb"
        if [ -z "$sha256" ]; then
            fetch "${package%/*}/SHA256SUMS" "$work/SHA256SUMS"
            fetch "${package%/*}/SHA256SUMS.gpg" "$work/SHA256SUMS.gpg"
        fi
        ;;
    *://*) fail 'el paquet ve per https, o és un fitxer' 'el paquete viene por https, o es un fichero' \
        'the package comes by https, or is a file' ;;
    *)
        [ -r "$package" ] || fail 'no es pot llegir %s' 'no se puede leer %s' '%s cannot be read' "$package"
        cp -- "$package" "$deb"
        if [ -z "$sha256" ]; then
            for file in SHA256SUMS SHA256SUMS.gpg; do
                [ ! -e "$(dirname "$package")/$file" ] || cp -- "$(dirname "$package")/$file" "$work/$file"
            done
            [ -e "$work/SHA256SUMS" ] || fail 'al costat de %s no hi ha cap SHA256SUMS: doneu --sha256' \
                'al lado de %s no hay ningún SHA256SUMS: dé --sha256' 'there is no SHA256SUMS beside %s: give --sha256' "$package"
        fi
        ;;
    esac
    if [ -n "$keyring" ] && [ -z "$sha256" ]; then
        gpgv --quiet --keyring "$(readlink -f "$keyring")" "$work/SHA256SUMS.gpg" "$work/SHA256SUMS" >>"$log" 2>&1 ||
            fail 'la signatura de SHA256SUMS no és de cap clau de %s' 'la firma de SHA256SUMS no es de ninguna clave de %s' \
                'the signature of SHA256SUMS is of no key in %s' "$keyring"
    fi
    if [ -z "$sha256" ]; then
        sha256=$(awk -v name="${package##*/}" '{ sub(/^\*/, "", $2) } $2 == name { print $1; exit }' "$work/SHA256SUMS")
    fi
    sum=$(sha256sum <"$deb")
    [ "${sum%% *}" = "$(printf %s "$sha256" | tr A-F a-f)" ] || fail 'el paquet no és el que ha de ser: la seva suma és %s' \
        'el paquete no es el que debe ser: su suma es %s' 'the package is not what it must be: its sum is %s' "${sum%% *}"
    [ "$(dpkg-deb -f "$deb" Package)" = cloudy ] || fail 'el paquet no és cloudy' 'el paquete no es cloudy' 'the package is not cloudy'
}

# --- installing ---------------------------------------------------------------------------------------------------------

# remember FILE: adds the lines of the input to what --undo goes by.
remember() {
    [ -d "$state" ] || mkdir -m 700 "$state"
    cat >>"$state/$1"
}

installed() {
    dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' 2>/dev/null | awk '$1 == "ii" { print $2 }' | sort -u
}

# install_packages NAME|FILE...: notes which packages were not there before.
install_packages() {
    installed >"$work/before"
    set -- apt-get -q -y --no-install-recommends -o Dpkg::Options::=--force-confold install -- "$@"
    # The lists of packages are fetched for those who lack one only: what has been brought along needs no network.
    if ! "$@" >>"$log" 2>&1 </dev/null; then
        did apt-get -q update
        did "$@"
    fi
    installed | comm -13 "$work/before" - | { grep -vx cloudy || true; } | remember packages
}

# The programs of the services, whose own units stay off: the node runs them itself.
install_programs() {
    wanted=
    for service in $services; do
        for program in $(programs "$service"); do
            dpkg-query -W -f '${db:Status-Abbrev}' "$program" 2>/dev/null | grep -q '^ii' || wanted="$wanted $program"
        done
        for unit in $(units "$service"); do
            # One that is there already is its owner's.
            if [ ! -e "/etc/systemd/system/$unit" ] && [ ! -e "/lib/systemd/system/$unit" ]; then
                mkdir -p /etc/systemd/system
                ln -s /dev/null "/etc/systemd/system/$unit"
                echo "$unit" | remember units
            fi
        done
    done
    [ -n "$wanted" ] || return 0
    step '== instal·la els programes dels serveis:%s' '== instala los programas de los servicios:%s' \
        '== install the programs of the services:%s' "$wanted"
    # shellcheck disable=SC2086
    install_packages $wanted
}

# What debconf would ask. A line each, and no value holds a line end.
preseed() {
    for pair in "name string $name" "join string $join" "admin-password password $admin_password"; do
        question=${pair%% *} rest=${pair#* }
        if [ -n "${rest#* }" ]; then
            printf 'cloudy cloudy/%s %s %s\n' "$question" "${rest%% *}" "${rest#* }"
        fi
    done >"$work/answers"
    if [ -s "$work/answers" ]; then
        did debconf-set-selections "$work/answers"
    fi
    rm -f "$work/answers"
}

install_node() {
    there=$(dpkg-query -W -f '${db:Status-Abbrev} ${Version}' cloudy 2>/dev/null || true)
    if [ "$there" = "ii  $(dpkg-deb -f "$deb" Version)" ]; then
        step '== el paquet %s ja hi és' '== el paquete %s ya está' '== the package %s is there already' "${there#ii }"
        return
    fi
    step '== instal·la Cloudy %s' '== instala Cloudy %s' '== install Cloudy %s' "$(dpkg-deb -f "$deb" Version)"
    preseed
    install_packages "$deb"
}

install_services() {
    [ -d /run/systemd/system ] || return 0
    for service in $services; do
        if [ "$service" != serf ] && ! cloudy catalogue show "cloudy-$service" -o json 2>>"$log" | grep -q '"installed": *true'; then
            step '== posa el servei %s' '== pone el servicio %s' '== put in the service %s' "$service"
            did cloudy catalogue install "cloudy-$service" --wait --yes
        fi
    done
}

install() {
    . /etc/os-release
    case ${ID:-}:${VERSION_ID:-99} in
    debian:[1-9] | debian:1[01] | raspbian:[1-9] | raspbian:1[01] | ubuntu:1* | ubuntu:20.* | ubuntu:21.*)
        fail 'cal Debian 12 o Ubuntu 22.04, o més nous; això és %s' 'hace falta Debian 12 o Ubuntu 22.04, o más nuevos; esto es %s' \
            'Debian 12 or Ubuntu 22.04 or later is needed; this is %s' "${PRETTY_NAME:-$ID}"
        ;;
    esac
    command -v apt-get >/dev/null || fail 'aquest sistema no té apt' 'este sistema no tiene apt' 'this system has no apt'
    [ -z "$answers" ] || read_answers
    get_package
    install_programs
    install_node
    install_services
    if [ -d /run/systemd/system ]; then
        cloudy setup-code
    else
        step "== fet; aquí no hi ha systemd: engegueu el node amb «cloudy run»" '== hecho; aquí no hay systemd: arranque el nodo con «cloudy run»' \
            '== done; there is no systemd here: start the node with "cloudy run"'
    fi
}

# --- undoing ------------------------------------------------------------------------------------------------------------

# Of what was brought, that which nothing else needs by now.
undo() {
    if ! [ -d "$state" ] && ! dpkg-query -W cloudy >/dev/null 2>&1; then
        tell 'aquí no hi ha res a desfer' 'aquí no hay nada que deshacer' 'there is nothing to undo here'
        return
    fi
    step '== treu Cloudy' '== quita Cloudy' '== take Cloudy away'
    ! dpkg-query -W cloudy >/dev/null 2>&1 || did apt-get -q -y ${purge:+--purge} remove cloudy
    if [ -s "$state/packages" ]; then
        installed >"$work/now"
        sort -u "$state/packages" | comm -12 - "$work/now" >"$work/ours"
        if [ -s "$work/ours" ]; then
            # shellcheck disable=SC2046
            did apt-mark auto $(cat "$work/ours")
            # What somebody has come to need meanwhile stays.
            apt-get -s -q autoremove 2>>"$log" | awk '$1 == "Remv" { print $2 }' | sort -u | comm -12 "$work/ours" - >"$work/unneeded"
        fi
        if [ -s "$work/unneeded" ]; then
            # shellcheck disable=SC2046
            did apt-get -q -y ${purge:+--purge} remove -- $(cat "$work/unneeded")
        fi
    fi
    if [ -e "$state/units" ]; then
        while read -r unit; do
            [ "$(readlink "/etc/systemd/system/$unit")" != /dev/null ] || rm "/etc/systemd/system/$unit"
        done <"$state/units"
    fi
    rm -rf "$state"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
printf '%s cloudynitzar %s\n' "$(date -u +%FT%TZ)" "$job" >>"$log"
"$job"
