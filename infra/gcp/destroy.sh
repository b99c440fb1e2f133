#!/usr/bin/env bash
# Deletes a deployment on Google Cloud: names what goes, asks, and tells what the cloud keeps and until when.
#
#   infra/gcp/destroy.sh --project my-project --dry-run
#   infra/gcp/destroy.sh --project my-project
#
# It works from any machine: the state lies in gs://PROJECT-triskel-state. The archive of all events stays unless --archive is given;
# personal data in it cannot be read any more, since its keys go.
#
#   --project ID      the project
#   --region REGION   as it was deployed; default europe-west1
#   --name NAME       as it was deployed; default orders
#   --style STYLE     as it was deployed; default orchestration
#   --archive         delete the archive, too
#   --yes             ask nothing
#   --dry-run         call nothing, show all
#   --help
#
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../lib/deploy.sh"
read_options 'project= region= name= style= archive yes dry-run' "$@"
[ -n "${option[project]:-}" ] || misused "--project is missing"
matches style 'orchestration|choreography' 'orchestration or choreography'
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cloud_project=${option[project]} region=${option[region]:-europe-west1} name=${option[name]:-orders}
# shellcheck disable=SC2154 # project is the folder of all, from deploy.sh
work=$project/target/infra/gcp-$cloud_project-$name
manifest=$project/demo-order-pipeline/order-gcp/src/main/manifest/${option[style]:-orchestration}.json
state=$cloud_project-triskel-state
# shellcheck source-path=SCRIPTDIR
. "$here/../lib/terraform.sh"

step "Looking at what is there"
if ! given dry-run; then
    needs jq 1.6 "Debian: apt-get install jq"
    needs terraform 1.9 "https://developer.hashicorp.com/terraform/install"
    needs gcloud 450 "https://cloud.google.com/sdk/docs/install"
    GOOGLE_OAUTH_ACCESS_TOKEN=$(gcloud auth print-access-token) || fail "gcloud's login has expired" "gcloud auth login"
    export GOOGLE_OAUTH_ACCESS_TOKEN
    gcloud storage buckets describe "gs://$state" --format='value(name)' >/dev/null 2>&1 ||
        fail "there is no state in gs://$state" "Nothing was deployed to $cloud_project by these scripts, or you may not see it."
fi
change terraform "-chdir=$here" init -input=false -reconfigure -backend-config="bucket=$state" -backend-config="prefix=$name"
# The package and who may call do not matter any more, but are asked for.
given_values project="$cloud_project" region="$region" name="$name" manifest="$manifest" package="$manifest" protect:=false
what_is_there
sure "Delete all this in $cloud_project, with every order in it?"

step "Deleting"
is_there() { given dry-run || grep -Fqx "$1" <<<"$there"; }
targets=()
if is_there google_firestore_database.orders; then targets+=(-target=google_firestore_database.orders); fi
if is_there google_storage_bucket.archive; then
    if given archive; then
        targets+=(-target=google_storage_bucket.archive)
    else
        change terraform "-chdir=$here" state rm google_storage_bucket.archive
    fi
fi
# First the protection goes, and only then what it protects; what is gone already must not come back by that.
if [ ${#targets[@]} -gt 0 ]; then
    change terraform "-chdir=$here" apply -input=false -auto-approve "-var-file=$work/given.tfvars.json" "${targets[@]}"
fi
destroy_all

step "What the cloud keeps"
note "key ring $name and key personal, for ever and without cost; its versions are destroyed 30 days from now"
note "the name of the database for some minutes; until then it cannot be made again"
given archive || note "archive gs://$cloud_project-$name-archive, which costs by the GiB: gcloud storage rm --recursive gs://$cloud_project-$name-archive"
note "sources of functions in gs://gcf-v2-sources-...-$region, and logs for 30 days; cents, until they go"
note "state gs://$state, with older versions of it: gcloud storage rm --recursive gs://$state"
