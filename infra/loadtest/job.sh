# shellcheck shell=bash
# What the scripts that run workers on an engine share: the options, the moment at which all begin, and the workload as a variable. To be
# read after ../lib/deploy.sh; a script adds its own to $job_options, then calls what_is_given LEAD.

# shellcheck disable=SC2034 # the scripts read it
job_options='workload= image= workers= name= lead= yes dry-run'

# what_is_given LEAD: checks the options; sets workers, name, start and workload (the file in base64). LEAD is in seconds, if none is given.
# shellcheck disable=SC2034 # the scripts read what is set here
what_is_given() {
    matches workers '[1-9][0-9]{0,3}' 'a number of workers'
    matches name '[a-z][a-z0-9-]{0,18}[a-z0-9]' '2 to 20 small letters, digits or hyphens, a letter first'
    matches lead '[1-9][0-9]{1,3}' 'seconds'
    matches image '[a-zA-Z0-9][a-zA-Z0-9._/:@-]*' 'an image, such as registry.example.org/triskel-load-aws:1'
    [ -n "${option[workload]:-}" ] || misused "--workload is missing"
    [ -r "${option[workload]}" ] || misused "cannot read ${option[workload]}"
    [ -n "${option[image]:-}" ] || misused "--image is missing: infra/loadtest/image.sh builds one"
    if grep -Eq '^ *arrivals:.*trace' "${option[workload]}"; then
        fail "${option[workload]} has a trace, and no worker has its file" "Take arrivals of another kind, or build an image with the file in it."
    fi
    workers=${option[workers]:-4}
    name=${option[name]:-load-$(date -u +%m%d-%H%M%S)}
    start=$(date -u -d "+${option[lead]:-$1} seconds" +%Y-%m-%dT%H:%M:%SZ)
    workload=$(base64 -w 0 <"${option[workload]}")
    # AWS Batch takes some 8 KiB of variables in all.
    [ ${#workload} -le 6000 ] || fail "${option[workload]} is too long to be handed to workers: ${#workload} of at most 6000 bytes in base64" "Shorten its comments."
}
