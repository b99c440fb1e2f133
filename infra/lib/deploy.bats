#!/usr/bin/env bats
# What the scripts of the three clouds share.
# shellcheck disable=SC1010,SC2016,SC2028

setup() {
    cd "$BATS_TEST_TMPDIR" || exit
    mkdir bin
    PATH=$PWD/bin:$PATH
    cat >script <<END
#!/usr/bin/env bash
# Says what it was told.
#
# Usage: script [--region R] [--yes]
. "$BATS_TEST_DIRNAME/deploy.sh"
read_options 'region= log-days= yes dry-run' "\$@"
END
    chmod +x script
}

# A tool that prints this when it is asked for its version.
tool() {
    printf '#!/bin/sh\necho "%s"\n' "$2" >"bin/$1"
    chmod +x "bin/$1"
}

@test "options are read in both forms, and flags are true" {
    echo 'echo "${option[region]} ${option[log_days]} $(given yes && echo yes)"' >>script
    run ./script --region eu-west-1 --log-days=7 --yes
    [ "$output" = "eu-west-1 7 yes" ]
}

@test "an unknown option, a value that is missing and a word too many are wrong usage" {
    for wrong in --reg --region 'word' '--yes=no'; do
        run ./script "$wrong"
        [ "$status" -eq 2 ]
        [[ $output == *"See ./script --help"* ]]
    done
}

@test "--help prints the first comment, and nothing is done" {
    echo 'echo done' >>script
    run ./script --help
    [ "$status" -eq 0 ]
    [ "$output" = $'Says what it was told.\n\nUsage: script [--region R] [--yes]' ]
}

@test "a value of another form is wrong usage, and the message says what is expected" {
    echo "matches region '[a-z]+-[0-9]' 'a region such as west-1'" >>script
    run ./script --region 'west-1; rm'
    [ "$status" -eq 2 ]
    [[ $output == *"expected a region such as west-1"* ]]
}

@test "a tool is refused that is missing or too old, with how to get it" {
    tool cloud 'cloud-cli/2.9.1 for all'
    echo 'needs cloud 2.10 "Get it there."' >>script
    run ./script
    [ "$status" -eq 1 ]
    [[ $output == *"cloud has version 2.9.1; 2.10 or newer is needed"*"Get it there."* ]]

    sed -i 's/needs cloud/needs no-such-tool/' script
    run ./script
    [ "$status" -eq 1 ]
    [[ $output == *"no-such-tool is not installed"*"Get it there."* ]]
}

@test "a tool is taken that is as new as it must be" {
    echo 'needs cloud 2.10 "Get it there."; echo taken' >>script
    for version in 'Cloud v2.10' 'cloud 2.10.0 (2026-01-01)' 'cloud 10'; do
        tool cloud "$version"
        run ./script
        [ "$output" = taken ]
    done
}

@test "without a terminal and without --yes nothing is done" {
    echo 'sure "Spend?"; echo done' >>script
    run ./script </dev/null
    [ "$status" -eq 1 ]
    [[ $output == *"cannot ask without a terminal: Spend?"*"Add --yes"* ]]
    run ./script --yes </dev/null
    [ "$output" = done ]
}

@test "a dry run asks nothing, and shows a change as it would be typed" {
    echo 'sure "Spend?"; change touch "a b"' >>script
    run ./script --dry-run </dev/null
    [ "$status" -eq 0 ]
    [ "$output" = '   would run: touch a\ b' ]
    [ ! -e 'a b' ]
}

@test "a file of variables is read by a shell as it was meant, and by nobody else" {
    echo "write_variables file.env NAME=it\\'s 'OTHER=a=\$b \"c\"'" >>script
    run ./script
    [ "$status" -eq 0 ]
    # shellcheck source=/dev/null
    . ./file.env
    [ "$NAME" = "it's" ]
    # shellcheck disable=SC2016
    [ "$OTHER" = 'a=$b "c"' ]
    [ "$(stat -c %a file.env)" = 600 ]
}

@test "costs are amounts times the list prices of ./triskel size, and what is not known is said" {
    cat >>script <<'END'
prices=list.json
monthly_cost eu <<'ITEMS'
a.hour 730 a thing
b.call 5 calls
c.gb 3 traffic
ITEMS
END
    cat >list.json <<'END'
{"name": "prices-test", "asOf": "2026-11-26", "prices": [
  {"meter": "a.hour", "region": "us", "usd": 0.015, "per": 1},
  {"meter": "a.hour", "region": "eu", "usd": 0.02, "per": 1},
  {"meter": "b.call", "region": "us", "usd": 30, "per": 10},
  {"meter": "c.gb", "region": "all", "per": 1}]}
END
    run ./script
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = '     14.60  a thing' ]
    [ "${lines[1]}" = '     15.00  calls  *' ]
    [ "${lines[2]}" = '      0.00  traffic  no price was found, so the sum lacks it' ]
    [ "${lines[3]}" = '     29.60  USD a month, before taxes, free grants and use' ]
}

@test "an idle deployment costs the products of its amounts, with other numbers where they are given" {
    echo 'prices=list.json idle=idle.json; idle_cost us a units=3; idle_cost us a' >>script
    echo '{"name": "prices-test", "asOf": "2026-11-26", "prices": [{"meter": "a.hour", "region": "all", "usd": 0.01, "per": 1}]}' >list.json
    echo '{"clouds": {"a": {"given": {"units": 1}, "items": [{"meter": "a.hour", "amount": [730, "units"], "what": "{units} unit(s)"}]}}}' >idle.json
    run ./script
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = '     21.90  3 unit(s)' ]
    [[ $output == *'      7.30  1 unit(s)'* ]]
}

@test "a meter that the list does not have is an error, and no free thing" {
    echo 'monthly_cost eu <<<"no.such.meter 1 a thing"' >>script
    run ./script
    [ "$status" -ne 0 ]
    [[ $output == *"no price has the meter no.such.meter"* ]]
}
