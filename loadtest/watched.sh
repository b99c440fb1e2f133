#!/usr/bin/env bash
# Does an open page change what a load test measures? Runs a workload with and without one in turn, and prints
# the median of the ratios of neighbours: processor time of the command itself and, by event, of the measured
# process, p50, p99. A browser keeps the page open: CHROMIUM, or /usr/bin/chromium.
#   loadtest/watched.sh WORKLOAD.yaml PAIRS
set -euo pipefail

workload=${1:?WORKLOAD.yaml} pairs=${2:?PAIRS}
triskel=${TRISKEL:-$(dirname "$0")/../triskel}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

spent() { # PID, the processor time of one process in seconds
    awk -v hz="$(getconf CLK_TCK)" '{ print ($14 + $15) / hz }' "/proc/$1/stat" 2>/dev/null || true
}

run() { # NAME [--ui]
    "$triskel" load "$workload" --out "$folder/$1" "${@:2}" >"$folder/$1.out" 2>"$folder/$1.err" &
    local command=$! page='' browser=''
    if [ $# -gt 1 ]; then
        until page=$(grep -om1 'http://127[^ ]*' "$folder/$1.err" 2>/dev/null); do sleep 0.1; done
        "${CHROMIUM:-/usr/bin/chromium}" --headless --no-sandbox --disable-gpu --remote-debugging-port=0 \
            --user-data-dir="$folder/browser" "$page" >"$folder/browser.log" 2>&1 &
        browser=$!
        until grep -q 'The page stays' "$folder/$1.err"; do sleep 0.2; done
        spent "$command" >"$folder/$1.spent"
        kill "$command"
    fi
    while [ $# -eq 1 ] && kill -0 "$command" 2>/dev/null; do
        spent "$command" >"$folder/$1.spent.now"
        [ ! -s "$folder/$1.spent.now" ] || mv "$folder/$1.spent.now" "$folder/$1.spent"
        sleep 0.2
    done
    wait "$command" || true # an exit code of a run that missed an objective, or was invalid
    if [ -n "$browser" ]; then
        kill "$browser"
        wait "$browser" || true
    fi
}

figure() { # NAME MEMBER, its first in the result, or the seconds that the command itself took
    [ "$2" != command ] || { cat "$folder/$1.spent" && return; }
    grep -om1 "\"$2\" *: *[0-9.]*" "$folder/$1/memory/r0-w0.json" | head -1 | grep -o '[0-9.]*$'
}

for pair in $(seq "$pairs"); do
    if ((pair % 2)); then
        run "without$pair"
        run "with$pair" --ui
    else
        run "with$pair" --ui
        run "without$pair"
    fi
    for member in command cpuUsPerEvent p50Us p99Us; do
        awk -v pair="$pair" -v member="$member" -v with="$(figure "with$pair" "$member")" \
            -v without="$(figure "without$pair" "$member")" \
            'BEGIN { printf "%d %s %s %s %.3f\n", pair, member, with, without, with / without }' | tee -a "$folder/ratios"
    done
done
for member in command cpuUsPerEvent p50Us p99Us; do
    awk -v member="$member" '$2 == member { print $5 }' "$folder/ratios" | sort -n |
        awk -v member="$member" '{ all[NR] = $1 } END { printf "%s, median of %d ratios with to without a page: %.3f\n", member, NR,
            NR % 2 ? all[(NR + 1) / 2] : (all[NR / 2] + all[NR / 2 + 1]) / 2 }'
done
