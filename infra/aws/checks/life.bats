#!/usr/bin/env bats
# The scripts and templates with the AWS CLI itself, in the account of account.py.
# shellcheck disable=SC2016
bats_require_minimum_version 1.5.0

setup_file() {
    # shellcheck source-path=SCRIPTDIR
    . "$BATS_TEST_DIRNAME/package.bash"
    cd "$BATS_FILE_TMPDIR" || exit
    PORT=$(/usr/bin/python3 -c 'import socket; free = socket.socket(); free.bind(("127.0.0.1", 0)); print(free.getsockname()[1])')
    /usr/bin/python3 "$BATS_TEST_DIRNAME/account.py" -p "$PORT" >account.log 2>&1 3>&- &
    echo $! >account.pid
    # moto takes a template's address for one of a bucket unless it has this name.
    export AWS_ENDPOINT_URL=http://localhost:$PORT AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_MAX_ATTEMPTS=1 AWS_PAGER=''
    export AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1 AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null
    unset AWS_PROFILE AWS_SESSION_TOKEN
    # The AWS CLI itself, loaded once.
    /usr/bin/python3 "$BATS_TEST_DIRNAME/cli.py" serve "$PWD/cli.socket" >cli.log 2>&1 3>&- &
    echo $! >cli.pid
    mkdir bin
    printf '#!/bin/sh\nexec /usr/bin/python3 -I -S "%s/cli.py" call "%s/cli.socket" "$@"\n' "$BATS_TEST_DIRNAME" "$PWD" >bin/aws
    chmod +x bin/aws
    export PATH=$PWD/bin:$PATH
    for try in $(seq 1200); do
        if [ -S cli.socket ] && curl --silent --output /dev/null "$AWS_ENDPOINT_URL"; then break; fi
        [ "$try" -lt 1200 ]
        sleep 0.2
    done
    for version in 1 2; do
        echo "version $version" >code
        rm -f order-aws.zip
        zip -q -X order-aws.zip code
        mv order-aws.zip "version-$version.zip"
    done
}

teardown_file() {
    kill "$(cat "$BATS_FILE_TMPDIR/account.pid")" "$(cat "$BATS_FILE_TMPDIR/cli.pid")"
}

setup() {
    cd "$BATS_FILE_TMPDIR" || exit
    scripts=$BATS_TEST_DIRNAME/..
}

deploy() { "$scripts/deploy.sh" --yes --env "$1.env" --name "$@"; }

@test "orders that Step Functions leads are deployed with its state machine, which calls the alias, and are destroyed with it" {
    deploy led --package version-1.zip --style engine
    run --separate-stderr deploy led --package version-1.zip
    [ "$status" -eq 0 ]
    # shellcheck disable=SC2154 # Set by run.
    [[ $stderr == *"No changes to deploy. Stack led is up to date"* ]]

    # shellcheck source=/dev/null
    machine=$(. ./led.env && [ "$TRISKEL_APP_STYLE" = orchestration ] && echo "$TRISKEL_APP_STATE_MACHINE")
    alias=$(aws lambda get-alias --function-name led-ask --name live --query AliasArn --output text)
    aws stepfunctions describe-state-machine --state-machine-arn "$machine" >machine.json
    [ "$(jq -r '[.name, .type, .loggingConfiguration.level, .loggingConfiguration.includeExecutionData] | @csv' machine.json)" = \
        '"led-fulfilment","STANDARD","ERROR",false' ]
    # Each question goes to the alias, and the exported definition is what runs.
    [ "$(jq -c '.definition | fromjson | [.. | .FunctionName? // empty] | unique' machine.json)" = "[\"$alias\"]" ]
    [ "$(jq -S --arg alias "$alias" '.definition | fromjson | walk(if . == $alias then "${AskFunction}" elif type == "string" then sub("^arn:aws:states:::"; "arn:${Partition}:states:::") else . end)' machine.json)" = \
        "$(jq -S . "$scripts/../../docs/engines/fulfilment.asl.json")" ]
    # The functions name the machine that there is.
    for function in led-fulfilment led-clock led-ask; do
        [ "$(aws lambda get-function-configuration --function-name "$function" --query Environment.Variables.TRISKEL_APP_STATE_MACHINE --output text)" = "$machine" ]
    done
    # An execution can be started, by the name that the functions give it.
    aws stepfunctions start-execution --state-machine-arn "$machine" --name order-1 --input '{"instance": "1", "state": {"data": "{}"}}' >/dev/null

    # The other styles cannot take orders over.
    run deploy led --package version-1.zip --style orchestration
    [ "$status" -eq 1 ]
    [[ $output == *"runs in engine, and its orders cannot continue in orchestration"* ]]

    "$scripts/destroy.sh" --name led --yes --archive
    [ "$(aws stepfunctions list-state-machines --query 'length(stateMachines)')" -eq 0 ]
    [ "$(aws logs describe-log-groups --query 'length(logGroups)')" -eq 0 ]
    [ "$(aws iam list-roles --query 'length(Roles)')" -eq 0 ]
}

@test "a pipeline is deployed, stays as it is, is upgraded in place, and is destroyed but for its archive" {
    run --separate-stderr deploy shop --package version-1.zip --for-load --load-function version-2.zip --http-concurrency 7
    [ "$status" -eq 0 ]
    [[ $stderr == *'ALARMS REACH NOBODY'* ]]

    # Nothing is changed by a second run.
    run --separate-stderr deploy shop --package version-1.zip --for-load
    [ "$status" -eq 0 ]
    for stack in shop-storage shop shop-load; do
        # shellcheck disable=SC2154 # Set by run.
        [[ $stderr == *"No changes to deploy. Stack $stack is up to date"* ]]
    done

    # The variables are those of this deployment.
    (
        # shellcheck source=/dev/null
        . ./shop.env
        [[ $TRISKEL_APP_URL == https://*.lambda-url.eu-west-1.on.aws/ && $TRISKEL_APP_URL == "$TRISKEL_APP_LOOKUP_BASE" ]]
        [ "$TRISKEL_APP_STREAM $TRISKEL_APP_TABLES $TRISKEL_APP_STYLE $TRISKEL_AWS_STREAM" = 'shop shop orchestration shop-load' ]
        [ "$TRISKEL_APP_FUNCTIONS" = 'shop-{consumer}:live' ]
        aws lambda get-function --function-name "${TRISKEL_APP_FUNCTIONS/'{consumer}'/payment}" >/dev/null
        [ "$TRISKEL_LOAD_REPORTS" = shop-load-reports ]
        [ "$TRISKEL_OFFER" = 'Kinesis provisioned' ]
        aws kms describe-key --key-id "$TRISKEL_AWS_KMS_KEY" >/dev/null
        aws s3api head-bucket --bucket "$TRISKEL_APP_ARCHIVE"
        aws s3api head-bucket --bucket "$TRISKEL_APP_GIVEN_UP"
    )

    # What the service has is what the template says.
    [ "$(aws kinesis describe-stream-summary --stream-name shop --output text \
        --query 'StreamDescriptionSummary.[RetentionPeriodHours, EncryptionType, OpenShardCount]')" = $'168\tKMS\t1' ]
    [ "$(aws kinesis list-stream-consumers --stream-arn "$(aws kinesis describe-stream-summary --stream-name shop --query StreamDescriptionSummary.StreamARN --output text)" \
        --query 'length(Consumers)')" -eq 4 ]
    [ "$(aws lambda list-event-source-mappings --output json | jq -c '[.EventSourceMappings[] | select(.FunctionArn | contains("load") | not) | [.StartingPosition, .BatchSize,
        .MaximumRetryAttempts, .MaximumRecordAgeInSeconds, .FunctionResponseTypes, .DestinationConfig.OnFailure.Destination]] | unique, length')" = \
        $'[["TRIM_HORIZON",100,-1,597600,["ReportBatchItemFailures"],"arn:aws:s3:::shop-given-up-123456789012-eu-west-1"]]\n8' ]
    [ "$(aws dynamodb describe-time-to-live --table-name shop-inbox --query TimeToLiveDescription.AttributeName --output text)" = expires ]
    for table in $(aws dynamodb list-tables --query 'TableNames[?starts_with(@, `shop-`) && !starts_with(@, `shop-load-`)]' --output text); do
        [ "$(aws dynamodb describe-table --table-name "$table" --query Table.DeletionProtectionEnabled)" = true ]
    done
    [ "$(aws cloudwatch describe-alarms --query 'length(MetricAlarms)')" -eq 37 ]
    [ "$(aws lambda get-function-concurrency --function-name shop-http --query ReservedConcurrentExecutions)" -eq 7 ]

    # The function under load reads the stream of load tests on its own, and tells on another one.
    [ "$(aws lambda get-function-configuration --function-name shop-load-function --query Environment.Variables.TRISKEL_LOAD_REPORTS --output text)" = shop-load-reports ]
    [ "$(aws lambda list-event-source-mappings --function-name shop-load-function --query 'EventSourceMappings[].[EventSourceArn, BatchSize]' --output text)" = \
        $'arn:aws:kinesis:eu-west-1:123456789012:stream/shop-load\t100' ]

    # A new version moves the aliases; the stream, the tables and the mappings are those that were there.
    mappings=$(aws lambda list-event-source-mappings --query 'sort(EventSourceMappings[].UUID)' --output text)
    aws dynamodb put-item --table-name shop-sagas --item '{"instance": {"S": "in flight"}}'
    deploy shop --package version-2.zip --shards 2
    for function in shop-http shop-inventory shop-clock; do
        [ "$(aws lambda get-alias --function-name "$function" --name live --query FunctionVersion --output text)" = 2 ]
    done
    [ "$(aws lambda list-event-source-mappings --query 'sort(EventSourceMappings[].UUID)' --output text)" = "$mappings" ]
    [ "$(aws dynamodb scan --table-name shop-sagas --query 'Items[].instance.S' --output text)" = 'in flight' ]
    [ "$(aws kinesis describe-stream-summary --stream-name shop --query StreamDescriptionSummary.OpenShardCount)" -eq 2 ]

    # The other style cannot take orders over.
    run deploy shop --package version-2.zip --style choreography
    [ "$status" -eq 1 ]
    [[ $output == *"runs in orchestration, and its orders cannot continue in choreography"* ]]

    # A stack is not deleted by mistake. If it is, its data outlives it, and the next deployment takes it over.
    # shellcheck source=/dev/null
    key=$(. ./shop.env && echo "$TRISKEL_AWS_KMS_KEY")
    run aws cloudformation delete-stack --stack-name shop
    [[ $output == *"cannot be deleted while TerminationProtection is enabled"* ]]
    aws cloudformation update-termination-protection --stack-name shop --no-enable-termination-protection >/dev/null
    aws cloudformation delete-stack --stack-name shop
    [ "$(aws dynamodb list-tables --query 'length(TableNames[?starts_with(@, `shop-`) && !starts_with(@, `shop-load-`)])')" -eq 9 ]
    [ "$(aws kms describe-key --key-id "$key" --query KeyMetadata.KeyState --output text)" = Enabled ]
    aws kinesis describe-stream-summary --stream-name shop >/dev/null
    deploy shop --package version-2.zip --shards 2
    # shellcheck source=/dev/null
    [ "$(. ./shop.env && echo "$TRISKEL_AWS_KMS_KEY")" = "$key" ]
    [ "$(aws dynamodb scan --table-name shop-sagas --query 'Items[].instance.S' --output text)" = 'in flight' ]
    [ "$(aws cloudformation describe-stacks --stack-name shop --query 'Stacks[0].EnableTerminationProtection')" = true ]

    # The archive outlives the pipeline.
    echo '{}' | aws s3 cp - s3://shop-archive-123456789012-eu-west-1/events/1
    echo '{"again": true}' | aws s3 cp - s3://shop-archive-123456789012-eu-west-1/events/1
    run "$scripts/destroy.sh" --name shop --yes
    [ "$status" -eq 0 ]
    [[ $output == *"shop-keys"*"all personal data in the archive becomes unreadable"*"What AWS keeps"*"shop-archive-123456789012-eu-west-1"*"KMS key"*"until 20"* ]]
    [ "$(aws lambda list-functions --query 'length(Functions)')" -eq 0 ]
    [ "$(aws dynamodb list-tables --query 'length(TableNames)')" -eq 0 ]
    [ "$(aws kinesis list-streams --query 'length(StreamNames)')" -eq 0 ]
    [ "$(aws iam list-roles --query 'length(Roles)')" -eq 0 ]
    [ "$(aws logs describe-log-groups --query 'length(logGroups)')" -eq 0 ]
    [ "$(aws cloudwatch describe-alarms --query 'length(MetricAlarms)')" -eq 0 ]
    [ "$(aws budgets describe-budgets --account-id 123456789012 --query 'length(Budgets || `[]`)')" -eq 0 ]
    aws s3api head-object --bucket shop-archive-123456789012-eu-west-1 --key events/1 >/dev/null

    # Unless it is told otherwise, and if S3 lets it.
    aws s3api put-bucket-policy --bucket shop-archive-123456789012-eu-west-1 --policy '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny",
        "Principal": "*", "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::shop-archive-123456789012-eu-west-1/*"}]}'
    run timeout 60 "$scripts/destroy.sh" --name shop --yes --archive
    [ "$status" -eq 1 ]
    [[ $output == *"S3 does not delete from shop-archive-123456789012-eu-west-1: 2 objects, the first is events/1: AccessDenied"* ]]
    aws s3api delete-bucket-policy --bucket shop-archive-123456789012-eu-west-1
    "$scripts/destroy.sh" --name shop --yes --archive
    [ "$(aws s3api list-buckets --query 'length(Buckets)')" -eq 0 ]
}

@test "consumers in Node.js and Python have packages of their own, stay at the next deployment, and end with the option" {
    deploy mixed --package "$PACKAGE" --language fraud=python,notification=node
    code() { aws lambda get-function-configuration --function-name "mixed-$1" --query '[Runtime, Handler, SnapStart.ApplyOn]' --output text; }
    [ "$(code customer-notification)" = $'nodejs22.x\tindex.handler\tNone' ]
    [ "$(code fraud-check)" = $'python3.13\tfraud.aws.handler\tNone' ]
    [[ $(code payment) == java21* ]]
    # Each has its own package, which is what the packers make.
    for module in notification-node fraud-python; do
        key=$(aws s3api list-objects-v2 --bucket mixed-code-123456789012-eu-west-1 --query "Contents[?starts_with(Key, '$module-aws-')].Key" --output text)
        aws s3 cp --only-show-errors "s3://mixed-code-123456789012-eu-west-1/$key" "$module.zip"
    done
    unzip -l notification-node.zip index.js
    unzip -l fraud-python.zip fraud/aws.py triskel_consume/kinesis.py
    # The clock waits for the fraud check, operators know it, and its alarms are those of every consumer.
    [ "$(aws lambda get-function-configuration --function-name mixed-clock --query Environment.Variables.TRISKEL_APP_OTHER_CONSUMERS --output text)" = fraud-check ]
    grep -qx "export TRISKEL_APP_OTHER_CONSUMERS='fraud-check'" mixed.env
    grep -qx "export TRISKEL_APP_LANGUAGE='notification=node,fraud=python'" mixed.env
    [ "$(aws cloudwatch describe-alarms --query 'length(MetricAlarms)')" -eq 41 ]
    [ "$(aws lambda list-event-source-mappings --query 'length(EventSourceMappings)')" -eq 9 ]

    # Equal sources are equal packages, and the choice is remembered.
    run --separate-stderr deploy mixed --package "$PACKAGE"
    [ "$status" -eq 0 ]
    # shellcheck disable=SC2154 # Set by run.
    [[ $stderr == *"No changes to deploy. Stack mixed is up to date"* ]]
    mapping() { aws lambda list-event-source-mappings --function-name mixed-customer-notification:live --query 'EventSourceMappings[].UUID' --output text; }
    before=$(mapping)
    deploy mixed --package "$PACKAGE" --language notification=java
    [[ $(code customer-notification) == java21* ]]
    [ "$(mapping)" = "$before" ]
    run ! code fraud-check
    run ! grep -q OTHER_CONSUMERS mixed.env
    "$scripts/destroy.sh" --name mixed --yes --archive
}

@test "a first deployment that fails rolls back, and the same command continues" {
    # What somebody else has left is in the way of the last function.
    aws iam create-role --role-name other --assume-role-policy-document '{}' >/dev/null
    aws lambda create-function --function-name late-clock --runtime java21 --handler h --role arn:aws:iam::123456789012:role/other \
        --zip-file fileb://version-1.zip >/dev/null
    run deploy late --package version-1.zip
    [ "$status" -eq 1 ]
    [[ $output == *"stack late was not deployed; it is ROLLBACK_COMPLETE"*"run the same command again"* ]]
    [ "$(aws dynamodb list-tables --query 'length(TableNames)')" -eq 0 ]
    [ "$(aws kinesis list-streams --query 'length(StreamNames)')" -eq 0 ]

    aws lambda delete-function --function-name late-clock
    aws iam delete-role --role-name other
    deploy late --package version-1.zip --alarm-email a@example.com
    [ "$(aws dynamodb describe-table --table-name late-keys --query Table.DeletionProtectionEnabled)" = true ]
    "$scripts/destroy.sh" --name late --yes --archive
}
