# shellcheck shell=bash
# Places an order over HTTP and follows it until it has shipped (docs/demo.md), for smoke.sh of each cloud. Source it after deploy.sh;
# a script defines secrets, which prints the function's credential as lines of a curl configuration, and sets
#
#   refused=WHAT_A_CALLER_NEEDS    logs=WHERE_TO_LOOK    cloud=WHAT_./triskel_ops_CALLS_IT    [signing=(OPTION_OF_CURL ...)]

signing=()

# read_environment FILE NAME...: reads the variables file that deploy.sh wrote, and requires these variables.
read_environment() {
    local file=$1 variable
    shift
    if [ ! -f "$file" ] && given dry-run; then
        for variable in "$@"; do export "$variable=https://ADDRESS"; done
        return
    fi
    [ -f "$file" ] || fail "$file does not exist" "deploy.sh writes it; pass its path with --env."
    # shellcheck disable=SC1090 # deploy.sh wrote it
    . "$file"
    for variable in "$@"; do
        [ -n "${!variable:-}" ] || fail "$file has no $variable" "Run deploy.sh again to rewrite it."
    done
    environment=$file
}

# call METHOD ADDRESS [BODY]: sets answer and status, which is 000 if nothing answers.
call() {
    local method=$1 address=$2 body=${3:-} response
    local -a arguments=(--silent --show-error --max-time 60 --request "$method" --write-out '\n%{http_code}' "${signing[@]}")
    [ -z "$body" ] || arguments+=(--header 'Content-Type: application/json' --data "$body")
    if given dry-run; then
        note "would run: curl ... --request $method $address${body:+ --data $(printf '%q' "$body")}"
        status=DRY answer='{}'
        return
    fi
    # The secrets travel by a file descriptor, so that no process list shows them.
    response=$(curl --config <(secrets) "${arguments[@]}" "$address") || response=$'\n000'
    status=${response##*$'\n'}
    answer=${response%$'\n'*}
}

# until_answered WANTED WHAT METHOD ADDRESS [BODY]: calls until the status is one of WANTED. It repeats what the pipeline asks to repeat: queries
# lag behind orders (404), ordering may not know a product yet (409), and functions start cold.
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

# http_answers ADDRESS SECONDS: waits for an answer; any but an error of the function is one. Sets status and answer, as call does.
# shellcheck disable=SC2154 # the script sets logs
http_answers() {
    local begin=$SECONDS
    while call GET "$1" && [[ $status == 000 || $status == 5?? ]]; do
        [ $((SECONDS - begin)) -lt "$2" ] || fail "HTTP still answers $status: ${answer:0:500}" "$logs"
        sleep 1
    done
}

# shellcheck disable=SC2154 # the script sets refused and logs
advice() {
    case $status in
    401 | 403) printf '%s\n' "$refused" ;;
    *) printf '%s\n' "$logs" ;;
    esac
}

# place_and_follow ADDRESS SECONDS: places an order, waits until it has shipped, checks its revenue, and forgets its customer; each step may take
# that many seconds.
place_and_follow() {
    local address=${1%/} id begin
    limit=$2
    id=smoke-$(date -u +%Y%m%dT%H%M%S)-$$
    step "Order $id at $address"
    until_answered 202 'the product is published' POST "$address/products" \
        "{\"product\":\"$id\",\"version\":1,\"name\":\"Smoke test\",\"prices\":[250]}"
    # An order waits half a minute for its product, and is then rejected for ever; the function that takes the product over starts cold.
    until_answered 200 'ordering knows the product' GET "$address/products/$id"
    until_answered 200 'two units are in stock' POST "$address/stock" "{\"product\":\"$id\",\"delivery\":\"$id\",\"quantity\":2}"
    until_answered '200 201' 'the order is placed' POST "$address/orders" "{\"order\":\"$id\",\"customer\":{\"id\":\"$id\",\
\"name\":\"Smoke Test\",\"email\":\"smoke@example.com\"},\"lines\":[{\"product\":\"$id\",\"price\":1,\"quantity\":2}],\
\"payment\":{\"card\":\"card-smoke\",\"limit\":10000}}"
    begin=$SECONDS
    until [ "$status" = DRY ] || [ "$(jq -r .status <<<"$answer")" = SHIPPED ]; do
        case $(jq -r .status <<<"$answer") in
        REJECTED | CANCELLED) fail "the order did not ship: ${answer:0:500}" 'Expected: SHIPPED.' ;;
        esac
        # shellcheck disable=SC2154 # the script sets cloud
        [ $((SECONDS - begin)) -lt "$limit" ] || fail "the order has not shipped after $((SECONDS - begin)) s: ${answer:0:500}" \
            "To find out why: ./triskel ops $cloud parked --env $environment; ./triskel ops $cloud stuck --env $environment"
        sleep 1
        until_answered 200 'the order is looked up' GET "$address/orders/$id" 2>/dev/null
    done
    note "the order has shipped: after $((SECONDS - begin)) s"
    until_answered 200 'the product has revenue' GET "$address/revenue/$id"
    [ "$status" = DRY ] || [ "$(jq -c '[.units, .revenue]' <<<"$answer")" = '[2,500]' ] ||
        fail "2 units for 500 cents were shipped, but the revenue is ${answer:0:500}"
    # This drops the key of the customer's data, so it also tests the rights on keys.
    until_answered 204 'the customer is forgotten' DELETE "$address/customers/$id"
    until_answered 200 'the order is still there' GET "$address/orders/$id"
    [[ $answer != *smoke@example.com* ]] || fail "the customer is forgotten, but the order still shows the address: ${answer:0:500}"
    step "Order $id went from placed to shipped, and its customer is forgotten"
}
