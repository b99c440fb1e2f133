package io.triskel.orders.gcp.local;

import io.triskel.orders.driver.UpContract;

class GcpUpTest extends UpContract {
    GcpUpTest() {
        super(
                GcpUp.class,
                "PUBSUB_EMULATOR_HOST",
                "FIRESTORE_EMULATOR_HOST",
                "GOOGLE_CLOUD_PROJECT",
                "ORDERS_TOPIC",
                "ORDERS_COLLECTIONS");
    }
}
