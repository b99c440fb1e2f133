package io.triskel.target.azure.soak;

import io.triskel.azure.AzureClients;
import io.triskel.azure.AzureSettings;
import io.triskel.azure.tables.AzureTables;
import io.triskel.azure.tables.TableEventStore;
import io.triskel.azure.tables.TableInbox;
import io.triskel.benchmarks.soak.Assignment;
import io.triskel.benchmarks.soak.EveryEvent;
import io.triskel.benchmarks.soak.Failing;
import io.triskel.benchmarks.soak.Numbered;
import io.triskel.benchmarks.soak.SampledEvents;
import io.triskel.consume.BatchProcessor;
import io.triskel.store.EventStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** The clients and stores of a JVM's functions, from its environment. */
record SoakClients(AzureClients clients, AzureTables tables, Failing failing) {
    /** The time of an invocation; also how long the inbox keeps the claims of a killed JVM. */
    static final Duration TIME = Duration.ofSeconds(15);

    /** One object for all invocations, since the worker makes a new function object for each. */
    static final SoakClients OF_THIS_JVM = of(System.getenv());

    private static SoakClients of(Map<String, String> environment) {
        Assignment assignment = Assignment.of(environment);
        return new SoakClients(
                AzureClients.of(AzureSettings.from(environment)),
                new AzureTables(assignment.stores()),
                assignment.failing());
    }

    EveryEvent everyEvent() {
        return new EveryEvent(store(), failing);
    }

    BatchProcessor sampledEvents() {
        return SampledEvents.processor(store(), new TableInbox(clients.tables(), tables, Runnable::run), failing);
    }

    private EventStore store() {
        return new TableEventStore(clients.tables(), tables, Numbered.CODEC, InstantSource.system());
    }
}
