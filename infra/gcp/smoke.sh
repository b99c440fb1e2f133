#!/usr/bin/env bash
# Places an order in a deployed pipeline, follows it to its end and has its customer forgotten. Exit code 0 if all that went well.
#
#   infra/gcp/smoke.sh --env orders-gcp.env
#
#   --env FILE        what deploy.sh wrote; default NAME-gcp.env
#   --name NAME       default orders
#   --seconds N       how long each step may take; default 180, since functions start cold
#   --dry-run         call nothing, show all
#   --help
#
# It leaves a product named smoke-... and one order without a name.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../lib/deploy.sh"
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../lib/smoke.sh"
read_options 'env= name= seconds= dry-run' "$@"
matches seconds '[1-9][0-9]*' 'a number of seconds'
# shellcheck disable=SC2154 # project is the folder of all, from deploy.sh
read_environment "${option[env]:-${option[name]:-orders}-gcp.env}" ORDERS_URL ORDERS_LOOKUP_BASE
if given dry-run; then
    token=TOKEN
else
    needs curl 7.61 "Debian: apt-get install curl"
    needs jq 1.6 "Debian: apt-get install jq"
    needs gcloud 450 "https://cloud.google.com/sdk/docs/install"
    # A service account names who the token is for, a person cannot.
    token=$(gcloud auth print-identity-token --audiences="$ORDERS_URL" 2>/dev/null || gcloud auth print-identity-token) ||
        fail "no identity token comes from gcloud" "gcloud auth login"
fi

secrets() { printf 'header = "Authorization: Bearer %s"\n' "$token"; }

# shellcheck disable=SC2034 # smoke.sh of lib reads them
cloud=gcp refused='Its deployer may call it: run smoke.sh with that login, or deploy again with yours.' \
    logs="The log says more: gcloud logging read 'resource.type=cloud_run_revision severity>=WARNING' --freshness=10m"
place_and_follow "$ORDERS_URL" "${option[seconds]:-180}"
# The functions look orders up at this address, which follows from names and is not told by the service.
until_answered 404 'nothing of another name is there' GET "${ORDERS_LOOKUP_BASE%/}/products/nothing-of-that-name"
