package io.triskel.azure.eventhubs;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.local.Fault;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.publish.OrderedPublisher;
import io.triskel.publish.PublishReport;
import io.triskel.publish.PublishReport.Entry;
import io.triskel.publish.RejectionCause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Event Hubs refuses, in the core's words, and the order of a key through it. */
class EventHubsTroubleTest {
    private static final EventType COUNTED = EventType.of("triskel.test.counted", 1);
    private final EventCodec codec =
            EventCodec.of(TypeRegistry.builder().add(COUNTED, Counted.class).build());
    private final HubPublishing hubs = new HubPublishing(codec);

    record Counted(int n) {}

    @AfterEach
    void close() {
        hubs.close();
    }

    @Test
    void a_hub_that_does_not_exist_is_not_found() {
        PublishReport report = hubs.publisher(hubs.bus("nowhere"))
                .publishAndWait(List.of(counted(1, "a"), withoutKey(2)), hubs.deadline());

        assertThat(causes(report)).containsExactly(RejectionCause.NOT_FOUND, RejectionCause.NOT_FOUND);
    }

    @ParameterizedTest
    @CsvSource({
        "amqp:unauthorized-access, DENIED",
        "com.microsoft:server-busy, THROTTLED",
        "amqp:resource-limit-exceeded, THROTTLED",
        "com.microsoft:argument-error, INVALID",
        "amqp:link:message-size-exceeded, TOO_LARGE",
        "com.microsoft:timeout, UNKNOWN",
        "amqp:internal-error, UNKNOWN"
    })
    void a_refused_batch_is_rejected_with_its_cause_and_at_once(String condition, RejectionCause cause) {
        hubs.server.faults().next(1, "Send", new Fault.Refused(condition));

        PublishReport report = hubs.publisher.publishAndWait(List.of(counted(1, "a")), hubs.deadline());

        assertThat(causes(report)).containsExactly(cause);
        assertThat(hubs.stored()).isEmpty();
    }

    @Test
    void a_denied_link_is_denied() {
        hubs.server.faults().often(1, "Attach", new Fault.Refused("amqp:unauthorized-access"));

        PublishReport report = hubs.publisher.publishAndWait(List.of(withoutKey(1)), hubs.deadline());

        assertThat(causes(report)).containsExactly(RejectionCause.DENIED);
    }

    @Test
    void a_batch_that_is_refused_says_nothing_of_other_partitions() {
        hubs.server.faults().next(1, "Send", new Fault.Refused("com.microsoft:server-busy"));
        List<Envelope<?>> events = new ArrayList<>();
        IntStream.range(0, 40).forEach(n -> events.add(counted(n, "key-" + n)));

        PublishReport report = hubs.publisher.publishAndWait(events, hubs.deadline());

        assertThat(causes(report)).isNotEmpty().containsOnly(RejectionCause.THROTTLED);
        assertThat(report.accepted()).isPositive().isEqualTo(hubs.stored().size());
    }

    @Test
    void an_answer_that_is_lost_leaves_it_unknown_and_the_event_there() {
        hubs.server.faults().next(1, "Send", new Fault.LostResponse());

        PublishReport report = hubs.publisher.publishAndWait(List.of(counted(1, "a")), hubs.deadline());

        assertThat(causes(report)).containsExactly(RejectionCause.UNKNOWN);
        assertThat(hubs.stored()).hasSize(1);
    }

    @Test
    void an_answer_that_comes_after_the_deadline_leaves_it_unknown() {
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        OrderedPublisher publisher = OrderedPublisher.builder(hubs.bus.withClock(clock), codec)
                .clock(clock)
                .build();
        assertThat(publisher
                        .publishAndWait(List.of(counted(0, "a")), Deadline.in(Duration.ofMinutes(4), clock))
                        .complete())
                .isTrue();
        hubs.server.faults().next(1, "Send", new Fault.Slow(Duration.ofMinutes(10)));

        PublishReport report =
                publisher.publishAndWait(List.of(counted(1, "a")), Deadline.in(Duration.ofSeconds(1), clock));

        assertThat(causes(report)).containsExactly(RejectionCause.UNKNOWN);
    }

    @Test
    void links_that_were_detached_are_made_anew() {
        publishOne();
        hubs.server.detachAll();

        PublishReport first = hubs.publisher.publishAndWait(List.of(counted(2, "a")), hubs.deadline());
        hubs.publisher.resume(new OrderingKey("a"));
        PublishReport then = hubs.publisher.publishAndWait(List.of(counted(3, "a")), hubs.deadline());

        assertThat(causes(first)).isSubsetOf(RejectionCause.TRANSIENT, RejectionCause.UNKNOWN);
        assertThat(then.complete()).isTrue();
    }

    @Test
    void a_hub_that_is_created_anew_with_other_partitions_is_published_to() {
        publishOne();
        hubs.server.deleteHub("events");
        PublishReport gone = hubs.publisher.publishAndWait(List.of(counted(1, "key")), hubs.deadline());
        hubs.server.createHub("events", 1);

        PublishReport report = publishUntilComplete(List.of(counted(2, "other")));

        assertThat(gone.complete()).isFalse();
        assertThat(report.complete()).isTrue();
    }

    @Test
    void a_message_over_the_hubs_limit_is_too_large_and_its_neighbours_are_not() {
        byte[] body = new byte[(1 << 20) + 1];
        Envelope<?> event = counted(1, "a");
        Outgoing large =
                new Outgoing(event, new WireEvent(Map.of("id", event.id().id()), body), body.length);
        Outgoing behind = outgoing(counted(2, "a"));
        Outgoing other = outgoing(counted(3, "b"));

        List<BusResult> results = hubs.bus
                .send(List.of(large, behind, other), hubs.deadline())
                .toCompletableFuture()
                .join();

        assertThat(results.get(0))
                .isInstanceOfSatisfying(
                        BusResult.Failed.class,
                        failed -> assertThat(failed.cause()).isEqualTo(RejectionCause.TOO_LARGE));
        assertThat(results.get(1))
                .isInstanceOfSatisfying(
                        BusResult.Failed.class,
                        failed -> assertThat(failed.cause()).isEqualTo(RejectionCause.TRANSIENT));
        assertThat(results.get(2)).isInstanceOf(BusResult.Ok.class);
    }

    @Test
    void more_than_one_batch_of_one_partition_goes_in_order() {
        byte[] body = new byte[400_000];
        List<Outgoing> request = IntStream.range(0, 7)
                .mapToObj(n -> counted(n, "a"))
                .map(event -> new Outgoing(
                        event, new WireEvent(Map.of("id", event.id().id()), body), body.length))
                .toList();

        List<BusResult> results =
                hubs.bus.send(request, hubs.deadline()).toCompletableFuture().join();

        assertThat(results).hasSize(7).allSatisfy(result -> assertThat(result).isInstanceOf(BusResult.Ok.class));
        assertThat(hubs.stored())
                .extracting(event -> event.properties().get("cloudEvents:id"))
                .isEqualTo(
                        request.stream().map(event -> event.event().id().id()).toList());
    }

    @Test
    void a_server_that_is_not_there_is_transient() {
        hubs.server.close();

        PublishReport report = hubs.publisher.publishAndWait(List.of(counted(1, "a")), hubs.deadline());

        assertThat(causes(report)).containsExactly(RejectionCause.TRANSIENT);
    }

    @Test
    void nothing_of_a_key_is_reordered_by_trouble_that_strikes_again_and_again() {
        hubs.server.faults().often(0.2, "Send", new Fault.Refused("com.microsoft:server-busy"));
        hubs.server.faults().often(0.05, "Send", new Fault.Failed());
        hubs.server.faults().often(0.05, "Send", new Fault.LostResponse());
        List<OrderingKey> keys =
                IntStream.range(0, 5).mapToObj(i -> new OrderingKey("key-" + i)).toList();
        List<Envelope<?>> left = new ArrayList<>();
        IntStream.range(0, 200).forEach(n -> left.add(counted(n, "key-" + n % 5)));
        List<Envelope<?>> sent = List.copyOf(left);

        int rejected = 0;
        for (int round = 0; round < 200 && !left.isEmpty(); round++) {
            List<Envelope<?>> some = List.copyOf(left.subList(0, Math.min(20, left.size())));
            PublishReport report = hubs.publisher.publishAndWait(some, hubs.deadline());
            rejected += report.rejected().size();
            report.entries().stream()
                    .filter(Entry.Accepted.class::isInstance)
                    .map(Entry::event)
                    .forEach(left::remove);
            keys.forEach(hubs.publisher::resume);
        }

        assertThat(left).isEmpty();
        assertThat(rejected).isPositive();
        List<Envelope<?>> arrived = withoutRepeats(hubs.readBack());
        for (OrderingKey key : keys) {
            assertThat(of(key, arrived)).extracting(Envelope::id).isEqualTo(ids(of(key, sent)));
        }
    }

    @Test
    void events_without_key_are_spread_over_all_partitions() {
        for (int n = 0; n < 8; n++) {
            assertThat(hubs.publisher
                            .publishAndWait(List.of(withoutKey(n)), hubs.deadline())
                            .complete())
                    .isTrue();
        }

        assertThat(hubs.hub.partitions())
                .allSatisfy(
                        partition -> assertThat(partition.lastSequenceNumber()).isNotNegative());
    }

    private void publishOne() {
        assertThat(hubs.publisher
                        .publishAndWait(List.of(counted(0, "first")), hubs.deadline())
                        .complete())
                .isTrue();
    }

    private PublishReport publishUntilComplete(List<Envelope<?>> events) {
        PublishReport report = hubs.publisher.publishAndWait(events, hubs.deadline());
        for (int tries = 0; tries < 5 && !report.complete(); tries++) {
            events.forEach(event -> event.key().ifPresent(hubs.publisher::resume));
            report = hubs.publisher.publishAndWait(events, hubs.deadline());
        }
        return report;
    }

    private Outgoing outgoing(Envelope<?> event) {
        WireEvent wire = codec.encodeBinary(event);
        return new Outgoing(event, wire, wire.body().length);
    }

    private static List<RejectionCause> causes(PublishReport report) {
        return report.rejected().stream().map(Entry.Rejected::cause).toList();
    }

    private static List<Envelope<?>> withoutRepeats(List<Envelope<?>> events) {
        List<EventId> seen = new ArrayList<>();
        List<Envelope<?>> first = new ArrayList<>();
        for (Envelope<?> event : events) {
            if (!seen.contains(event.id())) {
                seen.add(event.id());
                first.add(event);
            }
        }
        return first;
    }

    private static List<Envelope<?>> of(OrderingKey key, List<Envelope<?>> events) {
        return events.stream()
                .<Envelope<?>>map(event -> event)
                .filter(event -> event.key().equals(Optional.of(key)))
                .toList();
    }

    private static List<EventId> ids(List<Envelope<?>> events) {
        return events.stream().map(Envelope::id).toList();
    }

    private static EventId id() {
        return new EventId("/test", UUID.randomUUID().toString());
    }

    private static Envelope<?> withoutKey(int n) {
        return Envelope.of(id(), COUNTED, new Counted(n));
    }

    private static Envelope<?> counted(int n, String key) {
        return withoutKey(n).withKey(new OrderingKey(key));
    }
}
