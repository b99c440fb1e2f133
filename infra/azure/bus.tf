# The event hub with one consumer group per consumer, and Capture, which keeps all events.

resource "azurerm_eventhub_namespace" "hubs" {
  name                = local.names.hubs
  resource_group_name = azurerm_resource_group.orders.name
  location            = azurerm_resource_group.orders.location
  # Basic has no additional consumer groups, one day of retention and no Capture.
  sku                          = "Standard"
  capacity                     = local.plan.throughput_units
  auto_inflate_enabled         = true
  maximum_throughput_units     = local.plan.most_throughput_units
  local_authentication_enabled = false
  minimum_tls_version          = "1.2"
  identity {
    type = "SystemAssigned"
  }
  tags = local.tags
  lifecycle {
    # Auto-inflate raises it; lowering it again would throttle.
    ignore_changes = [capacity]
  }
}

resource "azurerm_eventhub" "bus" {
  name            = local.manifest.hub.name
  namespace_id    = azurerm_eventhub_namespace.hubs.id
  partition_count = tonumber(local.manifest.hub.partitions)
  retention_description {
    cleanup_policy          = "Delete"
    retention_time_in_hours = tonumber(local.manifest.hub.retentionHours)
  }
  capture_description {
    enabled             = true
    encoding            = local.manifest.capture.encoding
    interval_in_seconds = tonumber(local.manifest.capture.intervalSeconds)
    size_limit_in_bytes = tonumber(local.manifest.capture.sizeLimitMiB) * 1048576
    skip_empty_archives = local.manifest.capture.skipEmptyArchives
    destination {
      name                        = "EventHubArchive.AzureBlockBlob"
      archive_name_format         = local.manifest.capture.archiveNameFormat
      blob_container_name         = azurerm_storage_container.archive.name
      storage_account_id          = azurerm_storage_account.data.id
      storage_authentication_type = "SystemAssigned"
    }
  }
  depends_on = [azurerm_role_assignment.capture]
}

# Exactly the manifest's groups: a missing one stops its function, and each further one takes a share of the hub's egress.
resource "azurerm_eventhub_consumer_group" "consumer" {
  for_each            = toset(local.manifest.hub.consumerGroups)
  name                = each.value
  eventhub_name       = azurerm_eventhub.bus.name
  namespace_name      = azurerm_eventhub_namespace.hubs.name
  resource_group_name = azurerm_resource_group.orders.name
}

resource "azurerm_storage_container" "archive" {
  name                  = local.manifest.capture.container
  storage_account_id    = azurerm_storage_account.data.id
  container_access_type = "private"
}

resource "azurerm_role_assignment" "capture" {
  scope                = azurerm_storage_container.archive.id
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = azurerm_eventhub_namespace.hubs.identity[0].principal_id
  principal_type       = "ServicePrincipal"
}

# For ./triskel load, separate from the pipeline, so that its events are not mistaken for orders.
resource "azurerm_eventhub" "load" {
  count           = var.load_test ? 1 : 0
  name            = "load"
  namespace_id    = azurerm_eventhub_namespace.hubs.id
  partition_count = tonumber(local.manifest.hub.partitions)
  retention_description {
    cleanup_policy          = "Delete"
    retention_time_in_hours = 24
  }
}

resource "azurerm_role_assignment" "load" {
  for_each             = var.load_test ? var.operators : toset([])
  scope                = azurerm_eventhub.load[0].id
  role_definition_name = "Azure Event Hubs Data Owner"
  principal_id         = each.value
}
