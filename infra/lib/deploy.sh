# shellcheck shell=bash
# What the scripts of infra/aws, infra/azure and infra/gcp share: options, messages, checks of tools, questions, commands that a dry run
# only shows, the file of variables, and what a month costs. A script says in its first comment how it is used (that is its --help), then
#
#   . "$(dirname "${BASH_SOURCE[0]}")/../lib/deploy.sh"
#   read_options 'region= name= style= yes dry-run' "$@"
#   region=${option[region]:?}    name=${option[name]:-orders}
#
# Results go to standard output, what is said on the way to standard error. Exit codes: 0, 1 it failed, 2 wrong usage.
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
sizing=$project/loadtest/load-plan/src/main/resources/io/triskel/load/size
prices=$sizing/prices-2026-11.json
idle=$sizing/idle-2026-11.json

# The options of the command line: --log-days is option[log_days]; a flag that is given is "true".
declare -gA option=()

step() { printf '== %s\n' "$*" >&2; }

note() { printf '   %s\n' "$*" >&2; }

# fail WHAT_HAPPENED [WHAT_TO_DO]...: says it and ends the script.
fail() {
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    shift
    if [ $# -gt 0 ]; then printf '  %s\n' "$@" >&2; fi
    exit 1
}

misused() {
    printf '%s: %s\n  See %s --help\n' "${0##*/}" "$1" "$0" >&2
    exit 2
}

# The first comment of the script.
usage() { sed -n '2,/^[^#]/ s/^# \{0,1\}//p' "$0"; }

# read_options 'VALUE= FLAG ...' "$@": fills option; --help prints the usage and ends the script.
read_options() {
    local known=" $1 " name
    shift
    while [ $# -gt 0 ]; do
        name=${1#--}
        case $1 in
        --help | -h)
            usage
            exit 0
            ;;
        --*=*)
            name=${name%%=*}
            [[ $known == *" $name= "* ]] || misused "there is no option --$name with a value"
            option[${name//-/_}]=${1#*=}
            ;;
        --*)
            if [[ $known == *" $name "* ]]; then
                option[${name//-/_}]=true
            elif [[ $known == *" $name= "* ]]; then
                [ $# -ge 2 ] || misused "--$name needs a value"
                option[${name//-/_}]=$2
                shift
            else
                misused "there is no option --$name"
            fi
            ;;
        *) misused "not understood: $1" ;;
        esac
        shift
    done
}

# given FLAG: whether the flag was given.
given() { [ "${option[${1//-/_}]:-}" = true ]; }

# matches NAME REGEX MEANING: the value of an option, if it is given, has that form.
matches() {
    local value=${option[${1//-/_}]:-}
    [ -z "$value" ] || [[ $value =~ ^($2)$ ]] || misused "--$1 $value: expected is $3"
}

# needs TOOL LEAST_VERSION HOW_TO_GET_IT: the tool is there and new enough; the version is the first number that it prints.
needs() {
    local tool=$1 least=$2 how=$3 printed version
    command -v "$tool" >/dev/null || fail "$tool is not installed, and version $least or newer is needed" "$how"
    printed=$("$tool" --version 2>&1 </dev/null) || printed=$("$tool" version 2>&1 </dev/null) || true
    version=$(grep -Eo '[0-9]+(\.[0-9]+)*' <<<"$printed" | head -n 1) || true
    [ -n "$version" ] || fail "'$tool --version' prints no version, and $least or newer is needed" "$how"
    [ "$(printf '%s\n' "$least" "$version" | sort -V | head -n 1)" = "$least" ] ||
        fail "$tool has version $version, and $least or newer is needed" "$how"
}

# sure QUESTION: asks on the terminal; --yes answers, and a dry run has nothing to ask.
sure() {
    local answer
    if given yes || given dry-run; then return; fi
    [ -t 0 ] || fail "there is no terminal to ask on: $1" "Give --yes if the answer is yes."
    read -r -p "$1 [y/N] " answer
    [[ $answer =~ ^[yY]([eE][sS])?$ ]] || fail "nothing was changed: the answer was not y"
}

# shown COMMAND...: the command as one may type it.
shown() {
    local words
    printf -v words '%q ' "$@"
    printf '%s' "${words% }"
}

# change COMMAND...: runs what changes something; a dry run only shows it.
change() {
    if given dry-run; then
        note "would run: $(shown "$@")"
    else
        note "$(shown "$@")"
        "$@"
    fi
}

# write_variables FILE NAME=VALUE...: for `. FILE` in a shell, and for the --env of ./triskel. For the owner's eyes only.
write_variables() {
    local file=$1 variable value
    shift
    (
        umask 077
        {
            printf '# Written by %s; read by ./triskel ops, ./triskel load and smoke.sh.\n' "${0#"$project"/}"
            for variable in "$@"; do
                value=${variable#*=}
                printf "export %s='%s'\n" "${variable%%=*}" "${value//\'/\'\\\'\'}"
            done
        } >"$file.new"
    )
    mv "$file.new" "$file"
}

# idle_cost us|eu CLOUD [NAME=NUMBER]...: what a deployment costs a month while nothing is ordered, as ./triskel size says it, with these numbers
# in place of the smallest deployment's.
idle_cost() {
    local place=$1 cloud=$2
    shift 2
    jq -r --arg cloud "$cloud" '.clouds[$cloud]
        | (.given + ($ARGS.positional | map(split("=") | {(.[0]): (.[1] | tonumber)}) | add // {})) as $given
        | .items[]
        | (reduce .amount[] as $factor (1; . * if ($factor | type) == "number" then $factor else $given[$factor] end)) as $amount
        | (reduce ($given | to_entries[]) as $one (.what; split("{\($one.key)}") | join("\($one.value)"))) as $what
        | "\(.meter) \($amount) \($what)"' "$idle" --args "$@" | monthly_cost "$place"
}

# monthly_cost us|eu <<<'METER AMOUNT WHAT...': a line for each, and the sum, at the list prices that ./triskel size reads. An amount is in
# the units of its meter, for a month of 730 hours. A price of the other region counts where this one has none, and one that was not found
# is left out of the sum; both are marked.
monthly_cost() {
    jq --raw-input --slurp --raw-output --arg region "$1" --slurpfile list "$prices" '
        def cents: . * 100 | round | tostring | (if length < 3 then "000"[length:] + . else . end) | .[:-2] + "." + .[-2:];
        def right: (" " * (10 - length) // "") + .;
        def price($meter): [$list[0].prices[] | select(.meter == $meter)] as $all
            | if $all == [] then error("no price has the meter " + $meter) else . end
            | ([$all[] | select(.region == $region or .region == "all")] + $all)[0];
        [split("\n")[] | select(. != "") | capture("^(?<meter>\\S+) +(?<amount>\\S+) +(?<what>.*)$")
            | price(.meter) as $price
            | . + {usd: (if $price.usd == null then null else $price.usd / $price.per * (.amount | tonumber) end),
                   mark: (if $price.usd == null then "  no price was found: not in the sum"
                          elif $price.region == $region or $price.region == "all" then ""
                          else "  *" end)}]
        | (.[] | ((.usd // 0) | cents | right) + "  " + .what + .mark),
          ((map(.usd // 0) | add // 0 | cents | right) + "  USD a month, before taxes, free grants and use"),
          (if any(.[]; .mark == "  *") then "            * at the price of another region" else empty end),
          "            list prices of \($list[0].asOf), \($list[0].name).json"'
}
