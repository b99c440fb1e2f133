#!/usr/bin/env bash
# Deploys the order pipeline, or your own application, to AWS, or upgrades a running one: data and sagas stay, and the functions' aliases move to the new version.
#
# Usage: infra/aws/deploy.sh [--region REGION] [--name NAME] [OPTION ...]
#
#   --region REGION       default: the region of your profile or of AWS_REGION
#   --app DIR             deploy your own application instead: the Maven project whose package for AWS is built (docs/from-new-to-deployed.md)
#   --name NAME           prefix of all names; default orders, or the application's name. Each pipeline of a region needs its own
#   --style STYLE         orchestration (default), choreography, or engine, in which Step Functions orchestrates orders; cannot change later
#   --language LANGUAGES  consumers in other languages: notification=node, fraud=python or both, separated by a comma; notification=java ends that.
#                         Needs npm or Python, which pack them
#   --plan FILE           shards, batches, fan-out, memory and retention as './triskel size WORKLOAD.yaml --plan FILE' wrote them; the three
#                         options below win. The default is infra/plan.json
#   --shards N            shards of the stream; default 1. Each takes 1,000 events or 1 MiB a second
#   --memory MIB          memory of each function; default 1024
#   --http-concurrency N  concurrent executions reserved for the HTTP function, which are also its limit; default 50 a shard if the quota allows
#   --fan-out WHO         enhanced fan-out: needed (default) for the consumers that an order waits for, while four others share; or all
#   --stream-key ARN      your own KMS key for the stream's encryption
#   --alarm-email ADDRESS receives alarms, after a confirmation
#   --budget USD          dollars a month at which that address is notified; default 100
#   --log-days DAYS       retention of logs; default 14
#   --no-deletion-protection  protect neither tables nor the stack from deletion: for tests
#   --for-load            also deploy a stream and tables for './triskel load', in a separate stack
#   --load-function FILE  with --for-load: also deploy the function for workloads of level function, in a separate stack;
#                         './triskel load aws function FILE' packs FILE
#   --package FILE        order-aws.zip; default: build it, which needs a JDK, 17 or newer
#   --env FILE            write the variables for smoke.sh, ./triskel ops and ./triskel load here; default NAME-aws.env
#   --dry-run             print the steps and the monthly cost, and change nothing
#   --yes                 do not ask
#
# A second run with the same version and options changes nothing. Omitted options keep their value from the last deployment. Run it again after
# an interruption or a failure: it waits for CloudFormation, continues a rollback, replaces a broken stack, and takes over data that outlived one.
# The first deployment takes about ten minutes, an upgrade about five (estimates, not measured on an account yet).
# Exit codes: 0 done, 1 failed, 2 wrong usage.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../lib/deploy.sh
. "$here/../lib/deploy.sh"
# shellcheck source=stack.sh
. "$here/stack.sh"
read_options "$account_options style= shards= memory= http-concurrency= fan-out= plan= stream-key= alarm-email= budget= log-days= no-deletion-protection \
for-load load-function= package= env= app= language=" "$@"

# what_is_given: checks the options' values.
what_is_given() {
    matches style 'orchestration|choreography|engine' 'orchestration, choreography or engine'
    matches language '(notification=(java|node)|fraud=python)(,(notification=(java|node)|fraud=python))?' \
        'notification=node, fraud=python or both, separated by a comma, or notification=java'
    matches shards '[1-9][0-9]{0,2}' 'a number of shards, 1 to 500'
    matches memory '[1-9][0-9]{2,4}' 'MiB, 512 to 10240'
    matches http-concurrency '[1-9][0-9]{0,2}' 'a number, 1 to 999'
    matches fan-out 'needed|all' 'needed or all'
    matches stream-key 'arn:[a-z-]+:kms:.+' 'the ARN of a KMS key'
    matches alarm-email '[^@ ]+@[^@ ]+' 'an e-mail address'
    matches budget '[1-9][0-9]*' 'whole dollars'
    matches log-days '[1-9][0-9]*' 'a number of days that CloudWatch Logs offers'
    local file
    for file in "${option[package]:-}" "${option[load_function]:-}"; do
        [ -z "$file" ] || [ -r "$file" ] || misused "cannot read $file"
    done
    if [ -n "${option[app]:-}" ]; then
        [ -z "${option[style]:-}${option[package]:-}${option[for_load]:-}${option[language]:-}" ] ||
            misused '--app brings its own package, so that --style, --language, --package and --for-load do not go with it'
    fi
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

# application: the package of --app, which says itself what is deployed; sets zip, template, consumers and the default name.
application() {
    own_zip "${option[app]}" aws AWS
    template=$work/application.yaml
    unzip -q -o -j "$zip" lib/functions.jar -d "$work" || fail "$zip has no lib/functions.jar" 'Build it as ./triskel new does.'
    java -cp "$work/functions.jar" io.triskel.aws.hosting.AwsManifest >"$work/manifest.json" ||
        fail "$zip prints no manifest" 'The message above says why.'
    own_manifest "$work/manifest.json"
    java -cp "$work/functions.jar" io.triskel.aws.hosting.cloudformation.Template "$default_plan" >"$template" ||
        fail "$zip prints no template" 'The message above says why.'
    consumers=$(jq '[.functions[] | select(.role == "events")] | length' "$work/manifest.json")
    option[name]=${option[name]:-$(jq -r .parameters.name.default "$work/manifest.json")}
}

# by_language: the template with consumers in other languages, which the package writes; sets template, consumers, the packages of their
# functions by the template's parameters, and the consumers that Java does not have.
by_language() {
    local parameter module
    [ "$style" != engine ] || fail '--language needs --style orchestration or choreography'
    needs java 17 'Install a JDK, 17 or newer: https://adoptium.net'
    package
    [ -r "$zip" ] || fail "$zip does not exist, and it writes the template" "Build it: ./mvnw -q -Dquick -Dtriskel.out=target/quick -Dmaven.test.skip -pl demo-order-pipeline/order-aws -am package"
    unzip -q -o -j "$zip" lib/functions.jar -d "$work" || fail "$zip has no lib/functions.jar" 'Pass a package that this version has built.'
    template=$work/$style.yaml
    java -cp "$work/functions.jar" io.triskel.orders.aws.OrderTemplate "$default_plan" "$style" "$language" >"$template" ||
        fail "$zip prints no template" 'The message above says why.'
    consumers=$(grep -c 'Type: AWS::Lambda::EventSourceMapping' "$template")
    others=$(sed -n "s/^ *TRISKEL_APP_OTHER_CONSUMERS: '\(.*\)'$/\1/p" "$template")
    while read -r parameter module; do
        packages[$parameter]=$work/$module-aws.zip
        packed "$module" aws "$work/$module-aws.zip"
    done < <(sed -n 's/^  \([A-Za-z]*CodeKey\): .* The key of \(.*\)-aws.zip in the code bucket.*/\1 \2/p' "$template")
}

# quotas: checks that the quotas suffice, and sets http_concurrency; prints a note if the account may not read them.
quotas() {
    local limits limit open concurrent unreserved used=$((shards * parallel * consumers + 2)) room reserved
    # As ./triskel size counts: a batch of each lane of each consumer, one call over HTTP, a run of the clock; the state machine asks one
    # function more.
    [ "$style" != engine ] || used=$((used + 1))
    reserved=$(parameter "$stack" HttpConcurrency)
    reserved=${reserved:-0} http_concurrency=${option[http_concurrency]:-$reserved}
    if limits=$(aws lambda get-account-settings --query 'AccountLimit.[ConcurrentExecutions, UnreservedConcurrentExecutions]' --output text 2>/dev/null); then
        read -r concurrent unreserved <<<"$limits"
        [ "$concurrent" -ge "$used" ] ||
            fail "Lambda runs $concurrent functions at once in this account and region; $used are needed for $shards shard(s) with $parallel batch(es) at once in $style" \
                'Raise the quota: Service Quotas, AWS Lambda, Concurrent executions. New accounts have 10.' \
                'The default plan with --shards 1 in orchestration or choreography fits into 10.'
        # Lambda leaves 100 executions unreserved (developer guide, "Configuring reserved concurrency").
        room=$((unreserved - 100 - used))
        if [ "$http_concurrency" -eq 0 ] && [ "$room" -ge 10 ]; then
            http_concurrency=$((room < shards * 50 ? room : shards * 50))
        fi
        room=$((unreserved + reserved - (used > 100 ? used : 100)))
        [ "$http_concurrency" -le "$((room > reserved ? room : reserved))" ] ||
            fail "--http-concurrency $http_concurrency cannot be reserved: $((room > 0 ? room : 0)) are free for it in this account and region" \
                'Lambda keeps 100 unreserved. Reserve fewer, or raise the quota: Service Quotas, AWS Lambda, Concurrent executions.'
        [ "$http_concurrency" -gt 0 ] ||
            note "HTTP and consumers share $concurrent concurrent executions: in a burst of calls orders wait, and none is lost. Raise the quota, and deploy again"
    else
        note 'cannot read the Lambda quota (lambda:GetAccountSettings), so nothing is reserved for HTTP unless --http-concurrency is given'
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
    local place=us readers
    [[ $region != eu-* ]] || place=eu
    # Those that always read as registered consumers have no condition.
    readers=$(grep -A 1 'Type: AWS::Kinesis::StreamConsumer' "$template" | grep -c '^    Properties') || true
    [ "$fan_out" != all ] || readers=$consumers
    step "Monthly cost of the idle pipeline"
    idle_cost "$place" aws shards="$shards" readers="$readers" consumers="$consumers" memory="$memory" \
        alarms="$(grep -c 'Type: AWS::CloudWatch::Alarm' "$template")"
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

# package: builds the package, unless one is given or built; sets zip.
package() {
    if [ -n "$zip" ]; then return; fi
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

# adopted STACK TEMPLATE [NAME=VALUE]...: imports into a new stack what outlived an earlier one, with its data.
adopted() {
    local name_of_stack=$1 template=$2 type id thing ids=' ' resources='[]' key set all
    shift 2
    [[ $(state "$name_of_stack") =~ ^(REVIEW_IN_PROGRESS)?$ ]] || return 0
    all=$(left "$template")
    [ -n "$all" ] || return 0
    while read -r type id thing; do
        ids+="$id "
        if [ "$type" = AWS::KMS::Alias ]; then
            key=$(aws kms describe-key --key-id "$thing" --query 'KeyMetadata.[KeyId, KeyState]' --output text)
            [[ $key != *PendingDeletion ]] || fail "the key of personal data, $thing, is being deleted, so its data cannot be taken over" \
                "Destroy what is left: infra/aws/destroy.sh --name $name --region $region" \
                "Or keep the key: aws kms cancel-key-deletion --region $region --key-id ${key%%[[:space:]]*}, then aws kms enable-key, and deploy again"
            ids+='PersonalKey '
            resources=$(jq -c --arg key "${key%%[[:space:]]*}" \
                '. + [{ResourceType: "AWS::KMS::Key", LogicalResourceId: "PersonalKey", ResourceIdentifier: {KeyId: $key}}]' <<<"$resources")
        fi
        resources=$(jq -c --arg type "$type" --arg id "$id" --arg thing "$thing" '. + [{ResourceType: $type, LogicalResourceId: $id, ResourceIdentifier:
            {({"AWS::DynamoDB::Table": "TableName", "AWS::S3::Bucket": "BucketName", "AWS::KMS::Alias": "AliasName"}[$type] // "Name"): $thing}}]' <<<"$resources")
    done <<<"$all"
    step "Stack $name_of_stack: takes over what outlived an earlier stack:$ids"
    set=adopt-$(date +%s)
    # CloudFormation imports only what a template describes, and nothing else may change.
    awk -v ids="$ids" '
        /^Outputs:/ { exit }
        /^  [A-Za-z]+:$/ { taken = !inside || index(ids, " " substr($1, 1, length($1) - 1) " ") }
        inside && !/^    / && !/^  [A-Za-z]+:$/ { next }
        !inside || taken { print }
        /^Resources:/ { inside = 1 }' "$template" >"$work/adopted.yaml"
    change aws cloudformation create-change-set --stack-name "$name_of_stack" --change-set-name "$set" --change-set-type IMPORT \
        --template-body "file://$work/adopted.yaml" --resources-to-import "$resources" --tags "Key=pipeline,Value=$name" Key=product,Value=triskel \
        --parameters "ParameterKey=Name,ParameterValue=$name" "$@" >/dev/null
    change aws cloudformation wait change-set-create-complete --stack-name "$name_of_stack" --change-set-name "$set"
    change aws cloudformation execute-change-set --stack-name "$name_of_stack" --change-set-name "$set" >/dev/null
    if given dry-run; then return; fi
    look "$name_of_stack"
    settled "$name_of_stack"
    [ "$(state "$name_of_stack")" = IMPORT_COMPLETE ] ||
        fail "stack $name_of_stack is $(state "$name_of_stack"): it could not take over what is left" "The first failure: $(events "$name_of_stack")" 'Correct it and run this again.'
}

# stack_of STACK TEMPLATE [NAME=VALUE]...: creates or updates a stack, and reports if nothing had to change.
stack_of() {
    local name_of_stack=$1 template=$2 now bucket=()
    shift 2
    # The template of the buckets is small enough to deploy without one.
    [ "$name_of_stack" = "$storage_stack" ] || bucket=(--s3-bucket "$code_bucket" --s3-prefix templates)
    change aws cloudformation deploy --stack-name "$name_of_stack" --template-file "$template" "${bucket[@]}" \
        --no-fail-on-empty-changeset --capabilities CAPABILITY_IAM \
        --tags "pipeline=$name" 'product=triskel' --parameter-overrides "Name=$name" "$@" >&2 || {
        look "$name_of_stack"
        now=$(state "$name_of_stack")
        fail "stack $name_of_stack was not deployed; it is ${now:-not created}" "The first failure: $(events "$name_of_stack")" \
            "Correct it and run the same command again: it continues from this state."
    }
    if given dry-run; then return; fi
    look "$name_of_stack"
}

# storage: the buckets.
storage() {
    step "Stack $storage_stack: buckets"
    ready "$storage_stack"
    adopted "$storage_stack" "$here/storage.yaml"
    stack_of "$storage_stack" "$here/storage.yaml"
    guard "$storage_stack" true
}

# pipeline: everything but the buckets. The release is a digest of what functions run, so a changed function publishes versions.
pipeline() {
    local release key protection of other
    release=$({
        cat "$zip" "$template" "${packages[@]}" 2>/dev/null
        jq -c '[.MemoryMiB, .RetentionHours, .ReplayHorizonHours | tostring]' <<<"$figures"
    } | digest)
    key=${artifact}-$(digest <"$zip" 2>/dev/null || true).zip
    step "Stack $stack: release $release"
    [ -z "$before" ] || note "the last release was $before"
    put "$zip" "$key"
    local values=("Release=$release" "CodeKey=$key" "HttpConcurrency=$http_concurrency") pair given_value adopting=()
    for of in "${!packages[@]}"; do
        other=$(basename "${packages[$of]}" .zip)-$(digest <"${packages[$of]}" 2>/dev/null || true).zip
        put "${packages[$of]}" "$other"
        values+=("$of=$other") adopting+=("ParameterKey=$of,ParameterValue=none")
    done
    mapfile -t -O ${#values[@]} values < <(jq -r 'to_entries[] | "\(.key)=\(.value)"' <<<"$figures")
    # A broken stack is replaced, so its values are given again.
    for pair in stream_key=StreamKey alarm_email=AlarmEmail budget=BudgetUsd log_days=LogDays; do
        given_value=${option[${pair%=*}]:-$(parameter "$stack" "${pair#*=}")}
        [ -z "$given_value" ] || values+=("${pair#*=}=$given_value")
    done
    protection=$(parameter "$stack" DeletionProtection)
    if given no-deletion-protection; then protection=false; elif [ "$protection" != false ]; then protection=true; fi
    ready "$stack"
    adopted "$stack" "$template" ParameterKey=Release,ParameterValue=adopted ParameterKey=CodeKey,ParameterValue=none \
        "ParameterKey=Shards,ParameterValue=$shards" "${adopting[@]}"
    # A first deployment that fails rolls back, which protected tables would not let it. They are protected once it has succeeded.
    if [ "$protection" = true ] && [[ $(state "$stack") =~ ^(REVIEW_IN_PROGRESS)?$ ]]; then
        stack_of "$stack" "$template" "${values[@]}" DeletionProtection=later
    fi
    stack_of "$stack" "$template" "${values[@]}" "DeletionProtection=$protection"
    guard "$stack" "$protection"
    # Budgets need active tags, and billing knows a tag a day after its first use.
    change aws ce update-cost-allocation-tags-status --cost-allocation-tags-status TagKey=pipeline,Status=Active >/dev/null 2>&1 ||
        note "the budget starts once the tag 'pipeline' is active: see Billing, Cost allocation tags, from tomorrow on"
}

# reached: says so if alarms reach nobody.
reached() {
    local subscriptions
    if given dry-run; then return; fi
    subscriptions=$(aws sns list-subscriptions-by-topic --topic-arn "$(output "$stack" AlarmTopic)" --query 'Subscriptions[].SubscriptionArn' --output text) || {
        note 'cannot read who receives alarms (sns:ListSubscriptionsByTopic)'
        return
    }
    case $subscriptions in
    '' | None) note "ALARMS REACH NOBODY: deploy again with --alarm-email ADDRESS, or subscribe to the topic $(output "$stack" AlarmTopic)" ;;
    *arn:*) ;;
    *) note 'ALARMS REACH NOBODY YET: confirm the subscription in the e-mail from AWS' ;;
    esac
}

# variables: the file for smoke.sh and ./triskel.
variables() {
    local file=${option[env]:-$name-aws.env} all
    if given dry-run; then return; fi
    # With a workflow engine the functions work as in orchestration.
    all=("AWS_REGION=$region" "TRISKEL_APP_URL=$(output "$stack" Url)" "TRISKEL_APP_LOOKUP_BASE=$(output "$stack" Url)" "TRISKEL_APP_STREAM=$name"
    "TRISKEL_APP_TABLES=$name" "TRISKEL_APP_FUNCTIONS=$name-{consumer}:live" "TRISKEL_APP_GIVEN_UP=$given_up_bucket"
    "TRISKEL_APP_ARCHIVE=$archive_bucket" "TRISKEL_AWS_KMS_KEY=$(output "$stack" PersonalKey)"
    'TRISKEL_OFFER=Kinesis provisioned' "TRISKEL_APP_BUS_RETENTION_HOURS=$(jq -r .RetentionHours <<<"$figures")"
    "TRISKEL_APP_REPLAY_HORIZON_HOURS=$(jq -r .ReplayHorizonHours <<<"$figures")")
    if [ -n "$language" ]; then all+=("TRISKEL_APP_LANGUAGE=$(output "$stack" Language)"); fi
    if [ -n "$others" ]; then all+=("TRISKEL_APP_OTHER_CONSUMERS=$others"); fi
    # An application has styles of its own, if any.
    if [ "$style" != application ]; then all+=("TRISKEL_APP_STYLE=${style/engine/orchestration}"); fi
    if [ "$style" = engine ]; then all+=("TRISKEL_APP_STATE_MACHINE=$(output "$stack" StateMachine)"); fi
    if [ -n "$(state "$load_stack")" ]; then
        all+=(TRISKEL_CONTRACTS=aws "TRISKEL_AWS_STREAM=$load_stack" "TRISKEL_AWS_TABLES=$load_stack")
    fi
    if [ -n "$(state "$function_stack")" ]; then all+=("TRISKEL_LOAD_REPORTS=$(output "$function_stack" Reports)"); fi
    write_variables "$file" "${all[@]}"
    step "Deployed. Next steps:"
    printf '%s\n' "infra/aws/smoke.sh${option[app]:+ --app} --env $file" "./triskel ops aws lag${option[app]:+ --app ${option[app]}} --env $file" \
        "infra/aws/destroy.sh --name $name --region $region"
}

what_is_given
work=$(mktemp -d)
trap 'rm -rf "$work"; [ -z "$unguarded" ] || guard_again' EXIT
consumers=8 artifact=order-aws zip='' language='' others=''
declare -A packages=()
if [ -n "${option[app]:-}" ]; then
    application
    artifact=$(basename "$zip" .zip)
fi
use_account
look "$storage_stack" "$stack" "$load_stack" "$function_stack"
mine=("$storage_stack" "$stack")
if given for-load; then mine+=("$load_stack"); fi
if [ -n "${option[load_function]:-}" ]; then mine+=("$function_stack"); fi
for each in "${mine[@]}"; do
    [ -z "${foreign[$each]:-}" ] ||
        fail "stack $each exists and belongs to another pipeline: ${foreign[$each]}, not $name" 'Choose another --name.'
    settled "$each"
done
before='' style=${option[style]:-orchestration} http_concurrency=0
case $(state "$stack") in
'' | REVIEW_IN_PROGRESS) ;;
*)
    before=$(output "$stack" Release)
    deployed_style=$(output "$stack" Style)
    style=${option[style]:-${deployed_style:-orchestration}}
    [ "$style" = "${deployed_style:-$style}" ] ||
        fail "pipeline $name runs in $deployed_style, and its orders cannot continue in $style" \
            'Deploy the other style under another --name.'
    figures=$(jq -c '.Parameters // [] | map({(.ParameterKey): .ParameterValue}) | add // {}' <<<"${seen[$stack]}")
    fan_out=$(parameter "$stack" FanOut)
    ;;
esac
if [ -n "${option[app]:-}" ]; then
    [ "${deployed_style:-application}" = application ] || fail "pipeline $name is the order pipeline, in $deployed_style" 'Choose another --name.'
    style=application
else
    [ "$style" != application ] || fail "$name is an application of its own" "Deploy it with --app, or choose another --name."
    template=$here/template/$style.yaml
    language=${option[language]:-$(output "$stack" Language)}
    [ "$language" != notification=java ] || language=
    if [ -n "$language" ]; then by_language; fi
fi
fan_out_before=${fan_out:-}
as_planned
[ -z "$before" ] || [ "$fan_out" = "$fan_out_before" ] ||
    note "a changed fan-out creates new mappings: they read the stream again, and duplicates are recognised"

verb=Deploy
[ -z "$before" ] || verb=Upgrade
step "$verb pipeline $name in account $account, region $region: $style, $shards shard(s) with $parallel batch(es) at once, $memory MiB, fan-out $fan_out"
[ -n "${option[alarm_email]:-$(parameter "$stack" AlarmEmail)}" ] || note 'without --alarm-email alarms reach nobody'
quotas
cost
sure "$verb pipeline $name in account $account, region $region?"
package
storage
pipeline
if given for-load; then
    step "Stack $load_stack: a stream and tables for load tests"
    ready "$load_stack"
    stack_of "$load_stack" "$here/template/load.yaml" "Shards=$shards"
fi
if [ -n "${option[load_function]:-}" ]; then
    step "Stack $function_stack: the function for load tests"
    ready "$function_stack"
    code=load-function-$(digest <"${option[load_function]}").zip
    put "${option[load_function]}" "$code"
    stack_of "$function_stack" "$here/load-function.yaml" "CodeKey=$code" "Shards=$shards" "MemoryMiB=$memory"
fi
variables
reached
