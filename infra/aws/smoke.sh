#!/usr/bin/env bash
# Places an order, follows it until it has shipped, and forgets its customer. After deploy.sh --language every consumer must get heartbeats, too.
#
# Usage: infra/aws/smoke.sh --env FILE [--app] [--seconds N]
#
#   --env FILE      the variables file of deploy.sh, or of './triskel up aws' for a local AWS; default NAME-aws.env
#   --app           check an application of your own instead: HTTP answers, and every consumer gets heartbeats
#   --name NAME     the pipeline; default orders
#   --seconds N     time limit of each step; default 180, because functions start cold
#   --dry-run       print the calls, and call nothing
#
# Calls are signed with the credentials of your profile, or with AWS_ACCESS_KEY_ID of FILE. A product named
# smoke-... and one order without a name remain. Exit codes: 0 the order has shipped, its product has the revenue, and the customer's data is
# unreadable; 1 failed; 2 wrong usage.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../lib/deploy.sh
. "$here/../lib/deploy.sh"
# shellcheck source=../lib/smoke.sh
. "$here/../lib/smoke.sh"
# shellcheck source=stack.sh
. "$here/stack.sh"
read_options 'env= name= seconds= app dry-run' "$@"
matches seconds '[1-9][0-9]*' 'whole seconds'
read_environment "${option[env]:-${option[name]:-orders}-aws.env}" TRISKEL_APP_URL AWS_REGION
if ! given dry-run; then
    needs curl 7.75 'curl signs calls since 7.75: https://curl.se/download.html'
    needs jq 1.6 'Install jq: https://jqlang.org/download/'
    if [ -z "${AWS_ACCESS_KEY_ID:-}" ]; then
        needs aws 2.13 'Install the AWS CLI, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.'
        credentials=$(aws configure export-credentials --format env) || fail 'no AWS credentials were found' 'Log in: aws sso login, or set AWS_PROFILE.'
        eval "$credentials"
    fi
fi

# serving: fails if CloudFormation says that the pipeline is not there to take orders; a local AWS has no stack.
serving() {
    local now
    name=${TRISKEL_APP_STREAM:-${option[name]:-orders}} region=$AWS_REGION
    [[ $TRISKEL_APP_URL == *.lambda-url.* ]] && command -v aws >/dev/null || return 0
    export AWS_REGION
    # Who may not see stacks may still order.
    now=$(aws cloudformation describe-stacks --stack-name "$name" 2>&1) || [[ $now == *'does not exist'* ]] || return 0
    look "$name"
    now=$(state "$name")
    if [[ ! $now =~ ^(CREATE_COMPLETE|UPDATE_|IMPORT_) ]] || [ -z "$(output "$name" Url)" ]; then
        fail "pipeline $name takes no orders: its stack ${now:+is }${now:-does not exist}" "Deploy it: infra/aws/deploy.sh --name $name --region $region"
    fi
    [[ $now =~ ^(CREATE|UPDATE)_COMPLETE$ ]] || note "stack $name is $now; if that stays: infra/aws/deploy.sh --name $name --region $region"
}

secrets() {
    printf 'user = "%s:%s"\n' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY"
    [ -z "${AWS_SESSION_TOKEN:-}" ] || printf 'header = "x-amz-security-token: %s"\n' "$AWS_SESSION_TOKEN"
}

# shellcheck disable=SC2034 # lib/smoke.sh reads them
signing=(--aws-sigv4 "aws:amz:$AWS_REGION:lambda") cloud=aws \
refused='Your identity needs lambda:InvokeFunctionUrl and lambda:InvokeFunction on the orders function, and this machine the right time.' \
logs="See the functions' logs: aws logs tail /aws/lambda/${TRISKEL_APP_STREAM:-orders}-http --since 10m"
given dry-run || serving

# beats ADDRESS: HTTP answers, and every consumer gets the heartbeat that is sent every minute.
beats() {
    local begin=$SECONDS limit=${option[seconds]:-180} ages
    needs aws 2.13 'Install the AWS CLI: it calls the function of the clock.'
    http_answers "$1" "$limit"
    note "HTTP answers $status"
    if given dry-run; then return; fi
    while :; do
        aws lambda invoke --function-name "$TRISKEL_APP_STREAM-clock:live" --cli-binary-format raw-in-base64-out --payload '{}' "$tick" >/dev/null ||
            fail "the function of the clock does not answer" "See its log: aws logs tail /aws/lambda/$TRISKEL_APP_STREAM-clock --since 10m"
        ages=$(jq -c '.heartbeatAges // {}' "$tick")
        # Without heartbeats every age would exceed the time that this has taken.
        [ $((SECONDS - begin)) -lt 90 ] || ! jq -e 'length > 0 and all(. < 90)' <<<"$ages" >/dev/null || break
        [ $((SECONDS - begin)) -lt "$((limit + 90))" ] || fail "heartbeats do not reach every consumer, in seconds: $ages" "$logs"
        sleep 5
    done
    note "every consumer gets heartbeats, in seconds: $ages"
}

tick=$(mktemp)
trap 'rm -f "$tick"' EXIT
if given app; then
    beats "$TRISKEL_APP_URL"
    exit
fi
place_and_follow "$TRISKEL_APP_URL" "${option[seconds]:-180}"
# An order does not wait for the consumers in other languages.
[ -z "${TRISKEL_APP_LANGUAGE:-}" ] || beats "$TRISKEL_APP_URL"
