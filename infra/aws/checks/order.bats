#!/usr/bin/env bats
# smoke.sh against the local AWS: the package itself in Lambda's runtime client, behind a URL that wants a signature.
bats_require_minimum_version 1.5.0

setup_file() {
    project=$(cd "$BATS_TEST_DIRNAME/../../.." && pwd)
    "$project/triskel" up aws >"$BATS_FILE_TMPDIR/local.env" 2>"$BATS_FILE_TMPDIR/up.log" </dev/null 3>&- &
    echo $! >"$BATS_FILE_TMPDIR/pid"
    # Not yet built, it is built before.
    for try in $(seq 1200); do
        if grep -q 'Ctrl-C stops all' "$BATS_FILE_TMPDIR/local.env"; then break; fi
        kill -0 "$(cat "$BATS_FILE_TMPDIR/pid")"
        [ "$try" -lt 1200 ]
        sleep 0.5
    done
}

teardown_file() {
    kill "$(cat "$BATS_FILE_TMPDIR/pid")"
}

@test "an order goes from placed to shipped, and its customer is forgotten" {
    # On a busy machine, each commit may wait a minute for the clock that publishes what was left.
    run "$BATS_TEST_DIRNAME/../smoke.sh" --env "$BATS_FILE_TMPDIR/local.env" --seconds 600
    echo "$output"
    [ "$status" -eq 0 ]
    [[ $output == *"went from placed to shipped, and its customer is forgotten"* ]]
}

@test "who signs with another key is refused, and told what a caller needs" {
    sed "s/^export AWS_SECRET_ACCESS_KEY=.*/export AWS_SECRET_ACCESS_KEY=another/" "$BATS_FILE_TMPDIR/local.env" >"$BATS_TEST_TMPDIR/other.env"
    run "$BATS_TEST_DIRNAME/../smoke.sh" --env "$BATS_TEST_TMPDIR/other.env"
    [ "$status" -eq 1 ]
    [[ $output == *"answered 403"*"lambda:InvokeFunctionUrl"* ]]
}
