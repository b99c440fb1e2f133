# The topic, one subscription per consumer, and the archive.

resource "google_pubsub_topic" "bus" {
  name                       = local.manifest.topic.name
  message_retention_duration = "${tonumber(local.manifest.topic.retentionHours) * 3600}s"
  # Ordering holds within one region.
  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }
  depends_on = [google_project_service.api]
}

# Subscriptions are created before any publisher gets its right, so that they miss no event: see the grants in functions.tf.
resource "google_pubsub_subscription" "push" {
  for_each                     = local.events
  name                         = each.value.trigger.subscription
  topic                        = google_pubsub_topic.bus.id
  filter                       = each.value.trigger.filter
  enable_message_ordering      = each.value.trigger.enableMessageOrdering
  enable_exactly_once_delivery = each.value.trigger.enableExactlyOnceDelivery
  ack_deadline_seconds         = each.value.trigger.ackDeadlineSeconds
  message_retention_duration   = "${tonumber(each.value.trigger.retentionHours) * 3600}s"
  # Never expires, so a consumer that was off for a month still finds its events.
  expiration_policy {
    ttl = each.value.trigger.expires ? null : ""
  }
  retry_policy {
    minimum_backoff = "${tonumber(each.value.trigger.minimumBackoffMillis) / 1000}s"
    maximum_backoff = "${tonumber(each.value.trigger.maximumBackoffMillis) / 1000}s"
  }
  push_config {
    push_endpoint = google_cloudfunctions2_function.function[each.key].service_config[0].uri
    oidc_token {
      service_account_email = google_service_account.push.email
    }
  }
}

# Only ./triskel ops gcp rebuild-view reads it.
resource "google_pubsub_subscription" "rebuild" {
  for_each                     = { for rebuild in local.manifest.rebuilds : rebuild.subscription => rebuild }
  name                         = each.key
  topic                        = google_pubsub_topic.bus.id
  filter                       = each.value.filter
  enable_message_ordering      = each.value.enableMessageOrdering
  enable_exactly_once_delivery = each.value.enableExactlyOnceDelivery
  ack_deadline_seconds         = each.value.ackDeadlineSeconds
  message_retention_duration   = "${tonumber(each.value.retentionHours) * 3600}s"
  expiration_policy {
    ttl = each.value.expires ? null : ""
  }
}

resource "google_pubsub_subscription" "archive" {
  name                       = local.manifest.archive.subscription
  topic                      = google_pubsub_topic.bus.id
  enable_message_ordering    = local.manifest.archive.enableMessageOrdering
  ack_deadline_seconds       = local.manifest.archive.ackDeadlineSeconds
  message_retention_duration = "${tonumber(local.manifest.archive.retentionHours) * 3600}s"
  expiration_policy {
    ttl = local.manifest.archive.expires ? null : ""
  }
  cloud_storage_config {
    bucket          = google_storage_bucket.archive.name
    filename_prefix = local.manifest.archive.filenamePrefix
    filename_suffix = local.manifest.archive.filenameSuffix
    max_duration    = "${tonumber(local.manifest.archive.maxDurationSeconds)}s"
    max_bytes       = tonumber(local.manifest.archive.maxBytes)
    avro_config {
      # Without it events lose their attributes, which are most of an event.
      write_metadata = local.manifest.archive.writeMetadata
    }
  }
  depends_on = [google_storage_bucket_iam_member.archive]
}

resource "google_storage_bucket" "archive" {
  name                        = local.manifest.archive.bucket
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  # Files are written once, and kept until somebody deletes them.
  force_destroy = !var.protect
  depends_on    = [google_project_service.api]
}

# Pub/Sub's own account writes the archive, and signs the tokens of pushes in projects made before April 2021.
resource "google_storage_bucket_iam_member" "archive" {
  for_each = toset(["roles/storage.objectCreator", "roles/storage.legacyBucketReader"])
  bucket   = google_storage_bucket.archive.name
  role     = each.value
  member   = local.pubsub_agent
  # The account exists once the first topic exists.
  depends_on = [google_pubsub_topic.bus]
}

resource "google_service_account_iam_member" "push_tokens" {
  service_account_id = google_service_account.push.name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = local.pubsub_agent
  depends_on         = [google_pubsub_topic.bus]
}

locals {
  pubsub_agent = "serviceAccount:service-${data.google_project.this.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
}

# For ./triskel load, separate from the pipeline, so that its events are not mistaken for orders.
resource "google_pubsub_topic" "load" {
  count                      = var.load_test ? 1 : 0
  name                       = "${var.name}-load"
  message_retention_duration = "86400s"
  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }
  depends_on = [google_project_service.api]
}

resource "google_pubsub_subscription" "load" {
  count                      = var.load_test ? 1 : 0
  name                       = "${var.name}-load"
  topic                      = google_pubsub_topic.load[0].id
  enable_message_ordering    = true
  ack_deadline_seconds       = 60
  message_retention_duration = "86400s"
  retain_acked_messages      = true
  expiration_policy {
    ttl = ""
  }
}

# For level pipeline: the load test reads the pipeline's events as an additional listener (docs/decisions/0058).
resource "google_pubsub_subscription" "load_orders" {
  count                      = var.load_test ? 1 : 0
  name                       = "${var.name}-load-orders"
  topic                      = google_pubsub_topic.bus.id
  enable_message_ordering    = true
  ack_deadline_seconds       = 60
  message_retention_duration = "86400s"
  expiration_policy {
    ttl = ""
  }
}
