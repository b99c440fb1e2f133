# shellcheck shell=bash
# Login, location of the state, and resources that an earlier deployment left, for deploy.sh and destroy.sh.
# shellcheck disable=SC2154,SC2034 # the script sets some variables and reads others

# logged_in: sets subscription, user, principal, principal_type, state_group and state_account.
logged_in() {
    local account kind
    state_group=triskel-state
    if given dry-run; then
        subscription=${subscription:-SUBSCRIPTION} principal=PRINCIPAL principal_type=User state_account=triskelstateXXXXXXXX
        return
    fi
    account=$(az account show ${subscription:+--subscription "$subscription"} --output json) || fail "you are not logged in to az, or not to this subscription" "az login"
    subscription=$(jq -r .id <<<"$account") user=$(jq -r .user.name <<<"$account") kind=$(jq -r .user.type <<<"$account")
    # All later calls, and Terraform's, use this subscription.
    az account set --subscription "$subscription"
    if [ "$kind" = user ]; then
        principal_type=User
        principal=$(az ad signed-in-user show --query id --output tsv)
    else
        principal_type=ServicePrincipal
        principal=$(az ad sp show --id "$user" --query id --output tsv)
    fi
    [ -n "$principal" ] || fail "Entra ID returns no object id for $user" "Log in with an Entra ID account: az login"
    state_account=triskelstate$(printf %s "$subscription" | sha256sum | cut -c1-8)
}

# change_state init: initialises Terraform with the state of this deployment.
change_state() {
    change terraform "-chdir=$here" "$1" -input=false -reconfigure -backend-config="resource_group_name=$state_group" \
        -backend-config="storage_account_name=$state_account" -backend-config="container_name=state" -backend-config="key=$name.tfstate" \
        -backend-config="subscription_id=$subscription"
}

# has_state: whether the account of the state is complete; its container is made last.
has_state() { az storage container show --name state --account-name "$state_account" --auth-mode login --query name --output tsv >/dev/null 2>&1; }

# ours_and_free: ends the script if the resource group is somebody else's, or if a run that was killed has left the lock of the state.
ours_and_free() {
    local tags lease
    given dry-run && return
    if tags=$(az group show --name "$name" --query "join('/', [tags.application || '', tags.deployment || ''])" --output tsv 2>/dev/null); then
        [ "$tags" = "triskel-orders/$name" ] ||
            fail "the resource group $name is not of this deployment: its tags are '$tags', not 'triskel-orders/$name'; nothing was changed" "Use another --name."
    fi
    lease=$(az storage blob show --account-name "$state_account" --container-name state --name "$name.tfstate" --auth-mode login \
        --query properties.lease.status --output tsv 2>/dev/null) || return 0
    [ "$lease" != locked ] || fail "the state of $name is locked: another run is at work, or one was killed" "If none is at work, unlock it and run this again:" \
        "az storage blob lease break --account-name $state_account --container-name state --blob-name $name.tfstate --auth-mode login"
}

# What apply_and_adopt imports, so that lib/terraform.sh need not say how.
adopts='with the ID "[^"]*" already exists'

# apply_and_adopt: apply_plan; a resource that a killed run created, and Terraform does not know, is imported, and Terraform continues. The
# resource group's tag, which ours_and_free checked, says whose it is.
apply_and_adopt() {
    local log=$work/apply.log address id known='' code
    local -a found
    mkdir -p "$work"
    while :; do
        # Not in a condition, in which a failure inside would not end it.
        set +e
        (
            set -e
            apply_plan
        ) 2>&1 | tee "$log" >&2
        code=${PIPESTATUS[0]}
        set -e
        [ "$code" -ne 0 ] || return 0
        # "A resource with the ID "..." already exists - to be managed via Terraform", and below it "with ADDRESS,".
        mapfile -t found < <(awk '{ gsub(/│/, "") }
            match($0, /with the ID "[^"]*" already exists/) { id = substr($0, RSTART + 13, RLENGTH - 29) }
            id != "" && sub(/^ *with /, "") { sub(/,$/, ""); print; print id; id = "" }' "$log")
        [ ${#found[@]} -gt 0 ] || exit 1
        [ "$known" != "${found[*]}" ] || fail "Terraform does not take over ${found[0]}" "Correct the error above and run this again."
        known=${found[*]}
        set -- "${found[@]}"
        while [ $# -gt 0 ]; do
            address=$1 id=$2
            shift 2
            case $id in
            "/subscriptions/$subscription/resourceGroups/$name" | "/subscriptions/$subscription/resourceGroups/$name/"* | \
                "https://$name-$(own).vault.azure.net/keys/"*) imported "$address" "$id" ;;
            *) fail "$id exists and is outside of the resource group $name, so it is not of this deployment" ;;
            esac
        done
    done
}

# without_detection: deletes the rule and the action group that Azure adds to Application Insights some time after its creation. Terraform does not
# know them, and deletes no resource group that has them (hashicorp/terraform-provider-azurerm#18026).
without_detection() {
    local all type thing
    if given dry-run; then
        note "would delete what Azure has added to Application Insights: 'Failure Anomalies - $name-insights' and 'Application Insights Smart Detection'"
        return
    fi
    all=$(az resource list --resource-group "$name" --query '[].[type, name]' --output tsv)
    while IFS=$'\t' read -r type thing; do
        case ${thing,,} in
        'application insights smart detection' | "failure anomalies - $name-insights")
            change az resource delete --resource-group "$name" --resource-type "$type" --name "$thing" </dev/null
            ;;
        esac
    done <<<"$all"
}

# own: what globally unique names of this deployment have, and data_account: the name of the data account, as in main.tf.
own() { printf %s "$subscription/$name" | sha256sum | cut -c1-6; }
data_account() { printf '%sdata%s' "$name" "$(own)"; }

# take_over_archive: imports an archive that destroy.sh left.
take_over_archive() {
    local group=/subscriptions/$subscription/resourceGroups/$name account container
    container=$(jq -r .parameters.archiveContainer.default "$manifest")
    account=$group/providers/Microsoft.Storage/storageAccounts/$(data_account)
    if given dry-run || az storage account show --ids "$account" --query id --output tsv >/dev/null 2>&1; then
        imported azurerm_resource_group.orders "$group"
        imported azurerm_storage_account.data "$account"
        # A run that was killed may have made the account alone.
        if given dry-run || [ "$(az storage container-rm exists --storage-account "$(data_account)" --resource-group "$name" --name "$container" --query exists --output tsv)" = true ]; then
            imported azurerm_storage_container.archive "$account/blobServices/default/containers/$container"
        fi
    fi
}
