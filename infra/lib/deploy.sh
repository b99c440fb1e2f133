# shellcheck shell=bash
# Shared by the scripts of infra/aws, infra/azure and infra/gcp: options, messages, checks of tools, questions, commands that a dry run only
# prints, the variables file, and the monthly cost. A script's first comment is its --help. Then it runs
#
#   . "$(dirname "${BASH_SOURCE[0]}")/../lib/deploy.sh"
#   read_options 'region= name= style= yes dry-run' "$@"
#   region=${option[region]:?}    name=${option[name]:-orders}
#
# Results go to standard output, progress to standard error. Exit codes: 0 done, 1 failed, 2 wrong usage.
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
sizing=$project/loadtest/load-plan/src/main/resources/io/triskel/load/size
prices=$sizing/prices-2026-11.json
idle=$sizing/idle-2026-11.json
# What is deployed without --plan.
default_plan=$project/infra/plan.json

# The options of the command line: --log-days is option[log_days]; a given flag is "true".
declare -gA option=()

step() { printf '== %s\n' "$*" >&2; }

note() { printf '   %s\n' "$*" >&2; }

# fail WHAT_HAPPENED [WHAT_TO_DO]...: prints both and ends the script.
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

# The first comment of the script, without lines for shellcheck and a last line without text.
usage() { sed -n '2,/^[^#]/ { /^# shellcheck /d; s/^# \{0,1\}//p; }' "$0" | sed '${ /^$/d; }'; }

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
            [[ $known == *" $name= "* ]] || misused "unknown option with a value: --$name"
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
                misused "unknown option: --$name"
            fi
            ;;
        *) misused "unexpected argument: $1" ;;
        esac
        shift
    done
}

# given FLAG: whether the flag was given.
given() { [ "${option[${1//-/_}]:-}" = true ]; }

# matches NAME REGEX MEANING: checks the form of an option's value, if it is given.
matches() {
    local value=${option[${1//-/_}]:-}
    [ -z "$value" ] || [[ $value =~ ^($2)$ ]] || misused "--$1 $value: expected $3"
}

# needs TOOL LEAST_VERSION HOW_TO_GET_IT: checks that the tool is installed and new enough; its version is the first number that it prints.
needs() {
    local tool=$1 least=$2 how=$3 printed version
    command -v "$tool" >/dev/null || fail "$tool is not installed; version $least or newer is needed" "$how"
    printed=$("$tool" --version 2>&1 </dev/null) || printed=$("$tool" version 2>&1 </dev/null) || true
    version=$(grep -Eo '[0-9]+(\.[0-9]+)*' <<<"$printed" | head -n 1) || true
    [ -n "$version" ] || fail "'$tool --version' prints no version; $least or newer is needed" "$how"
    [ "$(printf '%s\n' "$least" "$version" | sort -V | head -n 1)" = "$least" ] ||
        fail "$tool has version $version; $least or newer is needed" "$how"
}

# sure QUESTION: asks on the terminal; --yes answers, and a dry run does not ask.
sure() {
    local answer
    if given yes || given dry-run; then return; fi
    [ -t 0 ] || fail "cannot ask without a terminal: $1" "Add --yes if the answer is yes."
    read -r -p "$1 [y/N] " answer
    [[ $answer =~ ^[yY]([eE][sS])?$ ]] || fail "nothing was changed, because the answer was not y"
}

# shown COMMAND...: the command, quoted for a shell.
shown() {
    local words
    printf -v words '%q ' "$@"
    printf '%s' "${words% }"
}

# change COMMAND...: runs a command that changes something; a dry run only prints it.
change() {
    if given dry-run; then
        note "would run: $(shown "$@")"
    else
        note "$(shown "$@")"
        "$@"
    fi
}

# own_zip DIR CLOUD TITLE: sets zip to the package that a Maven project of one's own has built for a cloud, and needs the JDK that asks it.
own_zip() {
    local found=()
    mapfile -t found < <(find "$1/target" -maxdepth 1 -name "*-$2.zip" 2>/dev/null)
    [ ${#found[@]} -eq 1 ] || fail "$1/target has ${#found[@]} packages for $3, not one" "Build it: (cd $1 && mvn -q -P$2 clean package)"
    needs java 17 'Install a JDK, 17 or newer: https://adoptium.net'
    # shellcheck disable=SC2034 # the script reads it
    zip=${found[0]}
}

# own_manifest FILE: ends the script unless it can read the manifest that zip has printed.
own_manifest() {
    local version
    needs jq 1.6 'Install jq: https://jqlang.org/download/'
    version=$(jq -r .manifestVersion "$1") || fail "$zip prints no manifest"
    [ "$version" = 1 ] || fail "$zip prints a manifest of version $version, and these scripts read version 1" 'Deploy with the scripts of the release that built it.'
}

# packed MODULE CLOUD FILE: packs a function of the order pipeline that is not in Java. Equal sources give equal bytes.
packed() {
    local module=$project/demo-order-pipeline/$1
    step "Packing $1"
    if [ -e "$module/package.mjs" ]; then
        needs npm 9 'Install Node.js 20 or newer with npm: https://nodejs.org'
        [ "$module/node_modules/.package-lock.json" -nt "$module/package-lock.json" ] ||
            change npm ci --prefix "$module" --no-audit --no-fund --ignore-scripts --silent
        change node "$module/package.mjs" "$2" "$3"
    else
        needs python3 3.11 'Install Python 3.11 or newer: https://www.python.org'
        change python3 "$module/package.py" "$2" "$3"
    fi
}

# planned CLOUD DEPLOYED: the figures to deploy, as JSON by the names of the template's parameters: of --plan, else of the last deployment, else
# of the default plan. DEPLOYED is JSON, {} before the first deployment. Ends the script if --plan is no plan for this cloud.
planned() {
    local file=${option[plan]:-$default_plan} wrong
    needs jq 1.6 'https://jqlang.org/download/'
    [ -r "$file" ] || misused "cannot read $file"
    wrong=$(jq -r --arg cloud "$1" --slurpfile standard "$default_plan" '
        if (type != "object") or .plan != 1 then "it is no plan of version 1"
        else .clouds[$cloud] as $own
            | (($own.parameters // {} | keys) - ($standard[0].clouds[$cloud].parameters | keys)) as $unknown
            | if $own == null then "it was sized without \($cloud)"
              elif $own.parameters == null then $own.refused // "it has no parameters"
              elif $unknown != [] then "it has unknown figures: \($unknown | join(", "))"
              else empty end
        end' "$file" 2>/dev/null) || wrong='it is no JSON'
    [ -z "$wrong" ] || misused "$file has no plan for $1, because $wrong. Write one: ./triskel size WORKLOAD --target $1 --plan FILE"
    jq -cn --arg cloud "$1" --argjson deployed "$2" --slurpfile standard "$default_plan" --slurpfile given "$file" '
        $standard[0].clouds[$cloud].parameters as $names
        | $names + ($deployed | with_entries(select(.key as $key | $names | has($key))))
            + if $ARGS.positional == [] then {} else $given[0].clouds[$cloud].parameters end' --args ${option[plan]:+plan}
}

# write_variables FILE NAME=VALUE...: writes a file for `. FILE` in a shell and for --env of ./triskel. Only its owner can read it.
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

# idle_cost us|eu CLOUD [NAME=NUMBER]...: the monthly cost of an idle deployment, as ./triskel size computes it, with these numbers instead of
# the smallest deployment's.
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

# monthly_cost us|eu <<<'METER AMOUNT WHAT...': prints one line per item and the sum, at the list prices that ./triskel size reads. An amount is
# in the units of its meter, for a month of 730 hours. If this region has no price, the other region's counts; an unknown price is missing
# from the sum. Both are marked.
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
                   mark: (if $price.usd == null then "  no price was found, so the sum lacks it"
                          elif $price.region == $region or $price.region == "all" then ""
                          else "  *" end)}]
        | (.[] | ((.usd // 0) | cents | right) + "  " + .what + .mark),
          ((map(.usd // 0) | add // 0 | cents | right) + "  USD a month, before taxes, free grants and use"),
          (if any(.[]; .mark == "  *") then "            * at the price of another region" else empty end),
          "            list prices of \($list[0].asOf), \($list[0].name).json"'
}
