#!/usr/bin/env bash
# Destroys a deployment on Azure: lists what it deletes, asks, and reports what the cloud keeps and for how long.
#
#   infra/azure/destroy.sh --dry-run
#   infra/azure/destroy.sh
#
# It works from any machine, because the state is in a storage account of the resource group triskel-state. The archive of all events stays, with
# its account and resource group, unless you add --archive. Personal data in it becomes unreadable, because its keys are deleted.
#
#   --subscription ID  default: the one that az uses
#   --region REGION    as it was deployed; default westeurope
#   --name NAME        as it was deployed; default orders
#   --style STYLE      as it was deployed; default orchestration. An application of its own needs none
#   --archive          also delete the archive
#   --yes              do not ask
#   --dry-run          print the steps, and call nothing
#   --help
#
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../lib/deploy.sh"
read_options 'subscription= region= name= style= archive yes dry-run' "$@"
matches style 'orchestration|choreography|engine' 'orchestration, choreography or engine'
matches name '[a-z][a-z0-9]{1,11}' '2 to 12 lower-case letters or digits, starting with a letter'
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
subscription=${option[subscription]:-} region=${option[region]:-westeurope} name=${option[name]:-orders}
# shellcheck disable=SC2154 # project is the repository, from deploy.sh
work=$project/target/infra/azure-$name
module=order-azure style=${option[style]:-orchestration}
[ "$style" != engine ] || module=order-azure-engine
manifest=$project/demo-order-pipeline/$module/src/main/manifest/$style.json
# shellcheck source-path=SCRIPTDIR
. "$here/../lib/terraform.sh"
# shellcheck source-path=SCRIPTDIR
. "$here/account.sh"

step "Reading the deployment"
if ! given dry-run; then
    needs jq 1.6 "Debian: apt-get install jq"
    needs terraform 1.9 "https://developer.hashicorp.com/terraform/install"
    needs az 2.60 "https://learn.microsoft.com/cli/azure/install-azure-cli"
fi
logged_in
if ! given dry-run; then
    has_state ||
        fail "there is no state in $state_account" "These scripts have deployed nothing to $subscription, or you have no right to see it."
fi
ours_and_free
change_state init
given_values subscription="$subscription" region="$region" name="$name" manifest="$manifest"
# shellcheck disable=SC2119 # nothing else is left on Azure
what_is_there
sure "Delete all this in ${subscription:-SUBSCRIPTION}, with every order in it?"

step "Deleting"
if ! given archive; then
    for address in azurerm_storage_container.archive azurerm_storage_account.data azurerm_resource_group.orders; do
        if given dry-run || grep -Fqx "$address" <<<"$there"; then
            change terraform "-chdir=$here" state rm "$address"
        fi
    done
fi
without_detection
destroy_all

step "What the cloud keeps"
note "the vault and its key, soft-deleted for 30 days, free of charge; deploy.sh restores them: az keyvault list-deleted --resource-type vault"
note "the log workspace, soft-deleted for 14 days, free of charge"
given archive || note "the archive in $(data_account) of the resource group $name, billed per GB: az group delete --name $name"
note "the state in $state_account, with its older versions: az group delete --name $state_group"
