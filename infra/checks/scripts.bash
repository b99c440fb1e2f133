# Shared by the tests of scripts (bats): stubs of tools, their recorded calls, and the tools' grammars. setup() loads it with `. ../checks/scripts.bash; tools gcloud terraform`.
# shellcheck disable=SC2016,SC2013,SC2154 # texts of stubs; words without blanks; run of bats sets status and output

# tools NAME...: puts stubs of these first on the path; they answer as ANSWERS says.
tools() {
    bin=$BATS_TEST_TMPDIR/bin
    export CALLS=$BATS_TEST_TMPDIR/calls ANSWERS=$BATS_TEST_TMPDIR/answers
    mkdir -p "$bin" "$CALLS"
    : >"$ANSWERS"
    local tool
    for tool in "$@"; do cp "$BATS_TEST_DIRNAME/../checks/stub" "$bin/$tool"; done
    export PATH="$bin:$PATH"
}

# tree CLOUD: copies what a cloud's scripts read, so that tests need no build and leave nothing behind, and changes to the copy. The package
# prints the committed manifest.
tree() {
    local cloud=$1 project=$BATS_TEST_DIRNAME/../.. prices=loadtest/load-plan/src/main/resources/io/triskel/load/size
    local orders=demo-order-pipeline/order-$cloud
    root=$BATS_TEST_TMPDIR/tree
    mkdir -p "$root/$orders/target" "$root/$orders/src/main" "$root/$prices" "$root/infra"
    cp -r "$project/$orders/src/main/manifest" "$root/$orders/src/main"
    cp "$project/$prices"/*.json "$root/$prices"
    cp -r "$BATS_TEST_DIRNAME" "$BATS_TEST_DIRNAME/../lib" "$BATS_TEST_DIRNAME/../plan.json" "$root/infra"
    printf '#!/bin/sh\nfor style; do :; done\ncat "%s/src/main/manifest/$style.json"\n' "$root/$orders" >"$bin/java"
    chmod +x "$bin/java"
    cd "$root" || return
}

# wrapped TOOL SCRIPT: a stub that answers as before, and then runs this line of bash with the tool's arguments.
wrapped() {
    printf '#!/usr/bin/env bash\n"%s/stubbed-%s" "$@"; code=$?\n%s\nexit $code\n' "$bin" "$1" "$2" >"$bin/$1"
    sed "s/^tool=.*/tool=$1/" "$BATS_TEST_DIRNAME/../checks/stub" >"$bin/stubbed-$1"
    chmod +x "$bin/$1" "$bin/stubbed-$1"
}

# known ADDRESS...: what Terraform knows until it destroys.
known() {
    instead 'terraform * state list' "@$BATS_TEST_TMPDIR/there"
    printf '%s\n' "$@" >"$BATS_TEST_TMPDIR/there"
    wrapped terraform "case \"\$*\" in *' destroy '*) : >'$BATS_TEST_TMPDIR/there' ;; esac"
}

# declared FILE: every variable in this file is declared in the folder.
declared() {
    local variable cloud=${BATS_TEST_DIRNAME##*/}
    for variable in $(jq -r 'keys[]' "$1"); do
        grep -q "^variable \"$variable\"" "infra/$cloud/main.tf" || {
            echo "$variable is not declared"
            return 1
        }
    done
}

# misused SCRIPT WORDS...: each of these command lines is wrong usage.
misused() {
    local script=$1 wrong
    shift
    for wrong in "$@"; do
        # shellcheck disable=SC2086 # words
        run $script $wrong
        [ "$status" -eq 2 ] || {
            echo "$wrong: $status $output"
            return 1
        }
    done
}

# helps: the help of each script names its options.
helps() {
    local script name cloud=${BATS_TEST_DIRNAME##*/}
    for script in deploy smoke destroy; do
        run "infra/$cloud/$script.sh" --help
        [ "$status" -eq 0 ] || return 1
        [[ $output != *shellcheck* ]] || {
            echo "$script --help shows a line for shellcheck"
            return 1
        }
        for name in $(sed -n "s/^read_options '\([^']*\)'.*/\1/p" "infra/$cloud/$script.sh"); do
            [[ $output == *"--${name%=}"* ]] || {
                echo "$script: $name"
                return 1
            }
        done
    done
}

# answer PATTERN TEXT: adds an answer; the first matching pattern counts.
answer() { printf '%s|%s\n' "$1" "$2" >>"$ANSWERS"; }

# instead PATTERN TEXT: the same, before all earlier answers.
instead() {
    printf '%s|%s\n' "$1" "$2" | cat - "$ANSWERS" >"$ANSWERS.new"
    mv "$ANSWERS.new" "$ANSWERS"
}

# called TOOL PATTERN: whether a call of the tool matched.
called() {
    local line
    while IFS= read -r line; do
        # shellcheck disable=SC2254 # it is a pattern
        case $line in $2) return 0 ;; esac
    done < <(cat "$CALLS/.$1" 2>/dev/null)
    return 1
}

# never COMMAND...: fails if the command succeeds; a test ignores a command after '!'.
never() { if "$@"; then return 1; fi; }

# as_the_tools_want: checks that the tools accept every recorded call.
as_the_tools_want() {
    local tool grammar
    local -a pairs=()
    for tool in "$CALLS"/*; do
        [ -e "$tool" ] || continue
        grammar=$BATS_TEST_DIRNAME/../checks/terraform.json
        [ "${tool##*/}" = terraform ] || grammar=$BATS_TEST_DIRNAME/${tool##*/}.json
        pairs+=("$grammar" "$tool")
    done
    [ ${#pairs[@]} -eq 0 ] || node "$BATS_TEST_DIRNAME/../checks/commands.mjs" "${pairs[@]}"
}

# A plan that deletes these types of resources, as `terraform show -json` prints it.
plan_deletes() {
    jq -n '{resource_changes: [$ARGS.positional[] | {address: (. + ".it"), type: ., change: {actions: ["delete", "create"]}}]}' --args "$@" >"$BATS_TEST_TMPDIR/plan.json"
    instead 'terraform * show -json *' "@$BATS_TEST_TMPDIR/plan.json"
}

# lives TOOL...: these tools stand for a whole life of a deployment, in the files of $LIFE (./life). where has the options of every script.
lives() {
    local tool
    export LIFE=$BATS_TEST_TMPDIR/life
    where=()
    for tool in "$@"; do
        sed "s/^tool=.*/tool=$tool/" "$BATS_TEST_DIRNAME/../checks/stub" >"$bin/stubbed-$tool"
        cp "$BATS_TEST_DIRNAME/../checks/life" "$bin/$tool"
        chmod +x "$bin/stubbed-$tool" "$bin/$tool"
    done
}

# script NAME [OPTION]...: runs a script of this cloud, which a step of its tools may kill.
script() {
    local script=$1
    shift
    run bash -c 'echo $$ >"$LIFE/script"; exec "$@"' - "infra/${BATS_TEST_DIRNAME##*/}/$script.sh" "${where[@]}" --yes "$@"
}

# same FILE FILE: whether two files of a life have the same lines.
same() { diff <(sort "$LIFE/$1") <(sort "$LIFE/$2"); }

# follows SCRIPT [OPTION]...: runs the script until it succeeds, and in between exactly the command that it prints.
follows() {
    local command tries=0
    while [ $((++tries)) -le 4 ]; do
        script "$@"
        [ "$status" -ne 0 ] || return 0
        command=$(sed -n -e 's/^  \(TF_DATA_DIR=.*\)$/\1/p' -e 's/^  .*: \(mv .*\)$/\1/p' -e 's/^  \(az .*\)$/\1/p' <<<"$output")
        [ -n "$command" ] || {
            echo "no command: $output"
            return 1
        }
        eval "$command"
    done
    echo "does not end: $output"
    return 1
}

# killed_deployments_continue: deploys into what born leaves, killed after each step in turn; sets step to the first that a deployment does not have.
killed_deployments_continue() {
    for ((step = 1; ; step++)); do
        born
        echo "$step after" >"$LIFE/die"
        script deploy
        [ ! -e "$LIFE/die" ] || break
        echo "# killed at step $step"
        [ "$status" -eq 137 ]
        follows deploy
        same cloud wanted
        same state wanted
        [ ! -e "$LIFE/lock" ]
    done
}
