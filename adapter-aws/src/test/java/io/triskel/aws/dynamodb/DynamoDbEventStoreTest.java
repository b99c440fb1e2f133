package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.LocalTables.TABLES;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.Finish;
import io.triskel.outbox.Outbox.LeasedAppend;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.Commit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What no contract asks of DynamoDB's event store; that it keeps its contracts is shown by {@code loadtest/target-aws}. */
@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class DynamoDbEventStoreTest {
    private static final InstantSource NEW_YEAR = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    private static final EventType NOTED = EventType.of("triskel.aws.noted", 1);
    private static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(NOTED, Noted.class).build());

    private final Calls calls = new Calls();
    private final DynamoDbClient client;
    private final DynamoDbEventStore counted;
    private final StreamId stream = new StreamId("stream-" + UUID.randomUUID());

    DynamoDbEventStoreTest(LocalTables.Running dynamoDb) {
        this.client = dynamoDb.client();
        this.counted = DynamoDbEventStore.of(dynamoDb.client(calls), TABLES, CODEC, NEW_YEAR);
    }

    @Test
    void an_append_to_a_stream_whose_end_is_known_is_one_request() {
        append(counted, 0, "first");
        append(counted, 1, "second");
        assertThat(calls.made()).containsExactly("PutItem", "PutItem");

        append(DynamoDbEventStore.of(client, TABLES, CODEC, NEW_YEAR), 2, "third");
        counted.read(stream, 0, 10);
        append(counted, 3, "fourth");
        assertThat(calls.made()).containsExactly("Query", "PutItem");
    }

    @Test
    void an_end_that_is_known_no_more_is_read_again() {
        append(counted, 0, "first");
        append(DynamoDbEventStore.of(client, TABLES, CODEC, NEW_YEAR), 1, "somebody else's");
        assertThat(calls.made()).containsExactly("PutItem");

        AppendResult result = append(counted, 1, "late");

        assertThat(result).isEqualTo(new AppendResult.Conflict(2));
        assertThat(calls.made()).startsWith("PutItem", "Query");
    }

    private AppendResult append(DynamoDbEventStore store, long revision, String command) {
        Envelope<Noted> event = Envelope.of(new EventId("/test", command + stream), NOTED, new Noted("text"));
        return store.append(stream, Expectation.exactly(revision), List.of(event), new CommandId(command));
    }

    @Test
    void a_lease_whose_answer_was_lost_is_held() {
        append(counted, 0, "first");
        calls.loseNext("UpdateItem");

        Optional<DispatchLease> lease = counted.lease(stream, NEW_YEAR.instant(), Duration.ofMinutes(1));

        assertThat(lease).isPresent();
        List<Commit> commits = counted.read(stream, 0, 10).commits();
        assertThat(counted.finish(lease.get(), 1, commits))
                .as("it marked itself")
                .isEqualTo(Finish.MORE);
        assertThat(counted.finish(lease.get(), 1, List.of())).isEqualTo(Finish.RELEASED);
    }

    @Test
    void a_lease_whose_end_was_written_and_not_answered_is_given_back() {
        append(counted, 0, "first");
        DispatchLease lease =
                counted.lease(stream, NEW_YEAR.instant(), Duration.ofMinutes(1)).orElseThrow();
        assertThat(counted.advance(lease, 1)).isTrue();
        List<Commit> commits = counted.read(stream, 0, 10).commits();
        calls.beforeNext("UpdateItem", () -> calls.beforeNext("UpdateItem", () -> calls.loseNext("UpdateItem")));

        Finish finish = counted.finish(lease, 1, commits);

        assertThat(finish).isEqualTo(Finish.RELEASED);
        assertThat(counted.lease(stream, NEW_YEAR.instant(), Duration.ofMinutes(1)))
                .isPresent();
    }

    @Test
    void marks_of_commits_that_fill_several_pages_all_go_once_the_stream_is_published() {
        DynamoDbEventStore store = DynamoDbEventStore.of(client, TABLES, CODEC, NEW_YEAR);
        for (int i = 0; i < 6; i++) {
            EventId id = new EventId("/test", "event-" + i);
            Noted large = new Noted("x".repeat(250_000));
            store.append(
                    stream,
                    Expectation.exactly(i),
                    List.of(Envelope.of(id, NOTED, large)),
                    new CommandId("command-" + i));
        }
        DispatchLease lease =
                store.lease(stream, NEW_YEAR.instant(), Duration.ofMinutes(1)).orElseThrow();
        assertThat(store.advance(lease, 6)).isTrue();

        assertThat(store.finish(lease, 6, List.of())).isEqualTo(Finish.RELEASED);

        assertThat(store.dirty(Outbox.bucketOf(stream), NEW_YEAR.instant(), 10_000))
                .doesNotContain(stream);
    }

    private LeasedAppend claim(DynamoDbEventStore store, long revision, String command) {
        Envelope<Noted> event = Envelope.of(new EventId("/test", command + stream), NOTED, new Noted("text"));
        return store.append(
                stream,
                Expectation.exactly(revision),
                List.of(event),
                new CommandId(command),
                NEW_YEAR.instant(),
                Duration.ofMinutes(1));
    }

    private void publish(LeasedAppend appended, long revision) {
        DispatchLease claim = appended.lease().get().orElseThrow();
        assertThat(counted.finish(
                        claim, revision, counted.read(stream, revision - 1, 1).commits()))
                .isEqualTo(Finish.RELEASED);
    }

    @Test
    void a_claim_whose_answer_was_lost_is_held() {
        calls.loseNext("PutItem");

        LeasedAppend appended = claim(counted, 0, "first");

        assertThat(appended.result()).isEqualTo(new AppendResult.Committed(1, 1));
        publish(appended, 1);
    }

    @Test
    void who_waits_for_a_publisher_waits_although_the_answer_was_lost_and_it_was_published_meanwhile() {
        DynamoDbEventStore other = DynamoDbEventStore.of(client, TABLES, CODEC, NEW_YEAR);
        DispatchLease publisher = claim(other, 0, "first").lease().get().orElseThrow();
        LeasedAppend second = claim(counted, 1, "second");
        calls.loseNext("UpdateItem");
        calls.beforeNext(
                "UpdateItem",
                () -> calls.beforeNext(
                        "UpdateItem",
                        () -> assertThat(other.finish(
                                        publisher, 1, other.read(stream, 0, 1).commits()))
                                .isEqualTo(Finish.MORE)));

        assertThat(second.lease().get()).isEmpty();
    }

    @Test
    void a_record_of_what_was_published_says_twice_that_somebody_waits() {
        DispatchLease publisher = claim(counted, 0, "first").lease().get().orElseThrow();
        List<Commit> commits = counted.read(stream, 0, 1).commits();
        assertThat(claim(counted, 1, "second").lease().get()).isEmpty();
        calls.loseNext("UpdateItem");

        assertThat(counted.finish(publisher, 1, commits)).isEqualTo(Finish.MORE);
    }

    @Test
    void behind_a_commit_of_an_older_release_the_stream_is_leased_where_its_head_is() {
        DynamoDbEventStore older = DynamoDbEventStore.of(client, TABLES, CODEC, NEW_YEAR);
        append(older, 0, "first");
        DispatchLease lease =
                older.lease(stream, NEW_YEAR.instant(), Duration.ofMinutes(1)).orElseThrow();
        older.finish(lease, 1, older.read(stream, 0, 1).commits());
        client.updateItem(update -> update.tableName(TABLES.streams())
                .key(DynamoDbEventStore.key(stream, 1))
                .updateExpression("REMOVE published"));

        DispatchLease second = claim(counted, 1, "second").lease().get().orElseThrow();
        counted.finish(second, 2, counted.read(stream, 1, 1).commits());
        DispatchLease third = claim(counted, 2, "third").lease().get().orElseThrow();

        assertThat(second.isClaim()).isFalse();
        assertThat(second.dispatchedTo()).isEqualTo(1);
        assertThat(third.isClaim()).isTrue();
    }

    record Noted(String text) {}
}
