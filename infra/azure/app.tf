# The function app, and the roles of its identity and of operators.

resource "azurerm_storage_container" "package" {
  name                  = "package"
  storage_account_id    = azurerm_storage_account.host.id
  container_access_type = "private"
}

resource "azurerm_service_plan" "flex" {
  name                = local.names.app
  resource_group_name = azurerm_resource_group.orders.name
  location            = azurerm_resource_group.orders.location
  os_type             = "Linux"
  sku_name            = "FC1"
  tags                = local.tags
}

resource "azurerm_function_app_flex_consumption" "orders" {
  name                        = local.names.app
  resource_group_name         = azurerm_resource_group.orders.name
  location                    = azurerm_resource_group.orders.location
  service_plan_id             = azurerm_service_plan.flex.id
  runtime_name                = local.manifest.app.runtime
  runtime_version             = local.manifest.app.runtimeVersion
  instance_memory_in_mb       = tonumber(local.manifest.app.memoryMiB)
  maximum_instance_count      = local.plan.max_instances
  storage_container_type      = "blobContainer"
  storage_container_endpoint  = "${azurerm_storage_account.host.primary_blob_endpoint}${azurerm_storage_container.package.name}"
  storage_authentication_type = "SystemAssignedIdentity"
  https_only                  = true
  # No deployment with user name and password.
  webdeploy_publish_basic_authentication_enabled = false
  always_ready {
    name           = "http"
    instance_count = tonumber(local.manifest.app.alwaysReadyHttp)
  }
  # A system-assigned identity, so that the settings are exactly the manifest's. A user-assigned one would have its roles in time, but needs
  # three more settings per connection, and the provider cannot name it for references to the vault. Roles are created after the app and before
  # its package. If one is late, functions fail for minutes, and the hub keeps the events.
  identity {
    type = "SystemAssigned"
  }
  # The provider adds AzureWebJobsStorage, which would override the account's name; deploy.sh removes it
  # (hashicorp/terraform-provider-azurerm#29693).
  app_settings = merge(local.manifest.settings, local.manifest.settingsByIdentity)
  site_config {
    application_insights_connection_string = azurerm_application_insights.orders.connection_string
    http2_enabled                          = true
    minimum_tls_version                    = "1.2"
  }
  tags = local.tags
  lifecycle {
    # deploy.sh writes the deployed package's digest here.
    ignore_changes = [tags["package"]]
  }
  # Everything that functions use must exist before they start.
  depends_on = [
    azurerm_eventhub_consumer_group.consumer, azurerm_resource_group_template_deployment.tables, azurerm_key_vault_key.personal,
  ]
}

locals {
  # The functions of style engine are those of orchestration.
  style = can(local.manifest.engine) ? "engine" : local.manifest.style
  # The manifest has the end of the scope.
  scopes = merge(
    {
      "eventhubs/${local.manifest.hub.name}" = azurerm_eventhub.bus.id
      "storageAccounts/${local.names.host}"  = azurerm_storage_account.host.id
      (local.names.metrics)                  = azurerm_eventhub_namespace.hubs.id
    },
    { for table in local.manifest.tables : "tableServices/default/tables/${table}" => "${azurerm_storage_account.data.id}/tableServices/default/tables/${table}" },
  )
  granted = merge([
    for permission in one(local.manifest.identities).permissions : {
      for role in permission.roles : "${role} on ${permission.resource}" => { role = role, resource = permission.resource }
    }
  ]...)
  # Operators work on bus and data like the app, but need nothing in the host's account, and publish no metrics.
  operated = merge([
    for operator in var.operators : {
      for key, grant in local.granted : "${operator} ${key}" => { operator = operator, role = grant.role, resource = grant.resource } if !startswith(grant.resource, "storageAccounts/") && grant.resource != local.names.metrics
    }
  ]...)
}

resource "azurerm_role_assignment" "app" {
  for_each             = local.granted
  scope                = local.scopes[each.value.resource]
  role_definition_name = each.value.role
  principal_id         = azurerm_function_app_flex_consumption.orders.identity[0].principal_id
  principal_type       = "ServicePrincipal"
  depends_on           = [azurerm_resource_group_template_deployment.tables]
}

resource "azurerm_role_assignment" "operator" {
  for_each             = local.operated
  scope                = local.scopes[each.value.resource]
  role_definition_name = each.value.role
  principal_id         = each.value.operator
  depends_on           = [azurerm_resource_group_template_deployment.tables]
}

# For rebuilds of the order view.
resource "azurerm_role_assignment" "archive_reader" {
  for_each             = var.operators
  scope                = azurerm_storage_container.archive.id
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = each.value
}

# The app and operators wrap and unwrap keys of personal data, but cannot read the wrapping key.
resource "azurerm_role_assignment" "app_key" {
  scope                = azurerm_key_vault_key.personal.resource_versionless_id
  role_definition_name = "Key Vault Crypto Service Encryption User"
  principal_id         = azurerm_function_app_flex_consumption.orders.identity[0].principal_id
  principal_type       = "ServicePrincipal"
}

resource "azurerm_role_assignment" "operator_key" {
  for_each             = var.operators
  scope                = azurerm_key_vault_key.personal.resource_versionless_id
  role_definition_name = "Key Vault Crypto Service Encryption User"
  principal_id         = each.value
}

# The one secret is the function key with which the notifier looks orders up. The app creates it, and deploy.sh puts it into the vault through
# a pipe: in Terraform's state, every reader of the state would have it.
resource "azurerm_role_assignment" "app_secret" {
  scope                = "${azurerm_key_vault.orders.id}/secrets/lookup-key"
  role_definition_name = "Key Vault Secrets User"
  principal_id         = azurerm_function_app_flex_consumption.orders.identity[0].principal_id
  principal_type       = "ServicePrincipal"
}

output "app" {
  description = "Resource group, function app and vault, for deploy.sh."
  value = {
    group = azurerm_resource_group.orders.name
    app   = azurerm_function_app_flex_consumption.orders.name
    id    = azurerm_function_app_flex_consumption.orders.id
    vault = azurerm_key_vault.orders.name
    url   = "https://${azurerm_function_app_flex_consumption.orders.default_hostname}/"
  }
}

output "environment" {
  description = "Variables for ./triskel ops, ./triskel load and smoke.sh, except the function key."
  value = merge(
    { for name, value in local.manifest.settings : name => value if startswith(name, "TRISKEL_") && name != "TRISKEL_APP_LOOKUP_KEY" },
    { for name, value in local.manifest.settingsByIdentity : name => value if !startswith(name, "AzureWebJobs") && !can(regex("__", name)) && name != "TRISKEL_AZURE_METRICS" },
    {
      TRISKEL_APP_URL              = "https://${azurerm_function_app_flex_consumption.orders.default_hostname}/"
      TRISKEL_APP_LOOKUP_BASE      = "https://${azurerm_function_app_flex_consumption.orders.default_hostname}/"
      TRISKEL_APP_ARCHIVE          = azurerm_storage_container.archive.name
      TRISKEL_AZURE_BLOBS_ENDPOINT = azurerm_storage_account.data.primary_blob_endpoint
    },
    var.load_test ? {
      TRISKEL_CONTRACTS    = "azure"
      TRISKEL_AZURE_HUB    = azurerm_eventhub.load[0].name
      TRISKEL_AZURE_TABLES = "load"
    } : {},
  )
}

output "chosen" {
  description = "The values of this deployment, which deploy.sh reuses."
  value = {
    style       = local.style
    plan        = local.plan
    replication = var.replication
    alarm_email = var.alarm_email
    budget      = var.budget
    load_test   = var.load_test
  }
}
