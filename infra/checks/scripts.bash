# What the tests of scripts (bats) share: tools that are stubs, what they were called with, and the tools' grammars. To be loaded by
# setup() with `. ../checks/scripts.bash; tools gcloud terraform`.

# tools NAME...: stubs of these come first, and answer as ANSWERS says.
tools() {
    bin=$BATS_TEST_TMPDIR/bin
    export CALLS=$BATS_TEST_TMPDIR/calls ANSWERS=$BATS_TEST_TMPDIR/answers
    mkdir -p "$bin" "$CALLS"
    : >"$ANSWERS"
    local tool
    for tool in "$@"; do cp "$BATS_TEST_DIRNAME/../checks/stub" "$bin/$tool"; done
    export PATH="$bin:$PATH"
}

# answer PATTERN TEXT: in the order of the calls' patterns.
answer() { printf '%s|%s\n' "$1" "$2" >>"$ANSWERS"; }

# instead PATTERN TEXT: the same, before all that was said until now.
instead() {
    printf '%s|%s\n' "$1" "$2" | cat - "$ANSWERS" >"$ANSWERS.new"
    mv "$ANSWERS.new" "$ANSWERS"
}

# called TOOL PATTERN: whether a call of the tool matched.
called() {
    local line
    while IFS= read -r line; do
        # shellcheck disable=SC2254 # it is a pattern
        case $(jq -r 'join(" ")' <<<"$line") in $2) return 0 ;; esac
    done < <(cat "$CALLS/$1" 2>/dev/null)
    return 1
}

# never COMMAND...: fails where the command succeeds; a test does not notice what stands behind a '!'.
never() { if "$@"; then return 1; fi; }

# as_the_tools_want: every recorded call is one that the tool takes.
as_the_tools_want() {
    local tool grammar
    for tool in "$CALLS"/*; do
        [ -e "$tool" ] || continue
        grammar=$BATS_TEST_DIRNAME/../checks/terraform.json
        [ "${tool##*/}" = terraform ] || grammar=$BATS_TEST_DIRNAME/${tool##*/}.json
        node "$BATS_TEST_DIRNAME/../checks/commands.mjs" "$grammar" "$tool" || return 1
    done
}

# A plan that deletes these types of resources, as `terraform show -json` prints it.
plan_deletes() {
    jq -n '{resource_changes: [$ARGS.positional[] | {address: (. + ".it"), type: ., change: {actions: ["delete", "create"]}}]}' --args "$@" >"$BATS_TEST_TMPDIR/plan.json"
    instead 'terraform * show -json *' "@$BATS_TEST_TMPDIR/plan.json"
}
