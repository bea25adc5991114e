# Shared by the scripts of this folder and by deploy/*: sourced, never run.
# shellcheck shell=bash

# Prints an error that names the running script, and ends it.
die() {
    echo "${0##*/}: $*" >&2
    exit 1
}

# Prints the comment block at the head of the running script: each script's usage text is written there once.
usage() {
    sed -n '2,/^[^#]/{/^#/!d;s/^# \{0,1\}//;p}' "$0"
}

need_root() {
    [ "$(id -u)" = 0 ] || die "needs root: network namespaces and device nodes cannot be made without it. Run it with sudo"
}

# Needs the value of an option: need_value OPTION VALUE-COUNT, called with "$#" of what is left including the option.
need_value() {
    [ "$2" -ge 2 ] || die "option $1 needs a value; see --help"
}

# Prints the newest of this machine's cloud kernels: the lab boots what Debian ships for virtual machines.
cloud_kernel() {
    local version
    version=$(find /lib/modules -mindepth 1 -maxdepth 1 -name '*-cloud-*' -printf '%f\n' 2>/dev/null | sort -V | tail -n 1)
    [ -n "$version" ] || die "no cloud kernel below /lib/modules; run deploy/lab/packages"
    [ -r "/boot/vmlinuz-$version" ] || die "/boot/vmlinuz-$version is missing; run deploy/lab/packages"
    echo "$version"
}
