# Completion of wwctl for bash. Load it with '. <(wwctl completion bash)', or keep it as
# /etc/bash_completion.d/wwctl.

_wwctl() {
    local line=${COMP_LINE:0:COMP_POINT} words=() candidates=() candidate breaks prefix=
    read -ra words <<<"$line"
    [[ $line == *[[:space:]] ]] && words+=('')

    # Variables may be set in front of the command.
    while ((${#words[@]} > 1)) && [[ ${words[0]} != "$1" ]]; do words=("${words[@]:1}"); done

    COMPREPLY=()
    mapfile -t candidates < <("${1/#\~/$HOME}" __complete "${words[@]:1}" 2>/dev/null)
    if [[ ${candidates[0]-} == :files ]]; then
        compopt -o default
        return
    fi

    # What bash takes for a word ends at these, and it wants only the rest of it.
    breaks=${COMP_WORDBREAKS//[!=:]/}
    if [[ -n $breaks && ${words[-1]} == *["$breaks"]* ]]; then
        prefix=${words[-1]%"${words[-1]##*["$breaks"]}"}
    fi
    for candidate in "${candidates[@]}"; do
        candidate=${candidate%%$'\t'*}
        COMPREPLY+=("${candidate#"$prefix"}")
    done
}

complete -F _wwctl wwctl
