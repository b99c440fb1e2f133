# shellcheck shell=bash
# What the scripts of infra/azure and infra/gcp share about Terraform: where its files lie, the values that it is given, and a plan that
# is refused where it would delete what holds events or data. To be read after deploy.sh; a script sets first
#
#   here=FOLDER_OF_THE_TF_FILES    work=FOLDER_BELOW_TARGET    manifest=FILE    holds_data=(TYPE_OF_RESOURCE ...)

# shellcheck disable=SC2154 # here, work, manifest, style and holds_data are the script's, project and option deploy.sh's
# What is written is for the owner's eyes only.
umask 077
export TF_DATA_DIR=$work/terraform TF_IN_AUTOMATION=1

tf() { terraform "-chdir=$here" "$@"; }

# given_values NAME=VALUE...: writes the values of variables for Terraform. true, false, numbers and lists are given as NAME:=JSON.
given_values() {
    local value
    local -a arguments=()
    for value in "$@"; do
        if [[ $value == *:=* && ${value%%=*} == *: ]]; then
            arguments+=(--argjson "${value%%:=*}" "${value#*:=}")
        else
            arguments+=(--arg "${value%%=*}" "${value#*=}")
        fi
    done
    mkdir -p "$work"
    jq -n "${arguments[@]}" '$ARGS.named' >"$work/given.tfvars.json"
}

# recall: sets before to what the last deployment was given, as JSON; to be called once Terraform has its state.
recall() {
    before='{}'
    given dry-run || before=$(tf output -json chosen 2>/dev/null) || before=
    # The first deployment has no outputs.
    before=${before:-{\}}
    local style_before
    style_before=$(jq -r '.style // empty' <<<"$before")
    if [ -n "$style_before" ] && [ "$style_before" != "$style" ]; then
        [ -z "${option[style]:-}" ] || fail "this pipeline was deployed as $style_before, and a running one is not turned into another" "Give it another --name."
        style=$style_before
        manifest=$(dirname "$manifest")/$style.json
    fi
}

# chosen OPTION VARIABLE DEFAULT: the value of an option, else what the last deployment was given for the variable, else the default.
chosen() {
    local value=${option[$1]:-}
    if [ -n "$value" ]; then
        printf '%s' "$value"
    else
        jq -r --arg name "$2" --arg default "$3" 'if has($name) then .[$name] else $default end' <<<"$before"
    fi
}

# imported ADDRESS ID: what is there already and Terraform does not know becomes its own.
imported() {
    if given dry-run; then
        note "would import, if an earlier deployment has left it: $1"
    elif ! tf state list | grep -Fqx "$1"; then
        note "an earlier deployment has left $2: it is taken over"
        tf import -input=false "-var-file=$work/given.tfvars.json" "$1" "$2" >&2
    fi
}

# apply_plan: plans, refuses what would delete data, and applies. A plan without changes is not applied.
# Terraform replaces what cannot be changed in place: it deletes, then creates. For a subscription, a hub or a table that is a loss, and one
# line among fifty is overlooked. prevent_destroy has no way out and holds destroy.sh up too; to a question before each deployment people
# answer y; a name with a digest of the filter still loses the events between two subscriptions.
apply_plan() {
    local code=0 doomed
    if given dry-run; then
        change terraform "-chdir=$here" plan -input=false -out="$work/plan" "-var-file=$work/given.tfvars.json" -detailed-exitcode
        change terraform "-chdir=$here" apply -input=false "$work/plan"
        return
    fi
    tf plan -input=false -out="$work/plan" "-var-file=$work/given.tfvars.json" -detailed-exitcode >&2 || code=$?
    case $code in
    0)
        note "nothing has changed"
        return
        ;;
    2) ;;
    *) fail "Terraform could not plan" "It says above why; nothing was changed. Mend it and run this again." ;;
    esac
    doomed=$(tf show -json "$work/plan" | jq -r --args '
        .resource_changes[] | select(.change.actions | index("delete")) | select([.type] | inside($ARGS.positional)) | .address' "${holds_data[@]}")
    if [ -n "$doomed" ] && [ "$doomed" != "${option[allow_replace]:-}" ]; then
        fail "this would delete what holds events or data; nothing was changed" "${doomed//$'\n'/$'\n'  }" \
            "README.md beside this script tells how to change each without loss; --allow-replace ADDRESS lets one go."
    fi
    tf apply -input=false "$work/plan" >&2 ||
        fail "Terraform stopped in the middle" "What is there already stays and is known. Mend what it says above and run this again: it goes on."
}

# what_is_there: sets there to what Terraform knows and shows it, by type; ends the script where that is nothing.
what_is_there() {
    there=
    given dry-run && return
    there=$(tf state list)
    if [ -z "$there" ]; then
        note "nothing is deployed under the name $name"
        exit 0
    fi
    grep -v '^data\.' <<<"$there" | sed 's/[.[].*//' | sort | uniq -c >&2
}

# destroy_all: what Terraform knows goes, or it fails.
destroy_all() {
    local left
    change terraform "-chdir=$here" destroy -input=false -auto-approve "-var-file=$work/given.tfvars.json" ||
        fail "Terraform stopped in the middle" "What is left is known. Mend what it says above and run this again."
    given dry-run && return
    left=$(tf state list)
    [ -z "$left" ] || fail "this is left: $left" "Run this again."
}

# output NAME: an output of Terraform as JSON.
output() { tf output -json "$1"; }

# printed_manifest CLASS CLASS_PATH: the manifest that the package itself prints is the committed one, by which all is deployed.
printed_manifest() {
    local class=$1 path=$2
    command -v java >/dev/null || {
        note "no Java here, so the package is not asked for its manifest: the committed one counts"
        return
    }
    java -cp "$path" "$class" --style "$style" | cmp -s - "$manifest" ||
        fail "the package's manifest is not ${manifest#"$project"/}" "Build again (./mvnw -Dlocal-clouds package); if it was changed on purpose, commit it as its README says."
}

# sized CLOUD FIGURE SELECTION: a figure of the cheapest offer, of those selected, that carries the workload, in the file of --size; nothing
# without one.
sized() {
    [ -n "${option[size]:-}" ] || return 0
    jq -er --arg cloud "$1" "[.clouds[] | select(.cloud == \$cloud) | .plans[] | select(.carries and .function != null) | $3] | sort_by(.usdPerMonth.likely)[0] | $2" \
        "${option[size]}" 2>/dev/null ||
        fail "${option[size]} has no offer of $1 that carries the workload with functions" \
            "Write it with: ./triskel size WORKLOAD.yaml --target $1 --json >FILE, for a workload of level function or pipeline."
}
