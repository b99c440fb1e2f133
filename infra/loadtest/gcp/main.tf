# Load test workers on Google Cloud: a Cloud Run job whose tasks are the workers, and a topic with a subscription. run.sh sets the
# values, executes the job, and destroys everything here. Results stay, because their bucket is not created here.

terraform {
  required_version = ">= 1.9"
  # In a bucket that run.sh sets, and on which workers have no right.
  backend "gcs" {}
  required_providers {
    google = {
      source = "hashicorp/google"
      # infra/loadtest/check knows the schema of 6.50.0.
      version = ">= 6.50.0, < 7.0.0"
    }
  }
}

provider "google" {
  project               = var.project
  region                = var.region
  billing_project       = var.project
  user_project_override = true
  default_labels        = { product = "triskel", run = var.name }
}

variable "project" {
  type        = string
  description = "Id of an existing project with billing."
}

variable "region" {
  type        = string
  description = "Region of workers and events."
}

variable "name" {
  type        = string
  description = "Name of the run, and prefix of all names."
}

variable "image" {
  type        = string
  description = "Built by infra/loadtest/image.sh --target gcp, in Artifact Registry."
}

variable "bucket" {
  type        = string
  description = "An existing bucket for results."
}

variable "workers" {
  type        = number
  description = "Number of workers."
}

variable "workload" {
  type        = string
  description = "The workload's file, in base64."
}

resource "google_pubsub_topic" "load" {
  name = var.name

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }
}

resource "google_pubsub_subscription" "load" {
  name                    = var.name
  topic                   = google_pubsub_topic.load.id
  enable_message_ordering = true
  ack_deadline_seconds    = 60
}

resource "google_service_account" "worker" {
  account_id   = var.name
  display_name = "Workers of the load test ${var.name}"
}

resource "google_pubsub_topic_iam_member" "worker" {
  topic  = google_pubsub_topic.load.name
  role   = "roles/pubsub.publisher"
  member = "serviceAccount:${google_service_account.worker.email}"
}

resource "google_pubsub_subscription_iam_member" "worker" {
  subscription = google_pubsub_subscription.load.name
  role         = "roles/pubsub.subscriber"
  member       = "serviceAccount:${google_service_account.worker.email}"
}

resource "google_storage_bucket_iam_member" "worker" {
  bucket = var.bucket
  role   = "roles/storage.objectUser"
  member = "serviceAccount:${google_service_account.worker.email}"
}

resource "google_cloud_run_v2_job" "load" {
  name                = var.name
  location            = var.region
  deletion_protection = false

  template {
    task_count = var.workers
    # All at once, so that they can start together.
    parallelism = var.workers

    template {
      service_account = google_service_account.worker.email
      # No retry: a restarted worker is too late, and a run with a missing part is invalid.
      max_retries           = 0
      timeout               = "7200s"
      execution_environment = "EXECUTION_ENVIRONMENT_GEN2"

      containers {
        image = var.image

        resources {
          limits = {
            cpu    = "2"
            memory = "4Gi"
          }
        }

        dynamic "env" {
          for_each = {
            GOOGLE_CLOUD_PROJECT     = var.project
            TRISKEL_CONTRACTS        = "gcp"
            TRISKEL_GCP_TOPIC        = var.name
            TRISKEL_GCP_SUBSCRIPTION = var.name
            TRISKEL_GCP_COLLECTIONS  = "load"
            TRISKEL_RESULTS          = "/results/triskel-load/${var.name}"
            TRISKEL_WORKLOAD         = var.workload
          }
          content {
            name  = env.key
            value = env.value
          }
        }

        volume_mounts {
          name       = "results"
          mount_path = "/results"
        }
      }

      volumes {
        name = "results"

        gcs {
          bucket    = var.bucket
          read_only = false
        }
      }
    }
  }

  depends_on = [
    google_pubsub_topic_iam_member.worker,
    google_pubsub_subscription_iam_member.worker,
    google_storage_bucket_iam_member.worker,
  ]
}

output "job" {
  description = "What run.sh executes."
  value       = google_cloud_run_v2_job.load.name
}
