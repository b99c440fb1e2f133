#!/usr/bin/env bash
# Places an order with the pipeline, follows it to its end, and has its customer forgotten.
#
# Usage: infra/aws/smoke.sh --env FILE [--seconds N]
#
#   --env FILE      the variables that deploy.sh wrote, or './triskel up aws' for a local AWS; NAME-aws.env, if not given
#   --name NAME     orders, if not given
#   --seconds N     how long each step may take: 180, if not given; the first calls start functions
#   --dry-run       calls nothing, shows all
#
# Calls are signed with the credentials of your profile, or with AWS_ACCESS_KEY_ID of FILE. Exit code 0: the order was shipped, its product
# has the revenue, and the customer's data can no longer be read. It leaves a product named smoke-... and one order without a name.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../lib/deploy.sh
. "$here/../lib/deploy.sh"
# shellcheck source=../lib/smoke.sh
. "$here/../lib/smoke.sh"
read_options 'env= name= seconds= dry-run' "$@"
matches seconds '[1-9][0-9]*' 'whole seconds'
read_environment "${option[env]:-${option[name]:-orders}-aws.env}" ORDERS_URL AWS_REGION
if ! given dry-run; then
    needs curl 7.75 'curl signs calls from 7.75 on: https://curl.se/download.html'
    needs jq 1.6 'Install jq: https://jqlang.org/download/'
    if [ -z "${AWS_ACCESS_KEY_ID:-}" ]; then
        needs aws 2.13 'Install the AWS CLI, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.'
        credentials=$(aws configure export-credentials --format env) || fail 'there are no credentials' 'Log in: aws sso login, or set AWS_PROFILE.'
        eval "$credentials"
    fi
fi

secrets() {
    printf 'user = "%s:%s"\n' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY"
    [ -z "${AWS_SESSION_TOKEN:-}" ] || printf 'header = "x-amz-security-token: %s"\n' "$AWS_SESSION_TOKEN"
}

# shellcheck disable=SC2034 # smoke.sh of lib reads them
signing=(--aws-sigv4 "aws:amz:$AWS_REGION:lambda") cloud=aws \
refused='Your identity needs lambda:InvokeFunctionUrl and lambda:InvokeFunction on the function of orders; or the clock here is wrong.' \
logs="See the functions' logs: aws logs tail /aws/lambda/${ORDERS_STREAM:-orders}-http --since 10m"
place_and_follow "$ORDERS_URL" "${option[seconds]:-180}"
