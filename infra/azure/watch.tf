# Logs, a budget, and alarms on what needs an operator. Each alarm names its section of docs/runbook.md.

resource "azurerm_log_analytics_workspace" "orders" {
  name                = "${var.name}-logs"
  resource_group_name = azurerm_resource_group.orders.name
  location            = azurerm_resource_group.orders.location
  sku                 = "PerGB2018"
  retention_in_days   = 30
  # Caps the cost of a loop that logs by mistake.
  daily_quota_gb = local.plan.log_gb_a_day
  tags           = local.tags
}

resource "azurerm_application_insights" "orders" {
  name                = "${var.name}-insights"
  resource_group_name = azurerm_resource_group.orders.name
  location            = azurerm_resource_group.orders.location
  workspace_id        = azurerm_log_analytics_workspace.orders.id
  application_type    = "java"
  # No sampling here: host.json decides, and exempts the lines that alarms count.
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
    lost   = { severity = 0, what = "Events were lost: replay them from the archive", section = "docs/runbook.md#events-were-lost", query = "union isfuzzy=true traces, exceptions | where * has 'TRISKEL_EVENTS_LOST'" }
    held   = { severity = 1, what = "A consumer holds its partition: it can neither handle nor park a batch", section = "docs/runbook.md#a-consumer-holds-its-partition", query = "union isfuzzy=true traces, exceptions | where * has 'TRISKEL_PARTITION_HELD'" }
    parked = { severity = 2, what = "Events were parked: ./triskel ops azure parked lists the reasons", section = "docs/runbook.md#events-were-parked", query = "traces | where message has '\"parked\":'" }
    clock  = { severity = 2, what = "The clock failed, or the upkeep", section = "docs/runbook.md#the-clock-failed", query = "requests | where name in ('clock', 'upkeep') and success == false" }
  }
}

resource "azurerm_monitor_scheduled_query_rules_alert_v2" "alarm" {
  for_each             = local.alarms
  name                 = "${var.name}-${each.key}"
  display_name         = each.value.what
  description          = each.value.section
  resource_group_name  = azurerm_resource_group.orders.name
  location             = azurerm_resource_group.orders.location
  scopes               = [azurerm_application_insights.orders.id]
  severity             = each.value.severity
  evaluation_frequency = "PT5M"
  window_duration      = "PT5M"
  # The tables exist once the app has logged something.
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
    # All reads share the egress of the throughput units; beyond it they slow down without an error. Four fifths of five minutes' egress.
    OutgoingBytes     = { threshold = 480000000 * local.plan.throughput_units, what = "Egress is near its limit (2 MB a second and throughput unit), so consumers will fall behind: docs/runbook.md#egress-is-near-its-limit" }
    ThrottledRequests = { threshold = 10, what = "The bus throttles writes; more throughput units are needed than auto-inflate may add: docs/runbook.md#the-bus-throttles-writes" }
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
    # A budget starts in the month in which it is created.
    ignore_changes = [time_period]
    precondition {
      condition     = var.alarm_email != ""
      error_message = "A budget needs an e-mail address: add --alarm-email."
    }
  }
}
