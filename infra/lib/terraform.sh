# shellcheck shell=bash
# Shared by the Terraform scripts of infra/azure and infra/gcp: the location of the files, the values of variables, and the check that rejects a
# plan which would delete events or data. Source it after deploy.sh; a script first sets
#
#   here=FOLDER_OF_THE_TF_FILES    work=FOLDER_BELOW_TARGET    manifest=FILE    holds_data=(TYPE_OF_RESOURCE ...)
#   [holds_none=HOW_ADDRESSES_OF_THESE_TYPES_BEGIN_THAT_HOLD_NO_DATA]
#   [passes=REGEX_OF_ERRORS_THAT_PASS]    [import_ids=JQ: the id by which a planned resource is imported]
#   [adopts=REGEX_OF_ERRORS_AFTER_WHICH_THE_SCRIPT_ITSELF_IMPORTS]
#   [labels=ATTRIBUTE_WITH_LABELS, of which deployment is the pipeline's name]
#
# Each command of Terraform may be interrupted at any point. Run again, a script continues, or prints the one command that is needed first:
# terraform_failed, unsaved_state and belongs have the cases.

# shellcheck disable=SC2154 # here, work, manifest, style, holds_data and holds_none are the script's, project and option deploy.sh's
# Only the owner can read the files written here.
umask 077
export TF_DATA_DIR=$work/terraform TF_IN_AUTOMATION=1

tf() { terraform "-chdir=$here" "$@"; }

# changing COMMAND...: a command of Terraform that takes the lock of the state. Its output goes to standard error and to a file. Returns its
# exit code, unless the lock is held.
changing() {
    local code=0
    mkdir -p "$work"
    # tee survives an interrupt from the keyboard: without it, Terraform could not write while it stops and saves the state.
    tf "$@" > >(tee -i "$work/output" >&2) 2>&1 || code=$?
    # The file is complete once tee has ended.
    wait $! 2>/dev/null || true
    if [ "$code" -ne 0 ] && grep -q 'Error acquiring the state lock' "$work/output"; then
        fail "another run holds the lock of this deployment: $(lock_info Who), since $(lock_info Created)" \
            "Wait until it has ended. If it was killed, release the lock and run this again:" \
            "TF_DATA_DIR=$(shown "$TF_DATA_DIR") terraform $(shown "-chdir=$here") force-unlock -force $(lock_info ID)"
    fi
    return "$code"
}

lock_info() { sed -n "s/^[│ ]*$1: *//p" "$work/output" | head -n 1; }

# unsaved_state: saves the state that an earlier run could not save, and which Terraform left in a file. Call it before anything reads the state.
# A run moves the file to its deployment's folder, since all deployments share the folder in which Terraform writes it.
unsaved_state() {
    given dry-run && return
    [ ! -e "$here/errored.tfstate" ] ||
        fail "a run that was killed left $here/errored.tfstate" "If it was a run for this deployment: mv $(shown "$here/errored.tfstate" "$work/errored.tfstate")" \
            "Then run this again."
    [ -e "$work/errored.tfstate" ] || return 0
    note "saving the state that an earlier run could not save"
    changing state push "$work/errored.tfstate" ||
        fail "Terraform refuses the state that an earlier run left" "If a later run has saved a newer one: rm $(shown "$work/errored.tfstate")"
    rm "$work/errored.tfstate"
}

# terraform_failed: ends the script after a command that changes resources, with what to do.
terraform_failed() {
    local existing
    if [ -e "$here/errored.tfstate" ]; then
        mv "$here/errored.tfstate" "$work/errored.tfstate"
        fail "Terraform stopped, and could not save what it has created" "Correct the error above and run this again: it saves $work/errored.tfstate first."
    fi
    if [ -n "${adopts:-}" ] && grep -q "$adopts" "$work/output"; then exit 1; fi
    existing=$(existing_resources)
    if [ -n "$existing" ]; then
        fail "resources of these names exist, and Terraform does not know them" "If they are left of a run that was killed, import them and run this again:" \
            "${existing//$'\n'/$'\n'  }" "If somebody else made them, choose another --name."
    fi
    fail "Terraform stopped before it had finished" "It knows what is done and what is left. Correct the error above and run this again: it continues."
}

# existing_resources: commands that import the resources which Terraform could not create, because they exist.
existing_resources() {
    local address id
    awk '/Error: / { exists = 0 }
        /already exists|already own it/ { exists = 1 }
        exists && match($0, / with [a-z0-9_]+\.[^ ]+,/) { print substr($0, RSTART + 6, RLENGTH - 7); exists = 0 }' "$work/output" | sort -u |
        while read -r address; do
            id=$(tf show -json "$work/plan" | jq -r --arg address "$address" \
                "[.resource_changes[] | select(.address == \$address)][0] | .type as \$type | .change.after | ${import_ids:-empty}")
            printf 'TF_DATA_DIR=%q terraform %q import -input=false %q %q %q\n' "$TF_DATA_DIR" "-chdir=$here" "-var-file=$work/given.tfvars.json" "$address" "${id:-ID}"
        done
}

# belongs: fails if Terraform knows a resource that carries another deployment's labels, before anything is deleted.
belongs() {
    local foreign
    given dry-run && return
    # shellcheck disable=SC2154 # name is the script's
    foreign=$(tf show -json | jq -r --arg name "$name" --arg labels "${labels:-}" '
        .values.root_module.resources[]? | select(.mode != "data") | . as $resource | .values[$labels] // empty
        | select(. != {} and .deployment != $name) | "\($resource.address) of deployment \(.deployment // "?")"')
    [ -z "$foreign" ] || fail "this state has resources of another deployment; nothing was deleted" "${foreign//$'\n'/$'\n'  }"
}

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
    local style_before
    before='{}'
    unsaved_state
    if ! given dry-run; then
        # The first deployment has no outputs. An unreadable state is an error: with defaults instead, a deployment would lose its settings.
        before=$(tf output -json) || fail "cannot read the state of this deployment" "Correct the error above and run this again."
        before=$(jq -c '.chosen.value // {}' <<<"${before:-{\}}")
    fi
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
        changing import -input=false "-var-file=$work/given.tfvars.json" "$1" "$2" || fail "Terraform could not import $1" "Correct the error above and run this again."
    fi
}

# apply_plan: plans, rejects a plan that would delete data, and applies it if it changes anything. For a quarter of an hour it repeats what fails
# with errors that pass.
# Terraform replaces what it cannot change in place: it deletes, then creates. That loses a subscription's, hub's or table's data, and one line
# among fifty is overlooked. The alternatives failed: prevent_destroy has no exception and also blocks destroy.sh; people answer y to a
# question before each deployment; a name with a digest of the filter loses the events between two subscriptions.
apply_plan() {
    local begin=$SECONDS
    if given dry-run; then
        change terraform "-chdir=$here" plan -input=false -out="$work/plan" "-var-file=$work/given.tfvars.json" -detailed-exitcode
        change terraform "-chdir=$here" apply -input=false "$work/plan"
        return
    fi
    until planned_and_applied; do
        if [ $((SECONDS - begin)) -ge 900 ] || [ -e "$here/errored.tfstate" ] || [ -z "${passes:-}" ] || ! grep -Eq "$passes" "$work/output"; then terraform_failed; fi
        note "this error passes; trying again"
        sleep "${TRISKEL_POLL_SECONDS:-30}"
    done
}

# planned_and_applied: returns whether the plan is applied, or nothing is left to do.
planned_and_applied() {
    local code=0 doomed
    changing plan -input=false -out="$work/plan" "-var-file=$work/given.tfvars.json" -detailed-exitcode || code=$?
    case $code in
    0)
        note "nothing has changed"
        return
        ;;
    2) ;;
    *) fail "Terraform could not plan; nothing was changed" "Correct the error above and run this again." ;;
    esac
    doomed=$(tf show -json "$work/plan" | jq -r --arg spared "${holds_none:-}" --args '
        .resource_changes[] | select(.change.actions | index("delete")) | select([.type] | inside($ARGS.positional)) | .address
        | select($spared == "" or (startswith($spared) | not))' "${holds_data[@]}")
    if [ -n "$doomed" ] && [ "$doomed" != "${option[allow_replace]:-}" ]; then
        fail "this would delete events or data; nothing was changed" "${doomed//$'\n'/$'\n'  }" \
            "README.md next to this script explains how to change each without loss; --allow-replace ADDRESS permits one deletion."
    fi
    changing apply -input=false "$work/plan"
}

# what_is_there [COMMAND]: sets there to what Terraform knows and prints the numbers by type; ends the script if that is nothing, after COMMAND.
what_is_there() {
    there=
    given dry-run && return
    unsaved_state
    there=$(tf state list) || fail "cannot read the state of this deployment" "Correct the error above and run this again."
    if [ -z "$there" ]; then
        note "nothing is deployed under the name $name"
        if [ $# -gt 0 ]; then "$@"; fi
        exit 0
    fi
    grep -v '^data\.' <<<"$there" | sed 's/[.[].*//' | sort | uniq -c >&2
}

# destroy_all: destroys everything that Terraform knows, or fails.
destroy_all() {
    local left
    change_state_by destroy -input=false -auto-approve "-var-file=$work/given.tfvars.json"
    given dry-run && return
    left=$(tf state list)
    [ -z "$left" ] || fail "this is left: $left" "Run this again."
}

# change_state_by COMMAND...: a command of Terraform that must succeed; a dry run only prints it.
change_state_by() {
    if given dry-run; then
        change terraform "-chdir=$here" "$@"
    else
        note "terraform $(shown "$@")"
        changing "$@" || terraform_failed
    fi
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
