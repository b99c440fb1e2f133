#!/usr/bin/env bats
# Templates by AWS's own schemas, and proof that templates which are wrong are caught.
# shellcheck disable=SC2016
bats_require_minimum_version 1.5.0

setup_file() {
    # shellcheck source-path=SCRIPTDIR
    . "$BATS_TEST_DIRNAME/schemas.bash"
}

@test "the templates are as the schemas want them" {
    cd "$BATS_TEST_DIRNAME/.."
    run /usr/bin/python3 checks/schema.py "$SCHEMAS" storage.yaml load-function.yaml template/*.yaml
    [ "$status" -eq 0 ]
    [ -z "$output" ]
}

@test "a template with consumers in other languages is as the schemas want it" {
    # shellcheck source-path=SCRIPTDIR
    . "$BATS_TEST_DIRNAME/package.bash"
    cd "$BATS_TEST_TMPDIR"
    unzip -q -j "$PACKAGE" lib/functions.jar
    for style in orchestration choreography; do
        java -cp functions.jar io.triskel.orders.aws.OrderTemplate "$BATS_TEST_DIRNAME/../../plan.json" "$style" notification=node,fraud=python >"$style.yaml"
    done
    run /usr/bin/python3 "$BATS_TEST_DIRNAME/schema.py" "$SCHEMAS" ./*.yaml
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    if command -v cfn-lint >/dev/null; then cfn-lint --non-zero-exit-code warning -- ./*.yaml; fi
}

@test "templates that are wrong are caught, each for its reason" {
    cd "$BATS_TEST_TMPDIR"
    declare -A reason=()
    # wrong NAME SED REASON: a template that was changed, and what must be said of it.
    wrong() {
        sed "$2" "$BATS_TEST_DIRNAME/../template/orchestration.yaml" >"$1.yaml"
        run ! cmp --silent "$1.yaml" "$BATS_TEST_DIRNAME/../template/orchestration.yaml"
        reason[$1]=$3
    }
    wrong type 's/AWS::Kinesis::StreamConsumer/AWS::Kinesis::Consumer/' 'there is no type AWS::Kinesis::Consumer'
    wrong property 's/BatchSize:/BatchesSize:/' 'there is no property BatchesSize'
    wrong nested 's/ApplyOn:/AppliedOn:/' 'there is no property AppliedOn'
    wrong missing 's/ *StartingPosition: .*//; s/FunctionName: !Ref InventoryLive//' 'FunctionName is missing'
    wrong number 's/BatchSize: !Ref BatchSize/BatchSize: many/' "expected is a number, and it is 'many'"
    wrong parameter 's/ShardCount: !Ref Shards/ShardCount: !Ref FanOut/' 'the parameter FanOut is none'
    wrong list "s/FunctionResponseTypes: .*/FunctionResponseTypes: ReportBatchItemFailures/" 'expected is a list'
    wrong reference 's/!Ref InventoryLive/!Ref InventoryAlive/' 'there is no InventoryAlive'
    wrong substitution 's/${Name}-http/${Names}-http/' 'there is no Names'
    wrong attribute 's/!GetAtt HttpUrl.FunctionUrl/!GetAtt HttpUrl.Address/' 'AWS::Lambda::Url has no attribute Address'
    wrong metric 's/MetricName: IteratorAge$/MetricName: IteratorLag/' 'AWS/Lambda has no metric IteratorLag'
    wrong replaced 's/TableName: !Sub .\${Name}-keys./TableName: !Ref Release/' 'another Release replaces it'

    run /usr/bin/python3 "$BATS_TEST_DIRNAME/schema.py" "$SCHEMAS" ./*.yaml
    [ "$status" -eq 1 ]
    for name in "${!reason[@]}"; do
        # shellcheck disable=SC2154 # Set by run.
        grep -F "./$name.yaml: " <<<"$output" | grep -qF "${reason[$name]}" || { echo "not caught: $name" && false; }
    done
    # And nothing else is said of them.
    [ "$(cut -d : -f 1 <<<"$output" | sort -u | wc -l)" -eq "${#reason[@]}" ]
}
