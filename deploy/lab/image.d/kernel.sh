# Puts a kernel and the drivers of virtual machines into an image tree: sourced by the recipes beside it.
# shellcheck shell=bash

# add_kernel ROOT VERSION MODULE...   copies the kernel, and the named modules with what they depend on.
add_kernel() {
    local root=$1 version=$2 module file modules=/lib/modules/$2
    shift 2
    install -D -m 0644 "/boot/vmlinuz-$version" "$root/boot/vmlinuz-$version"
    # /lib is a link into /usr in a Debian tree; install -D follows it.
    mkdir -p "$root$modules"
    for module; do
        modprobe --set-version "$version" --show-depends "$module" | while read -r _ file _; do
            case $file in /*.ko*) install -D -m 0644 "$file" "$root$file" ;; esac
        done
    done
    # Without these two lists depmod warns, and modprobe cannot tell a built-in driver from a missing one.
    cp "$modules/modules.order" "$modules/modules.builtin" "$modules/modules.builtin.modinfo" "$root$modules/"
    depmod -b "$root" "$version"
    # The server reads the kernel from the tree; a node that has booted has no use for a copy in its memory.
    mkdir -p "$root/etc/warewulf"
    echo boot >"$root/etc/warewulf/excludes"
}
