package io.triskel.orders.gcp.local;

import io.triskel.orders.contracts.UpContract;
import org.junit.jupiter.api.Tag;

@Tag("local-clouds")
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
