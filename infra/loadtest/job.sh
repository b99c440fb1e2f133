# shellcheck shell=bash
# Shared by the scripts that run workers on a job engine: options, common start, the workload as a variable, and its trace as a file. Source it
# after ../lib/deploy.sh; a script adds its own options to $job_options, then calls what_is_given LEAD.

# shellcheck disable=SC2034 # the scripts read it
job_options='workload= image= workers= name= lead= yes dry-run'

# A line of a workload that names its trace: the text before the file's name (\1), the name (\4), and the text after it (\5).
trace_line='^([[:space:]]*(["'\'']?arrivals["'\'']?[[:space:]]*:[[:space:]]*)?(\{[[:space:]]*)?["'\'']?trace["'\'']?[[:space:]]*:[[:space:]]*["'\'']?)'
trace_line+='([^]["'\''{}#,]*[^]["'\''{}#,[:space:]])(["'\'']?[[:space:]]*\}?[[:space:]]*([[:space:]]#.*)?)$'

# what_is_given LEAD: checks the options; sets workers, name, lead, workload (the file in base64) and trace (the compressed trace file, or
# empty). The workers' copy of the workload names its trace as trace.csv, next to it. LEAD is the default of --lead, in seconds.
# shellcheck disable=SC2034 # the scripts read what is set here
what_is_given() {
    matches workers '[1-9][0-9]{0,3}' 'a number of workers'
    matches name '[a-z][a-z0-9-]{0,18}[a-z0-9]' '2 to 20 lower-case letters, digits or hyphens, starting with a letter'
    matches lead '[1-9][0-9]{1,3}' 'seconds'
    matches image '[a-zA-Z0-9][a-zA-Z0-9._/:@-]*' 'an image, such as registry.example.org/triskel-load-aws:1'
    [ -n "${option[workload]:-}" ] || misused "--workload is missing"
    [ -r "${option[workload]}" ] || misused "cannot read ${option[workload]}"
    [ -n "${option[image]:-}" ] || misused "--image is missing: infra/loadtest/image.sh builds one"
    workers=${option[workers]:-4}
    name=${option[name]:-load-$(date -u +%m%d-%H%M%S)}
    lead=${option[lead]:-$1}
    workload=$(sed -E "s|$trace_line|\\1trace.csv\\5|" "${option[workload]}" | base64 -w 0)
    # AWS Batch accepts about 8 KiB of variables in total.
    [ ${#workload} -le 6000 ] || fail "${option[workload]} is too long for the workers: ${#workload} of at most 6000 bytes in base64" "Shorten its comments."
    trace=
    pack_trace "$(sed -nE "s|$trace_line|\\4|p" "${option[workload]}")"
}

# set_start: sets start, the moment at which all workers start. Call it right before the job begins: a question may wait for its answer.
set_start() { start=$(date -u -d "+$lead seconds" +%Y-%m-%dT%H:%M:%SZ); }

# no_search: refuses a workload with a capacity search, for which each worker needs its own bus.
no_search() {
    ! grep -Eq '^[^#]*\<capacity["'\'']?[[:space:]]*:' "${option[workload]}" ||
        fail "${option[workload]} searches for a capacity, and workers cannot search on one bus together" \
            "Use one worker, or give each its own bus: docs/load-testing-reference.md#workers-in-a-job"
}

# pack_trace FILE: compresses the workload's trace into the folder target; FILE is the name in the workload, or empty.
# A trace is not a variable like the workload: AWS Batch accepts 8 KiB of variables in total, about 1,500 arrivals. An image with the trace would
# need a build and a push per trace. On Kubernetes 150 KB is the limit: kubectl apply repeats the ConfigMap in an annotation of 256 KiB.
pack_trace() {
    local file=$1
    if [ -z "$file" ]; then
        ! grep -Eq '^[^#]*\<trace["'\'']?[[:space:]]*:' "${option[workload]}" ||
            fail "cannot tell which file is the trace of ${option[workload]}" "Write arrivals: {trace: FILE} on its own line; FILE may not contain quotes, commas or braces."
        return 0
    fi
    [[ $file == /* ]] || file=$(dirname "${option[workload]}")/$file
    [ -r "$file" ] || fail "cannot read $file, the trace of ${option[workload]}" "Its path is relative to the workload's file."
    # shellcheck disable=SC2154 # project is deploy.sh's
    trace=$project/target/loadtest/$name.trace.csv.gz
    mkdir -p "${trace%/*}"
    gzip -9n <"$file" >"$trace"
}
