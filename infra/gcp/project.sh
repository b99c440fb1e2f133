# shellcheck shell=bash
# Login, the bucket of Terraform's state, and what an earlier deployment left, for the scripts of Google Cloud. A script sets cloud_project, region,
# and name and state where a function needs them.
# shellcheck disable=SC2154,SC2034,SC2016 # the script sets some variables, and lib/terraform.sh reads others

# What passes within minutes: a metric of a new log metric (hashicorp/terraform-provider-google#11102, #10325), fields of a new database (#16329,
# #16599), the name of a deleted database (a text without a source).
passes='Cannot find metric|metric referenced by the provided filter is unknown|cross-transaction contention|underlying data changed|Database ID .* is not available'
labels=effective_labels
import_ids='{
    google_pubsub_topic: "projects/\(.project)/topics/\(.name)",
    google_pubsub_subscription: "projects/\(.project)/subscriptions/\(.name)",
    google_firestore_database: "projects/\(.project)/databases/\(.name)",
    google_storage_bucket: "\(.project)/\(.name)",
    google_artifact_registry_repository: "projects/\(.project)/locations/\(.location)/repositories/\(.repository_id)",
    google_service_account: "projects/\(.project)/serviceAccounts/\(.account_id)@\(.project).iam.gserviceaccount.com",
    google_cloudfunctions2_function: "projects/\(.project)/locations/\(.location)/functions/\(.name)",
    google_cloud_scheduler_job: "projects/\(.project)/locations/\(.region)/jobs/\(.name)",
    google_cloud_run_v2_job: "projects/\(.project)/locations/\(.location)/jobs/\(.name)",
    google_logging_metric: .name
}[$type] // empty'

# logged_in: checks Terraform's login. It is not gcloud's, whose tokens end after 5 to 60 minutes, in the middle of a first apply of 30 minutes or
# of a load test of hours: Terraform would lose its state and leave the lock (docs/decisions/0140).
unset GOOGLE_OAUTH_ACCESS_TOKEN
logged_in() {
    gcloud auth application-default print-access-token >/dev/null 2>&1 ||
        fail "Terraform has no login, which is not gcloud's" "gcloud auth application-default login"
}

# name_is_good: a Firestore database has at least 4 characters, a topic does not begin with goog, and of all names that begin with it
# NAME-schedule, a service account, has at most 30 characters.
name_is_good() {
    matches name '[a-z][a-z0-9-]{2,18}[a-z0-9]' '4 to 20 lower-case letters, digits or hyphens, starting with a letter'
    [[ ${option[name]:-} != goog* ]] || misused "--name ${option[name]}: Pub/Sub reserves names that begin with goog"
}

# own_package: the package of --app, which prints its own manifest; sets package, manifest, style, application and the default name.
own_package() {
    local zip printed
    own_zip "${option[app]}" gcp 'Google Cloud'
    package=$(realpath "$zip")
    printed=$(mktemp -d)
    # shellcheck disable=SC2064 # the folder's name is known now
    trap "rm -rf '$printed'" EXIT
    manifest=$printed/manifest.json
    unzip -q -o "$package" functions.jar -d "$printed" || fail "$package has no functions.jar" "Build it as ./triskel new does."
    java -cp "$printed/functions.jar" io.triskel.gcp.hosting.GcpManifest >"$manifest" || fail "$package prints no manifest" "The message above says why."
    own_manifest "$manifest"
    style=$(jq -r .style "$manifest") application=$(jq -r .parameters.name.default "$manifest")
    option[name]=${option[name]:-$application}
    name_is_good
}

# same_application: fails if the last deployment under this name was of another application; call it after recall.
same_application() {
    local deployed
    deployed=$(jq -r 'if has("style") then .application // "orders" else empty end' <<<"$before")
    [ -z "$deployed" ] || [ "$deployed" = "$application" ] ||
        fail "$name is a deployment of the application $deployed, not of $application" "Choose another --name."
}

# state_bucket: creates the bucket of Terraform's state, unless it exists, and switches on its versions, also if an earlier run was interrupted.
state_bucket() {
    local versions
    if given dry-run || ! versions=$(gcloud storage buckets describe "gs://$state" --format='value(versioning_enabled)' 2>/dev/null); then
        change gcloud storage buckets create "gs://$state" --project="$cloud_project" --location="$region" --uniform-bucket-level-access --public-access-prevention >&2
    fi
    [ "${versions:-}" = True ] || change gcloud storage buckets update "gs://$state" --versioning >&2
}

# is_ours WHAT COMMAND...: fails if what the command describes exists without this deployment's labels.
is_ours() {
    local what=$1 owner
    shift
    given dry-run && return
    owner=$("$@" --format='value(labels.application,labels.deployment)' 2>/dev/null) || return 0
    [[ $owner == triskel-*$'\t'"$name" ]] || fail "$what exists, and this deployment did not make it" \
        "Its labels are not application=triskel-..., deployment=$name. Use another --name."
}

archive_is_ours() { is_ours "the bucket gs://$cloud_project-$name-archive" gcloud storage buckets describe "gs://$cloud_project-$name-archive"; }

key_is_ours() {
    is_ours "the key personal of the ring $name" gcloud kms keys describe personal --keyring="$name" --location="$region" --project="$cloud_project"
}

# without_alarms: deletes the alarms of this deployment. Their names are not unique, so a deployment after a killed one makes again what that has
# made and not noted, and Terraform knows the second only.
without_alarms() {
    local all each
    if given dry-run; then
        note "would delete the alarms of $name, also those that a killed run has made twice"
        return
    fi
    all=$(gcloud monitoring policies list --project="$cloud_project" --filter="userLabels.deployment=$name AND userLabels.application~^triskel-" --format='value(name)')
    for each in $all; do change gcloud monitoring policies delete "$each" --project="$cloud_project" --quiet; done
}

# left_archive: deletes the archive of a deployment that is destroyed otherwise, if --archive asks for it.
left_archive() {
    given archive && gcloud storage buckets describe "gs://$cloud_project-$name-archive" --format='value(name)' >/dev/null 2>&1 || return 0
    sure "Delete the archive of $name in $cloud_project, with every event in it?"
    change gcloud storage rm --recursive "gs://$cloud_project-$name-archive"
}
