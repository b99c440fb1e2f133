package io.triskel.target.aws.soak;

import io.triskel.aws.AwsClients;
import io.triskel.aws.AwsSettings;
import io.triskel.aws.dynamodb.DynamoDbEventStore;
import io.triskel.aws.dynamodb.DynamoDbInbox;
import io.triskel.aws.dynamodb.DynamoDbTables;
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

/** The clients and stores of a function of the soak, from its environment. */
record SoakClients(AwsClients clients, DynamoDbTables tables, Failing failing) {
    static SoakClients of(Map<String, String> environment) {
        Assignment assignment = Assignment.of(environment);
        return new SoakClients(
                AwsClients.of(AwsSettings.from(environment)),
                new DynamoDbTables(assignment.stores()),
                assignment.failing());
    }

    EveryEvent everyEvent() {
        return new EveryEvent(store(), failing);
    }

    BatchProcessor sampledEvents() {
        return SampledEvents.processor(
                store(), new DynamoDbInbox(clients.dynamoDb(), tables, Duration.ofDays(1), Runnable::run), failing);
    }

    private EventStore store() {
        return DynamoDbEventStore.of(clients.dynamoDb(), tables, Numbered.CODEC, InstantSource.system());
    }
}
