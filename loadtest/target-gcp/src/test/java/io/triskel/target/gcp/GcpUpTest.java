package io.triskel.target.gcp;

import io.triskel.gcp.hosting.GcpOperations;
import io.triskel.notify.Credential;
import io.triskel.orders.contracts.UpContract;
import java.util.Map;
import org.junit.jupiter.api.Tag;

@Tag("local-clouds")
class GcpUpTest extends UpContract {
    GcpUpTest() {
        super(
                GcpUp.class,
                GcpOperations.class,
                GcpConsole.class,
                "PUBSUB_EMULATOR_HOST",
                "FIRESTORE_EMULATOR_HOST",
                "GOOGLE_CLOUD_PROJECT",
                "TRISKEL_APP_TOPIC",
                "TRISKEL_APP_ARCHIVE",
                "TRISKEL_APP_COLLECTIONS",
                "TRISKEL_APP_FUNCTIONS");
    }

    @Override
    protected Credential credential(Map<String, String> environment) {
        Map<String, String> shown = Map.of("Authorization", "Bearer " + environment.get("TRISKEL_APP_ID_TOKEN"));
        return (method, address, headers, body, deadline) -> shown;
    }
}
