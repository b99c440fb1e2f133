#!/bin/sh
# Runs one worker of a load test and stores its results outside the container. The job engine sets the worker's number
# (docs/load-testing.md), and the environment sets
#
#   TRISKEL_WORKLOAD   the workload's file, in base64
#   TRISKEL_TRACE      the workload's trace, compressed by gzip: a file or s3://BUCKET/KEY; empty if it has none
#   TRISKEL_TARGET     the target; the image sets it
#   TRISKEL_RESULTS    a folder, such as a mounted bucket or disk; or s3://BUCKET/PREFIX
#   TRISKEL_START      the common start of all workers
#
# A missed objective or an invalid run is a result, shown by the report: exit code 0. Any other failure has its own code.
set -eu

work=$(mktemp -d)
index=${TRISKEL_WORKER:-${JOB_COMPLETION_INDEX:-${CLOUD_RUN_TASK_INDEX:-${AWS_BATCH_JOB_ARRAY_INDEX:-0}}}}
results=${TRISKEL_RESULTS:?is missing: the folder or s3:// address for results}/worker-$index

# keep FOLDER: copies its files to the results.
keep() {
    case $results in
    s3://*) aws s3 cp --only-show-errors --recursive "$1" "$results" ;;
    *) cp -R "$1/." "$results/" ;;
    esac
}

# Check before the load that results can be stored.
mkdir "$work/begun" "$work/results"
date -u >"$work/begun/begun.txt"
case $results in
s3://*) ;;
*)
    mkdir -p "$results"
    if [ -n "$(ls -A "$results")" ]; then
        echo "worker.sh: $results is not empty: use a new folder for each run" >&2
        exit 2
    fi
    ;;
esac
keep "$work/begun"

printf '%s' "${TRISKEL_WORKLOAD:?is missing: the workload in base64}" | base64 -d >"$work/workload.yaml"
case ${TRISKEL_TRACE:-} in
'') ;;
s3://*) aws s3 cp --only-show-errors "$TRISKEL_TRACE" "$work/trace.csv.gz" ;;
*) cp "$TRISKEL_TRACE" "$work/trace.csv.gz" ;;
esac
[ ! -e "$work/trace.csv.gz" ] || gunzip "$work/trace.csv.gz"
java -cp "$TRISKEL_HOME/cli/target/classes:$(cat "$TRISKEL_HOME/cli/target/runtime.classpath")" io.triskel.cli.Main \
    load "$work/workload.yaml" --target "$TRISKEL_TARGET" --out "$work/results" &
load=$!
# A worker that the engine stops still stores its partial result.
trap 'kill -TERM "$load"' TERM INT
code=0
wait "$load" || code=$?
if kill -0 "$load" 2>/dev/null; then
    code=0
    wait "$load" || code=$?
fi
keep "$work/results"
case $code in
1 | 3) exit 0 ;;
*) exit "$code" ;;
esac
