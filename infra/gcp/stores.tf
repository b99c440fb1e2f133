# Firestore with the manifest's field settings, and the key that wraps the keys of personal data.

resource "google_firestore_database" "orders" {
  name        = local.manifest.firestore.database
  location_id = var.region
  type        = "FIRESTORE_NATIVE"
  # Recovery for seven days. It also restores dropped keys: forget again after a restore (docs/patterns/crypto-shredding.md).
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"
  delete_protection_state           = var.protect ? "DELETE_PROTECTION_ENABLED" : "DELETE_PROTECTION_DISABLED"
  deletion_policy                   = "DELETE"
  depends_on                        = [google_project_service.api]
}

# The default of all fields of all collections: no index. A block without an index removes all of them.
resource "google_firestore_field" "default" {
  database   = google_firestore_database.orders.name
  collection = "__default__"
  field      = "*"
  index_config {}
}

locals {
  # Fields that queries ask for, and fields that say when a document expires; a load test has collections of its own.
  fields = merge(flatten([
    for prefix in var.load_test ? [local.application, "load"] : [local.application] : [
      for collection in local.manifest.firestore.collections : {
        for field in concat(collection.indexed, compact([lookup(collection, "timeToLive", "")])) : "${prefix}${trimprefix(collection.collection, local.application)}/${field}" => {
          collection = "${prefix}${trimprefix(collection.collection, local.application)}"
          field      = field
          # As Firestore indexes a field by itself.
          indexes = contains(collection.indexed, field) ? [
            { order = "ASCENDING", array_config = null },
            { order = "DESCENDING", array_config = null },
            { order = null, array_config = "CONTAINS" },
          ] : []
          expires = lookup(collection, "timeToLive", "") == field
        }
      }
    ]
  ])...)
}

resource "google_firestore_field" "field" {
  for_each   = local.fields
  database   = google_firestore_database.orders.name
  collection = each.value.collection
  field      = each.value.field
  index_config {
    dynamic "indexes" {
      for_each = each.value.indexes
      content {
        order        = indexes.value.order
        array_config = indexes.value.array_config
      }
    }
  }
  dynamic "ttl_config" {
    for_each = each.value.expires ? [1] : []
    content {}
  }
  depends_on = [google_firestore_field.default]
}

# Google never deletes a key ring, and only the versions of a key: deploy.sh imports what an earlier deployment left.
resource "google_kms_key_ring" "orders" {
  name       = var.name
  location   = var.region
  depends_on = [google_project_service.api]
}

resource "google_kms_crypto_key" "personal" {
  name            = "personal"
  key_ring        = google_kms_key_ring.orders.id
  purpose         = "ENCRYPT_DECRYPT"
  rotation_period = "7776000s"
}

# Functions that read or write personal data, whose keys this key wraps.
resource "google_kms_crypto_key_iam_member" "personal" {
  for_each      = { for name, function in local.functions : name => function.keyPermissions[0].roles[0] if length(function.keyPermissions) > 0 }
  crypto_key_id = google_kms_crypto_key.personal.id
  role          = each.value
  member        = google_service_account.function[each.key].member
}
