# Alarms on what needs an operator, and a budget. Each alarm names its section of docs/runbook.md.

resource "google_monitoring_notification_channel" "mail" {
  count        = var.alarm_email == "" ? 0 : 1
  display_name = "Alarms of ${var.name}"
  type         = "email"
  labels       = { email_address = var.alarm_email }
  depends_on   = [google_project_service.api]
}

# A consumer is behind when its oldest event has waited for more than ten minutes.
resource "google_monitoring_alert_policy" "behind" {
  display_name          = "${var.name}: a consumer is ten minutes behind"
  combiner              = "OR"
  notification_channels = google_monitoring_notification_channel.mail[*].name
  user_labels           = local.labels
  conditions {
    display_name = "age of the oldest event that is not acknowledged"
    condition_threshold {
      filter          = "resource.type = \"pubsub_subscription\" AND metric.type = \"pubsub.googleapis.com/subscription/oldest_unacked_message_age\" AND resource.labels.subscription_id = monitoring.regex.full_match(\"${var.name}-(${join("|", [for function in local.events : function.consumer])}|archive)\")"
      comparison      = "COMPARISON_GT"
      threshold_value = 600
      duration        = "300s"
      aggregations {
        alignment_period   = "60s"
        per_series_aligner = "ALIGN_MAX"
      }
    }
  }
  documentation {
    content = "./triskel ops gcp parked lists parked events; the function's log says why a consumer rejects events: docs/runbook.md#a-consumer-is-ten-minutes-behind"
  }
  depends_on = [google_project_service.api]
}

# Rejected pushes slow down the whole subscription.
resource "google_monitoring_alert_policy" "refused" {
  display_name          = "${var.name}: one push in ten is not acknowledged"
  combiner              = "OR"
  notification_channels = google_monitoring_notification_channel.mail[*].name
  user_labels           = local.labels
  conditions {
    display_name = "share of pushes that were not acknowledged"
    condition_threshold {
      filter             = "resource.type = \"pubsub_subscription\" AND metric.type = \"pubsub.googleapis.com/subscription/push_request_count\" AND resource.labels.subscription_id = starts_with(\"${var.name}-\") AND metric.labels.response_class != \"ack\""
      denominator_filter = "resource.type = \"pubsub_subscription\" AND metric.type = \"pubsub.googleapis.com/subscription/push_request_count\" AND resource.labels.subscription_id = starts_with(\"${var.name}-\")"
      comparison         = "COMPARISON_GT"
      threshold_value    = 0.1
      duration           = "300s"
      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_RATE"
        cross_series_reducer = "REDUCE_SUM"
        group_by_fields      = ["resource.label.subscription_id"]
      }
      denominator_aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_RATE"
        cross_series_reducer = "REDUCE_SUM"
        group_by_fields      = ["resource.label.subscription_id"]
      }
    }
  }
  documentation {
    content = "docs/runbook.md#one-push-in-ten-is-not-acknowledged"
  }
  depends_on = [google_project_service.api]
}

# The clock logs a line per consumer with the age of the newest heartbeat that the consumer has seen, and each invocation with an event logs one.
# No metric of the cloud says either.
locals {
  logged = {
    parked = { filter = "resource.labels.service_name : \"${var.name}-\" AND jsonPayload.events.parked > 0", label = null }
    silent = { filter = "resource.labels.service_name = \"${var.name}-clock\" AND jsonPayload.ageSeconds > 600", label = "heartbeat" }
  }
}

resource "google_logging_metric" "trouble" {
  for_each         = local.logged
  name             = "${var.name}-${each.key}"
  filter           = "resource.type = \"cloud_run_revision\" AND ${each.value.filter}"
  label_extractors = each.value.label == null ? null : { consumer = "EXTRACT(jsonPayload.${each.value.label})" }
  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
    dynamic "labels" {
      for_each = each.value.label == null ? [] : ["consumer"]
      content {
        key        = labels.value
        value_type = "STRING"
      }
    }
  }
  depends_on = [google_project_service.api]
}

resource "google_monitoring_alert_policy" "trouble" {
  for_each              = google_logging_metric.trouble
  display_name          = "${var.name}: ${each.key == "parked" ? "events were parked" : "a consumer sees no heartbeat"}"
  combiner              = "OR"
  notification_channels = google_monitoring_notification_channel.mail[*].name
  user_labels           = local.labels
  conditions {
    display_name = "lines of the log"
    condition_threshold {
      filter          = "resource.type = \"cloud_run_revision\" AND metric.type = \"logging.googleapis.com/user/${var.name}-${each.key}\""
      comparison      = "COMPARISON_GT"
      threshold_value = 0
      duration        = "0s"
      aggregations {
        alignment_period     = "60s"
        per_series_aligner   = "ALIGN_SUM"
        cross_series_reducer = "REDUCE_SUM"
        group_by_fields      = each.key == "parked" ? null : ["metric.label.consumer"]
      }
    }
  }
  documentation {
    content = each.key == "parked" ? "docs/runbook.md#events-were-parked" : "docs/runbook.md#a-consumer-sees-no-heartbeat"
  }
}

# The clock answers 500 if a part of it fails, Cloud Run 403 if its caller has lost the right. Without a clock no heartbeat is sent or missed.
resource "google_monitoring_alert_policy" "clock" {
  display_name          = "${var.name}: the clock failed, or has not run"
  combiner              = "OR"
  notification_channels = google_monitoring_notification_channel.mail[*].name
  user_labels           = local.labels
  conditions {
    display_name = "calls of the clock that failed"
    condition_threshold {
      filter          = "resource.type = \"cloud_run_revision\" AND metric.type = \"run.googleapis.com/request_count\" AND resource.labels.service_name = \"${var.name}-clock\" AND metric.labels.response_code_class != \"2xx\""
      comparison      = "COMPARISON_GT"
      threshold_value = 0
      duration        = "0s"
      aggregations {
        alignment_period     = "60s"
        per_series_aligner   = "ALIGN_SUM"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }
  conditions {
    display_name = "no call of the clock that succeeded, for ten minutes"
    condition_absent {
      filter   = "resource.type = \"cloud_run_revision\" AND metric.type = \"run.googleapis.com/request_count\" AND resource.labels.service_name = \"${var.name}-clock\" AND metric.labels.response_code_class = \"2xx\""
      duration = "600s"
      aggregations {
        alignment_period     = "60s"
        per_series_aligner   = "ALIGN_SUM"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }
  documentation {
    content = "docs/runbook.md#the-clock-failed"
  }
  depends_on = [google_project_service.api]
}

resource "google_billing_budget" "month" {
  count           = var.budget_usd > 0 ? 1 : 0
  billing_account = var.billing_account
  display_name    = "${var.name} in ${var.project}"
  budget_filter {
    projects = ["projects/${data.google_project.this.number}"]
  }
  amount {
    specified_amount {
      currency_code = "USD"
      units         = tostring(var.budget_usd)
    }
  }
  dynamic "threshold_rules" {
    for_each = [0.5, 1, 1.5]
    content {
      threshold_percent = threshold_rules.value
    }
  }
  depends_on = [google_project_service.api]
  lifecycle {
    precondition {
      condition     = var.billing_account != ""
      error_message = "A budget needs a billing account: add --billing-account."
    }
  }
}
