#!/usr/bin/env bash
# Runs a workload with several workers on AWS Batch against Kinesis: creates a stream, submits an array job, waits until it has
# finished, and deletes the stream. The first run deploys the stack triskel-load-workers (batch.yaml), which costs nothing while no job runs.
#
#   infra/loadtest/aws/run.sh --workload loadtest/workloads/steady.yaml --image IMAGE --workers 4 \
#       --bucket my-results --subnets subnet-1,subnet-2 --security-groups sg-1
#
#   --workload FILE         the workload, of level bus, without a capacity search; its trace is copied to the bucket
#   --image IMAGE           built by infra/loadtest/image.sh --target aws, in a registry that Fargate reaches
#   --workers N             number of workers, at least 2; default 4
#   --shards N              shards of the stream, which the workers share out; default: one per worker
#   --bucket NAME           an existing S3 bucket, for results
#   --subnets IDS           comma-separated; for Fargate
#   --security-groups IDS   comma-separated
#   --private               the subnets have a NAT, so workers get no public address
#   --region REGION         default: the region of your profile or of AWS_REGION
#   --name NAME             of the run, its stream and its results; default: load and the time
#   --lead SECONDS          time until all workers start, while machines start; default 300
#   --destroy               delete the stack, and run nothing
#   --yes                   do not ask
#   --dry-run               print the steps, and change nothing
#   --help
#
# Exit codes: 0 done, 1 failed, 2 wrong usage. The script also deletes the stream if it fails or is interrupted.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../../lib/deploy.sh
. "$here/../../lib/deploy.sh"
# shellcheck source=../../aws/stack.sh
. "$here/../../aws/stack.sh"
# shellcheck source=../job.sh
. "$here/../job.sh"
read_options "$job_options region= shards= bucket= subnets= security-groups= private destroy" "$@"
matches shards '[1-9][0-9]{0,2}' 'a number of shards'
matches bucket '[a-z0-9][a-z0-9.-]{2,62}' 'the name of a bucket'
matches subnets 'subnet-[0-9a-f]+(,subnet-[0-9a-f]+)*' 'comma-separated subnet ids'
matches security-groups 'sg-[0-9a-f]+(,sg-[0-9a-f]+)*' 'comma-separated security group ids'
workers_stack=triskel-load-workers

if given destroy; then
    use_account
    sure "Delete the stack $workers_stack in account $account, region $region?"
    change aws cloudformation delete-stack --stack-name "$workers_stack"
    change aws cloudformation wait stack-delete-complete --stack-name "$workers_stack"
    exit 0
fi
for each in bucket subnets security_groups; do
    [ -n "${option[$each]:-}" ] || misused "--${each//_/-} is missing"
done
what_is_given 300
# shellcheck disable=SC2154 # workers, start, workload and trace are job.sh's
[ "$workers" -ge 2 ] || misused "--workers $workers: expected at least 2 for an array job"
no_search
run=$name shards=${option[shards]:-$workers} stream=triskel-load-$name
# A worker without a shard would read nothing.
[ "$shards" -ge "$workers" ] || misused "--shards $shards: expected at least one per worker, $workers"
use_account
name=$run
# shellcheck disable=SC2034 # stack.sh reads it
of_no_pipeline=
look "$workers_stack"
[ -z "${foreign[$workers_stack]:-}" ] || fail "stack $workers_stack is not one of Triskel's load tests" 'Delete it, or use another region.'
settled "$workers_stack"

step "$workers workers on AWS Batch, in account $account, region $region"
place=us
[[ $region != eu-* ]] || place=eu
# shellcheck disable=SC2154 # prices is the file of list prices, from deploy.sh
hourly=$(jq -r --arg region "$place" --argjson shards "$shards" \
    '[.prices[] | select(.meter == "aws.kinesis.shard-hour")] as $all
     | ([$all[] | select(.region == $region)] + $all)[0] | .usd / .per * $shards * 100 | round / 100' "$prices")
note "$shards shards: $hourly USD an hour, list price; for the cost of events run ./triskel size with the same file"
note "$workers x 2 vCPU and 4 GiB of Fargate until the run has ended; its price is not in this project's price file"
sure "Start $workers workers in account $account, region $region?"

step "Stack $workers_stack"
ready "$workers_stack"
public=ENABLED
! given private || public=DISABLED
change aws cloudformation deploy --stack-name "$workers_stack" --template-file "$here/batch.yaml" --no-fail-on-empty-changeset \
    --capabilities CAPABILITY_IAM --tags product=triskel --parameter-overrides "Image=${option[image]}" "Bucket=${option[bucket]}" \
    "Subnets=${option[subnets]}" "SecurityGroups=${option[security_groups]}" "PublicIp=$public" "MaxVcpus=$((workers * 2))" >&2 ||
    fail "stack $workers_stack was not deployed" "See why: aws cloudformation describe-stack-events --region $region --stack-name $workers_stack"

trace_at=
if [ -n "$trace" ]; then
    step "The trace"
    trace_at=s3://${option[bucket]}/triskel-load/$run/trace.csv.gz
    change aws s3 cp --only-show-errors "$trace" "$trace_at" >&2
fi

# A stream is billed by the hour, so delete it even if the run fails.
remove_stream() {
    change aws kinesis delete-stream --stream-name "$stream" || note "delete stream $stream yourself: it may still exist and cost money"
}
trap remove_stream EXIT

step "One stream of $shards shards"
change aws kinesis create-stream --stream-name "$stream" --shard-count "$shards"
change aws kinesis wait stream-exists --stream-name "$stream"

step "The job"
if given dry-run; then
    queue=QUEUE definition=DEFINITION
else
    look "$workers_stack"
    queue=$(output "$workers_stack" Queue) definition=$(output "$workers_stack" Definition)
fi
# The lead time starts here, after the stream exists.
set_start
overrides=$(jq -cn --arg workload "$workload" --arg start "$start" --arg stream "$stream" \
    --arg results "s3://${option[bucket]}/triskel-load/$run" --arg region "$region" --arg trace "$trace_at" \
    '{environment: ({TRISKEL_WORKLOAD: $workload, TRISKEL_START: $start, TRISKEL_AWS_STREAM: $stream, TRISKEL_RESULTS: $results,
      AWS_REGION: $region} + (if $trace == "" then {} else {TRISKEL_TRACE: $trace} end) | to_entries | map({name: .key, value: .value}))}')
if given dry-run; then
    change aws batch submit-job --job-name "$run" --job-queue "$queue" --job-definition "$definition" \
        --array-properties "size=$workers" --container-overrides "$overrides"
    exit 0
fi
job=$(aws batch submit-job --job-name "$run" --job-queue "$queue" --job-definition "$definition" \
    --array-properties "size=$workers" --container-overrides "$overrides" --query jobId --output text)
note "job $job, all workers start at $start"
state=
until [ "$state" = SUCCEEDED ] || [ "$state" = FAILED ]; do
    sleep "${TRISKEL_POLL_SECONDS:-15}"
    state=$(aws batch describe-jobs --jobs "$job" --query 'jobs[0].status' --output text)
done
note "results: s3://${option[bucket]}/triskel-load/$run"
note "next:    aws s3 sync s3://${option[bucket]}/triskel-load/$run $run && ./triskel report $run/worker-*"
[ "$state" = SUCCEEDED ] || fail "not every worker has a result" "aws batch list-jobs --array-job-id $job --job-status FAILED" \
    "aws logs tail /triskel/$workers_stack"
printf '%s\n' "s3://${option[bucket]}/triskel-load/$run"
