# A deployment's life on Google Cloud: each command in each state, and killed at each step. Run again, a script continues, or prints the one command
# that is needed first.
# shellcheck disable=SC2016 # texts of stubs

setup() {
    . "$BATS_TEST_DIRNAME/../checks/scripts.bash"
    tools gcloud terraform
    tree gcp
    answer 'gcloud --version' 'Google Cloud SDK 550.0.0'
    answer 'terraform --version' 'Terraform v1.14.0'
    answer 'gcloud auth list *' 'ada@example.org'
    answer 'gcloud billing projects describe *' 'True'
    answer 'gcloud run regions list *' 'europe-west1'
    answer 'terraform * output -json environment' '{"TRISKEL_APP_URL":"https://a.run.app"}'
    answer 'terraform * output -json url' '"https://a.run.app"'
    : >demo-order-pipeline/order-gcp/target/order-gcp.zip
    export TRISKEL_POLL_SECONDS=0
    lives gcloud terraform
    where=(--project acme-shop)
    born
}

# born: an empty project.
born() {
    rm -rf "$LIFE" target/infra infra/gcp/errored.tfstate
    mkdir -p "$LIFE"
    printf '%s\n' google_kms_key_ring.orders google_storage_bucket.archive google_firestore_database.orders \
        'google_cloudfunctions2_function.function["orders-http"]' >"$LIFE/wanted"
    : >"$LIFE/cloud"
    : >"$LIFE/state"
}

@test "a deployment that is killed at any step continues" {
    killed_deployments_continue
    # The state's bucket, its versions, and four resources.
    [ "$step" -eq 7 ]
}

@test "a destruction that is killed at any step continues, and leaves what the cloud keeps" {
    for ((step = 1; ; step++)); do
        born
        script deploy
        echo "$step after" >"$LIFE/die"
        script destroy
        [ ! -e "$LIFE/die" ] || break
        echo "# killed at step $step"
        follows destroy
        [ ! -s "$LIFE/state" ]
        [ "$(sort "$LIFE/cloud" | tr '\n' ' ')" = 'google_kms_key_ring.orders google_storage_bucket.archive ' ]
    done
    # The archive is let go, the protection removed, and three resources deleted.
    [ "$step" -eq 6 ]
}

@test "a deployment after a destruction that was killed takes over what is left" {
    for step in 1 4; do
        born
        script deploy
        echo "$step after" >"$LIFE/die"
        script destroy
        follows deploy
        same cloud wanted
        same state wanted
    done
}

@test "an alarm right after its metric is tried again until the metric is there" {
    touch "$LIFE/late"
    script deploy
    echo "$output"
    [ "$status" -eq 0 ]
    [[ $output == *"Please try again soon."*"this error passes; trying again"* ]]
}

@test "an interrupt from the keyboard does not take from Terraform what it writes to" {
    touch "$LIFE/interrupted"
    script deploy
    echo "$output"
    [ "$status" -eq 1 ]
    [[ $output == *"Stopping operation..."*"run this again: it continues"* ]]
    follows deploy
}

@test "a state that could not be saved is saved by the next run" {
    touch "$LIFE/unsaved"
    script deploy
    echo "$output"
    [ "$status" -eq 1 ]
    [[ $output == *"could not save what it has created"*"run this again"* ]]
    [ ! -e infra/gcp/errored.tfstate ]
    script deploy
    [ "$status" -eq 0 ]
    same state wanted
    [ ! -e target/infra/gcp-acme-shop-orders/errored.tfstate ]
}

@test "a destruction saves the state first, too" {
    touch "$LIFE/unsaved"
    script deploy
    script destroy
    echo "$output"
    [ "$status" -eq 0 ]
    [ "$(wc -l <"$LIFE/cloud")" -eq 2 ]
}

@test "a state of a killed run is not taken for another deployment's" {
    touch infra/gcp/errored.tfstate
    for script in deploy destroy; do
        touch "$LIFE/bucket"
        script "$script"
        [ "$status" -eq 1 ]
        [[ $output == *"mv $root/infra/gcp/errored.tfstate $root/target/infra/gcp-acme-shop-orders/errored.tfstate"* ]]
    done
    [ ! -s "$LIFE/cloud" ]
}

@test "a lock names its holder, and the command that releases it" {
    script deploy
    echo 1790000000000007 >"$LIFE/lock"
    for script in deploy destroy; do
        script "$script"
        echo "$output"
        [ "$status" -eq 1 ]
        [[ $output == *"ada@laptop, since 2026-11-30 14:03:21"*"TF_DATA_DIR=$root/target/infra/gcp-acme-shop-orders/terraform terraform -chdir=$root/infra/gcp force-unlock -force 1790000000000007"* ]]
    done
    same cloud wanted
}

@test "resources that Terraform does not know are named with the command that imports them" {
    echo google_firestore_database.orders >"$LIFE/cloud"
    script deploy
    echo "$output"
    [ "$status" -eq 1 ]
    [[ $output == *"import -input=false "*" google_firestore_database.orders projects/acme-shop/databases/orders"*"choose another --name"* ]]
}

@test "another deployment's resources are not destroyed" {
    script deploy
    touch "$LIFE/foreign"
    script destroy
    echo "$output"
    [ "$status" -eq 1 ]
    [[ $output == *"nothing was deleted"*"google_firestore_database.orders of deployment other"* ]]
    same cloud wanted
}

# Names of alarms are not unique: Terraform makes one again that a killed run has made and not noted.
@test "an alarm that a killed run has made twice is destroyed, too" {
    script deploy
    echo google_monitoring_alert_policy.twin >>"$LIFE/cloud"
    echo "1 after" >"$LIFE/die"
    script destroy
    follows destroy
    [ "$(sort "$LIFE/cloud" | tr '\n' ' ')" = 'google_kms_key_ring.orders google_storage_bucket.archive ' ]
}

@test "an archive stays until a second destruction with --archive" {
    script deploy
    script destroy
    script destroy --archive
    echo "$output"
    [ "$status" -eq 0 ]
    called gcloud 'storage rm --recursive gs://acme-shop-orders-archive'
    never grep -q archive "$LIFE/cloud"
}

@test "destroying what never was, or is gone, is done at once" {
    script destroy
    [ "$status" -eq 1 ]
    [[ $output == *"there is no state"* ]]
    script deploy
    script destroy
    script destroy
    [ "$status" -eq 0 ]
    [[ $output == *"nothing is deployed under the name orders"* ]]
}

@test "the tools take every command line" {
    script deploy
    echo 1790000000000007 >"$LIFE/lock"
    follows destroy
    as_the_tools_want
}
