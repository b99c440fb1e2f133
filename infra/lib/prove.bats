#!/usr/bin/env bats
# infra/prove.sh with stubs of everything it calls: which steps, in which order, where it stops, and what its transcript hides.
# shellcheck disable=SC2016,SC2030,SC2031

setup() {
    cd "$BATS_TEST_TMPDIR" || exit
    mkdir -p bin infra loadtest/workloads
    cp -r "$BATS_TEST_DIRNAME" infra/lib
    cp "$BATS_TEST_DIRNAME/../prove.sh" infra
    cp "$BATS_TEST_DIRNAME/../../loadtest/workloads/pipeline.yaml" loadtest/workloads
    export CALLS=$PWD/calls PATH=$PWD/bin:$PATH FAILS=none
    for cloud in aws azure gcp; do
        mkdir "infra/$cloud"
        for script in deploy smoke destroy; do stub "infra/$cloud/$script.sh" "$cloud/$script"; done
    done
    stub triskel triskel
    for tool in aws az gcloud sleep; do stub "bin/$tool" "$tool"; done
    # A mapping is on its way to another state for as long as it is looked at twice, and takes no change meanwhile (Lambda API reference,
    # UpdateEventSourceMapping, ResourceInUseException).
    stub bin/made aws
    cat >bin/aws <<'END'
#!/usr/bin/env bash
busy=$(cat "$CALLS.busy" 2>/dev/null)
case "$*" in
'lambda update-event-source-mapping '*)
    [ "${busy:-0}" -eq 0 ] || { echo "aws ResourceInUseException" >>"$CALLS" && exit 254; }
    echo 2 >"$CALLS.busy"
    ;;
'lambda list-event-source-mappings '*ends_with*)
    [ "${busy:-0}" -gt 0 ] || exit 0
    echo "$((busy - 1))" >"$CALLS.busy"
    ;;
'lambda list-event-source-mappings '*) echo "aws $*" >>"$CALLS" && echo mapping-1 && [ "$FAILS" != aws ] ; exit ;;
esac
exec "${0%/*}/made" "$@"
END
    chmod +x bin/aws
    printf 'export TRISKEL_APP_URL=x TRISKEL_GCP_DATABASE=db TRISKEL_APP_TOPIC=proof\n' | tee proof-aws.env proof-azure.env >proof-gcp.env
}

# stub FILE NAME: records its arguments, prints what says to be secret, and fails if FAILS names it.
stub() {
    cat >"$1" <<END
#!/usr/bin/env bash
echo "$2 \$*" >>"\$CALLS"
[ "$2" = triskel ] && [[ " \$* " == *" load "* ]] && cp "\$2" "\$CALLS.yaml"
echo "account 123456789012, AKIAABCDEFGHIJKLMNOP, ada@example.org, sig=abcdefghijkl, https://x1.lambda-url.eu-west-1.on.aws/"
[ "\$FAILS" != "$2" ]
END
    chmod +x "$1"
}

# never COMMAND...: it fails.
never() { ! "$@"; }

prove() { run infra/prove.sh "$@"; }

# in_order PATTERN...: calls that match came one after the other.
in_order() {
    local line
    while IFS= read -r line; do
        [ $# -gt 0 ] || break
        # shellcheck disable=SC2254 # it is a pattern
        case $line in $1) shift ;; esac
    done <"$CALLS"
    [ $# -eq 0 ] || {
        echo "missing, or too early: $1"
        cat "$CALLS"
        return 1
    }
}

@test "on AWS every step follows the one before, and the copies of the tables are deleted" {
    prove aws --region eu-west-1 --yes -- --shards 2
    echo "$output"
    [ "$status" -eq 0 ]
    in_order 'aws/deploy --name proof --region eu-west-1 --env proof-aws.env --yes --shards 2' 'aws/smoke *' 'aws lambda list-event-source-mappings *' \
        'aws/smoke *' 'triskel load *' 'triskel ops aws lag' 'aws dynamodb restore-table-to-point-in-time * --target-table-name proof-proof-streams *' \
        'aws dynamodb wait table-exists *' 'triskel ops aws restore --to *' 'aws dynamodb delete-table --table-name proof-proof-streams *' \
        'aws/destroy --name proof --region eu-west-1 --archive --yes'
}

@test "on AWS a mapping is enabled once it is disabled, and orders follow once it is enabled" {
    prove aws --yes
    echo "$output"
    [ "$status" -eq 0 ]
    in_order 'aws lambda update-event-source-mapping --uuid mapping-1 --no-enabled *' 'aws lambda list-event-source-mappings * ends_with*' \
        'aws lambda update-event-source-mapping --uuid mapping-1 --enabled *' 'aws lambda list-event-source-mappings * ends_with*' 'aws/smoke *'
}

@test "on AWS keys of persons are not restored, and snapshots are empty" {
    prove aws --yes
    never grep -q 'proof-keys' "$CALLS"
    grep -q 'create-table --table-name proof-proof-snapshots' "$CALLS"
    never grep -q -e '--source-table-name proof-snapshots' "$CALLS"
}

@test "on Google Cloud a clone is completed, and clone and subscription are deleted" {
    prove gcp --project my-project --yes
    echo "$output"
    [ "$status" -eq 0 ]
    in_order 'gcp/deploy *--project my-project*' 'gcloud firestore databases clone --source-database=projects/my-project/databases/db *' \
        'triskel ops gcp restore --to *' 'gcloud firestore databases delete *' 'gcloud pubsub subscriptions delete proof-restore' 'gcp/destroy *--project my-project*'
}

@test "on Azure, where nothing restores tables, the live ones must lack nothing" {
    prove azure --yes
    echo "$output"
    [ "$status" -eq 0 ]
    in_order 'azure/deploy *' 'az functionapp stop *' 'az functionapp start *' 'triskel ops azure restore --to *' 'azure/destroy *'
}

@test "the load lasts as long as it is told" {
    prove aws --minutes 3 --yes
    grep -q 'steady: {rate: 3/s, for: 3m}' "$CALLS.yaml"
}

@test "a step that fails ends it, nothing is destroyed, and the message says how" {
    FAILS=triskel prove aws --yes
    [ "$status" -eq 1 ]
    [[ $output == *'destroy: infra/aws/destroy.sh --name proof'*'--archive'* ]]
    never grep -q destroy "$CALLS"
    grep -q 'load failed after' proof-aws-proof.txt
}

@test "a call that fails within a step ends the step" {
    FAILS=aws prove aws --yes
    [ "$status" -eq 1 ]
    [ "$(grep -c '^aws ' "$CALLS")" -eq 1 ]
    never grep -q destroy "$CALLS"
}

@test "a pipeline that runs already is neither deployed nor frozen nor destroyed" {
    prove aws --env proof-aws.env
    echo "$output"
    [ "$status" -eq 0 ]
    in_order 'aws/smoke *' 'triskel load *' 'triskel ops aws restore --to *'
    never grep -qE 'deploy|destroy|dynamodb|lambda' "$CALLS"
}

@test "the transcript hides accounts, keys, addresses and hosts" {
    prove aws --yes
    grep -q 'account ACCOUNT, KEY, EMAIL, sig=HIDDEN, https://HOST/' proof-aws-proof.txt
    never grep -qE '123456789012|AKIA|ada@|abcdefghijkl|lambda-url' proof-aws-proof.txt
    [[ $output != *AKIA* ]]
}

@test "--keep leaves the pipeline, and a dry run calls nothing" {
    prove aws --keep --yes
    never grep -q destroy "$CALLS"
    rm "$CALLS"
    prove aws --dry-run
    [ "$status" -eq 0 ]
    [ ! -e "$CALLS" ]
}

@test "another cloud, other minutes and an unknown option are wrong usage" {
    for wrong in '' 'oracle' 'aws --minutes ten' 'aws --nme x'; do
        # shellcheck disable=SC2086 # words
        prove $wrong
        [ "$status" -eq 2 ]
    done
    prove --help
    [ "$status" -eq 0 ]
    [[ $output == *'--minutes N'* ]]
}
