#!/usr/bin/env bash
# Places an order in a deployed pipeline, follows it until it has shipped, and forgets its customer. Exit code 0 if all of it succeeded.
#
#   infra/gcp/smoke.sh --env orders-gcp.env
#
#   --env FILE        the variables file of deploy.sh; default NAME-gcp.env
#   --app             check an application of your own instead: HTTP answers, and every consumer gets heartbeats
#   --name NAME       the deployment; default orders
#   --seconds N       time limit of each step; default 180, because functions start cold
#   --dry-run         print the calls, and call nothing
#   --help
#
# A product named smoke-... and one order without a name remain.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../lib/deploy.sh"
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../lib/smoke.sh"
read_options 'env= app name= seconds= dry-run' "$@"
matches seconds '[1-9][0-9]*' 'a number of seconds'
# shellcheck disable=SC2154 # project is the repository, from deploy.sh
read_environment "${option[env]:-${option[name]:-orders}-gcp.env}" TRISKEL_APP_URL TRISKEL_APP_LOOKUP_BASE
if given dry-run; then
    token=TOKEN
else
    needs curl 7.61 "Debian: apt-get install curl"
    needs jq 1.6 "Debian: apt-get install jq"
    needs gcloud 450 "https://cloud.google.com/sdk/docs/install"
    # A service account can name the token's audience, a person cannot.
    token=$(gcloud auth print-identity-token --audiences="$TRISKEL_APP_URL" 2>/dev/null || gcloud auth print-identity-token) ||
        fail "cannot get an identity token from gcloud" "gcloud auth login"
fi

secrets() { printf 'header = "Authorization: Bearer %s"\n' "$token"; }

# shellcheck disable=SC2034 # lib/smoke.sh reads them
cloud=gcp refused='Only the deployer may call the function: run smoke.sh with that login, or deploy again with yours.' \
    logs="For the reason: gcloud logging read 'resource.type=cloud_run_revision severity>=WARNING' --freshness=10m"

# beats ADDRESS: HTTP answers, and by the clock's log every consumer has got a heartbeat between two ticks: without one its age grows with time.
beats() {
    local begin limit=${option[seconds]:-180} logged missing
    http_answers "$1" "$limit"
    [[ $status != 401 && $status != 403 ]] || fail "HTTP answers $status: ${answer:0:500}" "$refused"
    note "HTTP answers $status"
    begin=$SECONDS
    while :; do
        logged=$(gcloud_log "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\"${TRISKEL_APP_TOPIC:-NAME}-clock\" AND jsonPayload.heartbeat:*")
        if given dry-run; then return; fi
        missing=$(jq -r --arg consumers "$TRISKEL_APP_FUNCTIONS" '
            ([group_by(.jsonPayload.heartbeat)[] | map({age: (.jsonPayload.ageSeconds | tonumber), at: (.timestamp[:19] + "Z" | fromdate)} + {consumer: .jsonPayload.heartbeat})
                | sort_by(.at) | (last.at - first.at) as $span
                | select(last.age < 90 and $span > 30 and last.age - first.age < $span - 30) | first.consumer]) as $heard
            | [$consumers | splits(" +") | split("=")[0]] - $heard | join(", ")' <<<"${logged:-[]}")
        [ -n "$missing" ] || break
        [ $((SECONDS - begin)) -lt "$limit" ] || fail "no heartbeat reaches $missing" "$logs"
        sleep 5
    done
    note "every consumer gets heartbeats"
}

# gcloud_log FILTER: what the log has of the last ten minutes, as JSON.
gcloud_log() {
    if given dry-run; then
        note "would run: gcloud logging read $(printf '%q' "$1")"
    else
        gcloud logging read "$1" --project="$GOOGLE_CLOUD_PROJECT" --freshness=10m --format=json || fail "cannot read the log of the clock" "Your account needs roles/logging.viewer."
    fi
}

if given app; then
    beats "$TRISKEL_APP_URL"
    exit
fi
place_and_follow "$TRISKEL_APP_URL" "${option[seconds]:-180}"
# The functions look orders up at this address, which is predicted from names and not read from the service.
until_answered 404 'the predicted address answers' GET "${TRISKEL_APP_LOOKUP_BASE%/}/products/nothing-of-that-name"
