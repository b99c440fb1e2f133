#!/usr/bin/env bash
# Runs a workload with several workers on Cloud Run against Pub/Sub: creates a job and a topic with a subscription (main.tf),
# executes the job, waits until it has finished, and destroys everything but the results.
#
#   infra/loadtest/gcp/run.sh --project my-project --workload loadtest/workloads/steady.yaml --image IMAGE --workers 4 --bucket my-results
#
#   --project ID       an existing project with billing, Cloud Run and Pub/Sub
#   --workload FILE    the workload, of level bus, without a capacity search; its trace is copied to the bucket
#   --image IMAGE      built by infra/loadtest/image.sh --target gcp, in Artifact Registry
#   --workers N        number of workers; default 4
#   --bucket NAME      an existing bucket, for results; Terraform's state is in PROJECT-triskel-state, on which workers have no right
#   --region REGION    default europe-west1
#   --name NAME        of the run; default: load and the time
#   --lead SECONDS     time from the job's start until all workers start; default 180
#   --destroy          only destroy what the run --name left
#   --yes              do not ask
#   --dry-run          print the steps, and call nothing
#   --help
#
# Exit codes: 0 done, 1 failed, 2 wrong usage. The script also destroys what it created if the run fails.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../../lib/deploy.sh"
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../job.sh"
arguments=("$@")
read_options "$job_options project= region= bucket= destroy" "$@"
matches project '[a-z][a-z0-9-]{4,28}[a-z0-9]' 'the id of a project'
matches region '[a-z]+-[a-z]+[0-9]+' 'a region, such as europe-west1'
matches bucket '[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]' 'the name of a bucket'
[ -n "${option[project]:-}" ] || misused "--project is missing"
[ -n "${option[bucket]:-}" ] || misused "--bucket is missing"
! given destroy || [ -n "${option[name]:-}" ] || misused "--destroy needs the --name of the run"
what_is_given 180
no_search
# The run's service account has the run's name, and needs at least 6 characters.
# shellcheck disable=SC2154 # name, workers and workload are job.sh's
[ ${#name} -ge 6 ] || misused "--name $name: expected 6 to 20 characters"

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cloud_project=${option[project]} region=${option[region]:-europe-west1} bucket=${option[bucket]}
state=$cloud_project-triskel-state
[ "$bucket" != "$state" ] || misused "--bucket $bucket: workers may change everything in the bucket, so it cannot be the one of Terraform's state"
# shellcheck disable=SC2034,SC2154 # terraform.sh reads them; project is the repository
work=$project/target/infra/load-$cloud_project-$name holds_data=()
# shellcheck source-path=SCRIPTDIR
. "$here/../../lib/terraform.sh"
# shellcheck source-path=SCRIPTDIR
. "$here/../../gcp/project.sh"

# initialised: Terraform with the state of this run.
initialised() {
    step "Terraform state"
    state_bucket
    change terraform "-chdir=$here" init -input=false -reconfigure -backend-config="bucket=$state" -backend-config="prefix=triskel-load/$name" >&2
    given_values project="$cloud_project" region="$region" name="$name" image="${option[image]}" bucket="$bucket" workers:="$workers" workload="$workload"
    unsaved_state
}

step "Checking requirements"
if ! given dry-run; then
    needs jq 1.6 "Debian: apt-get install jq"
    needs terraform 1.9 "https://developer.hashicorp.com/terraform/install"
    needs gcloud 450 "https://cloud.google.com/sdk/docs/install"
    logged_in
    gcloud storage buckets describe "gs://$bucket" --format='value(name)' >&2 || fail "bucket $bucket does not exist, or you have no right to see it" "gcloud storage buckets create gs://$bucket"
fi
if given destroy; then
    sure "Destroy what the run $name left in $cloud_project?"
    initialised
    destroy_all
    exit 0
fi

note "$workers workers of 2 vCPU and 4 GiB on Cloud Run, on one topic, in $region of $cloud_project"
note "Cloud Run bills their time, Pub/Sub the events: run ./triskel size with the same file"
sure "Start $workers workers in $cloud_project?"

initialised
step "Topic, subscription and the job $name"
note "to destroy them if this script is killed: $(shown "$0" "${arguments[@]}" --name "$name" --destroy)"
given dry-run || trap 'destroy_all' EXIT
apply_plan

step "The run"
variables=
if [ -n "$trace" ]; then
    change gcloud storage cp "$trace" "gs://$bucket/triskel-load/$name/trace.csv.gz" >&2
    variables=,TRISKEL_TRACE=/results/triskel-load/$name/trace.csv.gz
fi
# The lead time starts here, after the resources exist.
set_start
note "all workers start at $start"
code=0
change gcloud run jobs execute "$name" --project="$cloud_project" --region="$region" --update-env-vars="TRISKEL_START=$start$variables" --wait >&2 || code=$?
note "results: gs://$bucket/triskel-load/$name"
note "next:    gcloud storage cp --recursive gs://$bucket/triskel-load/$name . && ./triskel report $name/worker-*"
[ "$code" -eq 0 ] || fail "not every worker has a result" "gcloud run jobs executions list --job=$name --region=$region --project=$cloud_project"
step "Destroying the job, topic and subscription"
given dry-run || trap - EXIT
destroy_all
printf '%s\n' "gs://$bucket/triskel-load/$name"
