# Logs, a budget, and alarms on what needs an operator. Each alarm names its section of docs/runbook.md. Log lines are what no metric has
# (decisions 0139, 0170): a day whose quota is reached drops them, so the quota has an alarm, and the clock's missing line too.

resource "azurerm_log_analytics_workspace" "orders" {
  name                = "${var.name}-logs"
  resource_group_name = azurerm_resource_group.orders.name
  location            = azurerm_resource_group.orders.location
  sku                 = "PerGB2018"
  retention_in_days   = 30
  # Caps the cost of a loop that logs by mistake. host.json logs nothing that grows with orders, and rules.mjs compares.
  daily_quota_gb = local.plan.log_gb_a_day
  tags           = local.tags
}

resource "azurerm_application_insights" "orders" {
  name                = "${var.name}-insights"
  resource_group_name = azurerm_resource_group.orders.name
  location            = azurerm_resource_group.orders.location
  workspace_id        = azurerm_log_analytics_workspace.orders.id
  application_type    = "java"
  # No sampling here: host.json decides by level, and exempts the lines that alarms count.
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
  line = { scope = azurerm_application_insights.orders.id, window = "PT5M", operator = "GreaterThan", threshold = 0 }
  alarms = {
    lost  = merge(local.line, { severity = 0, what = "Events were lost: replay them from the archive", section = "docs/runbook.md#events-were-lost", query = "union isfuzzy=true traces, exceptions | where * has 'TRISKEL_EVENTS_LOST'" })
    held  = merge(local.line, { severity = 1, what = "A consumer holds its partition: it can neither handle nor park a batch", section = "docs/runbook.md#a-consumer-holds-its-partition", query = "union isfuzzy=true traces, exceptions | where * has 'TRISKEL_PARTITION_HELD'" })
    clock = merge(local.line, { severity = 1, what = "A part of the clock or of the upkeep failed, or a consumer saw no heartbeat for ten minutes", section = "docs/runbook.md#the-clock-failed", query = "requests | where name in ('clock', 'upkeep') and success == false" })
    # Nothing logs while the clock does not run, the app does not start, or logs are dropped: all of it is an alarm.
    silent = merge(local.line, { severity = 1, what = "The clock logged nothing for 15 minutes: it does not run, or logs are dropped", section = "docs/runbook.md#the-clock-has-not-run", query = "traces | where message has 'heartbeatAges'", window = "PT15M", operator = "LessThan", threshold = 1 })
    # As Microsoft documents it ("Set daily cap on Log Analytics workspace"); what the workspace says of itself is not capped.
    quota = merge(local.line, { severity = 1, what = "The workspace's daily quota is reached: the alarms on log lines are blind until it is reset", section = "docs/runbook.md#the-log-quota-is-reached", query = "_LogOperation | where Category =~ 'Ingestion' | where Detail contains 'OverQuota'", scope = azurerm_log_analytics_workspace.orders.id })
  }
  # The host's line; the orchestration's custom status has the reason, which no line has.
  stuck = merge(local.line, { severity = 1, what = "Orchestrations failed: nobody leads their orders any more", section = "docs/runbook.md#workflow-executions", query = "traces | where message contains \"(Orchestrator)' failed with an error\"" })
}

resource "azurerm_monitor_scheduled_query_rules_alert_v2" "alarm" {
  for_each             = local.style == "engine" ? merge(local.alarms, { stuck = local.stuck }) : local.alarms
  name                 = "${var.name}-${each.key}"
  display_name         = each.value.what
  description          = each.value.section
  resource_group_name  = azurerm_resource_group.orders.name
  location             = azurerm_resource_group.orders.location
  scopes               = [each.value.scope]
  severity             = each.value.severity
  evaluation_frequency = "PT5M"
  window_duration      = each.value.window
  # The tables exist once the app has logged something.
  skip_query_validation = true
  criteria {
    query                   = each.value.query
    time_aggregation_method = "Count"
    operator                = each.value.operator
    threshold               = each.value.threshold
  }
  action {
    action_groups = azurerm_monitor_action_group.mail[*].id
  }
  tags = local.tags
}

locals {
  hubs = { scope = azurerm_eventhub_namespace.hubs.id, namespace = "Microsoft.EventHub/namespaces", aggregation = "Total", by = [] }
  # The clock publishes these about the namespace each minute, by consumer (decision 0170). Whether they arrive, the clock itself says: it fails.
  seen = { scope = azurerm_eventhub_namespace.hubs.id, namespace = "Triskel", aggregation = "Maximum", by = ["Consumer"] }
  # All reads share the egress of the throughput units, 2 MB or 4,096 events a second each; beyond it they slow down without an error. Four
  # fifths of five minutes' egress.
  metrics = {
    OutgoingBytes     = merge(local.hubs, { operator = "GreaterThan", threshold = 480000000 * local.plan.throughput_units, window = "PT5M", what = "Egress is near its limit (2 MB a second and throughput unit), so consumers will fall behind: docs/runbook.md#egress-is-near-its-limit" })
    OutgoingMessages  = merge(local.hubs, { operator = "GreaterThan", threshold = 983040 * local.plan.throughput_units, window = "PT5M", what = "Egress is near its limit (4,096 events a second and throughput unit), so consumers will fall behind: docs/runbook.md#egress-is-near-its-limit" })
    ThrottledRequests = merge(local.hubs, { operator = "GreaterThan", threshold = 10, window = "PT5M", what = "The bus throttles writes; more throughput units are needed than auto-inflate may add: docs/runbook.md#the-bus-throttles-writes" })
    # The clock publishes a heartbeat each minute.
    IncomingMessages = merge(local.hubs, { operator = "LessThan", threshold = 5, window = "PT15M", what = "Not even the clock's heartbeats reach the bus: docs/runbook.md#the-clock-has-not-run" })
    HeartbeatAge     = merge(local.seen, { operator = "GreaterThan", threshold = 600, window = "PT5M", what = "A consumer has seen no heartbeat for ten minutes, in one partition or in all: docs/runbook.md#a-consumer-sees-no-heartbeat" })
    ParkedLanes      = merge(local.seen, { operator = "GreaterThan", threshold = 0, window = "PT5M", what = "Events are parked, ./triskel ops azure parked lists the reasons: docs/runbook.md#events-were-parked" })
    # A clock that fails each minute, or a batch that comes again twice a minute, for a quarter of an hour; invocations succeed otherwise.
    failed = { scope = azurerm_application_insights.orders.id, namespace = "microsoft.insights/components", aggregation = "Count", by = [], operator = "GreaterThan", threshold = 10, window = "PT15M", what = "Invocations keep failing: the clock, a silent consumer or a held partition: docs/runbook.md#the-clock-failed" }
  }
}

resource "azurerm_monitor_metric_alert" "metric" {
  for_each            = local.metrics
  name                = "${var.name}-${lower(each.key)}"
  description         = each.value.what
  resource_group_name = azurerm_resource_group.orders.name
  scopes              = [each.value.scope]
  severity            = contains(["ThrottledRequests", "ParkedLanes"], each.key) || startswith(each.key, "Outgoing") ? 2 : 1
  frequency           = "PT1M"
  window_size         = each.value.window
  criteria {
    metric_namespace = each.value.namespace
    metric_name      = each.key == "failed" ? "requests/failed" : each.key
    aggregation      = each.value.aggregation
    operator         = each.value.operator
    threshold        = each.value.threshold
    # These metrics are not there before the app has run.
    skip_metric_validation = each.key == "failed" || each.value.namespace == "Triskel"
    dynamic "dimension" {
      for_each = each.value.by
      content {
        name     = dimension.value
        operator = "Include"
        values   = ["*"]
      }
    }
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
