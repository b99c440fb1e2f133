package io.triskel.azure.tables;

import com.azure.core.http.policy.FixedDelay;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.TableServiceClientBuilder;
import io.triskel.azure.LocalStorage;
import io.triskel.local.FaultPlan;
import io.triskel.local.azure.storage.AzuriteProcess;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one Table Storage with all tables. */
final class LocalTables implements ParameterResolver {
    static final AzureTables TABLES = new AzureTables("test");

    private final LocalStorage storage = new LocalStorage();

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(LocalTables.class))
                .getOrComputeIfAbsent(
                        "running",
                        any -> new Running((LocalStorage.Running) storage.resolveParameter(parameter, context)),
                        Running.class);
    }

    /** {@return the tables of inbox and parking lot} */
    static List<String> ofConsumers(AzureTables tables) {
        return List.of(tables.inbox(), tables.parking(), tables.lanes());
    }

    /** The one Table Storage of a run. */
    static final class Running {
        private final LocalStorage.Running storage;

        private Running(LocalStorage.Running storage) {
            this.storage = storage;
            TABLES.names().forEach(storage.process()::createTable);
        }

        TableServiceClient service() {
            return storage.clients().tables();
        }

        /** A client of its own whose requests go through this. */
        TableServiceClient service(HttpPipelinePolicy policy) {
            return builder(storage.process().connectionString())
                    .addPolicy(policy)
                    .addPolicy(new TransactionTags())
                    .buildClient();
        }

        /** A client that tries once, of whatever this leads to. */
        static TableServiceClient client(String connection) {
            return builder(connection).buildClient();
        }

        private static TableServiceClientBuilder builder(String connection) {
            return new TableServiceClientBuilder().connectionString(connection).retryPolicy(repeating(0));
        }

        private static RetryPolicy repeating(int times) {
            return new RetryPolicy(new FixedDelay(times, Duration.ofMillis(1)));
        }

        /** A client that tries once, whose requests go through a proxy that injects these faults. */
        TableServiceClient service(FaultPlan faults) {
            return behindProxy(faults).buildClient();
        }

        /** A client that repeats requests of its own accord, as the SDK's own clients do, behind such a proxy. */
        TableServiceClient repeating(FaultPlan faults) {
            return behindProxy(faults).retryPolicy(repeating(3)).buildClient();
        }

        private TableServiceClientBuilder behindProxy(FaultPlan faults) {
            AzuriteProcess azurite = storage.process();
            return builder(azurite.connectionString(azurite.proxy(faults)));
        }

        String connectionString() {
            return storage.process().connectionString();
        }

        /** {@return what leads through a proxy that injects these faults} */
        String connectionString(FaultPlan faults) {
            return storage.process().connectionString(storage.process().proxy(faults));
        }

        /** The tables of inbox and parking lot that no other test uses. */
        AzureTables ofOwnConsumers() {
            AzureTables own = new AzureTables("t" + UUID.randomUUID().toString().replace("-", ""));
            ofConsumers(own).forEach(storage.process()::createTable);
            return own;
        }

        /** Tables that no other test uses, for tests that look at whole ones. */
        AzureTables own() {
            AzureTables own = new AzureTables("t" + UUID.randomUUID().toString().replace("-", ""));
            own.names().forEach(storage.process()::createTable);
            return own;
        }
    }
}
