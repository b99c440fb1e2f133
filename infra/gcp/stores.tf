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

locals {
  fields = merge([
    for collection in local.manifest.firestore.collections : {
      for field in distinct(concat(collection.exempt, compact([lookup(collection, "timeToLive", "")]))) : "${collection.collection}/${field}" => {
        collection = collection.collection
        field      = field
        exempt     = contains(collection.exempt, field)
        expires    = lookup(collection, "timeToLive", "") == field
      }
    }
  ]...)
}

resource "google_firestore_field" "field" {
  for_each   = local.fields
  database   = google_firestore_database.orders.name
  collection = each.value.collection
  field      = each.value.field
  # A block without an index removes the field from all indexes.
  dynamic "index_config" {
    for_each = each.value.exempt ? [1] : []
    content {}
  }
  dynamic "ttl_config" {
    for_each = each.value.expires ? [1] : []
    content {}
  }
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
