package io.triskel.azure;

import io.triskel.local.NodeTools;
import io.triskel.local.azure.storage.AzuriteProcess;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one Azurite and the adapter's own clients of it, started once for a whole run and ended with it. */
public final class LocalStorage implements ParameterResolver {
    /** Of every call: what listens may be slow on a busy machine. */
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(LocalStorage.class))
                .getOrComputeIfAbsent("running", any -> new Running(), Running.class);
    }

    /** The one Azurite of a run. */
    public static final class Running implements AutoCloseable {
        private final AzuriteProcess process = AzuriteProcess.start(NodeTools.projectRoot());
        private final AzureClients clients = AzureClients.of(AzureSettings.from(
                Map.of(
                        "TRISKEL_AZURE_STORAGE_CONNECTION",
                        process.connectionString(),
                        "TRISKEL_AZURE_CALL_TIMEOUT_MS",
                        String.valueOf(PATIENCE.toMillis())),
                EnumSet.of(AzureSettings.Service.TABLES, AzureSettings.Service.BLOBS)));

        public AzureClients clients() {
            return clients;
        }

        /** Creates tables and containers, which is not for the adapter to do. */
        public AzuriteProcess process() {
            return process;
        }

        @Override
        public void close() {
            clients.close();
            process.close();
        }
    }
}
