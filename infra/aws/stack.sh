# shellcheck shell=bash
# Shared by the AWS scripts: the account, the stacks of a deployment and their states. Source it after ../lib/deploy.sh.

# The options of every script; each adds its own.
# shellcheck disable=SC2034
account_options='name= region= yes dry-run'

# Checks tools, names, region and login; sets name, region, account and the names of stacks and buckets.
# shellcheck disable=SC2034 # The scripts read what is set here.
use_account() {
    matches name '[a-z][a-z0-9-]{0,19}' 'a letter, then at most 19 lower-case letters, digits and hyphens'
    matches region '[a-z]{2}(-[a-z]+)+-[0-9]' 'a region such as eu-west-1'
    needs aws 2.13 'Install the AWS CLI: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html'
    needs jq 1.6 'Install jq: https://jqlang.org/download/'
    region=${option[region]:-${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}}
    [ -n "$region" ] || misused 'the region is missing: add, for example, --region eu-west-1'
    export AWS_REGION=$region AWS_DEFAULT_REGION=$region AWS_PAGER='' AWS_CLI_AUTO_PROMPT=off
    name=${option[name]:-orders}
    account=$(aws sts get-caller-identity --query Account --output text) ||
        fail "you are not logged in to AWS, or it cannot be reached in $region" \
            "Log in: aws sso login, or set AWS_PROFILE or AWS_ACCESS_KEY_ID. infra/aws/deployer-policy.json lists the rights that you need."
    stack=$name
    storage_stack=$name-storage
    load_stack=$name-load
    function_stack=$name-load-function
    code_bucket=$name-code-$account-$region
    archive_bucket=$name-archive-$account-$region
    given_up_bucket=$name-given-up-$account-$region
}

# The last description of each stack, by name.
declare -A seen=()

# look STACK...: describes the stacks.
look() {
    local each answer
    for each in "$@"; do
        if answer=$(aws cloudformation describe-stacks --stack-name "$each" --output json 2>&1); then
            seen[$each]=$(jq '.Stacks[0]' <<<"$answer")
        elif [[ $answer == *'does not exist'* ]]; then
            seen[$each]=null
        else
            fail "cannot describe stack $each: $answer" 'Your role needs cloudformation:DescribeStacks.'
        fi
    done
}

# state STACK: its status, or nothing if it does not exist.
state() { jq -r '.StackStatus // empty | select(. != "DELETE_COMPLETE")' <<<"${seen[$1]}"; }

# output STACK KEY: an output of a stack, or nothing.
output() { jq -r --arg key "$2" '.Outputs // [] | .[] | select(.OutputKey == $key) | .OutputValue' <<<"${seen[$1]}"; }

# parameter STACK KEY: a parameter of a stack, or nothing.
parameter() { jq -r --arg key "$2" '.Parameters // [] | .[] | select(.ParameterKey == $key) | .ParameterValue' <<<"${seen[$1]}"; }

# settled STACK: fails while another deployment changes it, or if it is in a state that only destroying ends.
settled() {
    local now
    now=$(state "$1")
    case $now in
    '' | CREATE_COMPLETE | UPDATE_COMPLETE | UPDATE_ROLLBACK_COMPLETE | IMPORT_COMPLETE) ;;
    *_IN_PROGRESS) fail "stack $1 is $now: another deployment or deletion is running" 'Wait until it has finished.' ;;
    *)
        fail "stack $1 is $now, so it cannot be updated" \
            "See why: aws cloudformation describe-stack-events --region $region --stack-name $1" \
            "Then remove it with infra/aws/destroy.sh --name $name --region $region (it keeps the archive), and deploy again."
        ;;
    esac
}
