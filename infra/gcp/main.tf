# An application on Google Cloud: the order pipeline, or one of your own. What it needs is read from the package's manifest and stands nowhere here
# (docs/manifest.md); what a deployment adds is in these files: bus.tf, functions.tf, stores.tf, watch.tf.

terraform {
  required_version = ">= 1.9"
  # The state is in a bucket, which deploy.sh sets, so that another machine can upgrade or destroy.
  backend "gcs" {}
  required_providers {
    google = {
      source = "hashicorp/google"
      # infra/gcp/check knows the schema of 6.50.0.
      version = ">= 6.50.0, < 7.0.0"
    }
  }
}

provider "google" {
  project = var.project
  region  = var.region
  # Some APIs refuse the login of a person unless calls count for a project: Cloud Billing Budget, Cloud KMS.
  billing_project       = var.project
  user_project_override = true
  default_labels        = local.labels
}

variable "project" {
  type        = string
  description = "Id of an existing project with billing."
}

variable "region" {
  type        = string
  description = "Region of all resources."
}

variable "name" {
  type        = string
  description = "Prefix of all names; a database has at least 4 characters, and NAME-schedule, a service account, at most 30."
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,18}[a-z0-9]$", var.name))
    error_message = "A name has 4 to 20 lower-case letters, digits or hyphens, starts with a letter, and does not end with a hyphen."
  }
}

variable "manifest" {
  type        = string
  description = "File with the package's manifest."
}

variable "package" {
  type        = string
  description = "The package, the source of every function in Java."
}

variable "packages" {
  type        = map(string)
  description = "Files of functions in other languages, by the names that the manifest gives them."
  default     = {}
}

variable "language" {
  type        = string
  description = "The languages that deploy.sh was asked for, which the manifest has; empty for Java."
  default     = ""
}

variable "plan" {
  type        = map(number)
  description = "Figures of a plan of ./triskel size --plan, by name; the others are those of ../plan.json."
  default     = {}
}

variable "min_instances" {
  type        = number
  description = "Always-ready instances of the HTTP function, against cold starts; they cost while they wait."
  default     = 0
}

variable "http_access" {
  type        = string
  description = "closed, or public, which lets anybody read and delete all customers."
  default     = "closed"
}

variable "invokers" {
  type        = list(string)
  description = "People who may call the HTTP function and replay parked events, such as user:ada@example.org."
  default     = []
}

variable "protect" {
  type        = bool
  description = "Deletion protection of the database and the archive; destroy.sh removes it."
  default     = true
}

variable "load_test" {
  type        = bool
  description = "Create a topic and a subscription for ./triskel load."
  default     = false
}

variable "alarm_email" {
  type        = string
  description = "E-mail address for alarms; without one they show only in the console."
  default     = ""
}

variable "budget_usd" {
  type        = number
  description = "Monthly budget of the project in USD, with mails at 50, 100 and 150 %; 0 for none."
  default     = 0
}

variable "billing_account" {
  type        = string
  description = "Billing account of the budget."
  default     = ""
}

data "google_project" "this" {
  project_id = var.project
}

locals {
  plan     = merge(jsondecode(file("${path.module}/../plan.json")).clouds.gcp.parameters, var.plan)
  document = jsondecode(file(var.manifest))
  # The application's own name, which begins the names of its collections wherever it is deployed.
  application = local.document.parameters.name.default
  # Addresses of service accounts and services are derived from names, so that nothing waits for another resource.
  manifest = jsondecode(templatefile(var.manifest, merge(
    { for name, parameter in local.document.parameters : name => parameter.default if can(parameter.default) },
    {
      project                 = var.project
      region                  = var.region
      name                    = var.name
      topic                   = var.name
      topicRetentionHours     = local.plan.topic_retention_hours
      replayHorizonHours      = local.plan.replay_horizon_hours
      database                = var.name
      collections             = local.application
      lookupBase              = "https://${var.name}-http-${data.google_project.this.number}.${var.region}.run.app/"
      pushServiceAccount      = "${var.name}-push@${var.project}.iam.gserviceaccount.com"
      schedulerServiceAccount = "${var.name}-schedule@${var.project}.iam.gserviceaccount.com"
      archiveBucket           = "${var.project}-${var.name}-archive"
      memoryMiB               = local.plan.memory_mib
      concurrency             = local.plan.concurrency
      minInstances            = var.min_instances
      httpAccess              = var.http_access
      kmsKey                  = "projects/${var.project}/locations/${var.region}/keyRings/${var.name}/cryptoKeys/personal"
    }
  )))
  functions = { for function in local.manifest.functions : function.name => function }
  events    = { for name, function in local.functions : name => function if function.role == "events" }
  labels    = { application = "triskel-${local.application}", deployment = var.name }
}

resource "google_project_service" "api" {
  for_each = toset(concat([
    "artifactregistry", "cloudbuild", "cloudfunctions", "cloudkms", "cloudscheduler", "firestore", "iam", "logging",
    "monitoring", "pubsub", "run", "storage",
  ], var.budget_usd > 0 ? ["billingbudgets"] : []))
  service            = "${each.value}.googleapis.com"
  disable_on_destroy = false
}
