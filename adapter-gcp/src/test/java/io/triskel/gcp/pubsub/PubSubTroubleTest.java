package io.triskel.gcp.pubsub;

import static io.triskel.gcp.pubsub.Counted.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.pubsub.v1.PubsubMessage;
import io.triskel.codec.WireEvent;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.local.Fault;
import io.triskel.local.gcp.pubsub.PubSubSettings;
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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Pub/Sub refuses, in the core's words, and the order of a key through it. */
class PubSubTroubleTest {
    private final PubSubPublishing pubSub = new PubSubPublishing(Counted.CODEC);

    @AfterEach
    void close() {
        pubSub.close();
    }

    @Test
    void a_topic_that_does_not_exist_is_not_found() {
        PublishReport report = pubSub.publisher(pubSub.bus("nowhere"))
                .publishAndWait(List.of(event(1), Counted.withoutKey(2)), pubSub.deadline());

        assertThat(causes(report)).containsExactly(RejectionCause.NOT_FOUND, RejectionCause.NOT_FOUND);
    }

    @ParameterizedTest
    @CsvSource({
        "PERMISSION_DENIED, DENIED",
        "UNAUTHENTICATED, DENIED",
        "RESOURCE_EXHAUSTED, THROTTLED",
        "INVALID_ARGUMENT, INVALID",
        "FAILED_PRECONDITION, INVALID"
    })
    void a_refused_request_is_rejected_with_its_cause_after_one_try(String code, RejectionCause cause) {
        pubSub.server.faults().often(1, "Publish", new Fault.Refused(code));

        PublishReport report = publish(event(1));

        assertThat(causes(report)).containsExactly(cause);
        assertThat(pubSub.server.faults().injected().values()).containsExactly(1L);
    }

    @ParameterizedTest
    @CsvSource({"ABORTED, TRANSIENT", "UNAVAILABLE, UNKNOWN", "DEADLINE_EXCEEDED, UNKNOWN", "INTERNAL, UNKNOWN"})
    void trouble_that_does_not_pass_is_rejected_with_its_cause_at_the_deadline(String code, RejectionCause cause) {
        pubSub.server.faults().often(1, "Publish", new Fault.Refused(code));

        PublishReport report = publishUntilTheDeadline(event(1));

        assertThat(causes(report)).containsExactly(cause);
        assertThat(pubSub.server.faults().injected().values())
                .singleElement()
                .satisfies(times -> assertThat(times).isGreaterThan(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ABORTED", "UNAVAILABLE", "DEADLINE_EXCEEDED", "INTERNAL"})
    void trouble_that_passes_is_not_seen_and_the_order_of_keys_stays(String code) {
        pubSub.server.faults().next(5, "Publish", new Fault.Refused(code));

        PublishReport report = pubSub.publisher.publishAndWait(Counted.events(0, 400), pubSub.deadline());

        assertThat(report.complete()).isTrue();
        Counted.assertInOrder(
                pubSub.readBack().stream().map(event -> (Counted) event.data()).toList(), 400);
    }

    @Test
    void behind_an_event_that_is_refused_for_good_nothing_of_its_key_is_sent_again() {
        List<BusResult> results = pubSub.bus
                .send(
                        List.of(
                                outgoing(event(1), new byte[10_000_001]),
                                outgoing(event(1 + Counted.KEYS), new byte[1]),
                                outgoing(event(1 + 2 * Counted.KEYS), new byte[1])),
                        pubSub.deadline())
                .toCompletableFuture()
                .join();

        assertThat(failures(results))
                .containsExactly(RejectionCause.TOO_LARGE, RejectionCause.TRANSIENT, RejectionCause.TRANSIENT);
        assertThat(pubSub.stored()).isEmpty();
    }

    @Test
    void a_refusal_says_nothing_of_other_keys() {
        pubSub.server.faults().next(1, "Publish", new Fault.Refused("RESOURCE_EXHAUSTED"));

        PublishReport report = pubSub.publisher.publishAndWait(Counted.events(0, 2 * Counted.KEYS), pubSub.deadline());

        assertThat(causes(report))
                .hasSize(2)
                .contains(RejectionCause.THROTTLED)
                .isSubsetOf(RejectionCause.THROTTLED, RejectionCause.TRANSIENT);
        assertThat(report.accepted()).isEqualTo(pubSub.stored().size()).isEqualTo(2 * Counted.KEYS - 2);
    }

    @Test
    void a_key_that_was_refused_is_withheld_until_it_is_resumed_and_then_goes_on() {
        pubSub.server.faults().next(1, "Publish", new Fault.Refused("RESOURCE_EXHAUSTED"));
        Envelope<?> first = event(1);
        publish(first);

        PublishReport withheld = publish(event(1 + Counted.KEYS));
        first.key().ifPresent(pubSub.publisher::resume);
        PublishReport then = publish(first);

        assertThat(withheld.entries()).hasOnlyElementsOfType(Entry.Withheld.class);
        assertThat(then.complete()).isTrue();
        assertThat(pubSub.stored()).hasSize(1);
    }

    @Test
    void what_follows_a_refused_batch_of_its_key_is_not_sent() {
        pubSub.server.faults().next(1, "Publish", new Fault.Refused("RESOURCE_EXHAUSTED"));
        List<Envelope<?>> ofOneKey = IntStream.range(0, 250)
                .<Envelope<?>>mapToObj(n -> event(n * Counted.KEYS))
                .toList();

        PublishReport report = pubSub.publisher.publishAndWait(ofOneKey, pubSub.deadline());

        assertThat(report.accepted()).isZero();
        assertThat(pubSub.stored()).isEmpty();
    }

    @Test
    void an_event_whose_answer_is_lost_is_sent_again() {
        pubSub.server.faults().next(1, "Publish", new Fault.LostResponse());

        PublishReport report = publish(event(1));

        assertThat(report.complete()).isTrue();
        assertThat(pubSub.stored()).hasSize(2);
    }

    @Test
    void an_answer_that_is_lost_until_the_deadline_leaves_it_unknown_and_the_event_there() {
        pubSub.server.faults().often(1, "Publish", new Fault.LostResponse());

        PublishReport report = publishUntilTheDeadline(event(1));

        assertThat(causes(report)).containsExactly(RejectionCause.UNKNOWN);
        assertThat(pubSub.stored()).isNotEmpty();
    }

    @Test
    void an_answer_that_comes_after_the_deadline_leaves_it_unknown() {
        assertThat(publish(event(0)).complete()).isTrue();
        pubSub.server.faults().next(1, "Publish", new Fault.Slow(Duration.ofMinutes(10)));
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        OrderedPublisher publisher = OrderedPublisher.builder(
                        PubSubBus.of(pubSub.clients, "events").withClock(clock).withNanos(() -> 0), Counted.CODEC)
                .clock(clock)
                .build();

        CompletionStage<PublishReport> report =
                publisher.publish(List.of(event(1)), Deadline.in(Duration.ofMillis(300), clock));

        assertThat(report.toCompletableFuture())
                .succeedsWithin(Duration.ofMinutes(4))
                .satisfies(late -> assertThat(causes(late)).containsExactly(RejectionCause.UNKNOWN));
    }

    @Test
    void after_the_deadline_nothing_is_sent() {
        List<BusResult> results = pubSub.bus
                .send(List.of(outgoing(event(1), new byte[1])), new Deadline(Instant.EPOCH))
                .toCompletableFuture()
                .join();

        assertThat(failures(results)).containsExactly(RejectionCause.TRANSIENT);
        assertThat(pubSub.stored()).isEmpty();
    }

    @Test
    void a_message_over_the_limit_is_too_large_and_others_are_not() {
        List<BusResult> results = pubSub.bus
                .send(
                        List.of(
                                outgoing(event(1), new byte[10_000_001]),
                                outgoing(event(1 + Counted.KEYS), new byte[1]),
                                outgoing(event(2), new byte[1])),
                        pubSub.deadline())
                .toCompletableFuture()
                .join();

        assertThat(failures(results)).containsExactly(RejectionCause.TOO_LARGE, RejectionCause.TRANSIENT);
        assertThat(results.get(2)).isInstanceOf(BusResult.Ok.class);
        assertThat(pubSub.stored()).extracting(PubsubMessage::getOrderingKey).containsExactly("key-2");
    }

    @Test
    void an_attribute_over_the_limit_is_invalid_and_what_follows_it_is_not_sent() {
        Outgoing wide = new Outgoing(event(1), new WireEvent(Map.of("note", "x".repeat(1_025)), new byte[1]), 1_030);

        List<BusResult> results = pubSub.bus
                .send(List.of(wide, outgoing(event(1 + Counted.KEYS), new byte[1])), pubSub.deadline())
                .toCompletableFuture()
                .join();

        assertThat(failures(results)).containsExactly(RejectionCause.INVALID, RejectionCause.TRANSIENT);
        assertThat(pubSub.stored()).isEmpty();
    }

    @Test
    void the_client_has_no_more_in_hand_than_it_may() {
        PubSubBus narrow = PubSubBus.of(pubSub.clients, "events").withOutstandingBytes(1_000);

        List<BusResult> results = narrow.send(
                        List.of(
                                outgoing(event(1), new byte[600]),
                                outgoing(event(2), new byte[600]),
                                outgoing(event(3), new byte[300])),
                        pubSub.deadline())
                .toCompletableFuture()
                .join();
        List<BusResult> then = narrow.send(List.of(outgoing(event(2), new byte[2_000])), pubSub.deadline())
                .toCompletableFuture()
                .join();

        assertThat(failures(results)).containsExactly(RejectionCause.THROTTLED);
        assertThat(results.get(1)).isInstanceOf(BusResult.Failed.class);
        assertThat(failures(then)).isEmpty();
    }

    @Test
    void more_than_a_key_takes_in_a_second_is_throttled() {
        try (PubSubPublishing metered = new PubSubPublishing(
                Counted.CODEC,
                PubSubSettings.defaults().withClock(() -> Instant.EPOCH).withQuotas(200_000_000))) {
            List<BusResult> allAtOnce = metered.bus
                    .send(List.of(outgoing(event(1), new byte[1_500_000])), metered.deadline())
                    .toCompletableFuture()
                    .join();
            List<BusResult> more = metered.bus
                    .send(List.of(outgoing(event(1), new byte[1])), metered.deadline())
                    .toCompletableFuture()
                    .join();

            assertThat(failures(allAtOnce)).isEmpty();
            assertThat(failures(more)).containsExactly(RejectionCause.THROTTLED);
        }
    }

    @Test
    void a_server_that_is_not_there_is_transient() {
        pubSub.server.close();

        PublishReport report = publishUntilTheDeadline(event(1));

        assertThat(causes(report)).containsExactly(RejectionCause.TRANSIENT);
    }

    @Test
    void nothing_of_a_key_is_reordered_by_trouble_that_strikes_again_and_again() {
        pubSub.server.faults().often(0.2, "Publish", new Fault.Refused("RESOURCE_EXHAUSTED"));
        pubSub.server.faults().often(0.05, "Publish", new Fault.Failed());
        pubSub.server.faults().often(0.05, "Publish", new Fault.LostResponse());
        List<Envelope<?>> left = new ArrayList<>(Counted.events(0, 400));

        int rejected = 0;
        for (int round = 0; round < 400 && !left.isEmpty(); round++) {
            List<Envelope<?>> some = List.copyOf(left.subList(0, Math.min(40, left.size())));
            PublishReport report = pubSub.publisher.publishAndWait(some, pubSub.deadline());
            rejected += report.rejected().size();
            report.entries().stream()
                    .filter(Entry.Accepted.class::isInstance)
                    .map(Entry::event)
                    .forEach(left::remove);
            some.forEach(event -> event.key().ifPresent(pubSub.publisher::resume));
        }

        assertThat(left).isEmpty();
        assertThat(rejected).isPositive();
        Counted.assertInOrder(
                pubSub.readBack().stream().map(event -> (Counted) event.data()).toList(), 400);
    }

    private PublishReport publish(Envelope<?> event) {
        return pubSub.publisher.publishAndWait(List.of(event), pubSub.deadline());
    }

    /** Each look at the bus's clock finds it 50 seconds later: after three tries, the five minutes are over. */
    private PublishReport publishUntilTheDeadline(Envelope<?> event) {
        AtomicLong nanos = new AtomicLong();
        PubSubBus bus = PubSubBus.of(() -> pubSub.clients.publisher("events"), Duration.ofMinutes(10))
                .withNanos(() -> nanos.addAndGet(TimeUnit.SECONDS.toNanos(50)));
        return pubSub.publisher(bus).publishAndWait(List.of(event), pubSub.deadline(Duration.ofMinutes(5)));
    }

    private static Outgoing outgoing(Envelope<?> event, byte[] body) {
        WireEvent wire = new WireEvent(Map.of("id", event.id().id()), body);
        return new Outgoing(event, wire, (int) wire.bytes());
    }

    private static List<RejectionCause> causes(PublishReport report) {
        return report.rejected().stream().map(Entry.Rejected::cause).toList();
    }

    private static List<RejectionCause> failures(List<BusResult> results) {
        return results.stream()
                .filter(BusResult.Failed.class::isInstance)
                .map(result -> ((BusResult.Failed) result).cause())
                .toList();
    }
}
