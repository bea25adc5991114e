#!/bin/sh
# Runs what must happen before the final root exists, such as partitioning a disk.
# PREFIX is where the system overlay is unpacked: empty, or a directory of the first stage.
export PREFIX
for script in "$PREFIX"/warewulf/wwinit.d/*; do
    [ -f "$script" ] || continue
    sh "$script" || echo "warewulf: $script failed with status $?" >&2
done
