#!/usr/bin/env bash
# Destroys a pipeline on AWS. The archive with all events, the given-up records and the packages stay, unless you add --archive.
#
# Usage: infra/aws/destroy.sh [--region REGION] [--name NAME] [--archive] [--dry-run] [--yes]
#
#   --region REGION   default: the region of your profile or of AWS_REGION
#   --name NAME       the pipeline; default orders
#   --archive         also destroy the archive, the given-up records and the packages: nothing that costs is left
#   --dry-run         print what it would destroy, and change nothing
#   --yes             do not ask
#
# Run it again after an interruption. At the end it lists what AWS keeps for some days.
# Exit codes: 0 done, 1 failed, 2 wrong usage.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../lib/deploy.sh
. "$here/../lib/deploy.sh"
# shellcheck source=stack.sh
. "$here/stack.sh"
read_options "$account_options archive" "$@"
use_account

# The resources of stacks, by their names.
declare -A listed=()

# resources STACK TYPE: the names of a stack's resources of a type.
resources() {
    jq -r --arg type "AWS::$2" '.[] | select(.ResourceType == $type and .ResourceStatus != "DELETE_COMPLETE") | .PhysicalResourceId' <<<"${listed[$1]}" | sort
}

# gone STACK: unlocks the tables of a stack, destroys it, and waits until it is deleted.
gone() {
    local table
    if [ "$(parameter "$1" DeletionProtection)" = true ]; then
        for table in $(resources "$1" DynamoDB::Table); do
            change aws dynamodb update-table --table-name "$table" --no-deletion-protection-enabled >/dev/null
        done
    fi
    change aws cloudformation delete-stack --stack-name "$1"
    given dry-run || aws cloudformation wait stack-delete-complete --stack-name "$1" ||
        fail "stack $1 was not deleted" \
            "See why: aws cloudformation describe-stack-events --region $region --stack-name $1" 'Then run this again.'
}

# emptied BUCKET: deletes all objects of a bucket, with all versions.
emptied() {
    local page
    while page=$(aws s3api list-object-versions --bucket "$1" --max-items 500 --output json \
        --query '{Objects: [Versions, DeleteMarkers][][].{Key: Key, VersionId: VersionId}}') &&
        [ "$(jq '.Objects // [] | length' <<<"${page:-null}")" -gt 0 ]; do
        note "$1: $(jq '.Objects | length' <<<"$page") objects or more"
        if given dry-run; then break; fi
        aws s3api delete-objects --bucket "$1" --delete "$(jq -c '. + {Quiet: true}' <<<"$page")" >/dev/null
    done
}

look "$function_stack" "$load_stack" "$stack" "$storage_stack"
stacks=() buckets=()
for each in "$function_stack" "$load_stack" "$stack"; do
    [ -z "$(state "$each")" ] || stacks+=("$each")
done
if given archive && [ -n "$(state "$storage_stack")" ]; then buckets=("$archive_bucket" "$given_up_bucket" "$code_bucket"); fi
[ ${#stacks[@]} -gt 0 ] || [ ${#buckets[@]} -gt 0 ] || {
    step "Pipeline $name does not exist in account $account, region $region"
    if [ -n "$(state "$storage_stack")" ]; then note "only its archive in $archive_bucket is left; --archive destroys it"; fi
    exit 0
}

step "Pipeline $name in account $account, region $region. This is destroyed, with its content:"
keys=()
for each in "${stacks[@]}"; do
    listed[$each]=$(aws cloudformation list-stack-resources --stack-name "$each" --query StackResourceSummaries --output json)
    printf '%s\n' "stack $each:"
    for type in Kinesis::Stream DynamoDB::Table Lambda::Function KMS::Key; do
        printf '  %-16s %s\n' "${type#*::}" "$(resources "$each" "$type" | paste -s -d ' ' -)"
    done
    while read -r key; do keys+=("$key"); done < <(resources "$each" KMS::Key)
done
[ ${#buckets[@]} -eq 0 ] || printf '%s\n' "stack $storage_stack:" "${buckets[@]/#/  bucket           }"
if [ ${#stacks[@]} -gt 0 ]; then
    echo 'The keys of persons are destroyed, so all personal data in the archive becomes unreadable.'
fi
sure "Destroy all this in account $account, region $region?"

for each in "${stacks[@]}"; do
    step "Stack $each"
    gone "$each"
done
if [ ${#buckets[@]} -gt 0 ]; then
    step "Stack $storage_stack"
    for each in "${buckets[@]}"; do emptied "$each"; done
    gone "$storage_stack"
fi

step 'What AWS keeps'
if [ -n "$(state "$storage_stack")" ] && [ ${#buckets[@]} -eq 0 ]; then
    printf '%s\n' "the archive in $archive_bucket, until you destroy with --archive; a new pipeline with this name would continue it"
fi
for key in "${keys[@]}"; do
    deleted=$(aws kms describe-key --key-id "$key" --query KeyMetadata.DeletionDate --output text 2>/dev/null | sed 's/^None$//') || true
    printf '%s\n' "KMS key $key, disabled, until ${deleted:-30 days from then}, free of charge; aws kms cancel-key-deletion restores it"
done
if [ ${#stacks[@]} -gt 0 ]; then
    echo 'system backups of the tables for 35 days, free of charge; they may contain keys of persons that were dropped in the last day'
fi
