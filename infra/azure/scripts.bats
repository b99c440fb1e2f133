# The scripts of Azure, with stubs for az and terraform: what they call, in which order, and where they stop.
# shellcheck disable=SC2016,SC2013 # texts of stubs; words without blanks

SUBSCRIPTION=00000000-0000-0000-0000-000000000001

setup() {
    . "$BATS_TEST_DIRNAME/../checks/scripts.bash"
    tools az terraform
    answer 'az --version' 'azure-cli 2.80.0'
    answer 'terraform --version' 'Terraform v1.14.0'
    answer 'az account show *' "{\"id\":\"$SUBSCRIPTION\",\"user\":{\"name\":\"ada@example.org\",\"type\":\"user\"}}"
    answer 'az ad signed-in-user show *' '11111111-2222-3333-4444-555555555555'
    answer 'az functionapp list-flexconsumption-locations *' 'westeurope'
    answer 'az storage account show --ids *' '!3'
    answer 'az storage container show *' 'state'
    answer 'az group show *' 'triskel-orders/orders'
    answer 'az storage blob show *' 'unlocked'
    answer 'az functionapp config appsettings list *' 'AzureWebJobsStorage'
    answer 'az functionapp function keys list * replay --query default *' 'k-o'
    answer 'az functionapp function keys list * default *' 'k-c'
    answer 'az functionapp function keys list *' 'k-1'
    answer 'az keyvault secret show *' 'k-1'
    answer 'terraform * plan *' '!2'
    answer 'terraform * output -json environment' '{"TRISKEL_APP_URL":"https://a.azurewebsites.net/","TRISKEL_APP_HUB":"orders"}'
    answer 'terraform * output -json app' '{"app":"orders-x","group":"orders","vault":"orders-v","id":"/subscriptions/s/a","url":"https://a.azurewebsites.net/"}'
    echo '{"resource_changes":[{"address":"a.b","type":"azurerm_eventhub","change":{"actions":["create"]}}]}' >"$BATS_TEST_TMPDIR/creates.json"
    answer 'terraform * show -json *' "@$BATS_TEST_TMPDIR/creates.json"
    tree azure
    : >demo-order-pipeline/order-azure/target/runtime.classpath
    functions=demo-order-pipeline/order-azure/target/functions
    written
    packed
}

# written: host.json, and of each function.json what the manifest says of it.
written() {
    local name
    mkdir -p "$functions"
    cp "$BATS_TEST_DIRNAME/../../adapter-azure/src/main/resources/io/triskel/azure/hosting/host.json" "$functions"
    while IFS=$'\t' read -r name definition; do
        mkdir "$functions/$name"
        echo "$definition" >"$functions/$name/function.json"
    done < <(jq -r '.functions[] | [.name, ({bindings: [{type: .trigger.type}]} + (if .trigger.retry then {retry: .trigger.retry} else {} end) | tojson)] | join("\t")' \
        demo-order-pipeline/order-azure/src/main/manifest/orchestration.json)
}

# packed: the package of what was written.
packed() {
    rm -f demo-order-pipeline/order-azure/target/order-azure.zip
    (cd "$functions" && zip -qr ../order-azure.zip .)
}

deploy() { run infra/azure/deploy.sh --yes "$@"; }

# in_order PATTERN...: calls of az that match came one after the other.
in_order() {
    local line
    while IFS= read -r line; do
        [ $# -gt 0 ] || break
        # shellcheck disable=SC2254 # it is a pattern
        case $line in $1) shift ;; esac
    done <"$CALLS/.az"
    [ $# -eq 0 ] || {
        echo "missing, or too early: $1"
        return 1
    }
}

@test "a deployment initialises, plans, applies, deploys the package and writes the variables" {
    deploy
    echo "$output"
    [ "$status" -eq 0 ]
    called terraform '* init -input=false -reconfigure -backend-config=resource_group_name=triskel-state *-backend-config=key=orders.tfstate*'
    called terraform '* apply -input=false */plan'
    called az 'functionapp deployment source config-zip --name orders-x --resource-group orders --src */order-azure.zip *'
    grep -Fx "export TRISKEL_APP_LOOKUP_KEY='k-1'" orders-azure.env
    grep -Fx "export TRISKEL_APP_FUNCTION_KEY='k-c'" orders-azure.env
    grep -Fx "export TRISKEL_APP_REPLAY_KEY='k-o'" orders-azure.env
    grep -Fx "export TRISKEL_OFFER='Event Hubs Standard + Capture'" orders-azure.env
    [ "$(stat -c %a orders-azure.env)" = 600 ]
    as_the_tools_want
}

# engine_packed: the module in which Durable Functions leads, with order-azure's package.
engine_packed() {
    engine=demo-order-pipeline/order-azure-engine
    mkdir -p $engine/target $engine/src/main
    cp -r "$BATS_TEST_DIRNAME/../../$engine/src/main/manifest" $engine/src/main
    : >$engine/target/runtime.classpath
    cp demo-order-pipeline/order-azure/target/order-azure.zip $engine/target/order-azure-engine.zip
    printf '#!/bin/sh\ncat %s/src/main/manifest/engine.json\n' "$engine" >"$bin/java"
}

@test "with --style engine it deploys the package in which Durable Functions leads" {
    deploy --style engine
    [ "$status" -eq 1 ]
    [[ $output == *"order-azure-engine.zip is not built"*"-pl demo-order-pipeline/order-azure-engine -am"* ]]
    engine_packed
    deploy --style engine
    echo "$output"
    [ "$status" -eq 0 ]
    called az 'functionapp deployment source config-zip * --src */order-azure-engine.zip *'
    [[ $(jq -r .manifest target/infra/azure-orders/given.tfvars.json) == */engine.json ]]
}

@test "a pipeline that Durable Functions leads keeps its package when no style is given" {
    engine_packed
    instead 'terraform * output -json' '{"chosen":{"value":{"style":"engine"}}}'
    deploy
    echo "$output"
    [ "$status" -eq 0 ]
    called az 'functionapp deployment source config-zip * --src */order-azure-engine.zip *'
    [[ $(jq -r .manifest target/infra/azure-orders/given.tfvars.json) == */engine.json ]]
}

@test "every variable that is given to Terraform is declared" {
    deploy --for-load --budget 5 --alarm-email ops@example.org --partitions 8 --replication ZRS
    [ "$status" -eq 0 ]
    declared target/infra/azure-orders/given.tfvars.json
    [ "$(jq -c '[.load_test, .budget, .plan.partitions, .replication, .operators]' target/infra/azure-orders/given.tfvars.json)" = '[true,5,8,"ZRS",["11111111-2222-3333-4444-555555555555"]]' ]
}

@test "the storage connection that the provider adds goes before the package comes" {
    deploy
    in_order 'functionapp config appsettings delete * --setting-names AzureWebJobsStorage *' 'functionapp deployment source config-zip *'
}

@test "the notifier's key opens one function, is made by the app, and goes into the vault without being shown" {
    instead 'az keyvault secret show *' '!3'
    wrapped az 'case "$*" in "functionapp function keys set "*) printf "az functionapp function keys list * lookup *|k-2\n" | cat - "$ANSWERS" >"$ANSWERS.n" && mv "$ANSWERS.n" "$ANSWERS" ;; esac'
    instead 'az functionapp function keys list * lookup *' ''
    deploy
    echo "$output"
    [ "$status" -eq 0 ]
    in_order 'functionapp deployment source config-zip *' 'functionapp function keys set * --function-name web --key-name lookup *' 'keyvault secret set *' 'rest --method post *refresh*'
    never called az 'functionapp keys *'
    never grep -q k-2 "$CALLS/az"
    [[ $output != *k-2* ]]
    grep -Fx "export TRISKEL_APP_LOOKUP_KEY='k-2'" orders-azure.env
    grep -Fx "export TRISKEL_APP_FUNCTION_KEY='k-c'" orders-azure.env
    as_the_tools_want
}

@test "a second run applies nothing, and deploys the same package not again" {
    instead 'terraform * plan *' ''
    instead 'az functionapp config appsettings list *' ''
    instead 'az tag list *' "$(sha256sum demo-order-pipeline/order-azure/target/order-azure.zip | cut -c1-32)"
    deploy
    [ "$status" -eq 0 ]
    never called terraform '* apply *'
    never called az 'functionapp deployment source *'
    never called az 'functionapp config appsettings delete *'
    never called az '*keys set*'
    never called az 'keyvault secret set *'
    never called az '* create *'
}

@test "a run that was interrupted between package and keys makes the keys" {
    instead 'az tag list *' "$(sha256sum demo-order-pipeline/order-azure/target/order-azure.zip | cut -c1-32)"
    wrapped az 'case "$*" in "functionapp function keys set "*) printf "az functionapp function keys list * lookup *|k-2\n" | cat - "$ANSWERS" >"$ANSWERS.n" && mv "$ANSWERS.n" "$ANSWERS" ;; esac'
    instead 'az functionapp function keys list * lookup *' ''
    deploy
    [ "$status" -eq 0 ]
    never called az 'functionapp deployment source *'
    in_order 'functionapp function keys set *' 'keyvault secret set *' 'rest --method post *refresh*'
}

@test "an app that has no keys yet says to run it again" {
    instead 'az functionapp function keys list *' '!3'
    deploy
    [ "$status" -eq 1 ]
    [[ $output == *"run this again"* ]]
    [ ! -e orders-azure.env ]
}

@test "alarms that reach nobody are said, before and after" {
    deploy
    [ "$(grep -c 'ALARMS REACH NOBODY' <<<"$output")" -eq 2 ]
    deploy --alarm-email ops@example.org
    [[ $output != *"ALARMS REACH NOBODY"* ]]
}

@test "another package is deployed" {
    instead 'az tag list *' 'another'
    deploy
    called az 'functionapp deployment source config-zip *'
    called az 'tag update --resource-id /subscriptions/s/a --operation merge --tags package=*'
}

@test "a plan that would delete a hub, tables or an account is refused, and named" {
    for type in azurerm_eventhub azurerm_eventhub_consumer_group azurerm_storage_account azurerm_resource_group_template_deployment azurerm_key_vault_key; do
        plan_deletes $type
        deploy
        [ "$status" -eq 1 ]
        [[ $output == *"$type.it"* ]]
    done
    never called terraform '* apply *'
    never called az 'functionapp deployment source *'
}

@test "a package with finite retries is refused before anything is called" {
    sed -i 's/"maxRetryCount":-1/"maxRetryCount":5/' "$functions/payment/function.json"
    packed
    deploy
    [ "$status" -eq 1 ]
    [[ $output == *"payment/function.json of the package has no unlimited retries"* ]]
    never called terraform '* init *'
}

@test "a package with local settings is refused" {
    echo '{}' >"$functions/local.settings.json"
    packed
    deploy
    [ "$status" -eq 1 ]
    [[ $output == *"has local.settings.json"* ]]
}

@test "a package that samples the lines of alarms is refused" {
    sed -i 's/Exception;Trace/Event/' "$functions/host.json"
    packed
    deploy
    [ "$status" -eq 1 ]
    [[ $output == *"host.json"* ]]
}

@test "a missing account for the state is made without shared keys, and with versions" {
    instead 'az storage container show *' '!3'
    instead 'az group show *' '!3'
    deploy
    [ "$status" -eq 0 ]
    called az 'group create --name triskel-state *'
    called az 'storage account create --name triskelstate* --allow-shared-key-access false *'
    called az 'storage account blob-service-properties update *--enable-versioning true'
    called az 'role assignment create --role Storage Blob Data Owner *'
    as_the_tools_want
}

@test "a role that is not in force yet says so" {
    instead 'az storage container show *' '!3'
    instead 'az storage container create *' '!1'
    deploy
    [ "$status" -eq 1 ]
    [[ $output == *"run this again"* ]]
}

@test "an account for the state that a killed run left half made is finished" {
    instead 'az storage container show *' '!3'
    answer 'az storage account show *' 'name'
    deploy
    [ "$status" -eq 0 ]
    in_order 'storage account create *' 'storage account blob-service-properties update *' 'role assignment create *' 'storage container create *'
}

@test "a state that a killed run has locked: one command unlocks it" {
    instead 'az storage blob show *' 'locked'
    for script in deploy destroy; do
        run "infra/azure/$script.sh" --yes
        [ "$status" -eq 1 ]
        [[ $output == *"az storage blob lease break --account-name triskelstate"*" --container-name state --blob-name orders.tfstate"* ]]
    done
    never called terraform '* plan *'
    never called terraform '* destroy *'
}

@test "a resource group that is somebody else's is left alone" {
    instead 'az group show *' 'shop/'
    for script in deploy destroy; do
        run "infra/azure/$script.sh" --yes
        [ "$status" -eq 1 ]
        [[ $output == *"is not of this deployment"* ]]
    done
    never called terraform '* init *'
}

# fails_once TEXT: the first apply fails with this text.
fails_once() {
    printf '%s\n' "$1" >"$BATS_TEST_TMPDIR/refusal"
    wrapped terraform "case \"\$*\" in *' apply '*) [ -e '$BATS_TEST_TMPDIR/failed' ] || { : >'$BATS_TEST_TMPDIR/failed'; cat '$BATS_TEST_TMPDIR/refusal' >&2; exit 1; } ;; esac"
}

@test "what a killed run created and Terraform does not know is imported, and the deployment goes on" {
    id=/subscriptions/$SUBSCRIPTION/resourceGroups/orders/providers/Microsoft.EventHub/namespaces/orders-hubs-1
    fails_once "│ Error: A resource with the ID \"$id\" already exists - to be managed via Terraform this resource needs to be imported into the State.
│
│   with azurerm_eventhub_namespace.hubs,
│   on bus.tf line 3, in resource \"azurerm_eventhub_namespace\" \"hubs\":"
    deploy
    echo "$output"
    [ "$status" -eq 0 ]
    called terraform "* import * azurerm_eventhub_namespace.hubs $id"
    # Nobody is told to do what the script does.
    [[ $output != *"import them and run this again"* ]]
    called az 'functionapp deployment source config-zip *'
}

@test "what exists after its import is named" {
    echo "│ Error: A resource with the ID \"/subscriptions/$SUBSCRIPTION/resourceGroups/orders\" already exists - to be managed via Terraform
│   with azurerm_resource_group.orders," >"$BATS_TEST_TMPDIR/refusal"
    wrapped terraform "case \"\$*\" in *' apply '*) cat '$BATS_TEST_TMPDIR/refusal' >&2; exit 1 ;; esac"
    deploy
    [ "$status" -eq 1 ]
    [[ $output == *"Terraform does not take over azurerm_resource_group.orders"* ]]
}

@test "what is in another group is not imported" {
    fails_once "│ Error: A resource with the ID \"/subscriptions/$SUBSCRIPTION/resourceGroups/orders2/providers/a/b\" already exists - to be managed via Terraform
│   with azurerm_eventhub_namespace.hubs,"
    deploy
    [ "$status" -eq 1 ]
    [[ $output == *"is not of this deployment"* ]]
    never called terraform '* import *'
}

@test "an archive of an earlier deployment is taken over" {
    instead 'az storage account show --ids *' 'id'
    answer 'az storage container-rm exists *' 'true'
    deploy
    [ "$status" -eq 0 ]
    called terraform '* import * azurerm_resource_group.orders /subscriptions/*/resourceGroups/orders'
    called terraform '* import * azurerm_storage_account.data */storageAccounts/ordersdata*'
    called terraform '* import * azurerm_storage_container.archive */blobServices/default/containers/orders-archive'
    as_the_tools_want
}

@test "the name of the account of the data is the one that Terraform makes" {
    instead 'az storage account show --ids *' 'id'
    deploy
    account=$(jq -r '.[]' "$CALLS/terraform" | grep -o 'storageAccounts/ordersdata[0-9a-f]*$' | head -n 1)
    name=$(node --input-type=module -e "
        import { planned, sources, manifest } from '$BATS_TEST_DIRNAME/../checks/check.mjs';
        const module = planned('$BATS_TEST_DIRNAME', sources('$BATS_TEST_DIRNAME'), { manifest: manifest('azure', 'orchestration').file, subscription: '$SUBSCRIPTION', region: 'westeurope', name: 'orders' });
        console.log(module.plan().find((each) => each.address === 'azurerm_storage_account.data').body.name);")
    [ "$account" = "storageAccounts/$name" ]
}

@test "every figure of a plan is deployed, the others are the default plan's, and an option wins" {
    echo '{"plan":1,"clouds":{"azure":{"parameters":{"throughput_units":12,"most_throughput_units":24,"partitions":9,"max_instances":128}}}}' >plan.json
    deploy --plan plan.json
    [ "$status" -eq 0 ]
    [ "$(jq -cS .plan target/infra/azure-orders/given.tfvars.json)" = '{"log_gb_a_day":1,"max_instances":128,"memory_mib":2048,"most_throughput_units":24,"partitions":9,"replay_horizon_hours":168,"throughput_units":12}' ]
    deploy --plan plan.json --partitions 12
    [ "$(jq -c .plan.partitions target/infra/azure-orders/given.tfvars.json)" = 12 ]
}

@test "a plan that Standard does not carry is refused with the reason" {
    echo '{"plan":1,"clouds":{"azure":{"refused":"58 throughput units are needed"}}}' >plan.json
    deploy --plan plan.json
    [ "$status" -eq 2 ]
    [[ $output == *"because 58 throughput units are needed"* ]]
    never called terraform '* init *'
}

@test "what is not given keeps its value from the last deployment" {
    instead 'terraform * output -json' '{"chosen":{"value":{"style":"choreography","plan":{"max_instances":77},"alarm_email":"ops@example.org","load_test":true}}}'
    deploy
    echo "$output"
    [ "$status" -eq 0 ]
    [ "$(jq -c '[.plan.max_instances, .alarm_email, .load_test]' target/infra/azure-orders/given.tfvars.json)" = '[77,"ops@example.org",true]' ]
    [[ $(jq -r .manifest target/infra/azure-orders/given.tfvars.json) == */choreography.json ]]
    deploy --alarm-email ada@example.org
    [ "$(jq -c '[.plan.max_instances, .alarm_email, .load_test]' target/infra/azure-orders/given.tfvars.json)" = '[77,"ada@example.org",true]' ]
}

@test "a running pipeline is not turned into one of the other style" {
    instead 'terraform * output -json' '{"chosen":{"value":{"style":"choreography"}}}'
    deploy --style orchestration
    [ "$status" -eq 1 ]
    [[ $output == *"was deployed as choreography"* ]]
    never called terraform '* plan *'
}

@test "another manifest in the package stops it" {
    printf '#!/bin/sh\necho "{}"\n' >"$bin/java"
    deploy
    [ "$status" -eq 1 ]
    never called terraform '* plan *'
    [[ $output == *"the package's manifest is not"* ]]
}

@test "without a login it says how to log in" {
    instead 'az account show *' '!1'
    deploy
    [ "$status" -eq 1 ]
    [[ $output == *"az login"* ]]
}

@test "a service principal is asked for its object id" {
    instead 'az account show *' "{\"id\":\"$SUBSCRIPTION\",\"user\":{\"name\":\"app-id\",\"type\":\"servicePrincipal\"}}"
    instead 'az ad sp show *' '99999999-2222-3333-4444-555555555555'
    deploy
    [ "$status" -eq 0 ]
    [ "$(jq -c .operators target/infra/azure-orders/given.tfvars.json)" = '["99999999-2222-3333-4444-555555555555"]' ]
    as_the_tools_want
}

@test "a region without Flex Consumption stops it before Terraform" {
    instead 'az functionapp list-flexconsumption-locations *' ''
    deploy --region moonbase
    [ "$status" -eq 1 ]
    [[ $output == *"Flex Consumption is not available in moonbase"* ]]
    never called terraform '* init *'
}

@test "a failing apply says that it may be run again, and deploys no package" {
    instead 'terraform * apply *' '!1'
    deploy
    [ "$status" -eq 1 ]
    [[ $output == *"run this again"* ]]
    never called az 'functionapp deployment source *'
    [ ! -e orders-azure.env ]
}

@test "without --yes and without a terminal nothing is created" {
    run infra/azure/deploy.sh </dev/null
    [ "$status" -eq 1 ]
    never called terraform '* init *'
}

@test "a dry run calls nothing, and shows what would be run and what a month costs" {
    run infra/azure/deploy.sh --dry-run
    echo "$output"
    [ "$status" -eq 0 ]
    [ -z "$(ls "$CALLS")" ]
    [[ $output == *"heartbeats to 8 consumers"*"USD a month"* ]]
    [[ $output == *"would run: az functionapp deployment source config-zip "* ]]
}

@test "wrong usage is exit code 2" {
    misused infra/azure/deploy.sh --bogus '--name orders-x' '--region West-Europe' '--style both' '--budget 5' '--partitions 33' \
        '--replication RAGRS' '--subscription mine'
}

@test "the help of each script names its options" {
    helps
}

# own_application: a project whose package prints the manifest of an application named my-shop.
own_application() {
    mkdir -p my-app/target/azure
    : >my-app/target/azure/functions.jar
    cp demo-order-pipeline/order-azure/target/order-azure.zip my-app/target/my-app-azure.zip
    jq '.style = "application" | .parameters.hub.default = "myshop" | .hub.consumerGroups = ["letters", "view-rebuild"]' demo-order-pipeline/order-azure/src/main/manifest/orchestration.json >own.json
    printf '#!/bin/sh\n[ "$1" != --version ] || { echo "openjdk 21"; exit; }\ncat "%s"\n' "$PWD/own.json" >"$bin/java"
    instead 'az group show *' 'triskel-orders/myshop'
}

@test "an application of one's own is deployed under its name, by the manifest that its package prints" {
    own_application
    deploy --app my-app
    echo "$output"
    [ "$status" -eq 0 ]
    called az 'functionapp deployment source config-zip * --src my-app/target/my-app-azure.zip *'
    cmp "$(jq -r .manifest target/infra/azure-myshop/given.tfvars.json)" own.json
    [ "$(jq -r .name target/infra/azure-myshop/given.tfvars.json)" = myshop ]
    [[ $output == *"heartbeats to 1 consumers"* ]]
    [[ $output == *"infra/azure/smoke.sh --app my-app --env myshop-azure.env"*"ops azure lag --app my-app --env"* ]]
    declared target/infra/azure-myshop/given.tfvars.json
    as_the_tools_want
}

@test "a package whose manifest has a later version is deployed by the scripts of its own release" {
    own_application
    jq '.manifestVersion = 2' own.json >later.json && mv later.json own.json
    deploy --app my-app
    [ "$status" -eq 1 ]
    [[ $output == *"my-app-azure.zip prints a manifest of version 2, and these scripts read version 1"*"Deploy with the scripts of the release that built it"* ]]
    never called terraform '* init *'
}

@test "an application is deployed neither over the pipeline nor as it" {
    own_application
    instead 'terraform * output -json' '{"chosen":{"value":{"style":"choreography"}}}'
    deploy --app my-app
    [ "$status" -eq 1 ]
    [[ $output == *"myshop is the order pipeline, in choreography"* ]]
    instead 'az group show *' 'triskel-orders/orders'
    instead 'terraform * output -json' '{"chosen":{"value":{"style":"application"}}}'
    deploy
    [ "$status" -eq 1 ]
    [[ $output == *"orders is an application of its own"* ]]
    never called terraform '* plan *'
}

@test "a project without one package for Azure is told how to build it, and options of the pipeline are refused" {
    mkdir -p my-app/target
    printf '#!/bin/sh\necho "openjdk 21"\n' >"$bin/java"
    deploy --app my-app
    [ "$status" -eq 1 ]
    [[ $output == *"has 0 packages for Azure"*"mvn -q -Pazure clean package"* ]]
    misused infra/azure/deploy.sh '--app my-app --style engine' '--app my-app --for-load'
    never called terraform '* init *'
}

# lag AGES: the package's operations answer with these ages of heartbeats, for two consumers.
lag() {
    printf '#!/bin/sh\n[ "$1" != --version ] || { echo "openjdk 21"; exit; }\ncat >/dev/null\necho '"'"'{"parkedLanes":{"mail":0,"letters":0},"heartbeatAges":%s}'"'"'\n' "$1" >"$bin/java"
}

@test "an application's check asks for an answer and for each consumer's heartbeat" {
    own_application
    tools curl
    answer 'curl --version' 'curl 8.5.0'
    answer 'curl *' '404'
    printf "export TRISKEL_APP_URL='https://a/'\nexport TRISKEL_APP_FUNCTION_KEY='k'\n" >own.env
    # Nothing here takes the minute and a half in which a heartbeat must come.
    sed -i 's/-lt 90 /-lt 0 /; s/limit + 90/limit/; s/sleep 5/sleep 1/' infra/azure/smoke.sh
    lag '{"mail":20,"letters":40}'
    run infra/azure/smoke.sh --app my-app --env own.env --seconds 1
    [ "$status" -eq 0 ]
    [[ $output == *"HTTP answers 404"*"every consumer gets heartbeats"* ]]
    for ages in '{"mail":20}' '{"mail":20,"letters":100}'; do
        lag "$ages"
        run infra/azure/smoke.sh --app my-app --env own.env --seconds 1
        [ "$status" -eq 1 ]
        [[ $output == *"heartbeats do not reach every consumer"* ]]
    done
}

destroy() {
    known azurerm_eventhub.bus azurerm_storage_account.data azurerm_storage_container.archive azurerm_resource_group.orders
    run infra/azure/destroy.sh --yes "$@"
}

@test "destroying leaves the archive with its account and group, and tells what stays" {
    destroy
    echo "$output"
    [ "$status" -eq 0 ]
    for address in azurerm_storage_container.archive azurerm_storage_account.data azurerm_resource_group.orders; do
        called terraform "* state rm $address"
    done
    called terraform '* destroy -input=false -auto-approve *'
    [[ $output == *"the archive in ordersdata"* ]]
    [[ $output == *"soft-deleted"* ]]
    as_the_tools_want
}

@test "destroying with the archive keeps nothing of it" {
    destroy --archive
    [ "$status" -eq 0 ]
    never called terraform '* state rm *'
    [[ $output != *"the archive in"* ]]
}

# hashicorp/terraform-provider-azurerm#18026: Azure adds both to Application Insights, and Terraform deletes no group with what it does not know.
@test "what Azure adds to Application Insights goes before the group does, and nothing else that Terraform does not know" {
    printf '%s\t%s\n' microsoft.insights/actiongroups 'Application Insights Smart Detection' \
        microsoft.alertsmanagement/smartDetectorAlertRules 'Failure Anomalies - orders-insights' \
        microsoft.alertsmanagement/smartDetectorAlertRules 'Failure Anomalies - other-insights' >"$BATS_TEST_TMPDIR/group"
    instead 'az resource list *' "@$BATS_TEST_TMPDIR/group"
    known azurerm_resource_group.orders
    wrapped terraform "case \"\$*\" in *' destroy '*) [ \"\$(grep -c '^resource delete ' '$CALLS/.az')\" = 2 ] || exit 1; : >'$BATS_TEST_TMPDIR/there' ;; esac"
    run infra/azure/destroy.sh --yes --archive
    echo "$output"
    [ "$status" -eq 0 ]
    called az 'resource delete --resource-group orders --resource-type microsoft.insights/actiongroups --name Application Insights Smart Detection'
    called az 'resource delete * --name Failure Anomalies - orders-insights'
    never called az 'resource delete * --name *other*'
    as_the_tools_want
}

@test "a pipeline that Durable Functions leads is destroyed by its style, or without" {
    engine_packed
    destroy --style engine
    echo "$output"
    [ "$status" -eq 0 ]
    [[ $(jq -r .manifest target/infra/azure-orders/given.tfvars.json) == */engine.json ]]
}

# born: a subscription in which nothing is but the account of the state.
born() {
    local group=/subscriptions/$SUBSCRIPTION/resourceGroups/orders own
    own=$(printf %s "$SUBSCRIPTION/orders" | sha256sum | cut -c1-6)
    rm -rf "$LIFE" target/infra
    mkdir -p "$LIFE"
    touch "$LIFE/bucket"
    printf '%s\n' "azurerm_resource_group.orders $group" "azurerm_storage_account.data $group/providers/Microsoft.Storage/storageAccounts/ordersdata$own" \
        "azurerm_storage_container.archive $group/providers/Microsoft.Storage/storageAccounts/ordersdata$own/blobServices/default/containers/orders-archive" \
        "azurerm_key_vault_key.personal https://orders-$own.vault.azure.net/keys/personal/0123" \
        "azurerm_application_insights.orders $group/providers/Microsoft.Insights/components/orders-insights" >"$LIFE/ids"
    sed 's/ .*//' "$LIFE/ids" >"$LIFE/wanted"
    : >"$LIFE/cloud"
    : >"$LIFE/state"
}

@test "a deployment that is killed at any step continues" {
    lives az terraform
    killed_deployments_continue
    # Five resources, a setting, the package and its tag.
    [ "$step" -eq 9 ]
}

@test "a destruction that is killed at any step continues, and leaves nothing" {
    lives az terraform
    born
    script deploy
    cp -r "$LIFE" "$BATS_TEST_TMPDIR/deployed"
    for ((step = 1; ; step++)); do
        born
        cp "$BATS_TEST_TMPDIR/deployed"/* "$LIFE"
        echo azure_added.detection >>"$LIFE/cloud"
        echo "$step after" >"$LIFE/die"
        script destroy --archive
        [ ! -e "$LIFE/die" ] || break
        echo "# killed at step $step"
        follows destroy --archive
        [ ! -s "$LIFE/state" ]
        [ ! -s "$LIFE/cloud" ]
    done
    # What Azure has added, and five resources.
    [ "$step" -eq 7 ]
}

@test "destroying that leaves something fails" {
    instead 'terraform * state list' 'azurerm_eventhub.bus'
    run infra/azure/destroy.sh --yes
    [ "$status" -eq 1 ]
    [[ $output == *"this is left"* ]]
}

@test "destroying what is not there is done at once" {
    instead 'terraform * state list' ''
    run infra/azure/destroy.sh --yes
    [ "$status" -eq 0 ]
    never called terraform '* destroy *'
}

@test "without a state nothing is destroyed" {
    instead 'az storage container show *' '!3'
    run infra/azure/destroy.sh --yes
    [ "$status" -eq 1 ]
    never called terraform '* destroy *'
}

@test "destroying asks" {
    instead 'terraform * state list' 'azurerm_eventhub.bus'
    run infra/azure/destroy.sh </dev/null
    [ "$status" -eq 1 ]
    never called terraform '* destroy *'
}

@test "smoke.sh without variables says who writes them" {
    run infra/azure/smoke.sh
    [ "$status" -eq 1 ]
    [[ $output == *"deploy.sh writes it"* ]]
}
