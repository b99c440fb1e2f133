#!/usr/bin/env bash
# Destroys a deployment on Google Cloud, of the order pipeline or of your own application: lists what it deletes, asks, and reports what the cloud keeps and for how long.
#
#   infra/gcp/destroy.sh --project my-project --dry-run
#   infra/gcp/destroy.sh --project my-project
#
# It works from any machine, because the state is in gs://PROJECT-triskel-state. The archive of all events stays unless you add --archive.
# Personal data in it becomes unreadable, because its keys are deleted.
#
#   --project ID      the project
#   --region REGION   as it was deployed; default europe-west1
#   --name NAME       as it was deployed; default orders
#   --style STYLE     as it was deployed; default orchestration; not needed for your own application
#   --archive         also delete the archive
#   --yes             do not ask
#   --dry-run         print the steps, and call nothing
#   --help
#
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../lib/deploy.sh"
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/project.sh"
read_options 'project= region= name= style= archive yes dry-run' "$@"
[ -n "${option[project]:-}" ] || misused "--project is missing"
matches style 'orchestration|choreography' 'orchestration or choreography'
name_is_good
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cloud_project=${option[project]} region=${option[region]:-europe-west1} name=${option[name]:-orders}
# shellcheck disable=SC2154 # project is the repository, from deploy.sh
work=$project/target/infra/gcp-$cloud_project-$name
manifest=$project/demo-order-pipeline/order-gcp/src/main/manifest/${option[style]:-orchestration}.json
state=$cloud_project-triskel-state
# shellcheck source-path=SCRIPTDIR
. "$here/../lib/terraform.sh"

step "Reading the deployment"
if ! given dry-run; then
    needs jq 1.6 "Debian: apt-get install jq"
    needs terraform 1.9 "https://developer.hashicorp.com/terraform/install"
    needs gcloud 450 "https://cloud.google.com/sdk/docs/install"
    logged_in
    gcloud storage buckets describe "gs://$state" --format='value(name)' >/dev/null 2>&1 ||
        fail "there is no state in gs://$state" "These scripts have deployed nothing to $cloud_project, or you have no right to see it."
fi
change terraform "-chdir=$here" init -input=false -reconfigure -backend-config="bucket=$state" -backend-config="prefix=$name"
# Manifest, package and callers no longer matter, but Terraform requires them.
given_values project="$cloud_project" region="$region" name="$name" manifest="$manifest" package="$manifest" protect:=false
if given archive; then archive_is_ours; fi
what_is_there left_archive
belongs
sure "Delete all this in $cloud_project, with all its data?"

step "Deleting"
without_alarms
is_there() { given dry-run || grep -Fqx "$1" <<<"$there"; }
targets=()
if is_there google_firestore_database.orders; then targets+=(-target=google_firestore_database.orders); fi
if is_there google_storage_bucket.archive; then
    if given archive; then
        targets+=(-target=google_storage_bucket.archive)
    else
        change_state_by state rm google_storage_bucket.archive
    fi
fi
# Remove the protection first, then what it protects. Only existing resources are targets, or this would create the others again.
if [ ${#targets[@]} -gt 0 ]; then
    change_state_by apply -input=false -auto-approve "-var-file=$work/given.tfvars.json" "${targets[@]}"
fi
destroy_all

step "What the cloud keeps"
note "key ring $name and key personal, for ever, free of charge; its versions are destroyed 30 days from now"
note "the database's name, for a few minutes; until then it cannot be used again"
given archive || note "archive gs://$cloud_project-$name-archive, billed per GiB: gcloud storage rm --recursive gs://$cloud_project-$name-archive"
note "function sources in gs://gcf-v2-sources-...-$region, and logs for 30 days; they cost cents"
note "the state in gs://$state, with its older versions: gcloud storage rm --recursive gs://$state"
