package io.triskel.gcp.firestore;

import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import io.grpc.ClientInterceptor;
import io.triskel.gcp.GcpClients;
import io.triskel.gcp.GcpSettings;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.firestore.FirestoreServer;
import io.triskel.local.gcp.firestore.FirestoreSettings;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one Firestore whose indexes are as a deployment declares them. */
final class LocalFirestore implements ParameterResolver {
    static final FirestoreCollections COLLECTIONS = new FirestoreCollections("test");
    static final String PROJECT = "test-project";

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(LocalFirestore.class))
                .getOrComputeIfAbsent("running", any -> start(FirestoreSettings.defaults()), Running.class);
    }

    /** One that the caller closes, for tests that disturb it or look at all that it has done. */
    static Running start(FirestoreSettings settings) {
        return new Running(settings);
    }

    /** The one Firestore of a run, or of a test. */
    static final class Running implements AutoCloseable {
        private final FirestoreServer server;
        private final GcpClients clients;
        private final List<Runnable> closed = new ArrayList<>();

        private Running(FirestoreSettings settings) {
            this.server = FirestoreServer.start(settings, new FaultPlan(1));
            this.clients = GcpClients.of(GcpSettings.from(
                    Map.of("GOOGLE_CLOUD_PROJECT", PROJECT, "FIRESTORE_EMULATOR_HOST", server.endpoint())));
            declare(COLLECTIONS);
        }

        FirestoreServer server() {
            return server;
        }

        /** The client that is used everywhere. */
        Firestore client() {
            return clients.firestore();
        }

        /**
         * A client for stores that soon stop retrying what failed. Its calls have minutes: with half a second for the
         * first one, too, a busy machine did not even connect.
         */
        Firestore impatient() {
            Firestore patient = client(Duration.ofMinutes(4), Duration.ofMinutes(4));
            FirestoreOptions options = patient.getOptions();
            FirestoreOptions soon = options.toBuilder()
                    .setRetrySettings(options.getRetrySettings().toBuilder()
                            .setTotalTimeoutDuration(Duration.ofMillis(500))
                            .build())
                    .build();
            InvocationHandler told = (proxy, method, arguments) -> {
                try {
                    return method.getName().equals("getOptions") ? soon : method.invoke(patient, arguments);
                } catch (InvocationTargetException thrown) {
                    throw thrown.getCause();
                }
            };
            return (Firestore)
                    Proxy.newProxyInstance(Firestore.class.getClassLoader(), new Class<?>[] {Firestore.class}, told);
        }

        Firestore client(Duration call, Duration step) {
            GcpClients own = GcpClients.of(GcpSettings.from(Map.of(
                    "GOOGLE_CLOUD_PROJECT",
                    PROJECT,
                    "FIRESTORE_EMULATOR_HOST",
                    server.endpoint(),
                    "TRISKEL_GCP_CALL_TIMEOUT_MS",
                    String.valueOf(call.toMillis()),
                    "TRISKEL_GCP_STORE_TIMEOUT_MS",
                    String.valueOf(step.toMillis()))));
            closed.add(own::close);
            return own.firestore();
        }

        /** A client of its own whose calls go through this, and which repeats as Google's do by themselves. */
        Firestore client(ClientInterceptor calls) {
            Firestore client = FirestoreOptions.newBuilder()
                    .setProjectId(PROJECT)
                    .setCredentials(new FirestoreOptions.EmulatorCredentials())
                    .setChannelProvider(InstantiatingGrpcChannelProvider.newBuilder()
                            .setEndpoint(server.endpoint())
                            .setChannelConfigurator(channel -> channel.usePlaintext())
                            .setInterceptorProvider(() -> List.of(calls))
                            .build())
                    .build()
                    .getService();
            closed.add(client::shutdown);
            return client;
        }

        /** Collections that no other test uses, for tests that look at whole ones. */
        FirestoreCollections own() {
            FirestoreCollections own = new FirestoreCollections("t" + UUID.randomUUID());
            declare(own);
            return own;
        }

        private void declare(FirestoreCollections collections) {
            for (CollectionLayout layout : collections.layouts()) {
                layout.exempt().forEach(field -> server.exemptions().add(layout.collection(), field));
            }
        }

        @Override
        public void close() {
            closed.forEach(Runnable::run);
            clients.close();
            server.close();
        }
    }
}
