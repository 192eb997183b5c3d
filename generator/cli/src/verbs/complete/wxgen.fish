# Completion of wxgen for fish: ~/.config/fish/completions/wxgen.fish
function __wxgen_complete
    set -l before (commandline -opc)
    set -l typed (commandline -ct)
    $before[1] __complete fish -- $before "$typed" 2>/dev/null
end
complete -c wxgen -f -a '(__wxgen_complete)'
