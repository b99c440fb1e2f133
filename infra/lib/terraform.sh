# shellcheck shell=bash
# Shared by the Terraform scripts of infra/azure and infra/gcp: the location of the files, the values of variables, and the check that rejects a
# plan which would delete events or data. Source it after deploy.sh; a script first sets
#
#   here=FOLDER_OF_THE_TF_FILES    work=FOLDER_BELOW_TARGET    manifest=FILE    holds_data=(TYPE_OF_RESOURCE ...)

# shellcheck disable=SC2154 # here, work, manifest, style and holds_data are the script's, project and option deploy.sh's
# Only the owner can read the files written here.
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

# recall: sets before to the values of the last deployment, as JSON; call it once Terraform has its state.
recall() {
    before='{}'
    given dry-run || before=$(tf output -json chosen 2>/dev/null) || before=
    # The first deployment has no outputs.
    before=${before:-{\}}
    local style_before
    style_before=$(jq -r '.style // empty' <<<"$before")
    if [ -n "$style_before" ] && [ "$style_before" != "$style" ]; then
        [ -z "${option[style]:-}" ] || fail "this pipeline was deployed as $style_before, and the style of a running pipeline cannot change" "Use another --name."
        style=$style_before
        manifest=$(dirname "$manifest")/$style.json
    fi
}

# chosen OPTION VARIABLE DEFAULT: the value of an option, else the variable's value in the last deployment, else the default.
chosen() {
    local value=${option[$1]:-}
    if [ -n "$value" ]; then
        printf '%s' "$value"
    else
        jq -r --arg name "$2" --arg default "$3" 'if has($name) then .[$name] else $default end' <<<"$before"
    fi
}

# imported ADDRESS ID: imports an existing resource that Terraform does not know.
imported() {
    if given dry-run; then
        note "would import, if an earlier deployment left it: $1"
    elif ! grep -Fqx "$1" <<<"$(tf state list)"; then
        note "importing $2, which an earlier deployment left"
        tf import -input=false "-var-file=$work/given.tfvars.json" "$1" "$2" >&2
    fi
}

# apply_plan: plans, rejects a plan that would delete data, and applies it if it changes anything.
# Terraform replaces what it cannot change in place: it deletes, then creates. That loses a subscription's, hub's or table's data, and one line
# among fifty is overlooked. The alternatives failed: prevent_destroy has no exception and also blocks destroy.sh; people answer y to a
# question before each deployment; a name with a digest of the filter loses the events between two subscriptions.
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
    *) fail "Terraform could not plan; nothing was changed" "Correct the error above and run this again." ;;
    esac
    doomed=$(tf show -json "$work/plan" | jq -r --args '
        .resource_changes[] | select(.change.actions | index("delete")) | select([.type] | inside($ARGS.positional)) | .address' "${holds_data[@]}")
    if [ -n "$doomed" ] && [ "$doomed" != "${option[allow_replace]:-}" ]; then
        fail "this would delete events or data; nothing was changed" "${doomed//$'\n'/$'\n'  }" \
            "README.md next to this script explains how to change each without loss; --allow-replace ADDRESS permits one deletion."
    fi
    tf apply -input=false "$work/plan" >&2 ||
        fail "Terraform stopped before it had finished" "It knows what it has created. Correct the error above and run this again: it continues."
}

# what_is_there: sets there to what Terraform knows and prints the numbers by type; ends the script if that is nothing.
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

# destroy_all: destroys everything that Terraform knows, or fails.
destroy_all() {
    local left
    change terraform "-chdir=$here" destroy -input=false -auto-approve "-var-file=$work/given.tfvars.json" ||
        fail "Terraform stopped before it had finished" "It knows what is left. Correct the error above and run this again."
    given dry-run && return
    left=$(tf state list)
    [ -z "$left" ] || fail "this is left: $left" "Run this again."
}

# output NAME: an output of Terraform as JSON.
output() { tf output -json "$1"; }

# printed_manifest CLASS CLASS_PATH: checks that the package prints the committed manifest, from which everything is deployed.
printed_manifest() {
    local class=$1 path=$2
    command -v java >/dev/null || {
        note "Java is not installed, so the committed manifest is used without asking the package"
        return
    }
    java -cp "$path" "$class" --style "$style" | cmp -s - "$manifest" ||
        fail "the package's manifest is not ${manifest#"$project"/}" "Build again (./mvnw -Dlocal-clouds package). If the change is intended, commit it as the package's README describes."
}
