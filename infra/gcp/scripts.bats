# The scripts of Google Cloud, with stubs for gcloud and terraform: what they call, in which order, and where they stop.
# shellcheck disable=SC2016,SC2013 # texts of stubs; words without blanks

setup() {
    . "$BATS_TEST_DIRNAME/../checks/scripts.bash"
    tools gcloud terraform
    answer 'gcloud --version' 'Google Cloud SDK 550.0.0'
    answer 'terraform --version' 'Terraform v1.14.0'
    answer 'gcloud auth list *' 'ada@example.org'
    answer 'gcloud auth application-default print-access-token' 'token'
    answer 'gcloud billing projects describe *' 'True'
    answer 'gcloud run regions list *' 'europe-west1'
    answer 'gcloud storage buckets describe gs://*-archive *' '!1'
    answer 'gcloud storage buckets describe *' 'name'
    answer 'gcloud kms *rings describe *' '!1'
    answer 'gcloud kms keys describe *' '!1'
    answer 'terraform * plan *' '!2'
    answer 'terraform * output -json environment' '{"TRISKEL_APP_URL":"https://a.run.app","TRISKEL_APP_STYLE":"it'"'"'s"}'
    answer 'terraform * output -json url' '"https://a.run.app"'
    echo '{"resource_changes":[{"address":"a.b","type":"google_pubsub_topic","change":{"actions":["create"]}}]}' >"$BATS_TEST_TMPDIR/creates.json"
    answer 'terraform * show -json *' "@$BATS_TEST_TMPDIR/creates.json"
    tree gcp
    : >demo-order-pipeline/order-gcp/target/order-gcp.zip
}

deploy() { run infra/gcp/deploy.sh --project acme-shop --yes "$@"; }

@test "a deployment initialises, plans, applies and writes the variables" {
    deploy
    echo "$output"
    [ "$status" -eq 0 ]
    called terraform '* init -input=false -reconfigure -backend-config=bucket=acme-shop-triskel-state -backend-config=prefix=orders'
    called terraform '* plan *'
    called terraform '* apply -input=false */plan'
    grep -Fx "export TRISKEL_APP_STYLE='it'\\''s'" orders-gcp.env
    grep -Fx "export TRISKEL_OFFER='Pub/Sub push,Pub/Sub pull'" orders-gcp.env
    [ "$(stat -c %a orders-gcp.env)" = 600 ]
    as_the_tools_want
}

@test "every variable that is given to Terraform is declared" {
    deploy --for-load --budget 5 --billing-account 000000-AAAAAA-000000 --alarm-email ops@example.org
    [ "$status" -eq 0 ]
    declared target/infra/gcp-acme-shop-orders/given.tfvars.json
    [ "$(jq -c '[.load_test, .budget_usd, .invokers]' target/infra/gcp-acme-shop-orders/given.tfvars.json)" = '[true,5,["user:ada@example.org"]]' ]
}

@test "customer notification in Node.js is packed, given to Terraform with its manifest, and kept by the next deployment" {
    for tool in npm node; do cp "$BATS_TEST_DIRNAME/../checks/stub" "$bin/$tool"; done
    answer 'npm --version' '10.0.0'
    printf '#!/bin/sh\n[ "$1" != --version ] || { echo openjdk 17; exit; }\necho "$4 $6" >>"%s/java"\nfor style; do :; done\ncat "%s/$style.json"\n' \
        "$CALLS" "$root/demo-order-pipeline/order-gcp/src/main/manifest" >"$bin/java"
    mkdir demo-order-pipeline/notification-node
    : >demo-order-pipeline/notification-node/package.mjs
    : >demo-order-pipeline/notification-node/package-lock.json
    deploy --language notification=node
    echo "$output"
    [ "$status" -eq 0 ]
    work=target/infra/gcp-acme-shop-orders
    declared $work/given.tfvars.json
    [ "$(jq -c '[.language, (.packages | keys), (.manifest | split("/")[-1])]' $work/given.tfvars.json)" = \
        '["notification=node",["notification-node-gcp.zip"],"manifest.json"]' ]
    grep -qx 'notification=node orchestration' "$CALLS/java"
    called npm 'ci --prefix *demo-order-pipeline/notification-node *'
    called node '*demo-order-pipeline/notification-node/package.mjs gcp */notification-node-gcp.zip'

    instead 'terraform * output -json' '{"chosen": {"value": {"language": "notification=node"}}}'
    deploy
    [ "$(jq -r .language $work/given.tfvars.json)" = notification=node ]
    deploy --language notification=java
    [ "$(jq -c '[.language, .packages]' $work/given.tfvars.json)" = '["",{}]' ]
    misused 'infra/gcp/deploy.sh --project acme-shop --yes' '--language fraud=python' '--language notification=go'
}

@test "a second run applies nothing" {
    instead 'terraform * plan *' ''
    deploy
    [ "$status" -eq 0 ]
    [[ $output == *"nothing has changed"* ]]
    never called terraform '* apply *'
}

@test "a plan that would delete a subscription is refused, and named" {
    plan_deletes google_pubsub_subscription
    deploy
    [ "$status" -eq 1 ]
    [[ $output == *"google_pubsub_subscription.it"* ]]
    never called terraform '* apply *'
}

@test "one resource may be let go" {
    plan_deletes google_pubsub_subscription
    deploy --allow-replace google_pubsub_subscription.it
    [ "$status" -eq 0 ]
    called terraform '* apply *'
}

@test "letting one go lets no other one go" {
    plan_deletes google_pubsub_subscription google_firestore_database
    deploy --allow-replace google_pubsub_subscription.it
    [ "$status" -eq 1 ]
    never called terraform '* apply *'
}

@test "another subscription of rebuilds is no loss, since it is set back before it is read" {
    echo '{"resource_changes":[{"address":"google_pubsub_subscription.rebuild[\"orders-view-rebuild\"]","type":"google_pubsub_subscription","change":{"actions":["delete","create"]}}]}' >"$BATS_TEST_TMPDIR/creates.json"
    deploy
    echo "$output"
    [ "$status" -eq 0 ]
    called terraform '* apply *'
}

@test "a plan that replaces functions is applied" {
    plan_deletes google_cloudfunctions2_function
    deploy
    [ "$status" -eq 0 ]
}

@test "a missing bucket for the state is made, closed and with versions" {
    instead 'gcloud storage buckets describe *' '!1'
    deploy
    [ "$status" -eq 0 ]
    called gcloud 'storage buckets create gs://acme-shop-triskel-state * --uniform-bucket-level-access --public-access-prevention'
    called gcloud 'storage buckets update gs://acme-shop-triskel-state --versioning'
    as_the_tools_want
}

@test "keys and archive of an earlier deployment are taken over, and the key gets a version" {
    instead 'gcloud kms *' 'DESTROYED'
    instead 'gcloud kms keys describe * --format=value(labels*' $'triskel-orders\torders'
    instead 'gcloud storage buckets describe gs://*-archive *' $'triskel-orders\torders'
    deploy
    echo "$output"
    [ "$status" -eq 0 ]
    called terraform '* import * google_kms_key_ring.orders projects/acme-shop/locations/europe-west1/keyRings/orders'
    called terraform '* import * google_kms_crypto_key.personal *'
    called terraform '* import * google_storage_bucket.archive acme-shop/acme-shop-orders-archive'
    called gcloud 'kms keys versions create * --primary'
    as_the_tools_want
}

@test "what Terraform knows already is not taken over again" {
    instead 'gcloud storage buckets describe gs://*-archive *' $'triskel-orders\torders'
    instead 'terraform * state list' 'google_storage_bucket.archive'
    deploy
    never called terraform '* import *'
}

@test "every figure of a plan is deployed, and the others are the default plan's" {
    echo '{"plan":1,"clouds":{"gcp":{"parameters":{"memory_mib":1024,"cpu":2,"concurrency":80,"max_instances":40,"topic_retention_hours":168}}}}' >plan.json
    deploy --plan plan.json
    [ "$status" -eq 0 ]
    [ "$(jq -cS .plan target/infra/gcp-acme-shop-orders/given.tfvars.json)" = '{"concurrency":80,"cpu":2,"max_instances":40,"memory_mib":1024,"replay_horizon_hours":168,"topic_retention_hours":168}' ]
}

@test "a plan without this cloud is refused before anything is called" {
    echo '{"plan":1,"clouds":{"gcp":{"refused":"events are too large"}}}' >plan.json
    deploy --plan plan.json
    [ "$status" -eq 2 ]
    [[ $output == *"because events are too large"*"--target gcp --plan FILE"* ]]
    never called terraform '* init *'
}

@test "what is not given keeps its value from the last deployment" {
    instead 'terraform * output -json' '{"chosen":{"value":{"style":"choreography","plan":{"max_instances":77},"alarm_email":"ops@example.org","load_test":true}}}'
    deploy
    echo "$output"
    [ "$status" -eq 0 ]
    [ "$(jq -c '[.plan.max_instances, .alarm_email, .load_test]' target/infra/gcp-acme-shop-orders/given.tfvars.json)" = '[77,"ops@example.org",true]' ]
    [[ $(jq -r .manifest target/infra/gcp-acme-shop-orders/given.tfvars.json) == */choreography.json ]]
    deploy --alarm-email ada@example.org
    [ "$(jq -c '[.plan.max_instances, .alarm_email, .load_test]' target/infra/gcp-acme-shop-orders/given.tfvars.json)" = '[77,"ada@example.org",true]' ]
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
    [[ $output == *"the package's manifest is not demo-order-pipeline/order-gcp/src/main/manifest/orchestration.json"* ]]
}

@test "without a login it says how to log in, and calls nothing that costs" {
    instead 'gcloud auth list *' ''
    deploy
    [ "$status" -eq 1 ]
    [[ $output == *"gcloud auth login"* ]]
    never called gcloud 'services enable *'
}

@test "without a login of Terraform's own it says how to log in, and calls nothing that costs" {
    instead 'gcloud auth application-default print-access-token' '!1'
    for script in deploy destroy; do
        run "infra/gcp/$script.sh" --project acme-shop --yes
        [ "$status" -eq 1 ]
        [[ $output == *"gcloud auth application-default login"* ]]
    done
    never called gcloud 'services enable *'
    never called terraform '* init *'
}

@test "Terraform gets no token that ends before its run does" {
    wrapped terraform 'echo "${GOOGLE_OAUTH_ACCESS_TOKEN-none}" >>"$CALLS/.tokens"'
    GOOGLE_OAUTH_ACCESS_TOKEN=old deploy
    [ "$status" -eq 0 ]
    [ "$(sort -u "$CALLS/.tokens")" = none ]
    never called gcloud 'auth print-access-token'
}

@test "a state that cannot be read stops it, before settings get their defaults" {
    instead 'terraform * output -json' '!1'
    deploy
    [ "$status" -eq 1 ]
    [[ $output == *"cannot read the state"* ]]
    never called terraform '* plan *'
}

@test "a bucket of the archive's name that somebody else made is not taken over, or deleted" {
    instead 'gcloud storage buckets describe *' 'other'
    deploy
    echo "$output"
    [ "$status" -eq 1 ]
    [[ $output == *"this deployment did not make it"* ]]
    never called terraform '* import *'
    destroy --archive
    [ "$status" -eq 1 ]
    never called terraform '* destroy *'
}

@test "a key that somebody else made is not taken over" {
    instead 'gcloud kms *' ''
    deploy
    echo "$output"
    [ "$status" -eq 1 ]
    [[ $output == *"the key personal of the ring orders exists, and this deployment did not make it"* ]]
    never called terraform '* import *'
}

@test "versions of the state are switched on, also if an earlier run was interrupted before" {
    instead 'gcloud storage buckets describe gs://*-state *' ''
    deploy
    called gcloud 'storage buckets update gs://acme-shop-triskel-state --versioning'
    never called gcloud 'storage buckets create *'
    instead 'gcloud storage buckets describe gs://*-state *' 'True'
    rm "$CALLS/.gcloud"
    deploy
    never called gcloud 'storage buckets update *'
}

@test "a deployment whose alarms reach nobody says so" {
    deploy
    [[ $output == *"alarms reach nobody: run this again with --alarm-email ADDRESS"* ]]
    deploy --alarm-email ops@example.org
    [[ $output != *"alarms reach nobody"* ]]
}

@test "a project without billing stops it" {
    instead 'gcloud billing *' 'False'
    deploy
    [ "$status" -eq 1 ]
    [[ $output == *"has no billing"* ]]
}

@test "an old Terraform stops it" {
    instead 'terraform --version' 'Terraform v1.5.7'
    deploy
    [ "$status" -eq 1 ]
    [[ $output == *"terraform has version 1.5.7; 1.9 or newer is needed"* ]]
}

@test "a region that Cloud Run has not stops it before Terraform" {
    instead 'gcloud run regions list *' ''
    deploy --region europe-west99
    [ "$status" -eq 1 ]
    [[ $output == *"no region europe-west99"* ]]
    never called terraform '* init *'
}

@test "a failing apply says that it may be run again" {
    instead 'terraform * apply *' '!1'
    deploy
    [ "$status" -eq 1 ]
    [[ $output == *"run this again"* ]]
    [ ! -e orders-gcp.env ]
}

@test "without --yes and without a terminal nothing is created" {
    run infra/gcp/deploy.sh --project acme-shop </dev/null
    [ "$status" -eq 1 ]
    never called gcloud 'services enable *'
}

@test "a dry run calls nothing, and shows commands that the tools take, and what a month costs" {
    run infra/gcp/deploy.sh --project acme-shop --dry-run
    echo "$output"
    [ "$status" -eq 0 ]
    [ -z "$(ls "$CALLS")" ]
    [[ $output == *"heartbeats to 8 consumers"*"USD a month"* ]]
    [[ $output == *"would run: terraform "*" apply "* ]]
}

@test "wrong usage is exit code 2" {
    misused 'infra/gcp/deploy.sh --project acme-shop' --bogus '--name a-name-of-twenty-one-c' '--name abc' '--name googly' '--budget 5 --billing-account mine' '--region Europe' '--style both' '--budget 5'
    run infra/gcp/deploy.sh
    [ "$status" -eq 2 ]
}

# own_application [NAME]: a project whose package prints the manifest of an application of this name.
own_application() {
    mkdir -p my-app/target
    (cd my-app/target && : >functions.jar && zip -q my-app-gcp.zip functions.jar)
    jq --arg name "${1:-my-shop}" '.style = "application" | .parameters.name.default = $name | .functions |= map(select(.role != "events" or .consumer == "payment"))' \
        demo-order-pipeline/order-gcp/src/main/manifest/orchestration.json >own.json
    printf '#!/bin/sh\n[ "$1" != --version ] || { echo "openjdk 17.0.1"; exit; }\n[ "$3" = io.triskel.gcp.hosting.GcpManifest ] && cat "%s/own.json"\n' "$root" >"$bin/java"
}

@test "an application of one's own is deployed under its name, by the manifest that its package prints" {
    own_application
    deploy --app my-app
    echo "$output"
    [ "$status" -eq 0 ]
    [ "$(jq -r .name target/infra/gcp-acme-shop-my-shop/given.tfvars.json)" = my-shop ]
    [ "$(jq -r .package target/infra/gcp-acme-shop-my-shop/given.tfvars.json)" = "$root/my-app/target/my-app-gcp.zip" ]
    cmp own.json "$(jq -r .manifest target/infra/gcp-acme-shop-my-shop/given.tfvars.json)"
    [[ $output == *"heartbeats to 1 consumers"* ]]
    [[ $output == *"infra/gcp/smoke.sh --app --env my-shop-gcp.env"*"ops gcp lag --app my-app --env"* ]]
    as_the_tools_want
}

@test "an application without one package, or with a name that is too short, is refused" {
    mkdir -p my-app/target
    deploy --app my-app
    [ "$status" -eq 1 ]
    [[ $output == *'my-app/target has 0 packages for Google Cloud, not one'*'(cd my-app && mvn -q -Pgcp clean package)'* ]]
    own_application web
    deploy --app my-app
    [ "$status" -eq 2 ]
    [[ $output == *'--name web: expected 4 to 20'* ]]
    deploy --app my-app --style choreography
    [ "$status" -eq 2 ]
    [[ $output == *'--app brings its own package'* ]]
    never called terraform '* init *'
}

@test "a package whose manifest has a later version is deployed by the scripts of its own release" {
    own_application
    jq '.manifestVersion = 2' own.json >later.json && mv later.json own.json
    deploy --app my-app
    [ "$status" -eq 1 ]
    [[ $output == *"my-app-gcp.zip prints a manifest of version 2, and these scripts read version 1"*"Deploy with the scripts of the release that built it"* ]]
    never called terraform '* init *'
}

@test "an application does not take over the deployment of another one" {
    own_application
    instead 'terraform * output -json' '{"chosen":{"value":{"application":"orders","style":"orchestration"}}}'
    deploy --app my-app --name orders
    [ "$status" -eq 1 ]
    [[ $output == *"orders is a deployment of the application orders, not of my-shop"* ]]
    instead 'terraform * output -json' '{"chosen":{"value":{"application":"my-shop","style":"application"}}}'
    deploy
    [ "$status" -eq 1 ]
    [[ $output == *"orders is a deployment of the application my-shop, not of orders"* ]]
    never called terraform '* plan *'
}

# beat CONSUMER SECONDS AGE: a line of the clock's log, so many seconds after an hour.
beat() { jq -cn --arg consumer "$1" --argjson at "$2" --argjson age "$3" '{timestamp: (1764554400 + $at | strftime("%Y-%m-%dT%H:%M:%S.5Z")), jsonPayload: {heartbeat: $consumer, ageSeconds: $age}}'; }

@test "smoke.sh of an application awaits HTTP and a heartbeat of each consumer, and names those that get none" {
    printf '#!/bin/sh\n[ "$1" = --version ] && echo "curl 8.14.1" || printf "no route\\n%%s" "${HTTP:-404}"\n' >"$bin/curl"
    printf '#!/bin/sh\n' >"$bin/sleep"
    chmod +x "$bin/curl" "$bin/sleep"
    printf "export TRISKEL_APP_URL='https://a.run.app'\nexport TRISKEL_APP_LOOKUP_BASE='https://b.run.app/'\nexport TRISKEL_APP_TOPIC=shop\nexport GOOGLE_CLOUD_PROJECT=acme-shop\nexport TRISKEL_APP_FUNCTIONS='mail=https://m.run.app view=https://v.run.app'\n" >gcp.env
    {
        beat mail 120 5
        beat mail 60 6
        beat view 120 65
        beat view 60 50
    } | jq -s . >log.json
    answer 'gcloud logging read *' "@$root/log.json"
    run infra/gcp/smoke.sh --app --env gcp.env
    echo "$output"
    [ "$status" -eq 0 ]
    [[ $output == *"HTTP answers 404"*"every consumer gets heartbeats"* ]]
    called gcloud 'logging read *service_name="shop-clock"* --project=acme-shop *'
    as_the_tools_want
    HTTP=403 run infra/gcp/smoke.sh --app --env gcp.env
    [ "$status" -eq 1 ]
    [[ $output == *"HTTP answers 403"* ]]
    # The view's age grows with the time.
    {
        beat mail 120 5
        beat mail 60 6
        beat view 120 70
        beat view 60 10
    } | jq -s . >log.json
    printf '#!/bin/sh\nexec /bin/sleep 1\n' >"$bin/sleep"
    run infra/gcp/smoke.sh --app --env gcp.env --seconds 1
    [ "$status" -eq 1 ]
    [[ $output == *"no heartbeat reaches view"* ]]
}

@test "the help of each script names its options" {
    helps
}

destroy() {
    known google_pubsub_topic.bus google_firestore_database.orders google_storage_bucket.archive
    run infra/gcp/destroy.sh --project acme-shop --yes "$@"
}

@test "destroying leaves the archive, lifts the protection first, and tells what stays" {
    destroy
    echo "$output"
    [ "$status" -eq 0 ]
    called terraform '* state rm google_storage_bucket.archive'
    called terraform '* apply -input=false -auto-approve * -target=google_firestore_database.orders'
    called terraform '* destroy -input=false -auto-approve *'
    [[ $output == *"archive gs://acme-shop-orders-archive"* ]]
    [[ $output == *"key ring orders"* ]]
    as_the_tools_want
}

@test "destroying with the archive deletes it, too" {
    destroy --archive
    [ "$status" -eq 0 ]
    never called terraform '* state rm *'
    called terraform '* apply * -target=google_storage_bucket.archive'
}

@test "destroying goes on where it stopped, and makes no database anew" {
    instead 'terraform * state list' 'google_pubsub_topic.bus'
    run infra/gcp/destroy.sh --project acme-shop --yes
    called terraform '* destroy *'
    never called terraform '* apply *'
}

@test "destroying what is not there is done at once" {
    instead 'terraform * state list' ''
    run infra/gcp/destroy.sh --project acme-shop --yes
    [ "$status" -eq 0 ]
    [[ $output == *"nothing is deployed under the name orders"* ]]
    never called terraform '* destroy *'
}

@test "without a state nothing is destroyed" {
    instead 'gcloud storage buckets describe *' '!1'
    run infra/gcp/destroy.sh --project acme-shop --yes
    [ "$status" -eq 1 ]
    never called terraform '* destroy *'
}

@test "destroying asks" {
    instead 'terraform * state list' 'google_pubsub_topic.bus'
    run infra/gcp/destroy.sh --project acme-shop </dev/null
    [ "$status" -eq 1 ]
    never called terraform '* destroy *'
}

@test "smoke.sh without variables says who writes them" {
    run infra/gcp/smoke.sh
    [ "$status" -eq 1 ]
    [[ $output == *"deploy.sh writes it"* ]]
}

@test "smoke.sh follows an order to its end, and asks as a service account where it may" {
    cat >"$bin/curl" <<'STUB'
#!/usr/bin/env bash
[ "$1" = --version ] && { echo "curl 8.14.1"; exit; }
case "$*" in
*nothing-of-that-name) printf '{}\n404' ;;
*/orders/*) [ -e "$CALLS/seen" ] && printf '{"status":"SHIPPED"}\n200' || { : >"$CALLS/seen"; printf '{}\n404'; } ;;
*/customers/*) printf '\n204' ;;
*/products/*) [ -e "$CALLS/known" ] && printf '{"version":1}\n200' || { : >"$CALLS/known"; printf '{}\n404'; } ;;
*/products*) printf '\n202' ;;
*/stock*) printf '\n200' ;;
*/revenue/*) printf '{"units":2,"revenue":%s}\n200' "${REVENUE:-500}" ;;
# Without its product, an order waits for half a minute only, which may be too short on a busy machine.
*) [ -e "$CALLS/known" ] && printf '{"status":"PLACED"}\n201' || printf '{"status":"REJECTED","reason":"there is no product"}\n201' ;;
esac
STUB
    chmod +x "$bin/curl"
    printf '#!/bin/sh\n' >"$bin/sleep"
    chmod +x "$bin/sleep"
    printf "export TRISKEL_APP_URL='https://a.run.app'\nexport TRISKEL_APP_LOOKUP_BASE='https://b.run.app/'\n" >gcp.env
    run infra/gcp/smoke.sh --env gcp.env
    echo "$output"
    [ "$status" -eq 0 ]
    [[ $output == *"went from placed to shipped"* ]]
    rm "$CALLS/seen" "$CALLS/known"
    as_the_tools_want
    # Another revenue than that of the order is a fault.
    REVENUE=499 run infra/gcp/smoke.sh --env gcp.env
    [ "$status" -eq 1 ]
    [[ $output == *"the revenue is"* ]]
    rm "$CALLS/seen" "$CALLS/known"
}

@test "each role of the deployer is one with a reason" {
    while read -r role why; do
        [[ $role =~ ^roles/[a-z]+\.[a-zA-Z]+$ ]] && [ -n "$why" ]
    done <infra/gcp/deployer-roles.txt
}
