#!/usr/bin/env bash
# Deploys the order pipeline to Google Cloud, or brings a deployment up to date: the same package again changes nothing.
#
#   infra/gcp/deploy.sh --project my-project --dry-run    what would be run, and what a month costs; nothing is called
#   infra/gcp/deploy.sh --project my-project              asks before it creates anything
#
# The first time takes some 30 minutes (builds of functions, exemptions of fields), later ones 5. These are estimates.
# What is not given keeps its value from the last deployment.
#
#   --project ID           the project; it exists and has billing
#   --region REGION        of all that is created; default europe-west1
#   --name NAME            what all names begin with, 2 to 8 small letters, digits, hyphens; default orders
#   --style STYLE          orchestration (default) or choreography
#   --size FILE            what './triskel size WORKLOAD --target gcp --json' printed: as many instances as it says
#   --alarm-email ADDRESS  where alarms go
#   --budget USD           monthly budget, with --billing-account ID
#   --for-load             also a topic and subscriptions for ./triskel load
#   --env FILE             where the variables for smoke.sh, ./triskel ops and load go; default NAME-gcp.env
#   --allow-replace ADDR   let this one resource be deleted and made anew, though it holds events or data
#   --yes                  ask nothing
#   --dry-run              call nothing, show all
#   --help
#
# Exit codes: 0 done, 1 it failed, 2 wrong usage. After a failure, mend what it says and run it again.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../lib/deploy.sh"
read_options 'project= region= name= style= size= alarm-email= budget= billing-account= for-load env= allow-replace= yes dry-run' "$@"
matches project '[a-z][a-z0-9-]{4,28}[a-z0-9]' 'the id of a project'
matches region '[a-z]+-[a-z]+[0-9]+' 'a region, such as europe-west1'
matches name '[a-z][a-z0-9-]{0,6}[a-z0-9]' '2 to 8 small letters, digits or hyphens, a letter first'
matches style 'orchestration|choreography' 'orchestration or choreography'
matches budget '[1-9][0-9]*' 'a number of dollars'
[ -n "${option[project]:-}" ] || misused "--project is missing"
[ -z "${option[budget]:-}" ] || [ -n "${option[billing_account]:-}" ] || misused "--budget needs --billing-account"

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cloud_project=${option[project]} region=${option[region]:-europe-west1} name=${option[name]:-orders}
style=${option[style]:-orchestration}
# shellcheck disable=SC2154 # project is the folder of all, from deploy.sh
work=$project/target/infra/gcp-$cloud_project-$name
environment=${option[env]:-$name-gcp.env}
manifest=$project/demo-order-pipeline/order-gcp/src/main/manifest/$style.json
orders=$project/demo-order-pipeline/order-gcp/target
package=$orders/order-gcp.zip
state=$cloud_project-triskel-state
holds_data=(google_pubsub_topic google_pubsub_subscription google_firestore_database google_kms_crypto_key google_storage_bucket)
# shellcheck source-path=SCRIPTDIR
. "$here/../lib/terraform.sh"

step "Looking at what is needed"
if ! given dry-run; then
    needs jq 1.6 "Debian: apt-get install jq"
    needs terraform 1.9 "https://developer.hashicorp.com/terraform/install"
    needs gcloud 450 "https://cloud.google.com/sdk/docs/install"
    [ -f "$package" ] || fail "${package#"$project"/} is not built" "./mvnw -Dlocal-clouds -Dquick -DskipTests package -pl demo-order-pipeline/order-gcp -am"
    account=$(gcloud auth list --filter=status:ACTIVE --format='value(account)')
    [ -n "$account" ] || fail "nobody is logged in to gcloud" "gcloud auth login"
    # Terraform works with the same login.
    GOOGLE_OAUTH_ACCESS_TOKEN=$(gcloud auth print-access-token) || fail "gcloud's login has expired" "gcloud auth login"
    export GOOGLE_OAUTH_ACCESS_TOKEN
    [ "$(gcloud billing projects describe "$cloud_project" --format='value(billingEnabled)')" = True ] ||
        fail "the project $cloud_project is not there for $account, or has no billing" "gcloud billing projects link $cloud_project --billing-account=ACCOUNT" \
            "If it has one: gcloud services enable cloudbilling.googleapis.com --project=$cloud_project, and run this again."
else
    account=ACCOUNT
fi
instances=$(sized gcp .function.units .)
note "as $account, into $region of $cloud_project; names begin with $name; state in gs://$state"

step "What a month costs, with nothing to do"
case $region in us-* | northamerica-*) prices_of=us ;; *) prices_of=eu ;; esac
idle_cost "$prices_of" gcp
note "Use comes on top: ./triskel size WORKLOAD --target gcp. Archive, images and logs are not in it: cents while nothing happens."
sure "Create or update this in $cloud_project?"

step "State of Terraform"
change gcloud services enable serviceusage.googleapis.com cloudresourcemanager.googleapis.com iam.googleapis.com storage.googleapis.com run.googleapis.com cloudkms.googleapis.com --project="$cloud_project"
if ! given dry-run; then
    [ -n "$(gcloud run regions list --project="$cloud_project" --filter="locationId=$region" --format='value(locationId)')" ] ||
        fail "Cloud Run has no region $region" "gcloud run regions list --project=$cloud_project"
fi
if given dry-run || ! gcloud storage buckets describe "gs://$state" --format='value(name)' >/dev/null 2>&1; then
    change gcloud storage buckets create "gs://$state" --project="$cloud_project" --location="$region" --uniform-bucket-level-access --public-access-prevention
    change gcloud storage buckets update "gs://$state" --versioning
fi
change terraform "-chdir=$here" init -input=false -reconfigure -backend-config="bucket=$state" -backend-config="prefix=$name"

step "What is deployed"
recall
given dry-run || printed_manifest io.triskel.orders.gcp.OrderManifest "$orders/functions.jar"
case $account in *.gserviceaccount.com) invoker=serviceAccount:$account ;; *) invoker=user:$account ;; esac
given_values project="$cloud_project" region="$region" name="$name" manifest="$manifest" package="$package" \
    invokers:="$(jq -cn --arg invoker "$invoker" '[$invoker]')" alarm_email="$(chosen alarm_email alarm_email '')" \
    budget_usd:="$(chosen budget budget_usd 0)" billing_account="$(chosen billing_account billing_account '')" \
    load_test:="$(chosen for_load load_test false)" max_instances:="${instances:-$(chosen size max_instances 10)}"

key=projects/$cloud_project/locations/$region/keyRings/$name
if given dry-run || gcloud kms keyrings describe "$name" --location="$region" --project="$cloud_project" --format='value(name)' >/dev/null 2>&1; then
    imported google_kms_key_ring.orders "$key"
fi
if given dry-run || gcloud kms keys describe personal --keyring="$name" --location="$region" --project="$cloud_project" --format='value(name)' >/dev/null 2>&1; then
    imported google_kms_crypto_key.personal "$key/cryptoKeys/personal"
    # A key whose versions an earlier destroy.sh has scheduled to go gets a new one.
    if given dry-run || [ "$(gcloud kms keys describe personal --keyring="$name" --location="$region" --project="$cloud_project" --format='value(primary.state)')" != ENABLED ]; then
        change gcloud kms keys versions create --key=personal --keyring="$name" --location="$region" --project="$cloud_project" --primary
    fi
fi
if given dry-run || gcloud storage buckets describe "gs://$cloud_project-$name-archive" --format='value(name)' >/dev/null 2>&1; then
    imported google_storage_bucket.archive "$cloud_project/$cloud_project-$name-archive"
fi
apply_plan
given dry-run && exit 0

step "Deployed"
mapfile -t variables < <(output environment | jq -r 'to_entries[] | "\(.key)=\(.value)"')
# Functions are pushed to, and a load test pulls.
write_variables "$environment" "${variables[@]}" 'TRISKEL_OFFER=Pub/Sub push,Pub/Sub pull'
note "address $(output url | jq -r .)"
note "next:   infra/gcp/smoke.sh --env $environment"
note "        ./triskel ops gcp lag --env $environment"
note "to end: infra/gcp/destroy.sh --project $cloud_project --region $region --name $name"
printf '%s\n' "$environment"
