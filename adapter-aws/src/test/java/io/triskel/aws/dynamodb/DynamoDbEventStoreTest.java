package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.LocalTables.TABLES;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.Expectation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What no contract asks of DynamoDB's event store; that it keeps its contracts is shown by {@code loadtest/load-aws}. */
@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class DynamoDbEventStoreTest {
    private static final InstantSource NEW_YEAR = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    private final DynamoDbClient client;

    DynamoDbEventStoreTest(LocalTables.Running dynamoDb) {
        this.client = dynamoDb.client();
    }

    @Test
    void marks_of_commits_that_fill_several_pages_all_go_once_the_stream_is_published() {
        EventType noted = EventType.of("triskel.aws.noted", 1);
        DynamoDbEventStore store = DynamoDbEventStore.of(
                client,
                TABLES,
                EventCodec.of(TypeRegistry.builder().add(noted, Noted.class).build()),
                NEW_YEAR);
        StreamId stream = new StreamId("large-" + UUID.randomUUID());
        for (int i = 0; i < 6; i++) {
            EventId id = new EventId("/test", "event-" + i);
            Noted large = new Noted("x".repeat(250_000));
            store.append(
                    stream,
                    Expectation.exactly(i),
                    List.of(Envelope.of(id, noted, large)),
                    new CommandId("command-" + i));
        }
        DispatchLease lease =
                store.lease(stream, NEW_YEAR.instant(), Duration.ofMinutes(1)).orElseThrow();
        assertThat(store.advance(lease, 6)).isTrue();

        store.release(lease, NEW_YEAR.instant());

        assertThat(store.dirty(Outbox.bucketOf(stream), NEW_YEAR.instant(), 10_000))
                .doesNotContain(stream);
    }

    record Noted(String text) {}
}
