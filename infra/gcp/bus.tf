# The topic, a subscription for each consumer, and the archive.

resource "google_pubsub_topic" "bus" {
  name                       = local.manifest.topic.name
  message_retention_duration = "${tonumber(local.manifest.topic.retentionHours) * 3600}s"
  # Order holds among what is stored in one region.
  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }
  depends_on = [google_project_service.api]
}

# Subscriptions come before whoever may publish, or the first events are lost to them: see the grants in functions.tf.
resource "google_pubsub_subscription" "push" {
  for_each                     = local.events
  name                         = each.value.trigger.subscription
  topic                        = google_pubsub_topic.bus.id
  filter                       = each.value.trigger.filter
  enable_message_ordering      = each.value.trigger.enableMessageOrdering
  enable_exactly_once_delivery = each.value.trigger.enableExactlyOnceDelivery
  ack_deadline_seconds         = each.value.trigger.ackDeadlineSeconds
  message_retention_duration   = "${tonumber(each.value.trigger.retentionHours) * 3600}s"
  # Never: a consumer that was off for a month finds its events again.
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

# Read by ./triskel ops gcp rebuild-view alone.
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
  # Files are written once, and kept until somebody says otherwise.
  force_destroy = !var.protect
  depends_on    = [google_project_service.api]
}

# Pub/Sub's own account writes the archive, and signs the tokens of pushes in projects made before April 2021.
resource "google_storage_bucket_iam_member" "archive" {
  for_each = toset(["roles/storage.objectCreator", "roles/storage.legacyBucketReader"])
  bucket   = google_storage_bucket.archive.name
  role     = each.value
  member   = local.pubsub_agent
  # The account is there once the first topic is.
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

# For ./triskel load, apart from the pipeline: its events are not to be mistaken for orders.
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

# For level pipeline: the load test reads the pipeline's own events as one listener more (docs/decisions/0058).
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
