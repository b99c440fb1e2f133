#!/usr/bin/env bash
# Deploys the order pipeline to Azure, or brings a deployment up to date: the same package again changes nothing.
#
#   infra/azure/deploy.sh --dry-run    what would be run, and what a month costs; nothing is called
#   infra/azure/deploy.sh              asks before it creates anything
#
# The first time takes some 15 minutes, later ones 5. These are estimates.
# What is not given keeps its value from the last deployment.
#
#   --subscription ID      default: the one that az has
#   --region REGION        of all that is created; default westeurope
#   --name NAME            what all names begin with, 2 to 12 small letters and digits; default orders
#   --style STYLE          orchestration (default) or choreography
#   --size FILE            what './triskel size WORKLOAD --target azure --json' printed: throughput units and instances by it
#   --partitions N         of the hub, for good, 1 to 32; default 4
#   --replication KIND     of the account of the data: LRS (default), ZRS, GRS, GZRS
#   --alarm-email ADDRESS  where alarms go
#   --budget AMOUNT        monthly budget in the account's currency, with --alarm-email
#   --for-load             also a hub for ./triskel load
#   --env FILE             where the variables for smoke.sh, ./triskel ops and load go; default NAME-azure.env
#   --allow-replace ADDR   let this one resource be deleted and made anew, though it holds events or data
#   --yes                  ask nothing
#   --dry-run              call nothing, show all
#   --help
#
# Exit codes: 0 done, 1 it failed, 2 wrong usage. After a failure, mend what it says and run it again.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../lib/deploy.sh"
read_options 'subscription= region= name= style= size= partitions= replication= alarm-email= budget= for-load env= allow-replace= yes dry-run' "$@"
matches subscription '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}' 'the id of a subscription'
matches region '[a-z]+[0-9]*' 'a region, such as westeurope'
matches name '[a-z][a-z0-9]{1,11}' '2 to 12 small letters or digits, a letter first'
matches style 'orchestration|choreography' 'orchestration or choreography'
matches partitions '[1-9]|[12][0-9]|3[0-2]' '1 to 32, which Standard has'
matches replication 'LRS|ZRS|GRS|GZRS' 'LRS, ZRS, GRS or GZRS'
matches budget '[1-9][0-9]*' 'an amount'
[ -z "${option[budget]:-}" ] || [ -n "${option[alarm_email]:-}" ] || misused "--budget needs --alarm-email"

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
subscription=${option[subscription]:-} region=${option[region]:-westeurope} name=${option[name]:-orders}
style=${option[style]:-orchestration}
# shellcheck disable=SC2154 # project is the folder of all, from deploy.sh
work=$project/target/infra/azure-$name
environment=${option[env]:-$name-azure.env}
manifest=$project/demo-order-pipeline/order-azure/src/main/manifest/$style.json
orders=$project/demo-order-pipeline/order-azure/target
package=$orders/order-azure.zip
holds_data=(azurerm_resource_group azurerm_eventhub_namespace azurerm_eventhub azurerm_eventhub_consumer_group azurerm_storage_account
    azurerm_storage_container azurerm_resource_group_template_deployment azurerm_key_vault azurerm_key_vault_key)
# shellcheck source-path=SCRIPTDIR
. "$here/../lib/terraform.sh"
# shellcheck source-path=SCRIPTDIR
. "$here/account.sh"

# What the package tells host and triggers, or they pass over events (README.md).
package_keeps_events() {
    local path
    unzip -Z1 "$package" | grep -qx local.settings.json && fail "${package#"$project"/} has local.settings.json" "Build it again."
    while read -r path; do
        unzip -p "$package" "$path" | jq -e 'if .bindings[0].type == "eventHubTrigger" then .retry.maxRetryCount == -1 else true end' >/dev/null ||
            fail "$path of the package has no unlimited retries (maxRetryCount -1)" "The host would pass over what fails. Build it again from a clean tree."
    done < <(unzip -Z1 "$package" | grep '/function.json$')
    unzip -p "$package" host.json | jq -e '.logging.applicationInsights.samplingSettings.excludedTypes | test("Exception") and test("Trace")' >/dev/null ||
        fail "host.json of the package may sample the lines of alarms away" "Build it again from a clean tree."
}

step "Looking at what is needed"
if ! given dry-run; then
    needs jq 1.6 "Debian: apt-get install jq"
    command -v unzip >/dev/null || fail "unzip is not installed" "Debian: apt-get install unzip"
    needs terraform 1.9 "https://developer.hashicorp.com/terraform/install"
    needs az 2.60 "https://learn.microsoft.com/cli/azure/install-azure-cli"
    [ -f "$package" ] || fail "${package#"$project"/} is not built" "./mvnw -Dlocal-clouds -Dquick -DskipTests package -pl demo-order-pipeline/order-azure -am"
    package_keeps_events
fi
logged_in
if ! given dry-run; then
    [ -n "$(az functionapp list-flexconsumption-locations --query "[?name=='$region'].name" --output tsv)" ] ||
        fail "Flex Consumption is not in $region" "az functionapp list-flexconsumption-locations --output table"
fi
units=$(sized azure .stream.units 'select(.stream.name | startswith("Event Hubs Standard"))')
instances=$(sized azure .function.units 'select(.stream.name | startswith("Event Hubs Standard"))')
units=${units:-1} instances=${instances:-40}
[ "$units" -le 40 ] || fail "$units throughput units are asked for, and Standard has 40" "This deployment has no Premium namespace: split the workload."
most=$((units > 10 ? units : 10))
[ "$instances" -ge 40 ] || instances=40
note "as ${user:-USER}, into $region of subscription ${subscription:-SUBSCRIPTION}; names begin with $name; state in $state_account"

step "What a month costs, with nothing to do"
case $region in *us | *us[0-9]) prices_of=us ;; *) prices_of=eu ;; esac
idle_cost "$prices_of" azure units="$units"
note "Use comes on top: ./triskel size WORKLOAD --target azure. Archive, tables and checkpoints are stored for cents."
sure "Create or update this in ${subscription:-SUBSCRIPTION}?"

step "State of Terraform"
if given dry-run || ! az storage account show --name "$state_account" --resource-group "$state_group" --query name --output tsv >/dev/null 2>&1; then
    change az group create --name "$state_group" --location "$region" --tags application=triskel-orders
    change az storage account create --name "$state_account" --resource-group "$state_group" --location "$region" --sku Standard_LRS \
        --kind StorageV2 --allow-shared-key-access false --allow-blob-public-access false --min-tls-version TLS1_2
    change az storage account blob-service-properties update --account-name "$state_account" --resource-group "$state_group" --enable-versioning true
    change az role assignment create --role "Storage Blob Data Owner" --assignee-object-id "$principal" --assignee-principal-type "$principal_type" \
        --scope "/subscriptions/$subscription/resourceGroups/$state_group"
    change az storage container create --name state --account-name "$state_account" --auth-mode login ||
        fail "the role on the state's account is not in force yet" "It takes some minutes: run this again."
fi
change_state init

step "What is deployed"
recall
given dry-run || printed_manifest io.triskel.orders.azure.OrderManifest "$orders/classes:$(cat "$orders/runtime.classpath")"
if [ -z "${option[size]:-}" ]; then
    units=$(chosen size throughput_units 1) most=$(chosen size most_throughput_units 10) instances=$(chosen size max_instances 40)
fi
given_values subscription="$subscription" region="$region" name="$name" manifest="$manifest" \
    operators:="$(jq -cn --arg operator "$principal" '[$operator]')" partitions:="$(chosen partitions partitions 4)" \
    throughput_units:="$units" most_throughput_units:="$most" max_instances:="$instances" replication="$(chosen replication replication LRS)" \
    alarm_email="$(chosen alarm_email alarm_email '')" budget:="$(chosen budget budget 0)" budget_from="$(date -u +%Y-%m-01T00:00:00Z)" \
    load_test:="$(chosen for_load load_test false)"
take_over_archive
apply_plan

step "Package"
if given dry-run; then
    app=APP group=$name vault=VAULT id=ID
else
    deployed=$(output app)
    app=$(jq -r .app <<<"$deployed") group=$(jq -r .group <<<"$deployed") vault=$(jq -r .vault <<<"$deployed") id=$(jq -r .id <<<"$deployed")
fi
# Terraform's provider adds it, and it wins over the account's name, which the identity may use.
if given dry-run || [ -n "$(az functionapp config appsettings list --name "$app" --resource-group "$group" --query "[?name=='AzureWebJobsStorage'].name" --output tsv)" ]; then
    change az functionapp config appsettings delete --name "$app" --resource-group "$group" --setting-names AzureWebJobsStorage --output none
fi
# The function key with which the notifier looks orders up: made by the app, kept in its host's account and in the vault.
key=
if given dry-run; then
    note "would make a function key, and put it into the vault: az functionapp keys set, az keyvault secret set"
else
    # What 'keys set' prints is redacted, so that the list is asked.
    function_key() { az functionapp keys list --name "$app" --resource-group "$group" --query functionKeys.lookup --output tsv; }
    key=$(function_key) || fail "the app gave no function keys" "Its host may not be up yet: run this again in some minutes."
    if [ -z "$key" ]; then
        az functionapp keys set --name "$app" --resource-group "$group" --key-type functionKeys --key-name lookup --output none
        key=$(function_key)
        [ -n "$key" ] || fail "the app made no function key" "Run this again in some minutes."
    fi
fi
if given dry-run || [ "$(az keyvault secret show --vault-name "$vault" --name lookup-key --query value --output tsv 2>/dev/null)" != "$key" ]; then
    if ! given dry-run; then
        az keyvault secret set --vault-name "$vault" --name lookup-key --file <(printf %s "$key") --encoding utf-8 --output none ||
            fail "the key could not be put into the vault $vault" "It takes the role 'Key Vault Secrets Officer' (deployer-roles.txt)."
    fi
    # Or the app would look into the vault a day later.
    change az rest --method post --uri "https://management.azure.com$id/config/configreferences/appsettings/refresh?api-version=2022-03-01" --output none
fi
# A package that is there already is not deployed again: its digest is a tag of the app.
digest=DIGEST
given dry-run || digest=$(sha256sum "$package" | cut -c1-32)
if given dry-run || [ "$(az tag list --resource-id "$id" --query properties.tags.package --output tsv)" != "$digest" ]; then
    change az functionapp deployment source config-zip --name "$app" --resource-group "$group" --src "$package" --output none ||
        fail "the package could not be deployed" "Run this again; the app's own log has more: az webapp log tail --name $app --resource-group $group"
    change az tag update --resource-id "$id" --operation merge --tags "package=$digest" --output none
else
    note "the package is there already"
fi
given dry-run && exit 0

step "Deployed"
mapfile -t variables < <(output environment | jq -r 'to_entries[] | "\(.key)=\(.value)"')
write_variables "$environment" "${variables[@]}" "ORDERS_LOOKUP_KEY=$key" "ORDERS_FUNCTION_KEY=$key" 'TRISKEL_OFFER=Event Hubs Standard with Capture'
note "address $(jq -r .url <<<"$deployed")"
note "next:   infra/azure/smoke.sh --env $environment"
note "        ./triskel ops azure lag --env $environment"
note "to end: infra/azure/destroy.sh --subscription $subscription --region $region --name $name"
printf '%s\n' "$environment"
