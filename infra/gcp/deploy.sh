#!/usr/bin/env bash
# Deploys the order pipeline, or your own application, to Google Cloud, or upgrades a deployment. The same package again changes nothing.
#
#   infra/gcp/deploy.sh --project my-project --dry-run    prints the steps and the monthly cost; calls nothing
#   infra/gcp/deploy.sh --project my-project              asks before it creates anything
#
# The first run takes about 30 minutes (function builds, index exemptions), later ones 5 (estimates).
# Omitted options keep their value from the last deployment.
#
#   --project ID           an existing project with billing
#   --region REGION        of all resources; default europe-west1
#   --app DIR              deploy your own application instead: the Maven project whose package for Google Cloud is built
#                          (docs/from-new-to-deployed.md)
#   --name NAME            prefix of all names, 4 to 20 lower-case letters, digits, hyphens; default orders, or the application's name
#   --style STYLE          orchestration (default) or choreography
#   --language LANGUAGES   notification=node: customer notification in Node.js, which npm packs; notification=java ends that
#   --plan FILE            memory, CPU, concurrency, instances and retention as './triskel size WORKLOAD --plan FILE' wrote them; the default is
#                          infra/plan.json
#   --alarm-email ADDRESS  receives alarms
#   --budget USD           monthly budget, with --billing-account ID
#   --for-load             also deploy a topic and subscriptions for ./triskel load
#   --env FILE             write the variables for smoke.sh, ./triskel ops and load here; default NAME-gcp.env
#   --allow-replace ADDR   permit deleting and recreating this one resource, although it holds events or data
#   --yes                  do not ask
#   --dry-run              print the steps and the monthly cost, and call nothing
#   --help
#
# Exit codes: 0 done, 1 failed, 2 wrong usage. After a failure, correct the reported problem and run it again.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../lib/deploy.sh"
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/project.sh"
read_options 'project= region= app= name= style= language= plan= alarm-email= budget= billing-account= for-load env= allow-replace= yes dry-run' "$@"
matches project '[a-z][a-z0-9-]{4,28}[a-z0-9]' 'the id of a project'
matches region '[a-z]+-[a-z]+[0-9]+' 'a region, such as europe-west1'
name_is_good
matches style 'orchestration|choreography' 'orchestration or choreography'
# Debian has no client of Firestore for Python (docs/decisions/0160).
matches language 'notification=(node|java)' 'notification=node or notification=java'
matches budget '[1-9][0-9]*' 'a number of dollars'
matches billing-account '[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}' 'the id of a billing account'
[ -n "${option[project]:-}" ] || misused "--project is missing"
[ -z "${option[budget]:-}" ] || [ -n "${option[billing_account]:-}" ] || misused "--budget needs --billing-account"

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cloud_project=${option[project]} region=${option[region]:-europe-west1} style=${option[style]:-orchestration}
# shellcheck disable=SC2154 # project is the repository, from deploy.sh
orders=$project/demo-order-pipeline/order-gcp
if [ -n "${option[app]:-}" ]; then
    [ -z "${option[style]:-}${option[language]:-}${option[for_load]:-}" ] ||
        misused '--app brings its own package, so that --style, --language and --for-load do not go with it'
    own_package
else
    application=orders manifest=$orders/src/main/manifest/$style.json package=$orders/target/order-gcp.zip
fi
name=${option[name]:-$application}
work=$project/target/infra/gcp-$cloud_project-$name
if [ -n "${option[app]:-}" ]; then
    mkdir -p "$work"
    cp "$manifest" "$work/$style.json"
    manifest=$work/$style.json
fi
environment=${option[env]:-$name-gcp.env}
state=$cloud_project-triskel-state
holds_data=(google_pubsub_topic google_pubsub_subscription google_firestore_database google_kms_crypto_key google_storage_bucket)
# A rebuild sets its subscription back to the oldest event of the topic, so a new one, with the filter of one view more, does.
# shellcheck disable=SC2034 # lib/terraform.sh reads it
holds_none=google_pubsub_subscription.rebuild
# shellcheck source-path=SCRIPTDIR
. "$here/../lib/terraform.sh"

step "Checking requirements"
if ! given dry-run; then
    needs jq 1.6 "Debian: apt-get install jq"
    needs terraform 1.9 "https://developer.hashicorp.com/terraform/install"
    needs gcloud 450 "https://cloud.google.com/sdk/docs/install"
    [ -f "$package" ] || fail "${package#"$project"/} is not built" "./mvnw -Dlocal-clouds -Dquick -DskipTests package -pl demo-order-pipeline/order-gcp -am"
    account=$(gcloud auth list --filter=status:ACTIVE --format='value(account)')
    [ -n "$account" ] || fail "you are not logged in to gcloud" "gcloud auth login"
    logged_in
    [ "$(gcloud billing projects describe "$cloud_project" --format='value(billingEnabled)')" = True ] ||
        fail "$account cannot see the project $cloud_project, or it has no billing" "gcloud billing projects link $cloud_project --billing-account=ACCOUNT" \
            "If it has billing: gcloud services enable cloudbilling.googleapis.com --project=$cloud_project, and run this again."
else
    account=ACCOUNT
fi
planned gcp '{}' >/dev/null
note "as $account, into $region of $cloud_project; names begin with $name; state in gs://$state"

step "Monthly cost of the idle pipeline"
case $region in us-* | northamerica-*) prices_of=us ;; *) prices_of=eu ;; esac
idle_cost "$prices_of" gcp consumers="$(jq '[.functions[] | select(.role == "events")] | length' "$manifest")"
note "Usage costs extra: ./triskel size WORKLOAD --target gcp. Archive, images and logs are not included: cents while idle."
sure "Create or update this in $cloud_project?"

step "Terraform state"
change gcloud services enable serviceusage.googleapis.com cloudresourcemanager.googleapis.com iam.googleapis.com storage.googleapis.com run.googleapis.com cloudkms.googleapis.com --project="$cloud_project"
if ! given dry-run; then
    [ -n "$(gcloud run regions list --project="$cloud_project" --filter="locationId=$region" --format='value(locationId)')" ] ||
        fail "Cloud Run has no region $region" "gcloud run regions list --project=$cloud_project"
fi
state_bucket
change terraform "-chdir=$here" init -input=false -reconfigure -backend-config="bucket=$state" -backend-config="prefix=$name"

step "Deploying"
recall
same_application
given dry-run || [ -n "${option[app]:-}" ] || printed_manifest io.triskel.gcp.hosting.GcpManifest "$orders/target/functions.jar"
language=$(chosen language language '')
[ "$language" != notification=java ] || language=
packages='{}'
if [ -n "$language" ]; then
    needs java 17 "Install a JDK, 17 or newer: https://adoptium.net"
    mkdir -p "$work"
    manifest=$work/manifest.json
    given dry-run || java -cp "$orders/target/functions.jar" io.triskel.orders.gcp.OrderManifestByLanguage "$language" --style "$style" >"$manifest"
    packed notification-node gcp "$work/notification-node-gcp.zip"
    packages=$(jq -cn --arg file "$work/notification-node-gcp.zip" '{"notification-node-gcp.zip": $file}')
fi
case $account in *.gserviceaccount.com) invoker=serviceAccount:$account ;; *) invoker=user:$account ;; esac
given_values project="$cloud_project" region="$region" name="$name" manifest="$manifest" package="$package" \
    language="$language" packages:="$packages" \
    invokers:="$(jq -cn --arg invoker "$invoker" '[$invoker]')" alarm_email="$(chosen alarm_email alarm_email '')" \
    budget_usd:="$(chosen budget budget_usd 0)" billing_account="$(chosen billing_account billing_account '')" \
    load_test:="$(chosen for_load load_test false)" plan:="$(planned gcp "$(jq -c '.plan // {}' <<<"$before")")"

# destroy.sh would delete what is taken over here.
key_is_ours
key=projects/$cloud_project/locations/$region/keyRings/$name
if given dry-run || gcloud kms keyrings describe "$name" --location="$region" --project="$cloud_project" --format='value(name)' >/dev/null 2>&1; then
    imported google_kms_key_ring.orders "$key"
fi
if given dry-run || gcloud kms keys describe personal --keyring="$name" --location="$region" --project="$cloud_project" --format='value(name)' >/dev/null 2>&1; then
    imported google_kms_crypto_key.personal "$key/cryptoKeys/personal"
    # If an earlier destroy.sh scheduled the key's versions for destruction, create a new version.
    if given dry-run || [ "$(gcloud kms keys describe personal --keyring="$name" --location="$region" --project="$cloud_project" --format='value(primary.state)')" != ENABLED ]; then
        change gcloud kms keys versions create --key=personal --keyring="$name" --location="$region" --project="$cloud_project" --primary
    fi
fi
if given dry-run || gcloud storage buckets describe "gs://$cloud_project-$name-archive" --format='value(name)' >/dev/null 2>&1; then
    archive_is_ours
    imported google_storage_bucket.archive "$cloud_project/$cloud_project-$name-archive"
fi
apply_plan
given dry-run && exit 0

step "Deployed"
mapfile -t variables < <(output environment | jq -r 'to_entries[] | "\(.key)=\(.value)"')
# Functions receive pushes; a load test pulls.
write_variables "$environment" "${variables[@]}" 'TRISKEL_OFFER=Pub/Sub push,Pub/Sub pull'
note "address $(output url | jq -r .)"
[ -n "$(jq -r .alarm_email "$work/given.tfvars.json")" ] || note "alarms reach nobody: run this again with --alarm-email ADDRESS"
note "next:   infra/gcp/smoke.sh${option[app]:+ --app} --env $environment"
note "        ./triskel ops gcp lag${option[app]:+ --app ${option[app]}} --env $environment"
note "to end: infra/gcp/destroy.sh --project $cloud_project --region $region --name $name"
printf '%s\n' "$environment"
