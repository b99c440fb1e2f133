# shellcheck shell=bash
# An order that is placed and followed to its end over HTTP (docs/orders-http.md), for smoke.sh of infra/azure and infra/gcp. To be read
# after deploy.sh; a script sets credential=HEADER, what opens the function.

# read_environment FILE NAME...: the variables of a file that deploy.sh wrote, of which these must be there.
read_environment() {
    local file=$1 variable
    shift
    if [ ! -f "$file" ] && given dry-run; then
        for variable in "$@"; do export "$variable=https://ADDRESS"; done
        return
    fi
    [ -f "$file" ] || fail "$file is not there" "deploy.sh writes it; --env says where it is."
    # shellcheck disable=SC1090 # deploy.sh wrote it
    . "$file"
    for variable in "$@"; do
        [ -n "${!variable:-}" ] || fail "$file has no $variable" "Let deploy.sh write it again."
    done
}

# call METHOD ADDRESS [BODY]: sets status and answer.
call() {
    local method=$1 address=$2 body=${3:-} response
    local -a arguments=(--silent --show-error --max-time 60 --request "$method" --write-out '\n%{http_code}')
    [ -z "$body" ] || arguments+=(--header 'Content-Type: application/json' --data "$body")
    if given dry-run; then
        note "would run: curl ... --request $method $address${body:+ --data $(printf '%q' "$body")}"
        status=DRY answer='{}'
        return
    fi
    # The credential is given by a file descriptor, so that no list of processes shows it.
    # shellcheck disable=SC2154 # the script sets credential
    response=$(curl "${arguments[@]}" --config <(printf 'header = "%s"\n' "$credential") "$address") ||
        fail "$method $address was not answered" "Is it deployed? deploy.sh says the address."
    status=${response##*$'\n'}
    answer=${response%$'\n'*}
}

# expected STATUS... : what call has set.
expected() {
    local one
    [ "$status" != DRY ] || return 0
    for one in "$@"; do [ "$status" != "$one" ] || return 0; done
    case $status in
    401 | 403) fail "the function lets nobody in with this credential ($status)" "Its deployer may call it; run smoke.sh with that login, or deploy again with yours." ;;
    *) fail "expected was ${*: -1}, the answer is $status: $answer" "The function's log says more." ;;
    esac
}

# answers STATUS ADDRESS
answers() {
    call GET "$2"
    expected "$1"
    [ "$status" = DRY ] || note "$2 answers $1, as it should"
}

# place_and_follow ADDRESS SECONDS
place_and_follow() {
    local address=${1%/} limit=$2 id state='' began=$SECONDS
    id=smoke-$(date +%s)-$$
    step "An order of $id"
    call POST "$address/products" "$(printf '{"product":"%s","version":1,"name":"Smoke","prices":[1999]}' "$id")"
    expected 200 201 202
    call POST "$address/stock" "$(printf '{"product":"%s","delivery":"%s","quantity":100}' "$id" "$id")"
    expected 201 200
    while :; do
        # Not yet: ordering has not heard of the product (409 with Retry-After). The same request may come again.
        call POST "$address/orders" "$(jq -cn --arg id "$id" '{order: $id, customer: {id: $id, name: "Smoke Test", email: "smoke@example.org"},
            lines: [{product: $id, price: 1, quantity: 1}], payment: {card: "smoke", limit: 10000}}')"
        [ "$status" = 409 ] || break
        [ $((SECONDS - began)) -lt "$limit" ] || fail "ordering has not heard of the product for $limit s" "Are events delivered? ./triskel ops says what is parked, the cloud's alarms what waits."
        sleep 2
    done
    expected 200 201
    note "placed: $answer"
    while :; do
        call GET "$address/orders/$id"
        [ "$status" != DRY ] || return 0
        # Not found, or not yet: what is read lags behind what was placed.
        expected 404 200
        state=$(jq -r .status <<<"$answer")
        case $state in
        SHIPPED) break ;;
        REJECTED | CANCELLED) fail "the order ended as $state: $answer" "It should be shipped; the log of the functions says why." ;;
        esac
        [ $((SECONDS - began)) -lt "$limit" ] || fail "the order is not shipped after $limit s, but $state" "./triskel ops CLOUD parked --env FILE; ./triskel ops CLOUD stuck --env FILE"
        sleep 2
    done
    note "shipped after $((SECONDS - began)) s"
    # Nobody of that name is kept: it drops the key of their data, which takes the rights on keys, too.
    call DELETE "$address/customers/$id"
    expected 204
    note "its customer is forgotten"
}
