#!/usr/bin/env bash
# Deploys the order pipeline to AWS, or brings a running one to this version: data and sagas stay, the aliases of the functions move.
#
# Usage: infra/aws/deploy.sh [--region REGION] [--name NAME] [OPTION ...]
#
#   --region REGION       where; if not given, that of your profile or of AWS_REGION
#   --name NAME           what all names begin with: orders, if not given. Two pipelines in a region have two names
#   --style STYLE         orchestration (if not given), choreography, or engine: Step Functions leads orders; not to be changed while a
#                         pipeline runs
#   --shards N            shards of the stream: 1, if not given; each takes 1,000 events or 1 MiB a second
#   --memory MIB          memory of each function: 1024, if not given
#   --fan-out WHO         needed (if not given): consumers that an order waits for read on their own, four others share; or all
#   --size FILE           shards and fan-out as './triskel size WORKLOAD.yaml --json >FILE' proposed; the options above win
#   --stream-key ARN      KMS key of your own that encrypts the stream
#   --alarm-email ADDRESS who gets alarms, once they have confirmed
#   --budget USD          dollars a month at which that address is told: 100, if not given
#   --log-days DAYS       how long logs are kept: 14, if not given
#   --no-deletion-protection  tables can be deleted without being unlocked before: for tests
#   --for-load            also a stream and tables for './triskel load' alone, in a stack of their own
#   --load-function FILE  with --for-load: also the function that a workload of level function loads, in a stack of its own; FILE is what
#                         './triskel load aws function FILE' packed
#   --package FILE        order-aws.zip; if not given, it is built (a JDK, 17 or newer)
#   --env FILE            where the variables for smoke.sh, ./triskel ops and ./triskel load are written: NAME-aws.env, if not given
#   --dry-run             says what it would do and cost, and changes nothing
#   --yes                 does not ask
#
# A second run with the same version and options changes nothing. What is not given keeps its value from the last deployment.
# The first deployment takes about ten minutes, a new version about five (not measured on an account yet).
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../lib/deploy.sh
. "$here/../lib/deploy.sh"
# shellcheck source=stack.sh
. "$here/stack.sh"
read_options "$account_options style= shards= memory= fan-out= size= stream-key= alarm-email= budget= log-days= no-deletion-protection \
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
    matches log-days '[1-9][0-9]*' 'a number of days that CloudWatch Logs has'
    local file
    for file in "${option[size]:-}" "${option[package]:-}" "${option[load_function]:-}"; do
        [ -z "$file" ] || [ -r "$file" ] || misused "cannot read $file"
    done
    [ -z "${option[load_function]:-}" ] || given for-load || misused '--load-function needs --for-load, whose stream it reads'
    [ -z "${option[size]:-}" ] || as_sized "${option[size]}"
}

# as_sized FILE: takes shards and fan-out from a sizing, where no option says otherwise.
as_sized() {
    local plan
    plan=$(jq -er '[.clouds[] | select(.cloud == "aws")][0] as $aws
        | [$aws.plans[] | select(.name | startswith("Kinesis provisioned"))] as $plans
        | ([$plans[] | select(.name == $aws.cheapest)] + $plans)[0]
        | "\(.stream.units) \(if .name | endswith("fan-out") then "all" else "needed" end)"' "$1") ||
        misused "$1 has no sizing of AWS: write it with ./triskel size WORKLOAD.yaml --json"
    : "${option[shards]:=${plan% *}}" "${option[fan_out]:=${plan#* }}"
}

digest() {
    if command -v sha256sum >/dev/null; then sha256sum | cut -c 1-16; else shasum -a 256 | cut -c 1-16; fi
}

# quotas: what the account must have room for; an account that may not ask is told so.
quotas() {
    local concurrent limits
    if concurrent=$(aws lambda get-account-settings --query AccountLimit.ConcurrentExecutions --output text 2>/dev/null); then
        [ "$concurrent" -ge $((shards * 8 + 10)) ] ||
            fail "Lambda runs $concurrent functions at once in this account and region, and $((shards * 8 + 10)) are needed" \
                'Ask for more: Service Quotas, AWS Lambda, Concurrent executions. New accounts have 10.'
    else
        note 'the quota of Lambda could not be read (lambda:GetAccountSettings)'
    fi
    if limits=$(aws kinesis describe-limits --query '[ShardLimit, OpenShardCount]' --output text 2>/dev/null); then
        read -r limit open <<<"$limits"
        [ -n "$before" ] || [ $((limit - open)) -ge "$shards" ] ||
            fail "Kinesis has room for $((limit - open)) more shards in this region, and $shards are needed" \
                'Ask for more: Service Quotas, Amazon Kinesis Data Streams, Shards per Region.'
    else
        note 'the quota of Kinesis could not be read (kinesis:DescribeLimits)'
    fi
}

# cost: what the pipeline costs while nobody orders.
cost() {
    local place=us readers=4
    [[ $region != eu-* ]] || place=eu
    [ "$fan_out" != all ] || readers=8
    step "What a month costs while nothing is ordered"
    idle_cost "$place" aws shards="$shards" readers="$readers" memory="$memory" \
        alarms="$(grep -c 'Type: AWS::CloudWatch::Alarm' "$here/template/$style.yaml")"
    if given for-load; then
        echo 'and for the stream of load tests, as long as it is there:'
        {
            echo "aws.kinesis.shard-hour $((730 * shards)) $shards shard(s)"
            if [ -n "${option[load_function]:-}" ]; then
                echo "aws.kinesis.shard-hour $((730 * shards)) $shards shard(s) for what the function tells"
                echo "aws.kinesis.fan-out-shard-hour $((730 * shards)) the function as a reader of its own"
            fi
        } | monthly_cost "$place"
    fi
    echo 'An order costs besides what ./triskel size says of a workload with orders: true.'
}

# package: builds the package, unless one is given; sets zip.
package() {
    zip=${option[package]:-$project/demo-order-pipeline/order-aws/target/quick/order-aws.zip}
    if [ -z "${option[package]:-}" ]; then
        step 'Building the package'
        change "$project/mvnw" -f "$project/pom.xml" -q -Dquick -Dtriskel.out=target/quick -Dmaven.test.skip \
            -pl demo-order-pipeline/order-aws -am package
    fi
    [ -r "$zip" ] || given dry-run || fail "there is no $zip" 'Give one with --package.'
}

# put FILE KEY: puts a file into the bucket of code, unless it is there.
put() {
    if ! aws s3api head-object --bucket "$code_bucket" --key "$2" >/dev/null 2>&1; then
        change aws s3 cp --only-show-errors "$1" "s3://$code_bucket/$2"
    fi
}

# stack_of STACK TEMPLATE [NAME=VALUE]...: creates or updates a stack, and says if nothing had to be changed.
stack_of() {
    local name_of_stack=$1 template=$2
    shift 2
    change aws cloudformation deploy --stack-name "$name_of_stack" --template-file "$template" \
        --s3-bucket "$code_bucket" --s3-prefix templates --no-fail-on-empty-changeset --capabilities CAPABILITY_IAM \
        --tags "pipeline=$name" 'product=triskel' --parameter-overrides "Name=$name" "$@" >&2 ||
        fail "stack $name_of_stack was not deployed; CloudFormation has undone what it had begun" \
            "The first failure: aws cloudformation describe-stack-events --region $region --stack-name $name_of_stack \
--query \"StackEvents[?ends_with(ResourceStatus, 'FAILED')] | [-1].[LogicalResourceId, ResourceStatusReason]\""
}

# storage: the buckets. Its template is small enough to be sent without a bucket.
storage() {
    step "Stack $storage_stack: buckets"
    change aws cloudformation deploy --stack-name "$storage_stack" --template-file "$here/storage.yaml" \
        --no-fail-on-empty-changeset --tags "pipeline=$name" 'product=triskel' --parameter-overrides "Name=$name" >&2 ||
        fail "stack $storage_stack was not deployed" \
            "See why: aws cloudformation describe-stack-events --region $region --stack-name $storage_stack" \
            'A bucket that is left from an earlier deployment can be deleted, or take another --name.'
}

# pipeline: all but the buckets. What functions run changes the release, so that versions are published exactly then.
pipeline() {
    local template=$here/template/$style.yaml release key
    release=$({
        cat "$zip" "$template" 2>/dev/null
        printf '%s' "$memory"
    } | digest)
    key=order-aws-$(digest <"$zip" 2>/dev/null || true).zip
    step "Stack $stack: release $release"
    [ -z "$before" ] || note "the last release was $before"
    put "$zip" "$key"
    local values=("Release=$release" "CodeKey=$key") pair given_value
    for pair in shards=Shards memory=MemoryMiB fan_out=FanOut stream_key=StreamKey alarm_email=AlarmEmail budget=BudgetUsd log_days=LogDays; do
        given_value=${option[${pair%=*}]:-}
        [ -z "$given_value" ] || values+=("${pair#*=}=$given_value")
    done
    if given no-deletion-protection; then values+=(DeletionProtection=false); fi
    stack_of "$stack" "$template" "${values[@]}"
    # Budgets see tags that billing knows, and it knows them a day after they were used first.
    change aws ce update-cost-allocation-tags-status --cost-allocation-tags-status TagKey=pipeline,Status=Active >/dev/null 2>&1 ||
        note "the budget counts once the tag 'pipeline' is active: Billing, Cost allocation tags, from tomorrow on"
}

# variables: the file for smoke.sh and ./triskel.
variables() {
    local file=${option[env]:-$name-aws.env} all
    if given dry-run; then return; fi
    look "$stack" "$load_stack" "$function_stack"
    # An engine leads what a saga does in orchestration.
    all=("AWS_REGION=$region" "ORDERS_URL=$(output "$stack" Url)" "ORDERS_LOOKUP_BASE=$(output "$stack" Url)" "ORDERS_STREAM=$name"
    "ORDERS_TABLES=$name" "ORDERS_STYLE=${style/engine/orchestration}" "ORDERS_ARCHIVE=$archive_bucket" "TRISKEL_AWS_KMS_KEY=$(output "$stack" PersonalKey)"
    'TRISKEL_OFFER=Kinesis provisioned')
    if [ "$style" = engine ]; then all+=("ORDERS_STATE_MACHINE=$(output "$stack" StateMachine)"); fi
    if [ -n "$(state "$load_stack")" ]; then
        all+=(TRISKEL_CONTRACTS=aws "TRISKEL_AWS_STREAM=$load_stack" "TRISKEL_AWS_TABLES=$load_stack")
    fi
    if [ -n "$(state "$function_stack")" ]; then all+=("TRISKEL_LOAD_REPORTS=$(output "$function_stack" Reports)"); fi
    write_variables "$file" "${all[@]}"
    step "Deployed. What may be next:"
    printf '%s\n' "infra/aws/smoke.sh --env $file" "./triskel ops aws lag --env $file" \
        "infra/aws/destroy.sh --name $name --region $region"
}

what_is_given
use_account
look "$storage_stack" "$stack" "$load_stack" "$function_stack"
for each in "$storage_stack" "$stack" "$load_stack" "$function_stack"; do settled "$each"; done
before='' style=${option[style]:-orchestration} shards=1 memory=1024 fan_out=needed
[ -z "$(state "$stack")" ] || {
    before=$(output "$stack" Release)
    deployed_style=$(output "$stack" Style)
    style=${option[style]:-$deployed_style}
    [ "$style" = "$deployed_style" ] ||
        fail "pipeline $name runs in $deployed_style, and its orders cannot go on in $style" \
            'Deploy the other style under another --name.'
    shards=$(parameter "$stack" Shards) memory=$(parameter "$stack" MemoryMiB) fan_out=$(parameter "$stack" FanOut)
    [ "${option[fan_out]:-$fan_out}" = "$fan_out" ] ||
        note "other mappings are made for another --fan-out: they read the week again, and what was handled is recognised"
}
shards=${option[shards]:-$shards} memory=${option[memory]:-$memory} fan_out=${option[fan_out]:-$fan_out}

verb=Deploy
[ -z "$before" ] || verb=Upgrade
step "$verb pipeline $name in account $account, region $region: $style, $shards shard(s), $memory MiB, fan-out $fan_out"
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
    step "Stack $function_stack: the function that load tests load"
    code=load-function-$(digest <"${option[load_function]}").zip
    put "${option[load_function]}" "$code"
    stack_of "$function_stack" "$here/load-function.yaml" "CodeKey=$code" "Shards=$shards" "MemoryMiB=$memory"
fi
variables
