#!/usr/bin/env bats
# What the image runs: with a java that does as the test says, and, where the modules are built, with the image's own contents.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    worker=$BATS_TEST_DIRNAME/image/worker.sh
    mkdir -p bin home/cli/target
    echo none >home/cli/target/runtime.classpath
    PATH=$PWD/bin:$PATH
    export TRISKEL_HOME=$PWD/home TRISKEL_TARGET=memory TRISKEL_RESULTS=$PWD/results
    TRISKEL_WORKLOAD=$(printf 'workload: 1\n' | base64)
    export TRISKEL_WORKLOAD
    unset TRISKEL_WORKER JOB_COMPLETION_INDEX CLOUD_RUN_TASK_INDEX AWS_BATCH_JOB_ARRAY_INDEX
    cat >bin/java <<'END'
#!/bin/sh
for out; do :; done
printf '%s\n' "$@" >"$BATS_TEST_TMPDIR/arguments"
trap 'mkdir -p "$out/memory"; echo partial >"$out/memory/r0-w0.json"; exit 3' TERM
[ -z "${SLOW:-}" ] || { echo up; while :; do sleep 0.05; done; }
mkdir -p "$out/memory"
echo whole >"$out/memory/r0-w0.json"
exit "${CODE:-0}"
END
    chmod +x bin/java
}

@test "the workload is decoded, and results are kept in a folder of the worker" {
    CLOUD_RUN_TASK_INDEX=3 run sh "$worker"
    [ "$status" -eq 0 ]
    [ "$(cat results/worker-3/memory/r0-w0.json)" = whole ]
    grep -qx -- --target arguments
}

@test "a trace is unpacked beside the workload, which names it" {
    seq 5 | gzip >packed
    # The stub keeps what lies beside the workload, its second argument after load; variables are the stub's.
    # shellcheck disable=SC2016
    sed -i '2a cp "$(dirname "$5")/trace.csv" "$BATS_TEST_TMPDIR/unpacked"' bin/java
    TRISKEL_TRACE=$PWD/packed run sh "$worker"
    echo "$output"
    [ "$status" -eq 0 ]
    seq 5 | cmp - unpacked
}

@test "a trace that is not there is told before anything is sent" {
    TRISKEL_TRACE=$PWD/none run sh "$worker"
    [ "$status" -ne 0 ]
    [[ $output == *"$PWD/none"* ]]
    [ ! -e arguments ]
}

@test "a missed objective and an invalid run are results, a target that failed is none" {
    for pair in 0:0 1:0 3:0 2:2 4:4; do
        rm -rf results
        CODE=${pair%:*} run sh "$worker"
        [ "$status" -eq "${pair#*:}" ]
    done
}

@test "a folder that holds another run's results is refused before anything is sent" {
    mkdir -p results/worker-0
    touch results/worker-0/mine
    run sh "$worker"
    [ "$status" -eq 2 ]
    [[ $output == *"is not empty: use a new folder for each run"* ]]
    [ ! -e arguments ]
}

@test "a worker that is told to end keeps its partial result" {
    SLOW=1 sh "$worker" >said 3>&- &
    ended=$!
    until grep -q up said 2>/dev/null; do sleep 0.05; done
    kill -TERM "$ended"
    wait "$ended"
    [ "$(cat results/worker-0/memory/r0-w0.json)" = partial ]
}

@test "what goes into the image is a worker: two of them are one run" {
    project=$BATS_TEST_DIRNAME/../..
    [ -r "$project/loadtest/load-run/target/runtime.classpath" ] && [ -r "$project/cli/target/runtime.classpath" ] ||
        skip 'the modules are not built'
    layout=$("$BATS_TEST_DIRNAME/image.sh" --target noop --layout)
    rm bin/java
    # The class paths are those of the image.
    sed "s|/triskel/lib|$layout/triskel/lib|g" -i "$layout"/triskel/cli/target/runtime.classpath "$layout"/triskel/loadtest/load-run/target/runtime.classpath
    export TRISKEL_HOME=$layout/triskel TRISKEL_TARGET=noop TRISKEL_WORKERS=2 TRISKEL_COMMIT=0123456789ab
    seq 0 2.5 999 | gzip >packed
    export TRISKEL_TRACE=$PWD/packed
    TRISKEL_WORKLOAD=$(printf 'workload: 1\nname: image\nlevel: bus\nevent: {size: 1KiB}\narrivals: {trace: trace.csv}\nphases:\n  - steady: {rate: 400/s, for: 1s}\ndrain: 2s\n' | base64 -w 0)
    TRISKEL_START=$(date -u -d '+15 seconds' +%Y-%m-%dT%H:%M:%SZ)
    export TRISKEL_WORKLOAD TRISKEL_START
    JOB_COMPLETION_INDEX=0 sh "$worker" >first 2>&1 &
    first=$!
    JOB_COMPLETION_INDEX=1 sh "$worker" >second 2>&1 || { cat second && false; }
    wait "$first" || { cat first && false; }
    for i in 0 1; do
        [ "$(jq -r '[.worker, .workers, .environment.commit] | join(" ")' "results/worker-$i/noop/r0-w$i.json")" = "$i 2 0123456789ab" ]
    done
    # Each arrival of the trace is one worker's.
    [ "$(jq -s 'map(.correctness.sent) | add' results/worker-*/noop/*.json)" -eq 400 ]
    [ "$(jq -s 'map(.correctness.lost) | add' results/worker-*/noop/*.json)" -eq 0 ]
}
