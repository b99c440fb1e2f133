package io.triskel.target.gcp.soak;

import io.triskel.benchmarks.soak.Assignment;
import io.triskel.benchmarks.soak.EveryEvent;
import io.triskel.benchmarks.soak.Failing;
import io.triskel.benchmarks.soak.Numbered;
import io.triskel.benchmarks.soak.SampledEvents;
import io.triskel.consume.BatchProcessor;
import io.triskel.gcp.GcpClients;
import io.triskel.gcp.GcpSettings;
import io.triskel.gcp.firestore.FirestoreCollections;
import io.triskel.gcp.firestore.FirestoreEventStore;
import io.triskel.gcp.firestore.FirestoreInbox;
import io.triskel.store.EventStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** The clients and stores of a JVM's function, from its environment. */
record SoakClients(GcpClients clients, FirestoreCollections collections, Failing failing) {
    /** The time of a call; also how long the inbox keeps the claims of a killed JVM. */
    static final Duration TIME = Duration.ofSeconds(10);

    private static final Duration RETENTION = Duration.ofDays(8);

    static SoakClients of(Map<String, String> environment) {
        Assignment assignment = Assignment.of(environment);
        return new SoakClients(
                GcpClients.of(GcpSettings.from(environment)),
                new FirestoreCollections(assignment.stores()),
                assignment.failing());
    }

    BatchProcessor everyEvent() {
        return EveryEvent.oneByOne(store(), failing);
    }

    BatchProcessor sampledEvents() {
        return SampledEvents.processor(
                store(), new FirestoreInbox(clients.firestore(), collections, RETENTION), failing);
    }

    private EventStore store() {
        return new FirestoreEventStore(clients.firestore(), collections, Numbered.CODEC, InstantSource.system());
    }
}
