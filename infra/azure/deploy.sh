#!/usr/bin/env bash
# Deploys the order pipeline, or your own application, to Azure, or upgrades a deployment. The same package again changes nothing.
#
#   infra/azure/deploy.sh --dry-run    prints the steps and the monthly cost; calls nothing
#   infra/azure/deploy.sh              asks before it creates anything
#
# The first run takes about 15 minutes, later ones 5 (estimates).
# Omitted options keep their value from the last deployment.
#
#   --subscription ID      default: the one that az uses
#   --region REGION        of all resources; default westeurope
#   --app DIR              deploy your own application instead: the Maven project whose package for Azure is built (docs/from-new-to-deployed.md)
#   --name NAME            prefix of all names, 2 to 12 lower-case letters and digits; default orders, or the application's name, cut to 12
#   --style STYLE          orchestration (default), choreography, or engine, in which Durable Functions orchestrates orders; cannot change later
#   --plan FILE            units, partitions, memory, instances, retention of the inbox and of logs as './triskel size WORKLOAD --plan FILE' wrote
#                          them; the default is infra/plan.json
#   --partitions N         partitions of the hub instead of the plan's, 1 to 32; cannot change later
#   --replication KIND     of the data account: LRS (default), ZRS, GRS, GZRS
#   --alarm-email ADDRESS  receives alarms
#   --budget AMOUNT        monthly budget in the account's currency, with --alarm-email
#   --for-load             also deploy a hub for ./triskel load
#   --env FILE             write the variables for smoke.sh, ./triskel ops and load here; default NAME-azure.env
#   --allow-replace ADDR   permit deleting and recreating this one resource, although it holds events or data
#   --yes                  do not ask
#   --dry-run              print the steps and the monthly cost, and call nothing
#   --help
#
# Exit codes: 0 done, 1 failed, 2 wrong usage. After a failure, correct the reported problem and run it again.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../lib/deploy.sh"
read_options 'subscription= region= app= name= style= plan= partitions= replication= alarm-email= budget= for-load env= allow-replace= yes dry-run' "$@"
matches subscription '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}' 'the id of a subscription'
matches region '[a-z]+[0-9]*' 'a region, such as westeurope'
matches name '[a-z][a-z0-9]{1,11}' '2 to 12 lower-case letters or digits, starting with a letter'
matches style 'orchestration|choreography|engine' 'orchestration, choreography or engine'
matches partitions '[1-9]|[12][0-9]|3[0-2]' '1 to 32, the limit of Standard'
matches replication 'LRS|ZRS|GRS|GZRS' 'LRS, ZRS, GRS or GZRS'
matches budget '[1-9][0-9]*' 'an amount'
[ -z "${option[budget]:-}" ] || [ -n "${option[alarm_email]:-}" ] || misused "--budget needs --alarm-email"
[ -z "${option[app]:-}" ] || [ -z "${option[style]:-}${option[for_load]:-}" ] || misused "--app brings its own package, so --style and --for-load do not go with it"

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
subscription=${option[subscription]:-} region=${option[region]:-westeurope} name=${option[name]:-orders}
style=${option[style]:-orchestration}
# shellcheck disable=SC2154 # project is the repository, from deploy.sh
targets=$project/target/infra
if [ -n "${option[app]:-}" ]; then
    # shellcheck source-path=SCRIPTDIR
    . "$here/app.sh"
    needs jq 1.6 "Debian: apt-get install jq"
    printed=$targets/azure-application.json
    application_of "${option[app]}" "$printed"
    style=application name=${option[name]:-$(jq -r '.parameters.hub.default[:12]' "$printed")}
    [[ $name =~ ^[a-z][a-z0-9]{1,11}$ ]] || misused "the application's name makes no prefix of names: add --name, 2 to 12 lower-case letters or digits"
fi
work=$targets/azure-$name
environment=${option[env]:-$name-azure.env}
holds_data=(azurerm_resource_group azurerm_eventhub_namespace azurerm_eventhub azurerm_eventhub_consumer_group azurerm_storage_account
    azurerm_storage_container azurerm_resource_group_template_deployment azurerm_key_vault azurerm_key_vault_key)
# shellcheck source-path=SCRIPTDIR
. "$here/../lib/terraform.sh"
# shellcheck source-path=SCRIPTDIR
. "$here/account.sh"

# package_of_style: sets manifest and package to those of the style or of the application, and checks the package.
package_of_style() {
    local module=order-azure
    if [ -n "${option[app]:-}" ]; then
        package=$zip manifest=$work/manifest.json
        mkdir -p "$work"
        cp "$printed" "$manifest"
        package_keeps_events
        return
    fi
    class=io.triskel.azure.hosting.AzureManifest
    [ "$style" != engine ] || { module=order-azure-engine && class=io.triskel.orders.azure.OrderEngineManifest; }
    orders=$project/demo-order-pipeline/$module/target
    manifest=$project/demo-order-pipeline/$module/src/main/manifest/$style.json
    package=$orders/$module.zip
    given dry-run && return
    [ -f "$package" ] || fail "${package#"$project"/} is not built" "./mvnw -Dlocal-clouds -Dquick -DskipTests package -pl demo-order-pipeline/$module -am"
    package_keeps_events
}

# Checks the package's settings for host and triggers, without which they skip events (README.md).
package_keeps_events() {
    local path
    # Not unzip | grep -q: grep ends at its match, unzip then fails to write, and pipefail would hide the match.
    unzip -Z1 "$package" local.settings.json >/dev/null 2>&1 && fail "${package#"$project"/} has local.settings.json" "Build it again."
    while read -r path; do
        unzip -p "$package" "$path" | jq -e 'if .bindings[0].type == "eventHubTrigger" then .retry.maxRetryCount == -1 else true end' >/dev/null ||
            fail "$path of the package has no unlimited retries (maxRetryCount -1)" "The host would skip failed batches. Build it again from a clean tree."
    done < <(unzip -Z1 "$package" | grep '/function.json$')
    unzip -p "$package" host.json | jq -e '.logging.applicationInsights.samplingSettings.excludedTypes | test("Exception") and test("Trace")' >/dev/null ||
        fail "host.json of the package may drop the log lines that alarms count" "Build it again from a clean tree."
}

# unheard: says that no e-mail address is given.
unheard() { note "ALARMS REACH NOBODY: they show in the portal only. Add --alarm-email ADDRESS."; }

step "Checking requirements"
if ! given dry-run; then
    needs jq 1.6 "Debian: apt-get install jq"
    command -v unzip >/dev/null || fail "unzip is not installed" "Debian: apt-get install unzip"
    needs terraform 1.9 "https://developer.hashicorp.com/terraform/install"
    needs az 2.60 "https://learn.microsoft.com/cli/azure/install-azure-cli"
fi
package_of_style
logged_in
if ! given dry-run; then
    [ -n "$(az functionapp list-flexconsumption-locations --query "[?name=='$region'].name" --output tsv)" ] ||
        fail "Flex Consumption is not available in $region" "az functionapp list-flexconsumption-locations --output table"
fi
figures=$(planned azure '{}')
note "as ${user:-USER}, into $region of subscription ${subscription:-SUBSCRIPTION}; names begin with $name; state in $state_account"

step "Monthly cost of the idle pipeline"
case $region in *us | *us[0-9]) prices_of=us ;; *) prices_of=eu ;; esac
idle_cost "$prices_of" azure units="$(jq .throughput_units <<<"$figures")" consumers="$(jq '.hub.consumerGroups | length - 1' "$manifest")"
note "Usage costs extra: ./triskel size WORKLOAD --target azure. Storing archive, tables and checkpoints costs cents."
sure "Create or update this in ${subscription:-SUBSCRIPTION}?"

step "Terraform state"
# Each of these calls may be repeated, so a run that was interrupted among them goes on.
if given dry-run || ! has_state; then
    change az group create --name "$state_group" --location "$region" --tags application=triskel-orders
    change az storage account create --name "$state_account" --resource-group "$state_group" --location "$region" --sku Standard_LRS \
        --kind StorageV2 --allow-shared-key-access false --allow-blob-public-access false --min-tls-version TLS1_2
    change az storage account blob-service-properties update --account-name "$state_account" --resource-group "$state_group" --enable-versioning true
    change az role assignment create --role "Storage Blob Data Owner" --assignee-object-id "$principal" --assignee-principal-type "$principal_type" \
        --scope "/subscriptions/$subscription/resourceGroups/$state_group"
    change az storage container create --name state --account-name "$state_account" --auth-mode login ||
        fail "the role on the state's account is not in force yet" "It takes a few minutes: run this again."
fi
ours_and_free
change_state init

step "Deploying"
recall
if [ -n "${option[app]:-}" ]; then
    [ "$style" = application ] || fail "$name is the order pipeline, in $style" "Use another --name."
else
    [ "$style" != application ] || fail "$name is an application of its own" "Deploy it with --app, or use another --name."
fi
package_of_style
given dry-run || [ "$style" = application ] || printed_manifest "$class" "$orders/classes:$(cat "$orders/runtime.classpath")"
figures=$(planned azure "$(jq -c '.plan // {}' <<<"$before")")
[ -z "${option[partitions]:-}" ] || figures=$(jq -c --argjson partitions "${option[partitions]}" '.partitions = $partitions' <<<"$figures")
given_values subscription="$subscription" region="$region" name="$name" manifest="$manifest" \
    operators:="$(jq -cn --arg operator "$principal" '[$operator]')" plan:="$figures" replication="$(chosen replication replication LRS)" \
    alarm_email="$(chosen alarm_email alarm_email '')" budget:="$(chosen budget budget 0)" budget_from="$(date -u +%Y-%m-01T00:00:00Z)" \
    load_test:="$(chosen for_load load_test false)"
[ "$(chosen alarm_email alarm_email '')" != '' ] || unheard
take_over_archive
apply_and_adopt

step "Package"
if given dry-run; then
    app=APP group=$name vault=VAULT id=ID
else
    deployed=$(output app)
    app=$(jq -r .app <<<"$deployed") group=$(jq -r .group <<<"$deployed") vault=$(jq -r .vault <<<"$deployed") id=$(jq -r .id <<<"$deployed")
fi
# Terraform's provider adds this setting, which overrides the account's name that the identity uses.
if given dry-run || [ -n "$(az functionapp config appsettings list --name "$app" --resource-group "$group" --query "[?name=='AzureWebJobsStorage'].name" --output tsv)" ]; then
    change az functionapp config appsettings delete --name "$app" --resource-group "$group" --setting-names AzureWebJobsStorage --output none
fi
# The app has the package's digest as a tag, so that the same package is not deployed again.
digest=DIGEST
given dry-run || digest=$(sha256sum "$package" | cut -c1-32)
if given dry-run || [ "$(az tag list --resource-id "$id" --query properties.tags.package --output tsv)" != "$digest" ]; then
    change az functionapp deployment source config-zip --name "$app" --resource-group "$group" --src "$package" --output none ||
        fail "the package could not be deployed" "Run this again. The app's log has the reason: az webapp log tail --name $app --resource-group $group"
    change az tag update --resource-id "$id" --operation merge --tags "package=$digest" --output none
else
    note "the package is already deployed"
fi
# Keys open one function each; a host key would open all. The app creates them once it has its functions, and its host's account stores them.
key='' customers='' operators=''
if given dry-run; then
    note "would create a key of the function web, and put it into the vault: az functionapp function keys set, az keyvault secret set"
else
    # 'keys set' prints a redacted key, so read it from the list.
    key_of() { az functionapp function keys list --name "$app" --resource-group "$group" --function-name "$1" --query "$2" --output tsv; }
    key=$(key_of web lookup) || fail "the app returned no keys of its function web" "Its host may not have started yet: run this again in a few minutes."
    customers=$(key_of web default)
    operators=$(key_of replay default) || fail "the app returned no keys of its function replay" "Its host may not have started yet: run this again in a few minutes."
    if [ -z "$key" ]; then
        az functionapp function keys set --name "$app" --resource-group "$group" --function-name web --key-name lookup --output none
        key=$(key_of web lookup)
    fi
    { [ -n "$key" ] && [ -n "$customers" ] && [ -n "$operators" ]; } || fail "the app created no keys of its functions web and replay" "Run this again in a few minutes."
fi
if given dry-run || [ "$(az keyvault secret show --vault-name "$vault" --name lookup-key --query value --output tsv 2>/dev/null)" != "$key" ]; then
    if ! given dry-run; then
        az keyvault secret set --vault-name "$vault" --name lookup-key --file <(printf %s "$key") --encoding utf-8 --output none ||
            fail "cannot put the key into the vault $vault" "You need the role 'Key Vault Secrets Officer' (deployer-roles.txt)."
    fi
    # Otherwise the app would read the vault a day later.
    change az rest --method post --uri "https://management.azure.com$id/config/configreferences/appsettings/refresh?api-version=2022-03-01" --output none
fi
given dry-run && exit 0

step "Deployed"
mapfile -t variables < <(output environment | jq -r 'to_entries[] | "\(.key)=\(.value)"')
write_variables "$environment" "${variables[@]}" "TRISKEL_APP_LOOKUP_KEY=$key" "TRISKEL_APP_FUNCTION_KEY=$customers" "TRISKEL_APP_REPLAY_KEY=$operators" 'TRISKEL_OFFER=Event Hubs Standard + Capture'
note "address $(jq -r .url <<<"$deployed")"
note "next:   infra/azure/smoke.sh${option[app]:+ --app ${option[app]}} --env $environment"
note "        ./triskel ops azure lag${option[app]:+ --app ${option[app]}} --env $environment"
[ "$(chosen alarm_email alarm_email '')" != '' ] || unheard
note "to end: infra/azure/destroy.sh --subscription $subscription --region $region --name $name"
printf '%s\n' "$environment"
