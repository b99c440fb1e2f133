package io.triskel.aws.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.local.Fault;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.publish.PublishReport;
import io.triskel.publish.PublishReport.Entry;
import io.triskel.publish.RejectionCause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Kinesis refuses, in the core's words, and the order of a key through it. */
class KinesisTroubleTest {
    private static final EventType COUNTED = EventType.of("triskel.test.counted", 1);
    private final EventCodec codec =
            EventCodec.of(TypeRegistry.builder().add(COUNTED, Counted.class).build());
    private final KinesisPublishing kinesis = new KinesisPublishing(codec);

    record Counted(int n) {}

    @AfterEach
    void close() {
        kinesis.close();
    }

    @Test
    void a_stream_that_does_not_exist_is_not_found() {
        PublishReport report =
                kinesis.publisher(kinesis.bus("nowhere")).publishAndWait(List.of(counted(1, "a")), kinesis.deadline());

        assertThat(report.rejected()).extracting(Entry.Rejected::cause).containsExactly(RejectionCause.NOT_FOUND);
    }

    @ParameterizedTest
    @CsvSource({
        "AccessDeniedException, DENIED",
        "UnrecognizedClientException, DENIED",
        "ProvisionedThroughputExceededException, THROTTLED",
        "KMSThrottlingException, THROTTLED",
        "ValidationException, INVALID",
        "InternalFailureException, UNKNOWN"
    })
    void a_refused_request_is_rejected_with_its_cause(String code, RejectionCause cause) {
        kinesis.server.faults().next(1, "PutRecords", new Fault.Refused(code));

        PublishReport report = kinesis.publisher.publishAndWait(List.of(counted(1, "a")), kinesis.deadline());

        assertThat(report.rejected()).extracting(Entry.Rejected::cause).containsExactly(cause);
        assertThat(kinesis.readBack()).isEmpty();
    }

    @Test
    void an_answer_that_is_lost_leaves_it_unknown_and_the_event_there() {
        kinesis.server.faults().next(1, "PutRecords", new Fault.LostResponse());

        PublishReport report = kinesis.publisher.publishAndWait(List.of(counted(1, "a")), kinesis.deadline());

        assertThat(report.rejected()).extracting(Entry.Rejected::cause).containsExactly(RejectionCause.UNKNOWN);
        assertThat(kinesis.readBack()).hasSize(1);
    }

    @Test
    void a_record_over_the_streams_limit_is_too_large() {
        byte[] body = new byte[(1 << 20) + 1];
        Outgoing large = new Outgoing(counted(1, "a"), WireEvent.structured(body), body.length);

        List<BusResult> results = kinesis.bus
                .send(List.of(large), kinesis.deadline())
                .toCompletableFuture()
                .join();

        assertThat(results)
                .singleElement()
                .isInstanceOfSatisfying(
                        BusResult.Failed.class,
                        failed -> assertThat(failed.cause()).isEqualTo(RejectionCause.TOO_LARGE));
    }

    @Test
    void a_server_that_is_not_there_is_transient() {
        kinesis.server.close();

        PublishReport report = kinesis.publisher.publishAndWait(List.of(counted(1, "a")), kinesis.deadline());

        assertThat(report.rejected()).extracting(Entry.Rejected::cause).containsExactly(RejectionCause.TRANSIENT);
    }

    @Test
    void nothing_of_a_key_is_reordered_by_throttles_that_strike_again_and_again() {
        kinesis.server
                .faults()
                .often(0.5, "PutRecords", new Fault.PartlyRefused("ProvisionedThroughputExceededException", 0.3));
        List<OrderingKey> keys =
                IntStream.range(0, 5).mapToObj(i -> new OrderingKey("key-" + i)).toList();

        int throttled = 0;
        List<Envelope<?>> left = new ArrayList<>();
        IntStream.range(0, 200).forEach(n -> left.add(counted(n, "key-" + n % 5)));
        List<Envelope<?>> sent = List.copyOf(left);
        while (!left.isEmpty()) {
            PublishReport report = kinesis.publisher.publishAndWait(left, kinesis.deadline());
            throttled += report.rejected().size();
            report.entries().stream()
                    .filter(Entry.Accepted.class::isInstance)
                    .map(Entry::event)
                    .forEach(left::remove);
            keys.forEach(kinesis.publisher::resume);
        }

        assertThat(throttled).isPositive();
        for (OrderingKey key : keys) {
            assertThat(of(key, kinesis.readBack())).isEqualTo(of(key, sent));
        }
    }

    @Test
    void events_without_key_are_spread_over_all_shards() {
        List<Envelope<?>> events = new ArrayList<>();
        IntStream.range(0, 200).forEach(n -> events.add(Envelope.of(id(), COUNTED, new Counted(n))));

        PublishReport report = kinesis.publisher.publishAndWait(events, kinesis.deadline());

        assertThat(report.entries().stream()
                        .map(entry -> ((Entry.Accepted) entry).position())
                        .map(position -> position.substring(0, position.indexOf('/')))
                        .distinct())
                .hasSize(4);
    }

    private static List<Envelope<?>> of(OrderingKey key, List<Envelope<?>> events) {
        return events.stream()
                .<Envelope<?>>map(event -> event)
                .filter(event -> event.key().equals(Optional.of(key)))
                .toList();
    }

    private static EventId id() {
        return new EventId("/test", UUID.randomUUID().toString());
    }

    private static Envelope<?> counted(int n, String key) {
        return Envelope.of(id(), COUNTED, new Counted(n)).withKey(new OrderingKey(key));
    }
}
