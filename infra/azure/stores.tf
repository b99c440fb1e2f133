# The two storage accounts, their tables, and the key that wraps the keys of personal data.

# Data: all tables, and the archive.
resource "azurerm_storage_account" "data" {
  name                            = local.names.data
  resource_group_name             = azurerm_resource_group.orders.name
  location                        = azurerm_resource_group.orders.location
  account_tier                    = "Standard"
  account_kind                    = "StorageV2"
  account_replication_type        = var.replication
  shared_access_key_enabled       = false
  allow_nested_items_to_be_public = false
  https_traffic_only_enabled      = true
  min_tls_version                 = "TLS1_2"
  blob_properties {
    # Recovers an archive that was deleted by accident.
    container_delete_retention_policy {
      days = 30
    }
    delete_retention_policy {
      days = 30
    }
  }
  tags = local.tags
}

# The host's account: leases, checkpoints, function keys, the package. No lifecycle rules: without its checkpoint a consumer gets all events again.
resource "azurerm_storage_account" "host" {
  name                            = local.names.host
  resource_group_name             = azurerm_resource_group.orders.name
  location                        = azurerm_resource_group.orders.location
  account_tier                    = "Standard"
  account_kind                    = "StorageV2"
  account_replication_type        = "LRS"
  shared_access_key_enabled       = false
  allow_nested_items_to_be_public = false
  https_traffic_only_enabled      = true
  min_tls_version                 = "TLS1_2"
  tags                            = local.tags
}

# azurerm_storage_table needs an account's shared key, which these do not have (hashicorp/terraform-provider-azurerm#32249); Azure's own
# resource does not.
resource "azurerm_resource_group_template_deployment" "tables" {
  name                = "tables"
  resource_group_name = azurerm_resource_group.orders.name
  deployment_mode     = "Incremental"
  template_content = jsonencode({
    "$schema"      = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
    contentVersion = "1.0.0.0"
    resources = [
      for table in local.manifest.tables : {
        type       = "Microsoft.Storage/storageAccounts/tableServices/tables"
        apiVersion = "2023-05-01"
        name       = "${azurerm_storage_account.data.name}/default/${table}"
        properties = {}
      }
    ]
  })
}

resource "azurerm_key_vault" "orders" {
  name                       = local.names.vault
  resource_group_name        = azurerm_resource_group.orders.name
  location                   = azurerm_resource_group.orders.location
  tenant_id                  = data.azurerm_client_config.this.tenant_id
  sku_name                   = "standard"
  rbac_authorization_enabled = true
  # Without the key no personal data can be read, so its deletion can be undone for a while.
  purge_protection_enabled   = true
  soft_delete_retention_days = 30
  tags                       = local.tags
}

resource "azurerm_key_vault_key" "personal" {
  name         = "personal"
  key_vault_id = azurerm_key_vault.orders.id
  key_type     = "RSA"
  key_size     = 3072
  key_opts     = ["wrapKey", "unwrapKey"]
  rotation_policy {
    automatic {
      time_after_creation = "P180D"
    }
  }
  tags = local.tags
}
