#!/usr/bin/env bats
# A deployment's life: each state of its stack times each script, and an interruption after each step, with the AWS CLI of stacks.py.
# shellcheck disable=SC2016
bats_require_minimum_version 1.5.0

# Scripts beside templates that have a stream, a key and two tables: more tables are more of the same.
setup_file() {
    cd "$BATS_FILE_TMPDIR" || exit
    mkdir -p bin infra loadtest/load-plan/src/main/resources/io/triskel/load/size
    project=$(cd "$BATS_TEST_DIRNAME/../../.." && pwd)
    cp "$project"/loadtest/load-plan/src/main/resources/io/triskel/load/size/{prices,idle}-*.json loadtest/load-plan/src/main/resources/io/triskel/load/size
    cp -r "$project/infra/lib" "$project/infra/aws" "$project/infra/plan.json" infra
    for template in infra/aws/template/*.yaml; do
        awk '/^  [A-Za-z]+:$/ { gone = $1 ~ /^(Snapshots|Checkpoints|Inbox|Sagas|Replicas|Rows|Parking)Table:/ } !gone' "$template" >new
        mv new "$template"
    done
    printf '#!/bin/sh\nexec /usr/bin/python3 -I -S "%s/stacks.py" "$@"\n' "$BATS_TEST_DIRNAME" >bin/aws
    printf '#!/bin/sh\n' >bin/sleep
    chmod +x bin/aws bin/sleep
    echo zip >order-aws.zip
    export PATH=$PWD/bin:$PATH AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null ACCOUNT=$PWD/deployed
    unset AWS_PROFILE AWS_REGION AWS_DEFAULT_REGION
    deploy
}

setup() {
    cd "$BATS_FILE_TMPDIR" || exit
    ACCOUNT=$BATS_TEST_TMPDIR/account
}

# Each notes its process id, for a step that kills it.
started() { bash -c 'echo $$ >"$ACCOUNT.pid"; exec "$@"' bash "$@"; }
deploy() { started infra/aws/deploy.sh --region eu-west-1 --package order-aws.zip --env orders.env --yes "$@"; }
destroy() { started infra/aws/destroy.sh --region eu-west-1 --yes "$@"; }

# in_state STATUS [END]: the account after a deployment, its stack in this state, which an operation that runs ends in another one.
in_state() {
    case $1 in
    # Nothing else is there, then.
    REVIEW_IN_PROGRESS) jq --arg status "$1" '.steps = 0 | .stacks.orders.status = $status | .stacks.orders.parameters = {} | .stacks.orders.protected = false
        | .things |= with_entries(select(.key | startswith("S3")))' deployed >"$ACCOUNT" ;;
    *) jq --arg status "$1" --arg end "${2:-}" '.steps = 0 | .stacks.orders.status = $status | if $end != "" then .stacks.orders.ends = [$end] else . end' deployed >"$ACCOUNT" ;;
    esac
}

# The states of CloudFormation, as the AWS CLI knows them, and what ends the operations that run.
states() {
    /usr/bin/python3 -c '
import botocore.session
print("\n".join(botocore.session.get_session().get_service_model("cloudformation").shape_for("StackStatus").enum))' | grep -v '^DELETE_COMPLETE$'
}
end_of() {
    case $1 in
    REVIEW_IN_PROGRESS) ;;
    DELETE_IN_PROGRESS) echo GONE ;;
    *_CLEANUP_IN_PROGRESS) echo "${1%_CLEANUP_IN_PROGRESS}" ;;
    *_IN_PROGRESS) echo "${1%IN_PROGRESS}COMPLETE" ;;
    esac
}

# What a complete deployment has, whatever it went through.
complete() {
    jq -e '(.stacks.orders | .protected and (.status | test("^(CREATE|(UPDATE|IMPORT)(_ROLLBACK)?)_COMPLETE$")) and .parameters.DeletionProtection == "true")
        and .stacks["orders-storage"].protected and ([.things | keys[] | select(startswith("S3::Object") | not)] | length) == 7
        and ([.things | to_entries[] | select(.key | startswith("DynamoDB")) | .value.protected] | all)' "$ACCOUNT" >/dev/null
}

@test "deploy.sh continues from each state of a stack, and keeps its data" {
    states | while read -r state; do
        in_state "$state" "$(end_of "$state")"
        deploy >"$BATS_TEST_TMPDIR/output" 2>&1 && complete || { echo "$state:" && cat "$BATS_TEST_TMPDIR/output" && exit 1; }
        [ "$state" = REVIEW_IN_PROGRESS ] || [ "$(jq -r '.things["KMS::Alias alias/orders-personal"].key' "$ACCOUNT")" = key-1 ] || { echo "$state has another key" && exit 1; }
    done
}

@test "destroy.sh destroys in each state of a stack, and nothing but the archive is left" {
    states | while read -r state; do
        in_state "$state" "$(end_of "$state")"
        destroy >"$BATS_TEST_TMPDIR/output" 2>&1 || { echo "$state:" && cat "$BATS_TEST_TMPDIR/output" && exit 1; }
        [ "$(jq -c '[(.stacks | keys), ([.things | keys[] | select(startswith("S3") | not)] | length)]' "$ACCOUNT")" = '[["orders-storage"],0]' ] || { echo "$state" && exit 1; }
    done
}

@test "smoke.sh says in each state that takes no orders which command brings it to one" {
    printf '%s\n' TRISKEL_APP_URL=https://x.lambda-url.eu-west-1.on.aws/ AWS_REGION=eu-west-1 TRISKEL_APP_STREAM=orders AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=b >smoke.env
    printf '#!/bin/sh\nif [ "$1" = --version ]; then echo curl 8.14.1; else printf "\\n403"; fi\n' >bin/curl
    chmod +x bin/curl
    states | while read -r state; do
        in_state "$state"
        run infra/aws/smoke.sh --env smoke.env
        case $state in
        CREATE_COMPLETE | UPDATE_* | IMPORT_*) [[ $output == *"answered 403"* ]] ;;
        *) [[ $output == *"takes no orders: its stack is $state"*"Deploy it: infra/aws/deploy.sh --name orders --region eu-west-1"* ]] ;;
        esac || { echo "$state: $output" && exit 1; }
    done
    jq '.stacks.orders |= (.status = "IMPORT_COMPLETE" | .parameters = {Name: "orders", Release: "adopted"})' deployed >"$ACCOUNT"
    run infra/aws/smoke.sh --env smoke.env
    [[ $output == *"its stack is IMPORT_COMPLETE"*"Deploy it"* ]]
    echo '{"stacks": {}, "things": {}}' >"$ACCOUNT"
    run infra/aws/smoke.sh --env smoke.env
    [[ $output == *"its stack does not exist"*"Deploy it"* ]]
}

@test "a deployment that is killed after any of its steps is completed by the next one" {
    steps=$(jq .steps deployed)
    [ "$steps" -ge 12 ]
    for kill_at in $(seq "$steps"); do
        rm -f "$ACCOUNT"
        KILL_AT=$kill_at run deploy
        [ "$status" -eq 137 ]
        run deploy
        [ "$status" -eq 0 ] && complete || { echo "killed after step $kill_at: $output" && false; }
    done
}

@test "a destruction that is killed after any of its steps is completed by the next one" {
    in_state UPDATE_COMPLETE
    destroy --archive
    steps=$(jq .steps "$ACCOUNT")
    [ "$steps" -ge 13 ]
    for kill_at in $(seq "$steps"); do
        in_state UPDATE_COMPLETE
        KILL_AT=$kill_at run destroy --archive
        run destroy --archive
        [ "$status" -eq 0 ] && [ "$(jq -c '[.stacks, [.things | keys[] | select(startswith("S3::Object") | not)]]' "$ACCOUNT")" = '[{},[]]' ] ||
            { echo "killed after step $kill_at: $output" && false; }
    done
}

@test "a stack that outlives its destruction is protected again" {
    in_state UPDATE_COMPLETE
    FAILS=delete run destroy
    [ "$status" -eq 1 ]
    [[ $output == *"stack orders was not deleted: it is DELETE_FAILED"*"describe-stack-events"* ]]
    [ "$(jq -c '[.stacks.orders.protected, .things["DynamoDB::Table orders-keys"].protected]' "$ACCOUNT")" = '[true,true]' ]
}

@test "a table that is not deleted is protected again, and the next destruction goes on" {
    in_state UPDATE_COMPLETE
    FAILS=delete-table run destroy
    [ "$status" -eq 1 ]
    [[ $output == *"table orders-streams was not deleted"* ]]
    [ "$(jq '[.things | to_entries[] | select(.key | startswith("DynamoDB")) | .value.protected] | length == 2 and all' "$ACCOUNT")" = true ]
    run destroy
    [ "$status" -eq 0 ]
    [ "$(jq -c '[.things | keys[] | select(startswith("S3") | not)]' "$ACCOUNT")" = '[]' ]
}

@test "a rollback that fails again names its cause and what skips it" {
    in_state UPDATE_ROLLBACK_FAILED
    FAILS=rollback run deploy
    [ "$status" -eq 1 ]
    [[ $output == *"could not be rolled back"*"continue-update-rollback --region eu-west-1 --stack-name orders --resources-to-skip"* ]]
    [ "$(jq -r .stacks.orders.status "$ACCOUNT")" = UPDATE_ROLLBACK_FAILED ]
}

@test "a first deployment that fails leaves nothing, and the next one succeeds" {
    FAILS=create run deploy
    [ "$status" -eq 1 ]
    [[ $output == *"stack orders-storage was not deployed; it is ROLLBACK_COMPLETE"*"run the same command again"* ]]
    deploy
    complete
}

@test "another pipeline's stack is neither destroyed nor changed, whatever its name" {
    deploy --name a-load
    before=$(jq .stacks "$ACCOUNT")
    run destroy --name a --archive
    [ "$status" -eq 0 ]
    [[ $output == *"stack a-load belongs to another pipeline, a-load, and stays"*"Pipeline a does not exist"* ]]
    run deploy --name a --for-load
    [ "$status" -eq 1 ]
    [[ $output == *"stack a-load exists and belongs to another pipeline: a-load, not a"* ]]
    [ "$(jq .stacks "$ACCOUNT")" = "$before" ]
}

@test "a dry run changes nothing in any state, and proposes no deletion while an operation runs" {
    for state in UPDATE_IN_PROGRESS DELETE_FAILED; do
        in_state "$state" "$(end_of "$state")"
        run deploy --dry-run
        [ "$status" -eq 0 ]
        [ "$(jq .steps "$ACCOUNT")" -eq 0 ]
        [[ $state == DELETE_FAILED || $output != *delete-stack* ]]
    done
}

@test "data whose key is being deleted is not taken over" {
    jq 'del(.stacks.orders) | .things["KMS::Alias alias/orders-personal"].pending = true' deployed >"$ACCOUNT"
    run deploy
    [ "$status" -eq 1 ]
    [[ $output == *"is being deleted"*"infra/aws/destroy.sh --name orders"*"cancel-key-deletion"* ]]
}

@test "who receives alarms is said if it is nobody" {
    SUBSCRIBED=None run deploy
    [[ $output == *"without --alarm-email alarms reach nobody"*"ALARMS REACH NOBODY: deploy again with --alarm-email"* ]]
    SUBSCRIBED=PendingConfirmation run deploy
    [[ $output == *"confirm the subscription in the e-mail"* ]]
    run deploy --alarm-email a@example.com
    [[ $output != *"reach nobody"* && $output != *"REACH NOBODY"* ]]
}
