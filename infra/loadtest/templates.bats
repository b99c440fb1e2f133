#!/usr/bin/env bats
# The template of AWS by AWS's own schemas, and proof that one which is wrong is caught.
bats_require_minimum_version 1.5.0

setup_file() {
    # shellcheck source-path=SCRIPTDIR
    . "$BATS_TEST_DIRNAME/../aws/checks/schemas.bash"
}

setup() {
    cd "$BATS_TEST_DIRNAME/aws" || return
    schema=$BATS_TEST_DIRNAME/../aws/checks/schema.py
}

@test "the template is as the schemas want it" {
    run /usr/bin/python3 "$schema" "$SCHEMAS" batch.yaml
    echo "$output"
    [ "$status" -eq 0 ]
}

@test "templates that are wrong are caught" {
    wrong() {
        sed "$1" batch.yaml >"$BATS_TEST_TMPDIR/wrong.yaml"
        run ! cmp --silent "$BATS_TEST_TMPDIR/wrong.yaml" batch.yaml
        run /usr/bin/python3 "$schema" "$SCHEMAS" "$BATS_TEST_TMPDIR/wrong.yaml"
        [ "$status" -eq 1 ]
        [[ $output == *"$2"* ]] || { echo "expected: $2, said: $output" && false; }
    }
    wrong 's/AttemptDurationSeconds/AttemptSeconds/' 'there is no property AttemptSeconds'
    wrong 's/JobRoleArn/JobRole/' 'there is no property JobRole'
    wrong 's/!Ref Workers/!Ref Others/' 'there is no Others'
    wrong 's/Attempts: 1/Attempts: once/' "expected is a number, and it is 'once'"
    wrong 's/AWS::Batch::JobQueue/AWS::Batch::Queue/' 'there is no type AWS::Batch::Queue'
}
