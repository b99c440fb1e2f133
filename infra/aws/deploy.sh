#!/usr/bin/env bash
# Deploys the order pipeline to AWS, or upgrades a running one: data and sagas stay, and the functions' aliases move to the new version.
#
# Usage: infra/aws/deploy.sh [--region REGION] [--name NAME] [OPTION ...]
#
#   --region REGION       default: the region of your profile or of AWS_REGION
#   --name NAME           prefix of all names; default orders. Each pipeline of a region needs its own
#   --style STYLE         orchestration (default), choreography, or engine, in which Step Functions orchestrates orders; cannot change later
#   --plan FILE           shards, batches, fan-out, memory and retention as './triskel size WORKLOAD.yaml --plan FILE' wrote them; the three
#                         options below win. The default is infra/plan.json
#   --shards N            shards of the stream; default 1. Each takes 1,000 events or 1 MiB a second
#   --memory MIB          memory of each function; default 1024
#   --fan-out WHO         enhanced fan-out: needed (default) for the consumers that an order waits for, while four others share; or all
#   --stream-key ARN      your own KMS key for the stream's encryption
#   --alarm-email ADDRESS receives alarms, after a confirmation
#   --budget USD          dollars a month at which that address is notified; default 100
#   --log-days DAYS       retention of logs; default 14
#   --no-deletion-protection  create tables without deletion protection: for tests
#   --for-load            also deploy a stream and tables for './triskel load', in a separate stack
#   --load-function FILE  with --for-load: also deploy the function for workloads of level function, in a separate stack;
#                         './triskel load aws function FILE' packs FILE
#   --package FILE        order-aws.zip; default: build it, which needs a JDK, 17 or newer
#   --env FILE            write the variables for smoke.sh, ./triskel ops and ./triskel load here; default NAME-aws.env
#   --dry-run             print the steps and the monthly cost, and change nothing
#   --yes                 do not ask
#
# A second run with the same version and options changes nothing. Omitted options keep their value from the last deployment.
# The first deployment takes about ten minutes, an upgrade about five (estimates, not measured on an account yet).
# Exit codes: 0 done, 1 failed, 2 wrong usage.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../lib/deploy.sh
. "$here/../lib/deploy.sh"
# shellcheck source=stack.sh
. "$here/stack.sh"
read_options "$account_options style= shards= memory= fan-out= plan= stream-key= alarm-email= budget= log-days= no-deletion-protection \
for-load load-function= package= env=" "$@"

# what_is_given: checks the options' values.
what_is_given() {
    matches style 'orchestration|choreography|engine' 'orchestration, choreography or engine'
    matches shards '[1-9][0-9]{0,2}' 'a number of shards, 1 to 500'
    matches memory '[1-9][0-9]{2,4}' 'MiB, 512 to 10240'
    matches fan-out 'needed|all' 'needed or all'
    matches stream-key 'arn:[a-z-]+:kms:.+' 'the ARN of a KMS key'
    matches alarm-email '[^@ ]+@[^@ ]+' 'an e-mail address'
    matches budget '[1-9][0-9]*' 'whole dollars'
    matches log-days '[1-9][0-9]*' 'a number of days that CloudWatch Logs offers'
    local file
    for file in "${option[package]:-}" "${option[load_function]:-}"; do
        [ -z "$file" ] || [ -r "$file" ] || misused "cannot read $file"
    done
    [ -z "${option[load_function]:-}" ] || given for-load || misused '--load-function needs --for-load, because it reads that stream'
    figures='{}'
    as_planned
}

# as_planned: sets figures, the template's parameters of the plan, and those of them that this script needs; figures is what is deployed before.
as_planned() {
    local pair value
    figures=$(planned aws "$figures")
    for pair in shards=Shards memory=MemoryMiB fan_out=FanOut; do
        value=${option[${pair%=*}]:-}
        [ -z "$value" ] || figures=$(jq -c --arg name "${pair#*=}" --arg value "$value" '.[$name] = $value' <<<"$figures")
    done
    read -r shards parallel memory fan_out < <(jq -r '"\(.Shards) \(.Parallelization) \(.MemoryMiB) \(.FanOut)"' <<<"$figures")
}

digest() {
    if command -v sha256sum >/dev/null; then sha256sum | cut -c 1-16; else shasum -a 256 | cut -c 1-16; fi
}

# quotas: checks that the quotas suffice; prints a note if the account may not read them.
quotas() {
    local concurrent limits
    if concurrent=$(aws lambda get-account-settings --query AccountLimit.ConcurrentExecutions --output text 2>/dev/null); then
        # As ./triskel size counts: a batch of each lane of each consumer, an order over HTTP, a run of the clock.
        [ "$concurrent" -ge $((shards * parallel * 8 + 2)) ] ||
            fail "Lambda runs $concurrent functions at once in this account and region; $((shards * parallel * 8 + 2)) are needed" \
                'Raise the quota: Service Quotas, AWS Lambda, Concurrent executions. New accounts have 10, which the default plan fits.'
    else
        note 'cannot read the Lambda quota (lambda:GetAccountSettings)'
    fi
    if limits=$(aws kinesis describe-limits --query '[ShardLimit, OpenShardCount]' --output text 2>/dev/null); then
        read -r limit open <<<"$limits"
        [ -n "$before" ] || [ $((limit - open)) -ge "$shards" ] ||
            fail "Kinesis has room for $((limit - open)) more shards in this region; $shards are needed" \
                'Raise the quota: Service Quotas, Amazon Kinesis Data Streams, Shards per Region.'
    else
        note 'cannot read the Kinesis quota (kinesis:DescribeLimits)'
    fi
}

# cost: the monthly cost of the idle pipeline.
cost() {
    local place=us readers=4
    [[ $region != eu-* ]] || place=eu
    [ "$fan_out" != all ] || readers=8
    step "Monthly cost of the idle pipeline"
    idle_cost "$place" aws shards="$shards" readers="$readers" memory="$memory" \
        alarms="$(grep -c 'Type: AWS::CloudWatch::Alarm' "$here/template/$style.yaml")"
    if given for-load; then
        echo 'and for the load test stream, until it is destroyed:'
        {
            echo "aws.kinesis.shard-hour $((730 * shards)) $shards shard(s)"
            if [ -n "${option[load_function]:-}" ]; then
                echo "aws.kinesis.shard-hour $((730 * shards)) $shards shard(s) for the function's reports"
                echo "aws.kinesis.fan-out-shard-hour $((730 * shards)) the function as a registered consumer"
            fi
        } | monthly_cost "$place"
    fi
    echo 'For the cost of orders run ./triskel size with a workload that has orders: true.'
}

# package: builds the package, unless one is given; sets zip.
package() {
    zip=${option[package]:-$project/demo-order-pipeline/order-aws/target/quick/order-aws.zip}
    if [ -z "${option[package]:-}" ]; then
        step 'Building the package'
        change "$project/mvnw" -f "$project/pom.xml" -q -Dquick -Dtriskel.out=target/quick -Dmaven.test.skip \
            -pl demo-order-pipeline/order-aws -am package
    fi
    [ -r "$zip" ] || given dry-run || fail "$zip does not exist" 'Pass a package with --package.'
}

# put FILE KEY: puts a file into the code bucket, unless it exists there.
put() {
    if ! aws s3api head-object --bucket "$code_bucket" --key "$2" >/dev/null 2>&1; then
        change aws s3 cp --only-show-errors "$1" "s3://$code_bucket/$2"
    fi
}

# stack_of STACK TEMPLATE [NAME=VALUE]...: creates or updates a stack, and reports if nothing had to change.
stack_of() {
    local name_of_stack=$1 template=$2
    shift 2
    change aws cloudformation deploy --stack-name "$name_of_stack" --template-file "$template" \
        --s3-bucket "$code_bucket" --s3-prefix templates --no-fail-on-empty-changeset --capabilities CAPABILITY_IAM \
        --tags "pipeline=$name" 'product=triskel' --parameter-overrides "Name=$name" "$@" >&2 ||
        fail "stack $name_of_stack was not deployed; CloudFormation has rolled back" \
            "The first failure: aws cloudformation describe-stack-events --region $region --stack-name $name_of_stack \
--query \"StackEvents[?ends_with(ResourceStatus, 'FAILED')] | [-1].[LogicalResourceId, ResourceStatusReason]\""
}

# storage: the buckets. This template is small enough to deploy without a bucket.
storage() {
    step "Stack $storage_stack: buckets"
    change aws cloudformation deploy --stack-name "$storage_stack" --template-file "$here/storage.yaml" \
        --no-fail-on-empty-changeset --tags "pipeline=$name" 'product=triskel' --parameter-overrides "Name=$name" >&2 ||
        fail "stack $storage_stack was not deployed" \
            "See why: aws cloudformation describe-stack-events --region $region --stack-name $storage_stack" \
            'If a bucket is left from an earlier deployment, delete it or use another --name.'
}

# pipeline: everything but the buckets. The release is a digest of what functions run, so a changed function publishes versions.
pipeline() {
    local template=$here/template/$style.yaml release key
    release=$({
        cat "$zip" "$template" 2>/dev/null
        jq -c '[.MemoryMiB, .RetentionHours, .ReplayHorizonHours | tostring]' <<<"$figures"
    } | digest)
    key=order-aws-$(digest <"$zip" 2>/dev/null || true).zip
    step "Stack $stack: release $release"
    [ -z "$before" ] || note "the last release was $before"
    put "$zip" "$key"
    local values=("Release=$release" "CodeKey=$key") pair given_value
    mapfile -t -O 2 values < <(jq -r 'to_entries[] | "\(.key)=\(.value)"' <<<"$figures")
    for pair in stream_key=StreamKey alarm_email=AlarmEmail budget=BudgetUsd log_days=LogDays; do
        given_value=${option[${pair%=*}]:-}
        [ -z "$given_value" ] || values+=("${pair#*=}=$given_value")
    done
    if given no-deletion-protection; then values+=(DeletionProtection=false); fi
    stack_of "$stack" "$template" "${values[@]}"
    # Budgets need active tags, and billing knows a tag a day after its first use.
    change aws ce update-cost-allocation-tags-status --cost-allocation-tags-status TagKey=pipeline,Status=Active >/dev/null 2>&1 ||
        note "the budget starts once the tag 'pipeline' is active: see Billing, Cost allocation tags, from tomorrow on"
}

# variables: the file for smoke.sh and ./triskel.
variables() {
    local file=${option[env]:-$name-aws.env} all
    if given dry-run; then return; fi
    look "$stack" "$load_stack" "$function_stack"
    # With a workflow engine the functions work as in orchestration.
    all=("AWS_REGION=$region" "ORDERS_URL=$(output "$stack" Url)" "ORDERS_LOOKUP_BASE=$(output "$stack" Url)" "ORDERS_STREAM=$name"
    "ORDERS_TABLES=$name" "ORDERS_STYLE=${style/engine/orchestration}" "ORDERS_ARCHIVE=$archive_bucket" "TRISKEL_AWS_KMS_KEY=$(output "$stack" PersonalKey)"
    'TRISKEL_OFFER=Kinesis provisioned' "ORDERS_BUS_RETENTION_HOURS=$(jq -r .RetentionHours <<<"$figures")"
    "ORDERS_REPLAY_HORIZON_HOURS=$(jq -r .ReplayHorizonHours <<<"$figures")")
    if [ "$style" = engine ]; then all+=("ORDERS_STATE_MACHINE=$(output "$stack" StateMachine)"); fi
    if [ -n "$(state "$load_stack")" ]; then
        all+=(TRISKEL_CONTRACTS=aws "TRISKEL_AWS_STREAM=$load_stack" "TRISKEL_AWS_TABLES=$load_stack")
    fi
    if [ -n "$(state "$function_stack")" ]; then all+=("TRISKEL_LOAD_REPORTS=$(output "$function_stack" Reports)"); fi
    write_variables "$file" "${all[@]}"
    step "Deployed. Next steps:"
    printf '%s\n' "infra/aws/smoke.sh --env $file" "./triskel ops aws lag --env $file" \
        "infra/aws/destroy.sh --name $name --region $region"
}

what_is_given
use_account
look "$storage_stack" "$stack" "$load_stack" "$function_stack"
for each in "$storage_stack" "$stack" "$load_stack" "$function_stack"; do settled "$each"; done
before='' style=${option[style]:-orchestration}
[ -z "$(state "$stack")" ] || {
    before=$(output "$stack" Release)
    deployed_style=$(output "$stack" Style)
    style=${option[style]:-$deployed_style}
    [ "$style" = "$deployed_style" ] ||
        fail "pipeline $name runs in $deployed_style, and its orders cannot continue in $style" \
            'Deploy the other style under another --name.'
    figures=$(jq -c '.Parameters // [] | map({(.ParameterKey): .ParameterValue}) | add // {}' <<<"${seen[$stack]}")
    fan_out=$(parameter "$stack" FanOut)
}
fan_out_before=${fan_out:-}
as_planned
[ -z "$before" ] || [ "$fan_out" = "$fan_out_before" ] ||
    note "a changed fan-out creates new mappings: they read the stream again, and duplicates are recognised"

verb=Deploy
[ -z "$before" ] || verb=Upgrade
step "$verb pipeline $name in account $account, region $region: $style, $shards shard(s) with $parallel batch(es) at once, $memory MiB, fan-out $fan_out"
quotas
cost
sure "$verb pipeline $name in account $account, region $region?"
package
storage
pipeline
if given for-load; then
    step "Stack $load_stack: a stream and tables for load tests"
    stack_of "$load_stack" "$here/template/load.yaml" "Shards=$shards"
fi
if [ -n "${option[load_function]:-}" ]; then
    step "Stack $function_stack: the function for load tests"
    code=load-function-$(digest <"${option[load_function]}").zip
    put "${option[load_function]}" "$code"
    stack_of "$function_stack" "$here/load-function.yaml" "CodeKey=$code" "Shards=$shards" "MemoryMiB=$memory"
fi
variables
