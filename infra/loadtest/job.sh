# shellcheck shell=bash
# What the scripts that run workers on an engine share: the options, the moment at which all begin, the workload as a variable, and its trace
# as a file. To be read after ../lib/deploy.sh; a script adds its own to $job_options, then calls what_is_given LEAD.

# shellcheck disable=SC2034 # the scripts read it
job_options='workload= image= workers= name= lead= yes dry-run'

# A line of a workload that names its trace: what stands before the file's name (\1), the name (\4), and what stands behind it (\5).
trace_line='^([[:space:]]*(["'\'']?arrivals["'\'']?[[:space:]]*:[[:space:]]*)?(\{[[:space:]]*)?["'\'']?trace["'\'']?[[:space:]]*:[[:space:]]*["'\'']?)'
trace_line+='([^]["'\''{}#,]*[^]["'\''{}#,[:space:]])(["'\'']?[[:space:]]*\}?[[:space:]]*([[:space:]]#.*)?)$'

# what_is_given LEAD: checks the options; sets workers, name, start, workload (the file in base64) and trace (the trace's file, packed; empty if
# there is none). The workload that workers get names its trace as trace.csv beside it. LEAD is in seconds, if none is given.
# shellcheck disable=SC2034 # the scripts read what is set here
what_is_given() {
    matches workers '[1-9][0-9]{0,3}' 'a number of workers'
    matches name '[a-z][a-z0-9-]{0,18}[a-z0-9]' '2 to 20 small letters, digits or hyphens, a letter first'
    matches lead '[1-9][0-9]{1,3}' 'seconds'
    matches image '[a-zA-Z0-9][a-zA-Z0-9._/:@-]*' 'an image, such as registry.example.org/triskel-load-aws:1'
    [ -n "${option[workload]:-}" ] || misused "--workload is missing"
    [ -r "${option[workload]}" ] || misused "cannot read ${option[workload]}"
    [ -n "${option[image]:-}" ] || misused "--image is missing: infra/loadtest/image.sh builds one"
    workers=${option[workers]:-4}
    name=${option[name]:-load-$(date -u +%m%d-%H%M%S)}
    start=$(date -u -d "+${option[lead]:-$1} seconds" +%Y-%m-%dT%H:%M:%SZ)
    workload=$(sed -E "s|$trace_line|\\1trace.csv\\5|" "${option[workload]}" | base64 -w 0)
    # AWS Batch takes some 8 KiB of variables in all.
    [ ${#workload} -le 6000 ] || fail "${option[workload]} is too long to be handed to workers: ${#workload} of at most 6000 bytes in base64" "Shorten its comments."
    trace=
    pack_trace "$(sed -nE "s|$trace_line|\\4|p" "${option[workload]}")"
}

# pack_trace FILE: packs the trace of the workload into the folder target; FILE is as the workload names it, or empty.
# A trace is no variable as the workload is: AWS Batch takes 8 KiB of variables in all, some 1,500 arrivals. An image with the trace in it would
# be a build and a push for each trace. On Kubernetes it has 150 KB at most: kubectl apply repeats the ConfigMap in an annotation of 256 KiB.
pack_trace() {
    local file=$1
    if [ -z "$file" ]; then
        ! grep -Eq '^[^#]*\<trace["'\'']?[[:space:]]*:' "${option[workload]}" ||
            fail "which file is the trace of ${option[workload]}?" "Write arrivals: {trace: FILE} on a line of its own, FILE without quotes, commas and braces in it."
        return 0
    fi
    [[ $file == /* ]] || file=$(dirname "${option[workload]}")/$file
    [ -r "$file" ] || fail "${option[workload]} has the trace $file, and that cannot be read" "Its path is relative to the workload's file."
    # shellcheck disable=SC2154 # project is deploy.sh's
    trace=$project/target/loadtest/$name.trace.csv.gz
    mkdir -p "${trace%/*}"
    gzip -9n <"$file" >"$trace"
}
