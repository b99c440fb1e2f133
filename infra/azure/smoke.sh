#!/usr/bin/env bash
# Places an order in a deployed pipeline, follows it until it has shipped, and forgets its customer. Exit code 0 if all of it succeeded.
#
#   infra/azure/smoke.sh --env orders-azure.env
#
#   --env FILE        the variables file of deploy.sh, or of './triskel up azure' for a local Azure; default NAME-azure.env
#   --app DIR         check your own application of this Maven project instead: HTTP answers, and every consumer gets heartbeats
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
read_options 'env= app= name= seconds= dry-run' "$@"
matches seconds '[1-9][0-9]*' 'a number of seconds'
# shellcheck disable=SC2154 # project is the repository, from deploy.sh
read_environment "${option[env]:-${option[name]:-orders}-azure.env}" TRISKEL_APP_URL TRISKEL_APP_FUNCTION_KEY
if ! given dry-run; then
    needs curl 7.61 "Debian: apt-get install curl"
    needs jq 1.6 "Debian: apt-get install jq"
fi

secrets() { printf 'header = "x-functions-key: %s"\n' "$TRISKEL_APP_FUNCTION_KEY"; }

# shellcheck disable=SC2034 # lib/smoke.sh reads them
cloud=azure refused='The function key of this file is no longer valid: run deploy.sh again to rewrite the file.' \
    logs="For the reason see az webapp log tail, or the traces in Application Insights."
[ -n "${option[app]:-}" ] || {
    place_and_follow "$TRISKEL_APP_URL" "${option[seconds]:-180}"
    exit
}

# The stores have the newest heartbeat of each consumer, and the clock sends one a minute.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/app.sh"
jar_of "${option[app]}"
begin=$SECONDS limit=${option[seconds]:-180}
http_answers "$TRISKEL_APP_URL" "$limit"
[[ $status != 401 && $status != 403 ]] || fail "HTTP answers $status: ${answer:0:500}" "$refused"
note "HTTP answers $status"
if given dry-run; then exit; fi
# shellcheck disable=SC2154 # jar_of sets jar
while lag=$(java -cp "$jar" io.triskel.azure.hosting.AzureOperations <<<'{"op":"lag"}') || fail "the stores cannot be read" "${lag:0:500}"; do
    ages=$(jq -c '.heartbeatAges' <<<"$lag")
    # Without heartbeats every age would exceed the time that this has taken.
    [ $((SECONDS - begin)) -lt 90 ] || ! jq -e '.heartbeatAges as $ages | .parkedLanes | keys | length > 0 and all(. as $consumer | ($ages[$consumer] // 90) < 90)' <<<"$lag" >/dev/null || break
    [ $((SECONDS - begin)) -lt "$((limit + 90))" ] || fail "heartbeats do not reach every consumer, in seconds: $ages" "$logs"
    sleep 5
done
note "every consumer gets heartbeats, in seconds: $ages"
