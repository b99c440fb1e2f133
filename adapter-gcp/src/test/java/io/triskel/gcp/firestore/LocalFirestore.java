package io.triskel.gcp.firestore;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.firestore.FirestoreServer;
import io.triskel.local.gcp.firestore.FirestoreSettings;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one Firestore whose indexes are as a deployment declares them. */
final class LocalFirestore implements ParameterResolver {
    static final Collections COLLECTIONS = new Collections("test");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(LocalFirestore.class))
                .getOrComputeIfAbsent("running", any -> new Running(), Running.class);
    }

    /** The one Firestore of a run. */
    static final class Running implements AutoCloseable {
        private final FirestoreServer server =
                FirestoreServer.start(FirestoreSettings.defaults(), new FaultPlan(1));
        private final Firestore client = connect();

        private Running() {
            declare(COLLECTIONS);
        }

        FirestoreServer server() {
            return server;
        }

        Firestore client() {
            return client;
        }

        /** Collections that no other test uses, for tests that look at whole ones. */
        Collections own() {
            Collections own = new Collections("t" + UUID.randomUUID());
            declare(own);
            return own;
        }

        private void declare(Collections collections) {
            for (CollectionLayout layout : collections.layouts()) {
                layout.exempt().forEach(field -> server.exemptions().add(layout.collection(), field));
            }
        }

        private Firestore connect() {
            return FirestoreOptions.newBuilder()
                    .setProjectId("test")
                    .setEmulatorHost(server.endpoint())
                    .build()
                    .getService();
        }

        @Override
        public void close() throws Exception {
            client.close();
            server.close();
        }
    }
}
