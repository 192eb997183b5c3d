# Completion of wxgen for bash: eval "$(wxgen completions bash)"
_wxgen() {
    local candidate
    COMPREPLY=()
    while IFS= read -r candidate; do
        COMPREPLY+=("$candidate")
    done < <("$1" __complete bash -- "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)
    # A word that goes on is not followed by a blank.
    if [[ ${#COMPREPLY[@]} -gt 0 && ${COMPREPLY[0]} == *[=@./] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -F _wxgen wxgen
