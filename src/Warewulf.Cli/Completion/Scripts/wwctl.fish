# Completion of wwctl for fish. Load it with 'wwctl completion fish | source', or keep it as
# ~/.config/fish/completions/wwctl.fish.

function __wwctl_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    set -l lines (command $program __complete $words "$current" 2>/dev/null)
    if test "$lines[1]" = :files
        __fish_complete_path (string replace -r -- '^-[^=]*=' '' "$current")
        return
    end
    for line in $lines
        echo $line
    end
end

complete -c wwctl -f -a '(__wwctl_complete)'
