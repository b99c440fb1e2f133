#!/usr/bin/env bash
# Places an order in a deployed pipeline, follows it until it has shipped, and forgets its customer. Exit code 0 if all of it succeeded.
#
#   infra/gcp/smoke.sh --env orders-gcp.env
#
#   --env FILE        the variables file of deploy.sh; default NAME-gcp.env
#   --name NAME       the pipeline; default orders
#   --seconds N       time limit of each step; default 180, because functions start cold
#   --dry-run         print the calls, and call nothing
#   --help
#
# A product named smoke-... and one order without a name remain.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../lib/deploy.sh"
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../lib/smoke.sh"
read_options 'env= name= seconds= dry-run' "$@"
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
place_and_follow "$TRISKEL_APP_URL" "${option[seconds]:-180}"
# The functions look orders up at this address, which is predicted from names and not read from the service.
until_answered 404 'the predicted address answers' GET "${TRISKEL_APP_LOOKUP_BASE%/}/products/nothing-of-that-name"
