#!/usr/bin/env bash
# Runs a workload with several workers on a Kubernetes cluster, as one indexed Job, and waits until it has finished.
#
#   infra/loadtest/kubernetes/run.sh --workload loadtest/workloads/steady.yaml --image IMAGE --workers 4 --claim results
#
#   --workload FILE     the workload; its trace has at most 150 KB when compressed
#   --image IMAGE       built by infra/loadtest/image.sh, in a registry that the cluster reaches
#   --workers N         number of workers; default 4
#   --claim NAME        a PersistentVolumeClaim that all nodes can write to: a bucket through its CSI driver, or a shared disk
#   --secret NAME       a Secret with the bus's variables (loadtest/README.md)
#   --account NAME      the service account, if it provides credentials; default: default
#   --name NAME         of the run and its results folder; default: load and the time
#   --cpu N, --memory M of each worker; default 2 and 2Gi
#   --lead SECONDS      time until all workers start, while images are pulled; default 180
#   --minutes N         time limit of the Job; default 60
#   --yes               do not ask
#   --dry-run           only write the manifest, and print the commands
#   --help
#
# kubectl's context sets the cluster and namespace. Exit codes: 0 done, 1 failed, 2 wrong usage.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../../lib/deploy.sh"
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../job.sh"
read_options "$job_options claim= secret= account= cpu= memory= minutes=" "$@"
matches claim '[a-z0-9][a-z0-9.-]*' 'the name of a PersistentVolumeClaim'
matches secret '[a-z0-9][a-z0-9.-]*' 'the name of a Secret'
matches account '[a-z0-9][a-z0-9.-]*' 'the name of a ServiceAccount'
matches cpu '[0-9]+(\.[0-9]+)?|[0-9]+m' 'CPUs, such as 2'
matches memory '[0-9]+(Mi|Gi)' 'memory, such as 2Gi'
matches minutes '[1-9][0-9]{0,3}' 'minutes'
[ -n "${option[claim]:-}" ] || misused "--claim is missing"
what_is_given 180

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2154 # project, workers, start, name, workload and trace are deploy.sh's and job.sh's
manifest=$project/target/loadtest/$name.yaml

# A trace goes into the Job's ConfigMap, which kubectl apply repeats in an annotation; annotations are limited to 256 KiB.
most_of_trace=200000 packed=$manifest.packed trace_at=
mkdir -p "${manifest%/*}"
if [ -z "$trace" ]; then
    printf '  trace.csv.gz: ""\n' >"$packed"
else
    trace_at=/trace/trace.csv.gz
    printf '  trace.csv.gz: "%s"\n' "$(base64 -w 0 <"$trace")" >"$packed"
    [ "$(wc -c <"$packed")" -le "$most_of_trace" ] ||
        fail "the trace of ${option[workload]} is too long for a ConfigMap: $(wc -c <"$packed") of at most $most_of_trace bytes, packed in base64" \
            "Cut it, take fewer decimals, or arrivals: poisson with phases of the same rates. On Cloud Run and AWS Batch a trace goes through the bucket."
fi

step "$workers workers as Job $name"
if ! given dry-run; then
    needs kubectl 1.24 "https://kubernetes.io/docs/tasks/tools/"
    context=$(kubectl config current-context) || fail "kubectl has no context" "kubectl config use-context NAME"
    note "cluster: $context"
    kubectl get persistentvolumeclaim "${option[claim]}" --output=name >&2 ||
        fail "PersistentVolumeClaim ${option[claim]} does not exist" "infra/loadtest/README.md explains how to mount a bucket."
fi
note "each worker requests ${option[cpu]:-2} CPUs and ${option[memory]:-2Gi} for up to ${option[minutes]:-60} min; the bus bills the events"
sure "Start $workers workers?"
set_start
note "all workers start at $start"
sed -e '/@PACKED@/{' -e "r $packed" -e 'd' -e '}' \
    -e "s|@TRACE@|$trace_at|; s|@NAME@|$name|; s|@WORKERS@|$workers|; s|@START@|$start|; s|@WORKLOAD@|$workload|; s|@IMAGE@|${option[image]}|" \
    -e "s|@ACCOUNT@|${option[account]:-default}|; s|@SECRET@|${option[secret]:-triskel-load-bus}|; s|@CLAIM@|${option[claim]}|" \
    -e "s|@CPU@|${option[cpu]:-2}|; s|@MEMORY@|${option[memory]:-2Gi}|; s|@SECONDS@|$((60 * ${option[minutes]:-60}))|" \
    "$here/job.yaml" >"$manifest"
note "manifest: $manifest"
change kubectl apply --filename "$manifest"
if ! given dry-run; then
    # A Job completes or fails, and kubectl wait can wait for only one of them. If the cluster does not answer, ask again.
    patience=$((60 * ${option[minutes]:-60} + 300)) state=
    SECONDS=0
    until [[ $state == *Complete* ]] || [[ $state == *Failed* ]]; do
        [ "$SECONDS" -lt "$patience" ] || fail "Job $name has not ended within $patience s" "kubectl describe job/$name"
        sleep "${TRISKEL_POLL_SECONDS:-15}"
        state=$(kubectl get "job/$name" --output='jsonpath={.status.conditions[?(@.status=="True")].type}') || state=
    done
    succeeded=$(kubectl get "job/$name" --output='jsonpath={.status.succeeded}') || succeeded=unknown
    [ "$succeeded" = "$workers" ] || fail "not every worker has a result: ${succeeded:-0} of $workers" \
        "kubectl logs --selector=run=$name --all-containers --tail=50" "Partial results: /results/$name of ${option[claim]}"
fi
note "results: /results/$name of ${option[claim]}; copy them here, then ./triskel report $name/worker-*"
printf '%s\n' "$name"
