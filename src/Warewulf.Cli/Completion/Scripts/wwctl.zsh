#compdef wwctl
# Completion of wwctl for zsh. Load it with 'source <(wwctl completion zsh)', or keep it as _wwctl in a
# directory of $fpath.

_wwctl() {
    local -a lines names shown
    local line
    lines=("${(@f)$(command "${words[1]/#\~/$HOME}" __complete "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    if [[ ${lines[1]} == :files ]]; then
        compset -P '-*='
        _files
        return
    fi
    for line in "${lines[@]}"; do
        [[ -n $line ]] || continue
        names+=("${line%%$'\t'*}")
        shown+=("${line/$'\t'/  -- }")
    done
    compadd -l -d shown -a -- names
}

# The first call of a function found in $fpath is to complete something; a sourced file only declares it.
if [[ ${funcstack[1]} == _wwctl ]]; then
    _wwctl "$@"
else
    compdef _wwctl wwctl
fi
