#!/usr/bin/env bats
# What the scripts of AWS run, with an AWS CLI that notes its command lines and answers as an account in which nothing is.
# shellcheck disable=SC2016
bats_require_minimum_version 1.5.0

setup() {
    aws_scripts=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
    cd "$BATS_TEST_TMPDIR" || exit
    mkdir bin
    PATH=$PWD/bin:$PATH
    unset AWS_REGION AWS_DEFAULT_REGION AWS_PROFILE
    export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null
    echo zip >order-aws.zip
    cat >bin/aws <<'END'
#!/usr/bin/env bash
[ "$1" != --version ] || { echo 'aws-cli/2.23.6 Python/3'; exit; }
printf '%s ' "$@" | sed 's/ $/\n/' >>"$BATS_TEST_TMPDIR/commands"
case "$1 $2" in
'sts get-caller-identity') echo 123456789012 ;;
'configure get') exit 1 ;;
'lambda get-account-settings') printf '%s\t%s\n' "${CONCURRENT:-1000}" "${CONCURRENT:-1000}" ;;
'kinesis describe-limits') printf '200\t%s\n' "${OPEN_SHARDS:-0}" ;;
'cloudformation describe-stacks')
    [ -n "${STATUS:-}" ] || {
        echo 'An error occurred (ValidationError): Stack with id x does not exist' >&2
        exit 254
    }
    echo "{\"Stacks\": [{\"StackStatus\": \"$STATUS\", \"Tags\": [{\"Key\": \"pipeline\", \"Value\": \"orders\"}, {\"Key\": \"product\", \"Value\": \"triskel\"}]}]}"
    ;;
's3api head-object') exit 254 ;;
'dynamodb describe-table' | 'kinesis list-tags-for-stream' | 'kms describe-key' | 's3api get-bucket-tagging')
    echo 'An error occurred (NotFoundException)' >&2
    exit 254
    ;;
esac
END
    chmod +x bin/aws
}

# The noted commands that change something, one a line.
changes() {
    grep -Ev '^(sts|configure|lambda get|kinesis (describe|list)|cloudformation (describe|list)|s3api (head|list|get)|kms describe|dynamodb describe|sns list)' commands | sed "s|$aws_scripts/||; s|Release=[0-9a-f]*|Release=R|"
}

@test "a first deployment makes buckets, uploads the package and makes the pipeline" {
    run "$aws_scripts/deploy.sh" --region eu-west-1 --name shop --package order-aws.zip --yes --alarm-email a@example.com
    [ "$status" -eq 0 ]
    digest=$(sha256sum <order-aws.zip | cut -c 1-16)
    deploy="cloudformation deploy --stack-name shop --template-file template/orchestration.yaml --s3-bucket shop-code-123456789012-eu-west-1 --s3-prefix templates --no-fail-on-empty-changeset --capabilities CAPABILITY_IAM --tags pipeline=shop product=triskel --parameter-overrides Name=shop Release=R CodeKey=order-aws-$digest.zip HttpConcurrency=50 Shards=1 FanOut=needed Parallelization=1 MemoryMiB=1024 BatchSize=100 BatchWindowSeconds=1 RetentionHours=168 ReplayHorizonHours=168 AlarmEmail=a@example.com"
    diff -u <(changes) - <<END
cloudformation deploy --stack-name shop-storage --template-file storage.yaml --no-fail-on-empty-changeset --capabilities CAPABILITY_IAM --tags pipeline=shop product=triskel --parameter-overrides Name=shop
cloudformation update-termination-protection --stack-name shop-storage --enable-termination-protection
s3 cp --only-show-errors order-aws.zip s3://shop-code-123456789012-eu-west-1/order-aws-$digest.zip
$deploy DeletionProtection=later
$deploy DeletionProtection=true
cloudformation update-termination-protection --stack-name shop --enable-termination-protection
ce update-cost-allocation-tags-status --cost-allocation-tags-status TagKey=pipeline,Status=Active
END
}

@test "another package, another template and another size of memory are other releases" {
    for arguments in '' '--style choreography' '--memory 2048'; do
        # shellcheck disable=SC2086
        run "$aws_scripts/deploy.sh" --region eu-west-1 --package order-aws.zip --yes $arguments
        [ "$status" -eq 0 ]
    done
    echo another >order-aws.zip
    run "$aws_scripts/deploy.sh" --region eu-west-1 --package order-aws.zip --yes
    [ "$(grep -o 'Release=[0-9a-f]*' commands | sort -u | wc -l)" -eq 4 ]
}

@test "a dry run says what a month costs and changes nothing" {
    run "$aws_scripts/deploy.sh" --region eu-west-1 --package order-aws.zip --dry-run
    [ "$status" -eq 0 ]
    [[ $output == *"USD a month"*"would run: aws cloudformation deploy"* ]]
    [ -z "$(changes)" ]
}

@test "each consumer that reads on its own and each shard costs" {
    cost() { "$aws_scripts/deploy.sh" --region us-east-1 --package order-aws.zip --dry-run "$@" 2>/dev/null | sed -n 's/ *\([0-9.]*\)  USD a month.*/\1/p'; }
    least=$(cost)
    awk -v least="$least" -v all="$(cost --fan-out all)" -v two="$(cost --shards 2)" 'BEGIN {
        # 730 hours at 0.015 a consumer and shard; at 0.015 + 0.02 a shard.
        exit !(all - least > 43.79 && all - least < 43.81 && two - least > 69.34 && two - least < 69.36) }'
}

@test "every figure of a plan is deployed, and an option wins" {
    cat >plan.json <<'END'
{"plan": 1, "clouds": {"aws": {"parameters": {"Shards": 3, "FanOut": "all", "Parallelization": 4, "MemoryMiB": 2048, "BatchSize": 10,
  "BatchWindowSeconds": 0, "RetentionHours": 336, "ReplayHorizonHours": 1992}}}}
END
    run "$aws_scripts/deploy.sh" --region eu-west-1 --package order-aws.zip --plan plan.json --yes
    [ "$status" -eq 0 ]
    [[ $(changes) == *"Shards=3 FanOut=all Parallelization=4 MemoryMiB=2048 BatchSize=10 BatchWindowSeconds=0 RetentionHours=336 ReplayHorizonHours=1992"* ]]
    # Operators' inbox remembers as long as the functions'.
    grep -q "TRISKEL_APP_BUS_RETENTION_HOURS='336'" orders-aws.env
    grep -q "TRISKEL_APP_REPLAY_HORIZON_HOURS='1992'" orders-aws.env
    run "$aws_scripts/deploy.sh" --region eu-west-1 --package order-aws.zip --plan plan.json --shards 5 --memory 512 --fan-out needed --yes
    [[ $(changes) == *"Shards=5 FanOut=needed Parallelization=4 MemoryMiB=512"* ]]
    CONCURRENT=97 run "$aws_scripts/deploy.sh" --region eu-west-1 --package order-aws.zip --plan plan.json --yes
    [[ $output == *"98 are needed"* ]]
}

@test "another memory of the inbox is another release" {
    for hours in 168 336; do
        echo "{\"plan\": 1, \"clouds\": {\"aws\": {\"parameters\": {\"ReplayHorizonHours\": $hours}}}}" >plan.json
        run "$aws_scripts/deploy.sh" --region eu-west-1 --package order-aws.zip --plan plan.json --yes
    done
    [ "$(grep -o 'Release=[0-9a-f]*' commands | sort -u | wc -l)" -eq 2 ]
}

@test "a file that is no plan for AWS is refused with the reason, before anything is asked of AWS" {
    echo '{"plan": 2}' >version.json
    echo '{"plan": 1, "clouds": {}}' >without.json
    echo '{"plan": 1, "clouds": {"aws": {"refused": "events are too large"}}}' >refused.json
    echo '{"plan": 1, "clouds": {"aws": {"parameters": {"Lanes": 4}}}}' >unknown.json
    echo 'none' >text.json
    for wrong in 'version it is no plan of version 1' 'without it was sized without aws' 'refused events are too large' 'unknown unknown figures: Lanes' 'text it is no JSON'; do
        run "$aws_scripts/deploy.sh" --region eu-west-1 --package order-aws.zip --plan "${wrong%% *}.json" --yes
        [ "$status" -eq 2 ]
        [[ $output == *"${wrong#* }"*"./triskel size WORKLOAD --target aws --plan FILE"* ]]
        [ ! -e commands ]
    done
}

@test "a value that AWS would refuse is wrong usage before anything is asked of AWS" {
    for wrong in '--name Shop' '--name a.b' '--shards 0' '--style both' '--language fraud=node' '--fan-out some' '--memory lots' '--budget 1.5' '--region west'; do
        # shellcheck disable=SC2086
        run "$aws_scripts/deploy.sh" --region eu-west-1 --package order-aws.zip --yes $wrong
        [ "$status" -eq 2 ]
        [ ! -e commands ]
    done
}

@test "Step Functions orchestrates orders in Java alone, and a package that prints no template is refused before anything is made" {
    run "$aws_scripts/deploy.sh" --region eu-west-1 --package order-aws.zip --yes --style engine --language notification=node
    [ "$status" -eq 1 ]
    [[ $output == *"--language needs --style orchestration or choreography"* ]]
    run "$aws_scripts/deploy.sh" --region eu-west-1 --package order-aws.zip --yes --language notification=node
    [ "$status" -eq 1 ]
    [[ $output == *"order-aws.zip has no lib/functions.jar"* ]]
    [ -z "$(changes)" ]
}

@test "without a region it says how to give one" {
    run "$aws_scripts/deploy.sh" --package order-aws.zip --yes
    [ "$status" -eq 2 ]
    [[ $output == *"--region eu-west-1"* ]]
}

@test "who is not logged in is told how" {
    sed -i "s/^'sts get-caller-identity'.*/'sts get-caller-identity') exit 253 ;;/" bin/aws
    run "$aws_scripts/deploy.sh" --region eu-west-1 --package order-aws.zip --yes
    [ "$status" -eq 1 ]
    [[ $output == *"aws sso login"*"deployer-policy.json"* ]]
    [ -z "$(changes)" ]
}

@test "an account without room is told what to ask for, before anything is made" {
    for arguments in '--shards 2' '--style engine'; do
        # shellcheck disable=SC2086
        CONCURRENT=10 run "$aws_scripts/deploy.sh" --region eu-west-1 --package order-aws.zip --yes $arguments
        [ "$status" -eq 1 ]
        [[ $output == *"Lambda runs 10 functions at once"*"Service Quotas"*"--shards 1 in orchestration or choreography fits into 10"* ]]
    done
    OPEN_SHARDS=200 run "$aws_scripts/deploy.sh" --region eu-west-1 --package order-aws.zip --yes
    [ "$status" -eq 1 ]
    [[ $output == *"room for 0 more shards"*"Service Quotas"* ]]
    [ -z "$(changes)" ]
}

@test "a new account gets the small pipeline that fits it, and is told what it lacks" {
    CONCURRENT=10 run "$aws_scripts/deploy.sh" --region eu-west-1 --package order-aws.zip --yes
    [ "$status" -eq 0 ]
    [[ $output == *"HTTP and consumers share 10 concurrent executions"*"Raise the quota"* ]]
    [[ $(changes) == *"HttpConcurrency=0"* ]]
}

@test "what is reserved for HTTP leaves the consumers theirs and Lambda its hundred" {
    reserved() {
        CONCURRENT=$1 "$aws_scripts/deploy.sh" --region eu-west-1 --package order-aws.zip --yes "${@:2}" >/dev/null 2>&1
        changes | grep -o 'HttpConcurrency=[0-9]*' | tail -n 1 | cut -d = -f 2
    }
    [ "$(reserved 1000)" -eq 50 ]
    [ "$(reserved 1000 --shards 4)" -eq 200 ]
    # 10 for one shard, and 100 that Lambda does not let go.
    [ "$(reserved 130)" -eq 20 ]
    [ "$(reserved 119)" -eq 0 ]
    [ "$(reserved 1000 --http-concurrency 8)" -eq 8 ]
    run "$aws_scripts/deploy.sh" --region eu-west-1 --package order-aws.zip --yes --http-concurrency 901
    [ "$status" -eq 1 ]
    [[ $output == *"--http-concurrency 901 cannot be reserved: 900 are free"* ]]
}

@test "without a terminal nothing is deployed or destroyed unless --yes says so" {
    run "$aws_scripts/deploy.sh" --region eu-west-1 --package order-aws.zip </dev/null
    [ "$status" -eq 1 ]
    STATUS=CREATE_COMPLETE run "$aws_scripts/destroy.sh" --region eu-west-1 </dev/null
    [ "$status" -eq 1 ]
    [[ $output == *"Add --yes"* ]]
    [ -z "$(changes)" ]
}

@test "destroying what is not there does nothing" {
    run "$aws_scripts/destroy.sh" --region eu-west-1 --yes
    [ "$status" -eq 0 ]
    [[ $output == *"Pipeline orders does not exist in account 123456789012"* ]]
    [ -z "$(changes)" ]
}

@test "every script has a --help that names all of its options" {
    for script in deploy smoke destroy; do
        run "$aws_scripts/$script.sh" --help
        [ "$status" -eq 0 ]
        known=$(sed -n '/^read_options/ { :line; /\\$/ { N; b line; }; s/[^\x27"]*[\x27"]//; s/[\x27"].*//; s/\\//g; p; }' "$aws_scripts/$script.sh")
        known=${known/\$account_options/$(sed -n "s/^account_options='\(.*\)'/\1/p" "$aws_scripts/stack.sh")}
        [ "$(wc -w <<<"$known")" -ge 2 ]
        for each in $known; do
            [[ $output == *"--${each%=} "* ]] || { echo "$script.sh --help does not tell --$each" && false; }
        done
    done
}

@test "an order is refused with 403: smoke.sh says which rights are missing, and shows no secret" {
    cat >bin/curl <<'END'
#!/usr/bin/env bash
[ "$1" != --version ] || { echo 'curl 8.14.1'; exit; }
printf '%s ' "$@" >>"$BATS_TEST_TMPDIR/calls"
printf 403
END
    chmod +x bin/curl
    printf '%s\n' TRISKEL_APP_URL=https://example.com/ AWS_REGION=eu-west-1 AWS_ACCESS_KEY_ID=key AWS_SECRET_ACCESS_KEY=hidden >shop.env
    run "$aws_scripts/smoke.sh" --env shop.env
    [ "$status" -eq 1 ]
    [[ $output == *"answered 403"*"lambda:InvokeFunctionUrl and lambda:InvokeFunction"* ]]
    grep -q -- '--aws-sigv4 aws:amz:eu-west-1:lambda' calls
    run ! grep -q hidden calls
}

@test "the deployer's policy fits into a managed policy, and names its pipeline everywhere but where IAM knows no resource" {
    policy=$aws_scripts/deployer-policy.json
    # IAM counts without white space, 6,144 characters at most.
    [ "$(jq -c . "$policy" | tr -d ' \n' | wc -c)" -le 6144 ]
    run jq -r '.Statement[] | select(.Sid != "WhatHasNoResource") | select((.Resource | tostring | contains("orders") | not)
        and (.Condition | tostring | contains("orders") | not)) | .Sid' "$policy"
    [ "$status" -eq 0 ]
    [ -z "$output" ]
}

@test "the deployer may have each log group of the templates" {
    names=$(sed -n "s/.*LogGroupName: !Sub '\([^']*\)'.*/\1/p" "$aws_scripts"/template/*.yaml "$aws_scripts"/*.yaml | sort -u)
    [ "$(wc -l <<<"$names")" -ge 12 ]
    while read -r name; do
        group=arn:aws:logs:eu-west-1:123456789012:log-group:${name/'${Name}'/orders}
        allowed=
        while read -r pattern; do
            # shellcheck disable=SC2053 # a pattern
            if [[ $group == $pattern ]]; then allowed=true; fi
        done < <(jq -r '.Statement[] | select(.Sid == "Logs").Resource[]' "$aws_scripts/deployer-policy.json")
        [ -n "$allowed" ] || { echo "not $group" && false; }
    done <<<"$names"
}

@test "the deployer may do what the scripts do to stacks, keys and functions" {
    policy=$(jq -c '[.Statement[].Action[]]' "$aws_scripts/deployer-policy.json")
    for action in cloudformation:{ContinueUpdateRollback,RollbackStack,UpdateTerminationProtection} kms:{CreateAlias,DeleteAlias,UpdateAlias} \
        lambda:PutFunctionConcurrency; do
        [[ $policy == *"\"$action\""* ]] || { echo "$action" && false; }
    done
}

@test "./triskel size counts the alarms that the template has" {
    idle=$aws_scripts/../../loadtest/load-plan/src/main/resources/io/triskel/load/size/idle-2026-11.json
    [ "$(grep -c 'Type: AWS::CloudWatch::Alarm' "$aws_scripts/template/orchestration.yaml")" -eq "$(jq .clouds.aws.given.alarms "$idle")" ]
}

@test "an application without one package is refused, with the command that builds it" {
    mkdir -p my-app/target
    run "$aws_scripts/deploy.sh" --region eu-west-1 --app my-app --yes
    [ "$status" -eq 1 ]
    [[ $output == *'my-app/target has 0 packages for AWS, not one'*'(cd my-app && mvn -q -Paws clean package)'* ]]
    run "$aws_scripts/deploy.sh" --region eu-west-1 --app my-app --style choreography --yes
    [ "$status" -eq 2 ]
    [[ $output == *'--app brings its own package'* ]]
}

# own_application VERSION: a project whose package prints a manifest of this version, of an application named my-shop, and the pipeline's template.
own_application() {
    mkdir -p my-app/target lib
    : >lib/functions.jar
    zip -q my-app/target/my-app-aws.zip lib/functions.jar
    jq --argjson version "$1" '.manifestVersion = $version | .style = "application" | .parameters.name.default = "my-shop"' \
        "$aws_scripts/../../demo-order-pipeline/order-aws/src/main/manifest/orchestration.json" >own.json
    cat >bin/java <<END
#!/bin/sh
case "\$*" in
*-version*) echo 'openjdk 17.0.1' ;;
*AwsManifest) cat "$PWD/own.json" ;;
*Template*) cat "$aws_scripts/template/orchestration.yaml" ;;
esac
END
    chmod +x bin/java
}

@test "an application of one's own is deployed under its name, by the template that its package prints" {
    own_application 1
    run "$aws_scripts/deploy.sh" --region eu-west-1 --app my-app --yes
    echo "$output"
    [ "$status" -eq 0 ]
    changes | grep -q 'cloudformation deploy --stack-name my-shop --template-file [^ ]*/application.yaml .* Name=my-shop .*CodeKey=my-app-aws-'
    [[ $output == *'infra/aws/smoke.sh --app --env my-shop-aws.env'*'ops aws lag --app my-app --env my-shop-aws.env'* ]]
}

@test "a package whose manifest has a later version is deployed by the scripts of its own release" {
    own_application 2
    run "$aws_scripts/deploy.sh" --region eu-west-1 --app my-app --yes
    [ "$status" -eq 1 ]
    [[ $output == *'my-app-aws.zip prints a manifest of version 2, and these scripts read version 1'*'Deploy with the scripts of the release that built it'* ]]
    [ -z "$(changes)" ]
}
