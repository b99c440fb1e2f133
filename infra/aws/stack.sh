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

# The pipeline of a stack that has one of our names and is not ours, by stack.
declare -A foreign=()

# look STACK...: describes the stacks. One without the tags of this pipeline counts as absent: pipeline a has a stack a-load, and so has
# pipeline a-load.
look() {
    local each answer
    for each in "$@"; do
        if answer=$(aws cloudformation describe-stacks --stack-name "$each" --output json 2>&1); then
            seen[$each]=$(jq '.Stacks[0]' <<<"$answer")
            unset "foreign[$each]"
            # Whether a stack in review shows its tags is not documented; it has no resources.
            jq -e '.StackStatus == "REVIEW_IN_PROGRESS" and (.Tags // []) == []' <<<"${seen[$each]}" >/dev/null ||
                ours <<<"$(jq '.Tags // []' <<<"${seen[$each]}")" || {
                foreign[$each]=$(jq -r '.Tags // [] | map(select(.Key == "pipeline").Value)[0] // "no pipeline of Triskel"' <<<"${seen[$each]}")
                seen[$each]=null
            }
        elif [[ $answer == *'does not exist'* ]]; then
            seen[$each]=null
        else
            fail "cannot describe stack $each: $answer" 'Your role needs cloudformation:DescribeStacks.'
        fi
    done
}

# ours <<<TAGS: whether the tags are those that deploy.sh gives what it creates for this pipeline, or a script without one for none.
ours() {
    jq -e --arg name "${of_no_pipeline-$name}" 'map({(.Key // .TagKey): (.Value // .TagValue)}) | add // {}
        | (.pipeline // "") == $name and .product == "triskel"' >/dev/null
}

# state STACK: its status, or nothing if it does not exist.
state() { jq -r '.StackStatus // empty | select(. != "DELETE_COMPLETE")' <<<"${seen[$1]}"; }

# output STACK KEY: an output of a stack, or nothing.
output() { jq -r --arg key "$2" '.Outputs // [] | .[] | select(.OutputKey == $key) | .OutputValue' <<<"${seen[$1]}"; }

# parameter STACK KEY: a parameter of a stack, or nothing.
parameter() { jq -r --arg key "$2" '.Parameters // [] | .[] | select(.ParameterKey == $key) | .ParameterValue' <<<"${seen[$1]}"; }

# events STACK: the command that shows why it failed.
events() {
    printf '%s' "aws cloudformation describe-stack-events --region $region --stack-name $1 \
--query \"StackEvents[?ends_with(ResourceStatus, 'FAILED')] | [-1].[LogicalResourceId, ResourceStatusReason]\""
}

# settled STACK: waits while CloudFormation works on it, an hour at most. A stack in review has no resources, and nothing works on it.
settled() {
    local try now
    for ((try = 0; try < 360; try++)); do
        now=$(state "$1")
        [[ $now == *_IN_PROGRESS && $now != REVIEW_IN_PROGRESS ]] || return 0
        note "stack $1 is $now: waiting"
        if given dry-run; then return 0; fi
        sleep 10
        look "$1"
    done
    fail "stack $1 is still $now after an hour" "$(events "$1")" 'Run this again once it has finished.'
}

# ready STACK: brings a stack into a state in which CloudFormation takes a new template, or removes it. What holds data outlives its stack, so
# that a broken stack can go.
ready() {
    local now
    now=$(state "$1")
    case $now in
    '' | REVIEW_IN_PROGRESS | CREATE_COMPLETE | UPDATE_COMPLETE | UPDATE_ROLLBACK_COMPLETE | IMPORT_COMPLETE | IMPORT_ROLLBACK_COMPLETE) return ;;
    # A dry run has not waited.
    *_IN_PROGRESS) return ;;
    UPDATE_ROLLBACK_FAILED) change aws cloudformation continue-update-rollback --stack-name "$1" ;;
    UPDATE_FAILED) change aws cloudformation rollback-stack --stack-name "$1" >/dev/null ;;
    *)
        deleted "$1"
        return
        ;;
    esac
    if given dry-run; then return; fi
    look "$1"
    settled "$1"
    [ "$(state "$1")" = UPDATE_ROLLBACK_COMPLETE ] ||
        fail "stack $1 is $(state "$1"): its last update could not be rolled back" "The first failure: $(events "$1")" \
            "Correct it and run this again, or skip what cannot be rolled back: \
aws cloudformation continue-update-rollback --region $region --stack-name $1 --resources-to-skip LOGICAL_ID"
}

# guard STACK true|false: sets a stack's termination protection. delete-stack refuses a protected stack.
guard() {
    local flag=--enable-termination-protection
    [ "$2" = true ] || flag=--no-enable-termination-protection
    [ "$(jq -r '.EnableTerminationProtection // false' <<<"${seen[$1]}")" = "$2" ] ||
        change aws cloudformation update-termination-protection --stack-name "$1" "$flag" >/dev/null
}

# The protected stack that is being deleted; it is protected again if this script ends before.
unguarded=
trap '[ -z "$unguarded" ] || guard_again' EXIT
guard_again() {
    aws cloudformation update-termination-protection --stack-name "$unguarded" --enable-termination-protection >/dev/null 2>&1 || true
}

# deleted STACK: deletes a stack and waits until it is gone.
deleted() {
    if [ "$(jq -r '.EnableTerminationProtection // false' <<<"${seen[$1]}")" = true ] && ! given dry-run; then unguarded=$1; fi
    guard "$1" false
    change aws cloudformation delete-stack --stack-name "$1"
    if given dry-run; then
        seen[$1]=null
        return
    fi
    look "$1"
    settled "$1"
    [ -z "$(state "$1")" ] || fail "stack $1 was not deleted: it is $(state "$1")" "The first failure: $(events "$1")" 'Correct it and run this again.'
    unguarded=
}

# found COMMAND...: what the command answers; nothing if what it asks for does not exist. Other errors end the script.
found() {
    local answer
    if answer=$("$@" 2>&1); then
        printf '%s' "$answer"
    elif [[ ! $answer =~ NotFound|NoSuch|\(404\) ]]; then
        fail "$(shown "$@"): $answer"
    fi
}

# outlives TEMPLATE: what outlives the template's stack, one a line: type, logical id, name. The name of a key is its alias.
outlives() {
    awk -v name="$name" -v place="$account-$region" '
        /^  [A-Za-z]+:$/ { id = substr($1, 1, length($1) - 1); kept = "" }
        /^    Type: / { type = $2 }
        /^    DeletionPolicy: RetainExceptOnCreate/ { kept = type }
        kept && match($0, /(Table|Bucket|Alias)?Name: ![A-Za-z]+ [^,]+/) {
            text = substr($0, RSTART, RLENGTH)
            sub(/^[A-Za-z]+: ![A-Za-z]+ /, "", text)
            gsub(/\047/, "", text)
            sub(/^Name$|[$][{]Name[}]/, name, text)
            sub(/[$][{]AWS::AccountId[}]-[$][{]AWS::Region[}]/, place, text)
            print kept, id, text
            kept = ""
        }' "$1"
}

# left TEMPLATE: what exists of that and has the tags of this pipeline.
left() {
    local type id thing tags arn
    while read -r type id thing; do
        tags=
        case $type in
        AWS::Kinesis::Stream) tags=$(found aws kinesis list-tags-for-stream --stream-name "$thing" --query Tags --output json) || exit 1 ;;
        AWS::DynamoDB::Table)
            arn=$(found aws dynamodb describe-table --table-name "$thing" --query 'Table.TableArn' --output text) || exit 1
            [ -z "$arn" ] || tags=$(found aws dynamodb list-tags-of-resource --resource-arn "$arn" --query Tags --output json) || exit 1
            ;;
        AWS::KMS::Alias)
            arn=$(found aws kms describe-key --key-id "$thing" --query KeyMetadata.KeyId --output text) || exit 1
            [ -z "$arn" ] || tags=$(found aws kms list-resource-tags --key-id "$arn" --query Tags --output json) || exit 1
            ;;
        AWS::S3::Bucket) tags=$(found aws s3api get-bucket-tagging --bucket "$thing" --query TagSet --output json) || exit 1 ;;
        esac
        [ -z "$tags" ] || ! ours <<<"$tags" || printf '%s %s %s\n' "$type" "$id" "$thing"
    done < <(outlives "$1")
}
