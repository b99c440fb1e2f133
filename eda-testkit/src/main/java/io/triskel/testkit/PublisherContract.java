package io.triskel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.codec.WireEvent;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.Metadata;
import io.triskel.event.OrderingKey;
import io.triskel.observe.EventOutcome;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.PublishReport;
import io.triskel.publish.PublishReport.Entry;
import io.triskel.publish.RejectionCause;
import io.triskel.testkit.Notes.Noted;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The contract of every {@link EventPublisher}: one entry per event, order per key as read back, limits at the limit and
 * one over, withholding per view until resumed, none after states, reports by their deadlines. Keys and ids are unique, so
 * a real bus may be shared.
 */
public abstract class PublisherContract {
    /** {@return the codec with the contract's event types, for publisher and reader} */
    protected static EventCodec codec() {
        return Notes.codec().withMaxBytes(16 << 20);
    }

    /** {@return the publisher under test, the same one during a test} */
    protected abstract EventPublisher publisher();

    /** {@return a publisher with a {@link SilentBus} over the bus of {@link #publisher}} */
    protected abstract EventPublisher silent();

    /** {@return the limits of its bus} */
    protected abstract BusLimits limits();

    /** {@return how long after its deadline a report may complete on a busy machine} */
    protected Duration grace() {
        return Duration.ofSeconds(30);
    }

    /** {@return a deadline long enough for any publication of the contract} */
    protected abstract Deadline deadline();

    /**
     * Reads back from the bus.
     *
     * @param awaited the events to wait for, as long as the bus may need
     * @return everything that arrived, in order of arrival per key, with duplicates and others' events
     */
    protected abstract List<Envelope<?>> readBack(List<EventId> awaited);

    @Test
    final void the_report_has_one_accepted_entry_per_event_in_order() {
        List<Envelope<Noted>> events = new ArrayList<>(notes(key(), 3));
        events.addAll(notes(key(), 2));
        events.add(Notes.note("without key"));

        PublishReport report = publish(events);

        assertThat(report.entries()).extracting(Entry::event).isEqualTo(events);
        assertThat(report.complete()).isTrue();
        assertThat(report.acceptedPrefix()).isEqualTo(6);
    }

    @Test
    final void every_accepted_event_has_a_position_of_its_own() {
        PublishReport report = publish(notes(key(), 5));

        assertThat(report.entries())
                .hasSize(5)
                .allSatisfy(entry -> assertThat(entry).isInstanceOf(Entry.Accepted.class))
                .extracting(entry -> ((Entry.Accepted) entry).position())
                .doesNotHaveDuplicates()
                .allSatisfy(position -> assertThat(position).isNotBlank());
    }

    @Test
    final void an_event_is_read_back_as_it_was() {
        Envelope<Noted> event = Notes.note("päyload").withKey(key()).withSubject("subject");

        publish(List.of(event));

        assertThat(arrived(List.of(event))).containsExactly(event);
    }

    @Test
    final void events_of_a_key_are_read_back_in_order() {
        OrderingKey one = key();
        OrderingKey other = key();
        List<Envelope<Noted>> mixed = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            mixed.add(Notes.note("n" + i).withKey(i % 3 == 0 ? other : one));
        }

        publish(mixed);

        assertThat(arrived(of(one, mixed))).isEqualTo(of(one, mixed));
        assertThat(arrived(of(other, mixed))).isEqualTo(of(other, mixed));
    }

    @Test
    final void the_stage_completes_with_the_report() {
        List<Envelope<Noted>> events = notes(key(), 2);

        PublishReport report =
                publisher().publish(events, deadline()).toCompletableFuture().join();

        assertThat(report.entries()).extracting(Entry::event).isEqualTo(events);
        assertThat(report.complete()).isTrue();
    }

    @Test
    final void more_events_than_one_request_takes_are_all_published_in_order() {
        List<Envelope<Noted>> many = notes(key(), 2 * limits().maxEvents() + 1);

        PublishReport report = publish(many);

        assertThat(report.entries()).hasSameSizeAs(many);
        assertThat(report.complete()).isTrue();
        assertThat(arrived(many)).isEqualTo(many);
    }

    @Test
    final void more_bytes_than_one_request_takes_are_all_published() {
        int bytes = Math.max(limits().maxEventBytes() / 2, 1024);
        List<Envelope<Noted>> heavy = IntStream.rangeClosed(0, limits().maxRequestBytes() / bytes)
                .mapToObj(i -> sized(key(), bytes))
                .toList();

        PublishReport report = publish(heavy);

        assertThat(report.entries()).hasSameSizeAs(heavy);
        assertThat(report.complete()).isTrue();
    }

    @Test
    final void an_event_at_the_limit_is_accepted_and_one_byte_over_is_too_large() {
        Envelope<Noted> largest = sized(key(), limits().maxEventBytes());
        Envelope<Noted> tooLarge = sized(key(), limits().maxEventBytes() + 1);
        Envelope<Noted> small = Notes.note("small").withKey(key());

        PublishReport report = publish(List.of(largest, tooLarge, small));

        assertThat(report.entries())
                .extracting(Entry::outcome)
                .containsExactly(EventOutcome.ACCEPTED, EventOutcome.REJECTED_TOO_LARGE, EventOutcome.ACCEPTED);
        assertThat(arrived(List.of(largest, small))).containsExactlyInAnyOrder(largest, small);
    }

    @Test
    final void a_rejected_event_is_reported_with_its_cause() {
        Envelope<Noted> tooLarge = sized(key(), limits().maxEventBytes() + 1);

        PublishReport report = publish(List.of(tooLarge));

        assertThat(report.rejected()).singleElement().satisfies(rejected -> {
            assertThat(rejected.event()).isEqualTo(tooLarge);
            assertThat(rejected.cause()).isEqualTo(RejectionCause.TOO_LARGE);
            assertThat(rejected.message()).isNotBlank();
        });
        assertThat(report.complete()).isFalse();
    }

    @Test
    final void what_is_longer_than_we_write_it_is_rejected_with_the_limits_name_and_the_others_go() {
        Envelope<Noted> first = Notes.note("first").withKey(key());
        Envelope<Noted> subject = Notes.note("subject").withSubject("x".repeat(Envelope.MAX_SUBJECT + 1));
        Envelope<Noted> key = Notes.note("key").withKey(new OrderingKey("x".repeat(OrderingKey.MAX + 1)));
        Envelope<Noted> last = Notes.note("last").withSubject("x".repeat(Envelope.MAX_SUBJECT));

        PublishReport report = publish(List.of(first, subject, key, last));

        assertThat(report.entries())
                .extracting(Entry::outcome)
                .containsExactly(
                        EventOutcome.ACCEPTED,
                        EventOutcome.REJECTED_INVALID,
                        EventOutcome.REJECTED_INVALID,
                        EventOutcome.ACCEPTED);
        assertThat(report.rejected())
                .extracting(Entry.Rejected::message)
                .satisfiesExactly(
                        message -> assertThat(message).contains("subject", "256"),
                        message -> assertThat(message).contains("ordering key", "128"));
        assertThat(arrived(List.of(first, last))).containsExactlyInAnyOrder(first, last);
    }

    @Test
    final void a_rejection_withholds_the_successors_of_its_key_alone() {
        OrderingKey key = key();
        Envelope<Noted> before = Notes.note("before").withKey(key);
        Envelope<Noted> rejected = sized(key, limits().maxEventBytes() + 1);
        Envelope<Noted> behind = Notes.note("behind").withKey(key);
        Envelope<Noted> elsewhere = Notes.note("elsewhere").withKey(key());
        Envelope<Noted> without = Notes.note("without key");

        PublishReport report = publish(List.of(before, rejected, behind, elsewhere, without));

        assertThat(report.entries())
                .extracting(Entry::outcome)
                .containsExactly(
                        EventOutcome.ACCEPTED,
                        EventOutcome.REJECTED_TOO_LARGE,
                        EventOutcome.WITHHELD,
                        EventOutcome.ACCEPTED,
                        EventOutcome.ACCEPTED);
        assertThat(report.entries().get(2)).isEqualTo(new Entry.Withheld(behind, rejected.id()));
        assertThat(report.acceptedPrefix()).isEqualTo(1);
    }

    @Test
    final void withholding_lasts_into_later_calls_until_the_key_is_resumed() {
        OrderingKey key = key();
        Envelope<Noted> rejected = sized(key, limits().maxEventBytes() + 1);
        Envelope<Noted> withheld = Notes.note("withheld").withKey(key);
        Envelope<Noted> afterwards = Notes.note("afterwards").withKey(key);

        publish(List.of(rejected));
        PublishReport before = publish(List.of(withheld));
        publisher().resume(key);
        PublishReport after = publish(List.of(afterwards));

        assertThat(before.entries()).containsExactly(new Entry.Withheld(withheld, rejected.id()));
        assertThat(after.entries()).extracting(Entry::outcome).containsExactly(EventOutcome.ACCEPTED);
        assertThat(arrived(List.of(afterwards))).contains(afterwards);
    }

    @Test
    final void a_rejected_state_withholds_nothing_since_its_next_version_supersedes_it() {
        OrderingKey key = key();
        Envelope<Noted> rejected = state(sized(key, limits().maxEventBytes() + 1), 1);
        Envelope<Noted> next = state(Notes.note("next").withKey(key), 2);
        Envelope<Noted> afterwards = state(Notes.note("afterwards").withKey(key), 3);

        PublishReport report = publish(List.of(rejected, next));
        PublishReport later = publish(List.of(afterwards));

        assertThat(report.entries())
                .extracting(Entry::outcome)
                .containsExactly(EventOutcome.REJECTED_TOO_LARGE, EventOutcome.ACCEPTED);
        assertThat(later.entries()).extracting(Entry::outcome).containsExactly(EventOutcome.ACCEPTED);
        assertThat(arrived(List.of(next, afterwards))).containsExactly(next, afterwards);
    }

    @Test
    final void a_rejected_event_that_is_no_state_withholds_the_states_of_its_key() {
        OrderingKey key = key();
        Envelope<Noted> rejected = sized(key, limits().maxEventBytes() + 1);
        Envelope<Noted> state = state(Notes.note("state").withKey(key), 1);

        PublishReport report = publish(List.of(rejected, state));

        assertThat(report.entries())
                .extracting(Entry::outcome)
                .containsExactly(EventOutcome.REJECTED_TOO_LARGE, EventOutcome.WITHHELD);
    }

    @Test
    final void what_has_no_time_left_is_rejected_and_its_successors_withheld() {
        List<Envelope<Noted>> events = notes(key(), 2);

        PublishReport report = publisher().publishAndWait(events, new Deadline(Instant.EPOCH));

        assertThat(report.entries())
                .extracting(Entry::outcome)
                .containsExactly(EventOutcome.REJECTED_TRANSIENT, EventOutcome.WITHHELD);
    }

    @Test
    final void every_report_is_there_at_its_deadline_even_if_the_bus_never_answers() {
        Duration time = Duration.ofMillis(300);
        EventOutcome outcome = neverAnswered(time);
        // Nothing was sent by then: this deadline is too short for a busy machine.
        while (outcome == EventOutcome.REJECTED_TRANSIENT && time.compareTo(grace()) < 0) {
            time = time.multipliedBy(4);
            outcome = neverAnswered(time);
        }

        assertThat(outcome).isEqualTo(EventOutcome.REJECTED_UNKNOWN);
    }

    /** {@return the outcome of the first event} */
    private EventOutcome neverAnswered(Duration time) {
        List<Envelope<Noted>> events = new ArrayList<>(notes(key(), 2));
        events.add(Notes.note("elsewhere").withKey(key()));
        events.add(Notes.note("without key"));
        Deadline soon = Deadline.in(time, InstantSource.system());

        CompletionStage<PublishReport> report = silent().publish(events, soon);

        assertThat(report.toCompletableFuture())
                .succeedsWithin(grace().plus(time))
                .satisfies(there -> {
                    assertThat(soon.passed(InstantSource.system())).isTrue();
                    assertThat(there.entries()).extracting(Entry::event).isEqualTo(events);
                    assertThat(there.accepted()).isZero();
                });
        return report.toCompletableFuture().join().entries().get(0).outcome();
    }

    @Test
    final void what_is_withheld_from_one_view_is_not_withheld_from_another() {
        OrderingKey key = key();
        Envelope<Noted> own = Notes.note("own").withKey(key);
        Envelope<Noted> others = Notes.note("others'").withKey(key);
        EventPublisher another = publisher().withOwnWithholding();

        publish(List.of(sized(key, limits().maxEventBytes() + 1)));
        PublishReport sent = another.publishAndWait(List.of(others), deadline());
        PublishReport withheld = publish(List.of(own));

        assertThat(sent.entries()).extracting(Entry::outcome).containsExactly(EventOutcome.ACCEPTED);
        assertThat(withheld.entries()).extracting(Entry::outcome).containsExactly(EventOutcome.WITHHELD);
        assertThat(arrived(List.of(others))).containsExactly(others);
    }

    @Test
    final void only_the_view_that_it_is_withheld_from_resumes_a_key() {
        OrderingKey key = key();
        EventPublisher another = publisher().withOwnWithholding();

        publish(List.of(sized(key, limits().maxEventBytes() + 1)));
        another.resume(key);
        PublishReport before = publish(notes(key, 1));
        publisher().resume(key);
        PublishReport after = publish(notes(key, 1));

        assertThat(before.entries()).extracting(Entry::outcome).containsExactly(EventOutcome.WITHHELD);
        assertThat(after.entries()).extracting(Entry::outcome).containsExactly(EventOutcome.ACCEPTED);
    }

    @Test
    final void overlapping_calls_from_several_threads_keep_each_threads_order_per_key() {
        OrderingKey one = key();
        OrderingKey other = key();
        List<List<Envelope<Noted>>> byThread = IntStream.range(0, 4)
                .mapToObj(thread -> IntStream.range(0, 20)
                        .mapToObj(i -> Notes.note(thread + "-" + i).withKey(i % 2 == 0 ? one : other))
                        .toList())
                .toList();

        List<Boolean> complete = Race.of(4, thread -> publishInFives(byThread.get(thread)));

        assertThat(complete).containsOnly(true);
        List<Envelope<Noted>> all = byThread.stream().flatMap(List::stream).toList();
        List<Envelope<?>> arrived = arrived(all);
        for (List<Envelope<Noted>> thread : byThread) {
            for (OrderingKey key : List.of(one, other)) {
                List<Envelope<Noted>> sent = of(key, thread);
                assertThat(arrived.stream().filter(sent::contains).toList()).isEqualTo(sent);
            }
        }
    }

    private boolean publishInFives(List<Envelope<Noted>> events) {
        boolean complete = true;
        for (int from = 0; from < events.size(); from += 5) {
            List<Envelope<Noted>> five = events.subList(from, from + 5);
            PublishReport report = publish(five);
            complete &= report.complete() && report.entries().size() == five.size();
        }
        return complete;
    }

    private PublishReport publish(List<Envelope<Noted>> events) {
        return publisher().publishAndWait(events, deadline());
    }

    /** First occurrences of these events, in order of arrival; duplicates may follow. */
    private List<Envelope<?>> arrived(List<Envelope<Noted>> events) {
        List<EventId> ids = events.stream().map(Envelope::id).toList();
        return readBack(ids).stream()
                .filter(event -> ids.contains(event.id()))
                .<Envelope<?>>map(PublisherContract::withoutContentType)
                .distinct()
                .toList();
    }

    /** In binary mode the content type of JSON is explicit, in structured mode implied. */
    private static Envelope<?> withoutContentType(Envelope<?> event) {
        Metadata metadata = event.metadata();
        boolean json =
                metadata.dataContentType().filter("application/json"::equals).isPresent();
        return json
                ? event.withMetadata(new Metadata(
                        metadata.correlation(),
                        metadata.causation(),
                        metadata.trace(),
                        Optional.empty(),
                        metadata.dataSchema(),
                        metadata.extensions()))
                : event;
    }

    private static List<Envelope<Noted>> of(OrderingKey key, List<Envelope<Noted>> events) {
        return events.stream()
                .filter(event -> event.key().filter(key::equals).isPresent())
                .toList();
    }

    private static List<Envelope<Noted>> notes(OrderingKey key, int count) {
        return Notes.notes(count).stream().map(note -> note.withKey(key)).toList();
    }

    private static OrderingKey key() {
        return new OrderingKey("key-" + UUID.randomUUID());
    }

    /** An event that counts exactly this much against the bus's limits. */
    private Envelope<Noted> sized(OrderingKey key, int bytes) {
        Envelope<Noted> empty = Notes.note("").withKey(key);
        String filler = "x".repeat(bytes - size(empty));
        return empty.withData(empty.type(), new Noted(filler));
    }

    private static Envelope<Noted> state(Envelope<Noted> of, long version) {
        return of.withPattern(new EventKind.StateTransfer("entity", version, false));
    }

    private int size(Envelope<?> event) {
        int key = event.key().map(of -> utf8(of.value())).orElse(0);
        if (limits().mode() == WireMode.STRUCTURED) {
            return codec().encode(event).length + key;
        }
        WireEvent wire = codec().encodeBinary(event);
        return wire.body().length
                + key
                + wire.attributes().entrySet().stream()
                        .mapToInt(attribute -> utf8(attribute.getKey()) + utf8(attribute.getValue()))
                        .sum();
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
