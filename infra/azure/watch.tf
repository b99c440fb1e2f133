# Logs, alarms on what a consumer cannot do for itself, and a budget.

resource "azurerm_log_analytics_workspace" "orders" {
  name                = "${var.name}-logs"
  resource_group_name = azurerm_resource_group.orders.name
  location            = azurerm_resource_group.orders.location
  sku                 = "PerGB2018"
  retention_in_days   = 30
  # What is logged by mistake in a circle costs no more than this.
  daily_quota_gb = 1
  tags           = local.tags
}

resource "azurerm_application_insights" "orders" {
  name                = "${var.name}-insights"
  resource_group_name = azurerm_resource_group.orders.name
  location            = azurerm_resource_group.orders.location
  workspace_id        = azurerm_log_analytics_workspace.orders.id
  application_type    = "java"
  # All of it: host.json decides what is sampled, and leaves the lines of alarms out.
  sampling_percentage = 100
  tags                = local.tags
}

resource "azurerm_monitor_action_group" "mail" {
  count               = var.alarm_email == "" ? 0 : 1
  name                = "${var.name}-alarms"
  resource_group_name = azurerm_resource_group.orders.name
  short_name          = substr(var.name, 0, 12)
  email_receiver {
    name          = "mail"
    email_address = var.alarm_email
  }
  tags = local.tags
}

locals {
  alarms = {
    lost   = { severity = 0, what = "Events were lost: the archive alone has them", query = "union isfuzzy=true traces, exceptions | where * has 'TRISKEL_EVENTS_LOST'" }
    held   = { severity = 1, what = "A consumer holds its partition: it can neither handle nor park", query = "union isfuzzy=true traces, exceptions | where * has 'TRISKEL_PARTITION_HELD'" }
    parked = { severity = 2, what = "Events were parked: ./triskel ops azure parked", query = "traces | where message has '\"parked\":'" }
    clock  = { severity = 2, what = "The clock or the upkeep failed", query = "requests | where name in ('clock', 'upkeep') and success == false" }
  }
}

resource "azurerm_monitor_scheduled_query_rules_alert_v2" "alarm" {
  for_each             = local.alarms
  name                 = "${var.name}-${each.key}"
  display_name         = each.value.what
  resource_group_name  = azurerm_resource_group.orders.name
  location             = azurerm_resource_group.orders.location
  scopes               = [azurerm_application_insights.orders.id]
  severity             = each.value.severity
  evaluation_frequency = "PT5M"
  window_duration      = "PT5M"
  # The tables are there once the app has written something.
  skip_query_validation = true
  criteria {
    query                   = each.value.query
    time_aggregation_method = "Count"
    operator                = "GreaterThan"
    threshold               = 0
  }
  action {
    action_groups = azurerm_monitor_action_group.mail[*].id
  }
  tags = local.tags
}

resource "azurerm_monitor_metric_alert" "hubs" {
  for_each = {
    # What is read shares the throughput units, and throttles without an error. Four fifths of what they give in five minutes.
    OutgoingBytes     = { threshold = 480000000 * var.throughput_units, what = "The hub gives out nearly all that its throughput units allow (2 MB a second each): consumers fall behind" }
    ThrottledRequests = { threshold = 10, what = "Event Hubs refuses events: more throughput units are needed than auto-inflate may add" }
  }
  name                = "${var.name}-${lower(each.key)}"
  description         = each.value.what
  resource_group_name = azurerm_resource_group.orders.name
  scopes              = [azurerm_eventhub_namespace.hubs.id]
  severity            = 2
  frequency           = "PT1M"
  window_size         = "PT5M"
  criteria {
    metric_namespace = "Microsoft.EventHub/namespaces"
    metric_name      = each.key
    aggregation      = "Total"
    operator         = "GreaterThan"
    threshold        = each.value.threshold
  }
  dynamic "action" {
    for_each = azurerm_monitor_action_group.mail
    content {
      action_group_id = action.value.id
    }
  }
  tags = local.tags
}

resource "azurerm_consumption_budget_resource_group" "month" {
  count             = var.budget > 0 ? 1 : 0
  name              = "${var.name}-month"
  resource_group_id = azurerm_resource_group.orders.id
  amount            = var.budget
  time_grain        = "Monthly"
  time_period {
    start_date = var.budget_from
  }
  dynamic "notification" {
    for_each = [50, 100, 150]
    content {
      operator       = "GreaterThan"
      threshold      = notification.value
      contact_emails = [var.alarm_email]
    }
  }
  lifecycle {
    # A budget begins in the month in which it is made.
    ignore_changes = [time_period]
    precondition {
      condition     = var.alarm_email != ""
      error_message = "A budget needs an address to write to: --alarm-email."
    }
  }
}
