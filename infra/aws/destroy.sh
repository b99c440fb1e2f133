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

# emptied BUCKET: deletes all objects of a bucket, with all versions. S3 answers 200 also if it deletes nothing, and lists why (S3 API
# reference, "DeleteObjects").
emptied() {
    local page refused
    while page=$(aws s3api list-object-versions --bucket "$1" --max-items 500 --output json \
        --query '{Objects: [Versions, DeleteMarkers][][].{Key: Key, VersionId: VersionId}}') &&
        [ "$(jq '.Objects // [] | length' <<<"${page:-null}")" -gt 0 ]; do
        note "$1: $(jq '.Objects | length' <<<"$page") objects or more"
        if given dry-run; then break; fi
        refused=$(aws s3api delete-objects --bucket "$1" --delete "$(jq -c '. + {Quiet: true}' <<<"$page")" --output json)
        refused=$(jq -r '.Errors // [] | if . == [] then empty else "\(length) objects, the first is \(.[0].Key): \(.[0].Code), \(.[0].Message)" end' <<<"${refused:-null}")
        [ -z "$refused" ] || fail "S3 does not delete from $1: $refused" \
            "Remove what forbids it, such as a bucket policy, a legal hold or a missing right to s3:DeleteObjectVersion, and run this again."
    done
}

# erased TYPE NAME: deletes what outlived its stack, by its own service. A table that is not deleted is protected again.
erased() {
    local key state_of_key
    case $1 in
    AWS::Kinesis::Stream) change aws kinesis delete-stream --stream-name "$2" --enforce-consumer-deletion ;;
    AWS::DynamoDB::Table)
        # DynamoDB deletes a table while it answers.
        [ "$(aws dynamodb describe-table --table-name "$2" --query Table.TableStatus --output text)" != DELETING ] || return 0
        change aws dynamodb update-table --table-name "$2" --no-deletion-protection-enabled >/dev/null
        change aws dynamodb delete-table --table-name "$2" >/dev/null || {
            change aws dynamodb update-table --table-name "$2" --deletion-protection-enabled >/dev/null || true
            fail "table $2 was not deleted" 'Correct the error above and run this again.'
        }
        ;;
    AWS::KMS::Alias)
        read -r key state_of_key < <(aws kms describe-key --key-id "$2" --query 'KeyMetadata.[KeyId, KeyState]' --output text)
        keys+=("$key")
        [ "$state_of_key" = PendingDeletion ] || change aws kms schedule-key-deletion --key-id "$key" --pending-window-in-days 30 >/dev/null
        # Last, because it finds the key.
        change aws kms delete-alias --alias-name "$2"
        ;;
    AWS::S3::Bucket)
        emptied "$2"
        change aws s3api delete-bucket --bucket "$2"
        ;;
    esac
}

# gone TYPE NAME: waits until a stream or table is deleted, so that a deployment that follows does not find it.
gone() {
    if given dry-run; then return; fi
    case $1 in
    AWS::Kinesis::Stream) aws kinesis wait stream-not-exists --stream-name "$2" ;;
    AWS::DynamoDB::Table) aws dynamodb wait table-not-exists --table-name "$2" ;;
    esac || fail "$2 is still being deleted" 'Run this again.'
}

# shown_of LINES: names by type.
shown_of() {
    awk '{ names[$1] = names[$1] " " $3; if (!($1 in order)) { order[$1] = ++n; type[n] = $1 } }
        END { for (i = 1; i <= n; i++) printf "  %-16s%s\n", substr(type[i], 6), names[type[i]] }' <<<"$1"
}

look "$function_stack" "$load_stack" "$stack" "$storage_stack"
for each in "${!foreign[@]}"; do
    [ "$each" != "$stack" ] || fail "stack $stack belongs to another pipeline: ${foreign[$each]}, not $name" 'Nothing was destroyed.'
    note "stack $each belongs to another pipeline, ${foreign[$each]}, and stays"
done
stacks=() keys=()
for each in "$function_stack" "$load_stack" "$stack"; do
    settled "$each"
    [ -z "$(state "$each")" ] || stacks+=("$each")
done
settled "$storage_stack"
# All styles keep the same.
template=$here/template/orchestration.yaml
data=$(left "$template")
buckets='' archive=$(state "$storage_stack")
if given archive; then buckets=$(left "$here/storage.yaml"); fi
given archive || archive=
[ ${#stacks[@]} -gt 0 ] || [ -n "$data$buckets$archive" ] || {
    step "Pipeline $name does not exist in account $account, region $region"
    if [ -n "$(state "$storage_stack")" ]; then note "only its archive in $archive_bucket is left; --archive destroys it"; fi
    exit 0
}

step "Pipeline $name in account $account, region $region. This is destroyed, with its content:"
if [ ${#stacks[@]} -gt 0 ]; then printf 'stack %s\n' "${stacks[@]}"; fi
[ -z "$archive" ] || echo "stack $storage_stack"
[ -z "$data$buckets" ] || shown_of "$data${buckets:+$'\n'$buckets}"
[ -z "$data" ] || echo 'The keys of persons are destroyed, so all personal data in the archive becomes unreadable.'
sure "Destroy all this in account $account, region $region?"

for each in "${stacks[@]}"; do
    step "Stack $each"
    deleted "$each"
done
step 'Stream, tables and key'
while read -r type _ thing; do [ -z "$type" ] || erased "$type" "$thing"; done <<<"$data"
while read -r type _ thing; do gone "$type" "$thing"; done <<<"$data"
if given archive; then
    step "Stack $storage_stack"
    [ -z "$archive" ] || deleted "$storage_stack"
    while read -r type _ thing; do [ -z "$type" ] || erased "$type" "$thing"; done <<<"$buckets"
fi

step 'What AWS keeps'
if [ -n "$(state "$storage_stack")" ] && ! given archive; then
    printf '%s\n' "the archive in $archive_bucket, until you destroy with --archive; a new pipeline with this name would continue it"
fi
for key in "${keys[@]}"; do
    until=$(aws kms describe-key --key-id "$key" --query KeyMetadata.DeletionDate --output text 2>/dev/null | sed 's/^None$//') || true
    printf '%s\n' "KMS key $key, disabled, until ${until:-30 days from then}, free of charge; aws kms cancel-key-deletion restores it"
done
if [ -n "$data" ]; then
    echo 'system backups of the tables for 35 days, free of charge; they may contain keys of persons that were dropped in the last day'
fi
