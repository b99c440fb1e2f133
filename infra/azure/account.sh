# shellcheck shell=bash
# Who is logged in to Azure, where the state lies, and what an earlier deployment has left, for deploy.sh and destroy.sh.
# shellcheck disable=SC2154,SC2034 # some variables are set by the script, others are for it

# logged_in: sets subscription, user, principal, principal_type, state_group and state_account.
logged_in() {
    local account kind
    state_group=triskel-state
    if given dry-run; then
        subscription=${subscription:-SUBSCRIPTION} principal=PRINCIPAL principal_type=User state_account=triskelstateXXXXXXXX
        return
    fi
    account=$(az account show ${subscription:+--subscription "$subscription"} --output json) || fail "nobody is logged in to az, or not to this subscription" "az login"
    subscription=$(jq -r .id <<<"$account") user=$(jq -r .user.name <<<"$account") kind=$(jq -r .user.type <<<"$account")
    # All further calls, and Terraform's, mean this one.
    az account set --subscription "$subscription"
    if [ "$kind" = user ]; then
        principal_type=User
        principal=$(az ad signed-in-user show --query id --output tsv)
    else
        principal_type=ServicePrincipal
        principal=$(az ad sp show --id "$user" --query id --output tsv)
    fi
    [ -n "$principal" ] || fail "the object id of $user is not told" "The login must be one of Entra ID: az login"
    state_account=triskelstate$(printf %s "$subscription" | sha256sum | cut -c1-8)
}

# change_state init: Terraform with the state of this deployment.
change_state() {
    change terraform "-chdir=$here" "$1" -input=false -reconfigure -backend-config="resource_group_name=$state_group" \
        -backend-config="storage_account_name=$state_account" -backend-config="container_name=state" -backend-config="key=$name.tfstate" \
        -backend-config="subscription_id=$subscription"
}

# data_account: the name of the account of the data, as main.tf makes it.
data_account() { printf '%sdata%s' "$name" "$(printf %s "$subscription/$name" | sha256sum | cut -c1-6)"; }

# take_over_archive: an archive that destroy.sh has left belongs to the deployment again.
take_over_archive() {
    local group=/subscriptions/$subscription/resourceGroups/$name account
    account=$group/providers/Microsoft.Storage/storageAccounts/$(data_account)
    if given dry-run || az storage account show --ids "$account" --query id --output tsv >/dev/null 2>&1; then
        imported azurerm_resource_group.orders "$group"
        imported azurerm_storage_account.data "$account"
        imported azurerm_storage_container.archive "$account/blobServices/default/containers/$(jq -r .parameters.archiveContainer.default "$manifest")"
    fi
}
