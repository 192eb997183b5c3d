#compdef wxgen
# Completion of wxgen for zsh: a file _wxgen in a folder of fpath
_wxgen() {
    local line text about
    local -a texts abouts going goings
    while IFS= read -r line; do
        text=${line%%$'\t'*}
        about=$text
        [[ $line == *$'\t'* ]] && about="$text  -- ${line#*$'\t'}"
        # A word that goes on is not followed by a blank.
        if [[ $text == *[=@./] ]]; then
            going+=("$text")
            goings+=("$about")
        else
            texts+=("$text")
            abouts+=("$about")
        fi
    done < <(${(Q)words[1]} __complete zsh -- "${(@Q)words[1,CURRENT]}" 2>/dev/null)
    # Names are matched in any case, as wxgen does.
    local -a match=(-M 'm:{a-zA-Z}={A-Za-z} l:|=* r:|=*')
    (( $#texts )) && compadd $match -l -d abouts -a texts
    (( $#going )) && compadd $match -l -S '' -d goings -a going
}
if [[ $funcstack[1] == _wxgen ]]; then
    _wxgen "$@"
else
    compdef _wxgen wxgen
fi
