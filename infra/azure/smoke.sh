#!/usr/bin/env bash
# Places an order in a deployed pipeline, follows it to its end and has its customer forgotten. Exit code 0 if all that went well.
#
#   infra/azure/smoke.sh --env orders-azure.env
#
#   --env FILE        what deploy.sh wrote; default NAME-azure.env
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
read_environment "${option[env]:-${option[name]:-orders}-azure.env}" ORDERS_URL ORDERS_FUNCTION_KEY
if ! given dry-run; then
    needs curl 7.61 "Debian: apt-get install curl"
    needs jq 1.6 "Debian: apt-get install jq"
fi

secrets() { printf 'header = "x-functions-key: %s"\n' "$ORDERS_FUNCTION_KEY"; }

# shellcheck disable=SC2034 # smoke.sh of lib reads them
cloud=azure refused='The function key of this file opens nothing any more: let deploy.sh write the file again.' \
    logs="The log says more: az webapp log tail, or the traces of Application Insights."
place_and_follow "$ORDERS_URL" "${option[seconds]:-180}"
