#!/usr/bin/env bash
# Proves a deployment on a real account, from deploy to destroy, and writes a transcript without ids, keys and addresses of yours.
#
# Usage: infra/prove.sh CLOUD [OPTION ...] [-- OPTION OF deploy.sh ...]
#
#   deploy, smoke, freeze, load, restore, destroy; each step is timed, and the first failure ends it
#
#   --name NAME       the pipeline, which must not exist; default proof
#   --region REGION, --project ID, --subscription ID   as deploy.sh of that cloud takes them
#   --minutes N       of load; default 10
#   --env FILE        prove a pipeline that runs already, such as './triskel up aws' prints: smoke, load and restore only
#   --keep            do not destroy it
#   --out FILE        the transcript; default NAME-CLOUD-proof.txt
#   --dry-run         print the steps, and call nothing
#   --yes             do not ask
#
# docs/prove.md says what it costs and which question each step settles. Exit codes: 0 all steps succeeded, 1 one failed, 2 wrong usage.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib/deploy.sh
. "$here/lib/deploy.sh"
own=() passed=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do
    own+=("$1")
    shift
done
[ $# -eq 0 ] || passed=("${@:2}")
cloud=${own[0]:-}
case $cloud in
aws | azure | gcp) own=("${own[@]:1}") ;;
--help | -h) ;;
*) misused "CLOUD must be aws, azure or gcp, not '$cloud'" ;;
esac
read_options 'name= region= project= subscription= minutes= env= keep out= dry-run yes' "${own[@]}"
matches minutes '[1-9][0-9]{0,2}' '1 to 999'
name=${option[name]:-proof} minutes=${option[minutes]:-10}
file=${option[env]:-$name-$cloud.env} out=${option[out]:-$name-$cloud-proof.txt}
began=$SECONDS where=()
for each in region project subscription; do
    [ -z "${option[$each]:-}" ] || where+=("--$each" "${option[$each]}")
done

# redact: hides what names an account, a person or a secret.
redact() {
    sed -u -E -e 's/eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_.-]+/TOKEN/g' -e 's/\b(AKIA|ASIA)[A-Z0-9]{16}\b/KEY/g' \
        -e 's/((secret|password|token|key|code|sig|signature)[A-Za-z_-]*['\''"]?[=:] *)['\''"]?[^ '\''",;&]{8,}/\1HIDDEN/Ig' \
        -e 's/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/GUID/Ig' -e 's/\b[0-9]{12}\b/ACCOUNT/g' \
        -e 's/[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[a-z]{2,}/EMAIL/g' -e 's#https?://[A-Za-z0-9.-]+\.[a-z]{2,}#https://HOST#g' \
        ${option[project]:+-e "s/${option[project]}/PROJECT/g"}
}

told() { printf '%s\n' "$*" | redact | tee -a "$out" >&2; }

# run WHAT COMMAND...: a step with its time and its redacted output.
run() {
    local what=$1 begin=$SECONDS code=0
    shift
    told "== $(date -u +%H:%M:%SZ) $what: $(printf '%q ' "$@")"
    if given dry-run; then return; fi
    # Secrets come from the environment's file; no command line has one.
    # A subshell in a condition would go on after a failure.
    set +e
    (
        set -e
        "$@"
    ) 2>&1 | redact | sed -u 's/^/   /' | tee -a "$out" >&2
    code=${PIPESTATUS[0]}
    set -e
    if [ "$code" -ne 0 ]; then
        told "== $what failed after $((SECONDS - begin)) s"
        fail "$what failed; the transcript is $out" \
            "$([ -n "${option[env]:-}" ] || printf '%s' "Nothing was destroyed. Correct it and run the step again, or destroy: infra/$cloud/destroy.sh --name $name ${where[*]} --archive")"
    fi
    told "== $what: $((SECONDS - begin)) s"
}

in_environment() (
    set -a
    # shellcheck disable=SC1090 # deploy.sh or up wrote it
    . "$file"
    set +a
    "$@"
)

load() {
    local workload
    workload=$(mktemp -d)
    sed "s/steady: {rate: 3\/s, for: 30s}/steady: {rate: 3\/s, for: ${minutes}m}/" \
        "$project/loadtest/workloads/pipeline.yaml" >"$workload/prove.yaml"
    TRISKEL_CONTRACTS=$cloud in_environment "$project/triskel" load "$workload/prove.yaml" --target "$cloud" --out "$workload/result"
}

# mappings_settled: waits until every mapping is in its new state: on its way there it takes no change (Lambda API reference,
# UpdateEventSourceMapping).
mappings_settled() {
    local try
    for ((try = 0; try < 120; try++)); do
        [ -n "$(aws lambda list-event-source-mappings --output text \
            --query "EventSourceMappings[?contains(FunctionArn, ':function:$name-') && ends_with(State, 'ing')].UUID")" ] || return 0
        sleep 5
    done
    echo "mappings of $name are still changing after ten minutes"
    return 1
}

# consumers stop|start: without them orders wait on the bus.
consumers() {
    local each all
    case $cloud-$1 in
    aws-stop | aws-start)
        all=$(aws lambda list-event-source-mappings --query "EventSourceMappings[?contains(FunctionArn, ':function:$name-')].UUID" --output text)
        for each in $all; do
            aws lambda update-event-source-mapping --uuid "$each" "$([ "$1" = stop ] && echo --no-enabled || echo --enabled)" --query State --output text
        done
        mappings_settled
        ;;
    azure-*)
        all=$(az functionapp list --resource-group "$name" --query '[0].name' --output tsv)
        az functionapp "$1" --name "$all" --resource-group "$name"
        ;;
    gcp-stop)
        all=$(gcloud pubsub subscriptions list --filter="name ~ /$name- AND pushConfig.pushEndpoint:*" --format='value(name)')
        for each in $all; do
            gcloud pubsub subscriptions describe "$each" --format='value(pushConfig.pushEndpoint,pushConfig.oidcToken.serviceAccountEmail)' |
                sed "s#^#$each #" >>"$frozen"
            gcloud pubsub subscriptions modify-push-config "$each" --push-endpoint=
        done
        ;;
    gcp-start)
        while read -r each address account; do
            gcloud pubsub subscriptions modify-push-config "$each" --push-endpoint="$address" --push-auth-service-account="$account"
        done <"$frozen"
        ;;
    esac
}

freeze() {
    frozen=$(mktemp)
    consumers stop
    sleep 60
    consumers start
}

# The stores of some minutes ago, restored beside the live ones; then the events that came since are put back into these copies.
restore_copies() {
    local point table
    # DynamoDB's latest point is five minutes ago at most; Firestore's have whole minutes.
    point=$(date -u -d '6 minutes ago' +%Y-%m-%dT%H:%M:00Z)
    case $cloud in
    aws)
        for table in streams sagas replicas rows parking inbox checkpoints; do
            aws dynamodb restore-table-to-point-in-time --source-table-name "$name-$table" --target-table-name "$name-proof-$table" \
                --restore-date-time "$point" --query TableDescription.TableStatus --output text
        done
        aws dynamodb create-table --table-name "$name-proof-snapshots" --billing-mode PAY_PER_REQUEST \
            --attribute-definitions AttributeName=streamId,AttributeType=S AttributeName=fingerprint,AttributeType=S \
            --key-schema AttributeName=streamId,KeyType=HASH AttributeName=fingerprint,KeyType=RANGE --query TableDescription.TableStatus --output text
        for table in streams sagas replicas rows parking inbox checkpoints snapshots; do aws dynamodb wait table-exists --table-name "$name-proof-$table"; done
        in_environment env TRISKEL_APP_TABLES="$name-proof" "$project/triskel" ops aws restore --to "$point"
        for table in streams sagas replicas rows parking inbox checkpoints snapshots; do
            aws dynamodb delete-table --table-name "$name-proof-$table" --query TableDescription.TableStatus --output text
        done
        ;;
    gcp)
        gcloud pubsub subscriptions create "$name-restore" --topic="$(in_environment printenv TRISKEL_APP_TOPIC)" --enable-message-ordering
        gcloud firestore databases clone --source-database="projects/${option[project]}/databases/$(in_environment printenv TRISKEL_GCP_DATABASE)" \
            --snapshot-time="${point%Z}.00Z" --destination-database="$name-proof"
        in_environment env TRISKEL_GCP_DATABASE="$name-proof" TRISKEL_APP_RESTORE_SUBSCRIPTION="$name-restore" \
            "$project/triskel" ops gcp restore --to "$point"
        gcloud firestore databases delete --database="$name-proof" --quiet
        gcloud pubsub subscriptions delete "$name-restore"
        ;;
    azure)
        # Table Storage restores nothing: the live tables must lack nothing.
        in_environment "$project/triskel" ops azure restore --to "$point"
        ;;
    esac
}

# On a local cloud nothing can be restored: the stores must lack nothing.
restore_check() { in_environment "$project/triskel" ops "$cloud" restore --to "$(date -u +%Y-%m-%dT%H:%M:%SZ)"; }

if [ -n "${option[env]:-}" ]; then
    [ -f "$file" ] || given dry-run || fail "$file does not exist" "Pass the file that './triskel up $cloud' or deploy.sh wrote."
else
    sure "This deploys, loads and destroys '$name' on $cloud, and costs a few dollars (docs/prove.md). Go on?"
fi
given dry-run || : >"$out"
told "Triskel on $cloud, $(date -u +%Y-%m-%d), $(git -C "$project" rev-parse --short HEAD 2>/dev/null || echo 'no commit')"
[ -n "${option[env]:-}" ] || run deploy "$here/$cloud/deploy.sh" --name "$name" "${where[@]}" --env "$file" --yes "${passed[@]}"
run smoke "$here/$cloud/smoke.sh" --env "$file"
if [ -z "${option[env]:-}" ]; then
    run freeze freeze
    run 'smoke after the freeze' "$here/$cloud/smoke.sh" --env "$file"
fi
run load load
run lag in_environment "$project/triskel" ops "$cloud" lag
if [ -n "${option[env]:-}" ] && [ "$cloud" = gcp ]; then
    note 'A restore needs a subscription that a local cloud does not have: skipped.'
else
    run restore "$([ -n "${option[env]:-}" ] && echo restore_check || echo restore_copies)"
fi
if [ -z "${option[env]:-}" ] && ! given keep; then run destroy "$here/$cloud/destroy.sh" --name "$name" "${where[@]}" --archive --yes; fi
told "== all steps succeeded in $((SECONDS - began)) s"
step "The transcript is $out. Look through it before you publish it."
