# The order pipeline on Azure. What the pipeline needs is read from the package's manifest and stands nowhere here (docs/manifest.md); what
# a deployment adds is in these files: bus.tf, app.tf, stores.tf, watch.tf.

terraform {
  required_version = ">= 1.9"
  # The state is in a storage account, which deploy.sh sets, so that another machine can upgrade or destroy.
  backend "azurerm" {
    use_azuread_auth = true
  }
  required_providers {
    azurerm = {
      source = "hashicorp/azurerm"
      # infra/azure/check knows the schema of 4.73.0 (rules.mjs has what 5.0 removed); its arguments were compared with the sources of 5.2.0.
      version = "~> 5.2"
    }
  }
}

provider "azurerm" {
  subscription_id = var.subscription
  # The accounts allow no shared keys.
  storage_use_azuread             = true
  resource_provider_registrations = "none"
  resource_providers_to_register = [
    "Microsoft.Authorization", "Microsoft.Consumption", "Microsoft.EventHub", "Microsoft.Insights", "Microsoft.KeyVault",
    "Microsoft.OperationalInsights", "Microsoft.Storage", "Microsoft.Web",
  ]
  features {
    key_vault {
      # Recover a deleted vault with its keys; never purge it.
      purge_soft_delete_on_destroy    = false
      recover_soft_deleted_key_vaults = true
      recover_soft_deleted_keys       = true
    }
    storage {
      # Create accounts through Azure Resource Manager only, which needs no role on their data.
      data_plane_available = false
    }
    resource_group {
      prevent_deletion_if_contains_resources = true
    }
  }
}

variable "subscription" {
  type        = string
  description = "Id of the subscription."
}

variable "region" {
  type        = string
  description = "Region of all resources; it offers Flex Consumption."
}

variable "name" {
  type        = string
  description = "Prefix of all names."
  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,11}$", var.name))
    error_message = "A name has 2 to 12 lower-case letters or digits, starting with a letter, because of storage accounts."
  }
}

variable "manifest" {
  type        = string
  description = "File with the package's manifest."
}

variable "plan" {
  type        = map(number)
  description = "Figures of a plan of ./triskel size --plan, by name; the others are those of ../plan.json."
  default     = {}
}

variable "replication" {
  type        = string
  description = "Replication of the data account: LRS, ZRS, GRS or GZRS."
  default     = "LRS"
  validation {
    condition     = contains(["LRS", "ZRS", "GRS", "GZRS"], var.replication)
    error_message = "Expected LRS, ZRS, GRS or GZRS; a readable secondary is outdated and must not be used."
  }
}

variable "operators" {
  type        = set(string)
  description = "Object ids of the operators who run ./triskel ops; they get the app's rights on bus and data."
  default     = []
}

variable "load_test" {
  type        = bool
  description = "Create a hub for ./triskel load."
  default     = false
}

variable "alarm_email" {
  type        = string
  description = "E-mail address for alarms; without one they show only in the portal."
  default     = ""
}

variable "budget" {
  type        = number
  description = "Monthly budget of the resource group in the account's currency; 0 for none."
  default     = 0
}

variable "budget_from" {
  type        = string
  description = "First day of the month in which the budget is created."
  default     = "2026-12-01T00:00:00Z"
}

data "azurerm_client_config" "this" {}

locals {
  # Names of accounts, namespaces, vaults and apps are globally unique; a deployment has the same ones each time.
  own = substr(sha256("${var.subscription}/${var.name}"), 0, 6)
  names = {
    data    = "${var.name}data${local.own}", host = "${var.name}host${local.own}", hubs = "${var.name}-hubs-${local.own}", vault = "${var.name}-${local.own}", app = "${var.name}-${local.own}"
    metrics = "subscriptions/${var.subscription}/resourceGroups/${var.name}/providers/Microsoft.EventHub/namespaces/${var.name}-hubs-${local.own}"
  }

  plan     = merge(jsondecode(file("${path.module}/../plan.json")).clouds.azure.parameters, var.plan)
  document = jsondecode(file(var.manifest))
  manifest = jsondecode(templatefile(var.manifest, merge(
    { for name, parameter in local.document.parameters : name => parameter.default if can(parameter.default) },
    {
      region             = var.region
      partitions         = local.plan.partitions
      namespace          = "${local.names.hubs}.servicebus.windows.net"
      tablesEndpoint     = "https://${local.names.data}.table.core.windows.net"
      hostStorageAccount = local.names.host
      metricsResource    = local.names.metrics
      keyVaultKey        = "https://${local.names.vault}.vault.azure.net/keys/personal"
      # Terraform never sees the key: deploy.sh puts it into the vault.
      lookupKey          = "@Microsoft.KeyVault(SecretUri=https://${local.names.vault}.vault.azure.net/secrets/lookup-key)"
      memoryMiB          = local.plan.memory_mib
      replayHorizonHours = local.plan.replay_horizon_hours
      # No connection strings, because there are identities.
      eventHubsConnection = ""
      storageConnection   = ""
    }
  )))
  tags = { application = "triskel-orders", deployment = var.name }
}

resource "azurerm_resource_group" "orders" {
  name     = var.name
  location = local.manifest.region
  tags     = local.tags
}
