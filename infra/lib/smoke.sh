# shellcheck shell=bash
# An order that is placed and followed to its end over HTTP (docs/demo.md), for smoke.sh of each cloud. To be read after deploy.sh;
# a script defines secrets, which prints what opens the function as lines of a configuration of curl, and sets
#
#   refused=WHAT_A_CALLER_NEEDS    logs=WHERE_TO_LOOK    cloud=WHAT_./triskel_ops_CALLS_IT    [signing=(OPTION_OF_CURL ...)]

signing=()

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
    environment=$file
}

# call METHOD ADDRESS [BODY]: sets status, which is 000 where nothing answers, and answer.
call() {
    local method=$1 address=$2 body=${3:-} response
    local -a arguments=(--silent --show-error --max-time 60 --request "$method" --write-out '\n%{http_code}' "${signing[@]}")
    [ -z "$body" ] || arguments+=(--header 'Content-Type: application/json' --data "$body")
    if given dry-run; then
        note "would run: curl ... --request $method $address${body:+ --data $(printf '%q' "$body")}"
        status=DRY answer='{}'
        return
    fi
    # The secrets are given by a file descriptor, so that no list of processes shows them.
    response=$(curl --config <(secrets) "${arguments[@]}" "$address") || response=$'\n000'
    status=${response##*$'\n'}
    answer=${response%$'\n'*}
}

# until_answered WANTED WHAT METHOD ADDRESS [BODY]: calls until the status is one of WANTED; repeats what the pipeline asks to repeat: what is
# read lags behind what was placed (404), ordering has not heard of a product (409), and functions start cold.
until_answered() {
    local wanted=" $1 " what=$2 begin=$SECONDS
    shift 2
    while call "$@" && [[ $wanted != *" $status "* ]]; do
        case $status in
        DRY) return ;;
        000 | 404 | 409 | 429 | 5??) ;;
        *) fail "$what: $1 $2 answered $status: ${answer:0:500}" "$(advice)" ;;
        esac
        # shellcheck disable=SC2154 # place_and_follow sets limit
        [ $((SECONDS - begin)) -lt "$limit" ] ||
            fail "$what: after $((SECONDS - begin)) s $1 $2 still answers $status: ${answer:0:500}" "$(advice)"
        sleep 1
    done
    note "$what: $status after $((SECONDS - begin)) s"
}

# shellcheck disable=SC2154 # the script sets refused and logs
advice() {
    case $status in
    401 | 403) printf '%s\n' "$refused" ;;
    *) printf '%s\n' "$logs" ;;
    esac
}

# place_and_follow ADDRESS SECONDS: an order from placed to shipped, its revenue, and its customer forgotten; each step may take so long.
place_and_follow() {
    local address=${1%/} id begin
    limit=$2
    id=smoke-$(date -u +%Y%m%dT%H%M%S)-$$
    step "Order $id at $address"
    until_answered 202 'the product is published' POST "$address/products" \
        "{\"product\":\"$id\",\"version\":1,\"name\":\"Smoke test\",\"prices\":[250]}"
    until_answered 200 'two of it are delivered' POST "$address/stock" "{\"product\":\"$id\",\"delivery\":\"$id\",\"quantity\":2}"
    until_answered '200 201' 'the order is placed' POST "$address/orders" "{\"order\":\"$id\",\"customer\":{\"id\":\"$id\",\
\"name\":\"Smoke Test\",\"email\":\"smoke@example.com\"},\"lines\":[{\"product\":\"$id\",\"price\":1,\"quantity\":2}],\
\"payment\":{\"card\":\"card-smoke\",\"limit\":10000}}"
    begin=$SECONDS
    until [ "$status" = DRY ] || [ "$(jq -r .status <<<"$answer")" = SHIPPED ]; do
        case $(jq -r .status <<<"$answer") in
        REJECTED | CANCELLED) fail "the order ended otherwise: ${answer:0:500}" 'Expected was SHIPPED.' ;;
        esac
        # shellcheck disable=SC2154 # the script sets cloud
        [ $((SECONDS - begin)) -lt "$limit" ] || fail "the order is not shipped after $((SECONDS - begin)) s: ${answer:0:500}" \
            "What holds it up: ./triskel ops $cloud parked --env $environment; ./triskel ops $cloud stuck --env $environment"
        sleep 1
        until_answered 200 'the order is looked up' GET "$address/orders/$id" 2>/dev/null
    done
    note "the order is shipped: after $((SECONDS - begin)) s"
    until_answered 200 'the product has revenue' GET "$address/revenue/$id"
    [ "$status" = DRY ] || [ "$(jq -c '[.units, .revenue]' <<<"$answer")" = '[2,500]' ] ||
        fail "2 units for 500 cents were shipped, and the revenue is ${answer:0:500}"
    # It drops the key of the customer's data, which takes the rights on keys, too.
    until_answered 204 'the customer is forgotten' DELETE "$address/customers/$id"
    until_answered 200 'the order is still there' GET "$address/orders/$id"
    [[ $answer != *smoke@example.com* ]] || fail "the customer is forgotten, and the order still shows the address: ${answer:0:500}"
    step "Order $id went from placed to shipped, and its customer is forgotten"
}
