#!/usr/bin/env bash
# Places an order with the pipeline, follows it to its end, and has its customer forgotten.
#
# Usage: infra/aws/smoke.sh --env FILE [--seconds N]
#
#   --env FILE      the variables that deploy.sh wrote, or './triskel up aws' for a local AWS
#   --seconds N     how long each step may take: 180, if not given; the first calls start functions
#
# Calls are signed with the credentials of your profile, or with AWS_ACCESS_KEY_ID of FILE. Exit code 0: the order was shipped, its product
# has the revenue, and the customer's data can no longer be read.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../lib/deploy.sh
. "$here/../lib/deploy.sh"
read_options 'env= seconds=' "$@"
matches seconds '[1-9][0-9]*' 'whole seconds'
[ -r "${option[env]:-}" ] || misused 'give a file of variables that is there with --env'
needs curl 7.75 'curl signs calls from 7.75 on: https://curl.se/download.html'
needs jq 1.6 'Install jq: https://jqlang.org/download/'
# shellcheck disable=SC1090 # Written by deploy.sh or ./triskel up.
. "${option[env]}"
: "${ORDERS_URL:?is not in the file: deploy.sh writes it}" "${AWS_REGION:?is not in the file: deploy.sh writes it}"
if [ -z "${AWS_ACCESS_KEY_ID:-}" ]; then
    needs aws 2.13 'Install the AWS CLI, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.'
    credentials=$(aws configure export-credentials --format env) || fail 'there are no credentials' 'Log in: aws sso login, or set AWS_PROFILE.'
    eval "$credentials"
fi

id=SMOKE-$(date -u +%Y%m%dT%H%M%S)-$$
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# The secret is given in a file of options, since others may read a command line.
secrets() {
    printf 'user = "%s:%s"\n' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY"
    [ -z "${AWS_SESSION_TOKEN:-}" ] || printf 'header = "x-amz-security-token: %s"\n' "$AWS_SESSION_TOKEN"
}

# call METHOD PATH [BODY]: sets status; what was answered is in the file.
call() {
    local body=()
    [ $# -lt 3 ] || body=(--header 'Content-Type: application/json' --data "$3")
    status=$(curl --silent --show-error --config <(secrets) --aws-sigv4 "aws:amz:$AWS_REGION:lambda" --max-time 30 \
        --request "$1" "${body[@]}" --output "$answer" --write-out '%{http_code}' "${ORDERS_URL%/}/$2") || status=000
}

# until_answered WANTED WHAT METHOD PATH [BODY]: calls until the status is one of WANTED; repeats what the pipeline asks to repeat.
until_answered() {
    local wanted=" $1 " what=$2 begin=$SECONDS
    shift 2
    while call "$@" && [[ $wanted != *" $status "* ]]; do
        case $status in
        000 | 404 | 409 | 429 | 5??) ;;
        *) fail "$what: $1 /$2 answered $status: $(head -c 500 "$answer")" "$(advice)" ;;
        esac
        [ $((SECONDS - begin)) -lt "${option[seconds]:-180}" ] ||
            fail "$what: after $((SECONDS - begin)) s $1 /$2 still answers $status: $(head -c 500 "$answer")" "$(advice)"
        sleep 1
    done
    note "$what: $status after $((SECONDS - begin)) s"
}

advice() {
    case $status in
    403) echo 'Your identity needs lambda:InvokeFunctionUrl and lambda:InvokeFunction on the function of orders; or the clock here is wrong.' ;;
    *) echo "See the functions' logs: aws logs tail /aws/lambda/${ORDERS_STREAM:-orders}-http --since 10m" ;;
    esac
}

step "Order $id at $ORDERS_URL"
until_answered 202 'the product is published' POST products "{\"product\":\"$id\",\"version\":1,\"name\":\"Smoke test\",\"prices\":[250]}"
until_answered 200 'two of it are delivered' POST stock "{\"product\":\"$id\",\"delivery\":\"$id\",\"quantity\":2}"
until_answered '200 201' 'the order is placed' POST orders "{\"order\":\"$id\",\"customer\":{\"id\":\"$id\",\"name\":\"Smoke Test\",\
\"email\":\"smoke@example.com\"},\"lines\":[{\"product\":\"$id\",\"price\":1,\"quantity\":2}],\"payment\":{\"card\":\"card-smoke\",\"limit\":10000}}"

begin=$SECONDS
until [ "$(jq -r .status "$answer")" = SHIPPED ]; do
    case $(jq -r .status "$answer") in
    REJECTED | CANCELLED) fail "the order ended otherwise: $(head -c 500 "$answer")" 'Expected was SHIPPED.' ;;
    esac
    [ $((SECONDS - begin)) -lt "${option[seconds]:-180}" ] ||
        fail "the order is not shipped after $((SECONDS - begin)) s: $(head -c 500 "$answer")" \
            "What holds it up: ./triskel ops aws parked --env ${option[env]}; ./triskel ops aws stuck --env ${option[env]}"
    sleep 1
    until_answered 200 'the order is looked up' GET "orders/$id" 2>/dev/null
done
note "the order is shipped: after $((SECONDS - begin)) s"

until_answered 200 'the product has revenue' GET "revenue/$id"
[ "$(jq -c '[.units, .revenue]' "$answer")" = '[2,500]' ] || fail "2 units for 500 cents were shipped, and the revenue is $(cat "$answer")"
until_answered 204 'the customer is forgotten' DELETE "customers/$id"
until_answered 200 'the order is still there' GET "orders/$id"
! grep -q 'smoke@example.com' "$answer" || fail "the customer is forgotten, and the order still shows the address: $(cat "$answer")"
step "Order $id went from placed to shipped, and its customer is forgotten"
