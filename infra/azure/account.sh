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

# data_account: the name of the data account, computed as in main.tf.
data_account() { printf '%sdata%s' "$name" "$(printf %s "$subscription/$name" | sha256sum | cut -c1-6)"; }

# take_over_archive: imports an archive that destroy.sh left.
take_over_archive() {
    local group=/subscriptions/$subscription/resourceGroups/$name account
    account=$group/providers/Microsoft.Storage/storageAccounts/$(data_account)
    if given dry-run || az storage account show --ids "$account" --query id --output tsv >/dev/null 2>&1; then
        imported azurerm_resource_group.orders "$group"
        imported azurerm_storage_account.data "$account"
        imported azurerm_storage_container.archive "$account/blobServices/default/containers/$(jq -r .parameters.archiveContainer.default "$manifest")"
    fi
}
