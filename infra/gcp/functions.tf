# The functions, each with its own service account, and their roles.

resource "google_storage_bucket" "source" {
  name                        = "${var.project}-${var.name}-source"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = true
  depends_on                  = [google_project_service.api]
}

# The name contains a digest of the content, so only another package causes a build.
resource "google_storage_bucket_object" "package" {
  name   = "${trimsuffix(local.manifest.package, ".zip")}-${filesha256(var.package)}.zip"
  bucket = google_storage_bucket.source.name
  source = var.package
}

# The packages of functions in other languages.
resource "google_storage_bucket_object" "other" {
  for_each = var.packages
  name     = "${filesha256(each.value)}-${each.key}"
  bucket   = google_storage_bucket.source.name
  source   = each.value
}

# Without its own repository, images of functions would stay in one that nobody deletes.
resource "google_artifact_registry_repository" "images" {
  repository_id = "${var.name}-functions"
  location      = var.region
  format        = "DOCKER"
  cleanup_policies {
    id     = "old"
    action = "DELETE"
    condition {
      older_than = "2592000s"
    }
  }
  cleanup_policies {
    id     = "newest"
    action = "KEEP"
    most_recent_versions {
      keep_count = 3
    }
  }
  depends_on = [google_project_service.api]
}

# Builds have their own account: the default one has too many rights in old projects, and none in new ones.
resource "google_service_account" "build" {
  account_id   = "${var.name}-build"
  display_name = "Builds the functions of ${var.name}"
  depends_on   = [google_project_service.api]
}

resource "google_project_iam_member" "build" {
  project = var.project
  role    = "roles/logging.logWriter"
  member  = google_service_account.build.member
}

resource "google_storage_bucket_iam_member" "build" {
  bucket = google_storage_bucket.source.name
  role   = "roles/storage.objectViewer"
  member = google_service_account.build.member
}

resource "google_artifact_registry_repository_iam_member" "build" {
  repository = google_artifact_registry_repository.images.name
  location   = var.region
  role       = "roles/artifactregistry.writer"
  member     = google_service_account.build.member
}

# The service copies a function's source into its own bucket, from which the build reads it.
resource "google_project_iam_member" "build_source" {
  project = var.project
  role    = "roles/storage.objectViewer"
  member  = google_service_account.build.member
  condition {
    title      = "gcf-sources"
    expression = "resource.name.startsWith(\"projects/_/buckets/gcf-v2-sources-${data.google_project.this.number}-\")"
  }
}

# An account's id has at most 30 characters (IAM documentation, "Create service accounts"): a longer name ends in a digest.
resource "google_service_account" "function" {
  for_each     = local.functions
  account_id   = length(each.key) <= 30 ? each.key : "${substr(each.key, 0, 21)}-${substr(sha256(each.key), 0, 8)}"
  display_name = "Function ${each.key}"
  depends_on   = [google_project_service.api]
}

resource "google_cloudfunctions2_function" "function" {
  for_each = local.functions
  name     = each.key
  location = var.region
  build_config {
    runtime           = each.value.runtime
    entry_point       = each.value.entryPoint
    docker_repository = google_artifact_registry_repository.images.id
    service_account   = google_service_account.build.id
    source {
      storage_source {
        bucket = google_storage_bucket.source.name
        object = can(each.value.package) ? google_storage_bucket_object.other[each.value.package].name : google_storage_bucket_object.package.name
      }
    }
  }
  service_config {
    available_memory                 = "${each.value.memoryMiB}Mi"
    available_cpu                    = tostring(local.plan.cpu)
    timeout_seconds                  = each.value.timeoutSeconds
    max_instance_request_concurrency = tonumber(each.value.concurrency)
    min_instance_count               = tonumber(lookup(each.value, "minInstances", 0))
    max_instance_count               = local.plan.max_instances
    # Closed by caller (roles/run.invoker), not by network: Pub/Sub and Cloud Scheduler call from outside.
    ingress_settings               = "ALLOW_ALL"
    all_traffic_on_latest_revision = true
    service_account_email          = google_service_account.function[each.key].email
    environment_variables          = each.value.environment
  }
  # A function that starts before its roles exist fails and is called again, but causes alarms.
  depends_on = [
    google_project_iam_member.build,
    google_project_iam_member.build_source,
    google_storage_bucket_iam_member.build,
    google_artifact_registry_repository_iam_member.build,
    google_firestore_field.default,
    google_firestore_field.field,
    google_kms_crypto_key_iam_member.personal,
  ]
}

resource "google_service_account" "push" {
  account_id   = "${var.name}-push"
  display_name = "Pub/Sub calls the functions of ${var.name} as this"
  depends_on   = [google_project_service.api]
}

resource "google_service_account" "schedule" {
  account_id   = "${var.name}-schedule"
  display_name = "Cloud Scheduler calls the clock of ${var.name} as this"
  depends_on   = [google_project_service.api]
}

locals {
  # Every role of the manifest, once: those of functions, and those of the accounts that call functions.
  granted = merge([
    for holder in concat(
      [for name, function in local.functions : { member = google_service_account.function[name].member, name = name, permissions = function.permissions }],
      [for identity in local.manifest.identities : { member = "serviceAccount:${identity.identity}", name = identity.identity, permissions = identity.permissions }],
      ) : merge([
        for permission in holder.permissions : {
          for role in permission.roles : "${holder.name} ${role} ${permission.resource}" => {
            member   = holder.member
            role     = role
            resource = permission.resource
          }
        }
    ]...)
  ]...)
  on_database = { for key, grant in local.granted : key => grant if startswith(grant.resource, "projects/${var.project}/databases/") }
  on_topic    = { for key, grant in local.granted : key => grant if startswith(grant.resource, "projects/${var.project}/topics/") }
  on_service  = { for key, grant in local.granted : key => grant if startswith(grant.resource, "projects/${var.project}/locations/${var.region}/services/") }
}

resource "google_project_iam_member" "database" {
  for_each = local.on_database
  project  = var.project
  role     = each.value.role
  member   = each.value.member
  condition {
    title      = "one-database"
    expression = "resource.name == \"${each.value.resource}\""
  }
  depends_on = [google_firestore_database.orders]
}

# Nobody can publish before every subscription exists.
resource "google_pubsub_topic_iam_member" "publisher" {
  for_each   = local.on_topic
  topic      = google_pubsub_topic.bus.name
  role       = each.value.role
  member     = each.value.member
  depends_on = [google_pubsub_subscription.push, google_pubsub_subscription.archive, google_pubsub_subscription.rebuild]
}

resource "google_cloud_run_v2_service_iam_member" "caller" {
  for_each   = local.on_service
  location   = var.region
  name       = basename(each.value.resource)
  role       = each.value.role
  member     = each.value.member
  depends_on = [google_cloudfunctions2_function.function, google_service_account.push, google_service_account.schedule]
}

# People call the HTTP function, and let consumers' functions replay what they have parked.
resource "google_cloud_run_v2_service_iam_member" "invoker" {
  for_each = merge([
    for person in var.invokers : { for name, function in local.functions : "${name} ${person}" => { name = name, person = person } if function.role != "clock" }
  ]...)
  location   = var.region
  name       = each.value.name
  role       = "roles/run.invoker"
  member     = each.value.person
  depends_on = [google_cloudfunctions2_function.function]
}

# Only if the deployer chose it: anyone with the address can then read and delete customers.
resource "google_cloud_run_v2_service_iam_member" "anybody" {
  for_each   = { for name, function in local.functions : name => function if function.access == "public" }
  location   = var.region
  name       = each.key
  role       = "roles/run.invoker"
  member     = "allUsers"
  depends_on = [google_cloudfunctions2_function.function]
}

resource "google_cloud_scheduler_job" "clock" {
  for_each         = { for name, function in local.functions : name => function if function.trigger.type == "schedule" }
  name             = each.key
  region           = var.region
  schedule         = "*/${ceil(each.value.trigger.everySeconds / 60)} * * * *"
  time_zone        = "Etc/UTC"
  attempt_deadline = "${each.value.trigger.attemptDeadlineSeconds}s"
  # No retries: the next minute is one.
  retry_config {
    retry_count = 0
  }
  http_target {
    http_method = each.value.trigger.method
    uri         = google_cloudfunctions2_function.function[each.key].service_config[0].uri
    oidc_token {
      service_account_email = each.value.trigger.serviceAccount
      audience              = google_cloudfunctions2_function.function[each.key].service_config[0].uri
    }
  }
  depends_on = [google_service_account.schedule]
}

locals {
  http = one([for function in local.manifest.functions : function if function.role == "http"])
}

output "url" {
  description = "Address of the HTTP function; callers need an ID token."
  value       = google_cloudfunctions2_function.function[local.http.name].service_config[0].uri
}

output "environment" {
  description = "Variables for ./triskel ops, ./triskel load and smoke.sh."
  value = merge(
    { for name, value in local.functions["${var.name}-clock"].environment : name => value if name != "JAVA_TOOL_OPTIONS" },
    {
      TRISKEL_APP_URL       = google_cloudfunctions2_function.function[local.http.name].service_config[0].uri
      TRISKEL_APP_FUNCTIONS = join(" ", [for name, function in local.events : "${function.consumer}=${google_cloudfunctions2_function.function[name].service_config[0].uri}"])
      TRISKEL_APP_ARCHIVE   = google_storage_bucket.archive.name
    },
    { for rebuild in local.manifest.rebuilds : "TRISKEL_APP_REBUILD_SUBSCRIPTION" => rebuild.subscription },
    var.load_test ? {
      TRISKEL_CONTRACTS             = "gcp"
      TRISKEL_GCP_TOPIC             = google_pubsub_topic.load[0].name
      TRISKEL_GCP_SUBSCRIPTION      = google_pubsub_subscription.load[0].name
      TRISKEL_GCP_COLLECTIONS       = "load"
      TRISKEL_APP_LOAD_SUBSCRIPTION = google_pubsub_subscription.load_orders[0].name
    } : {},
  )
}

output "chosen" {
  description = "The values of this deployment, which deploy.sh reuses."
  value = {
    application     = local.application
    style           = local.manifest.style
    alarm_email     = var.alarm_email
    budget_usd      = var.budget_usd
    billing_account = var.billing_account
    load_test       = var.load_test
    language        = var.language
    plan            = local.plan
  }
}
