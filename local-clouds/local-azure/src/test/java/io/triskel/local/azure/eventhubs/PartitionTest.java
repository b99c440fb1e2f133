package io.triskel.local.azure.eventhubs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.local.azure.eventhubs.IncomingEvent.Slice;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PartitionTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-25T12:00:00Z"));
    private final StoredBytes bytes = new StoredBytes(10_000);
    private final Partition partition = new Partition(
            "0", EventHubsSettings.defaults().withClock(now::get).withRetention(Duration.ofMinutes(10)), bytes);

    @Test
    void an_empty_partition_has_no_last_event() {
        assertThat(partition.lastSequenceNumber()).isEqualTo(-1);
        assertThat(partition.read(-1, 10, 1000)).isEqualTo(new PartitionPage(List.of(), -1));
    }

    @Test
    void reading_goes_on_where_the_last_page_ended() {
        append("a", "b", "c");

        PartitionPage first = partition.read(-1, 2, 1000);
        PartitionPage second = partition.read(first.next(), 2, 1000);
        PartitionPage third = partition.read(second.next(), 2, 1000);

        assertThat(bodies(first)).containsExactly("a", "b");
        assertThat(bodies(second)).containsExactly("c");
        assertThat(third).isEqualTo(new PartitionPage(List.of(), 2));
    }

    @Test
    void a_page_ends_with_its_bytes_but_has_one_event_at_least() {
        append("a", "b", "c");

        assertThat(partition.read(-1, 10, 1).events()).hasSize(1);
        assertThat(partition.read(-1, 10, 250).events()).hasSize(2);
    }

    @Test
    void events_are_forgotten_after_their_retention_and_numbers_go_on() {
        append("old", "older");
        pass(Duration.ofMinutes(6));
        append("young");
        pass(Duration.ofMinutes(5));

        PartitionPage page = partition.read(-1, 10, 1000);

        assertThat(bodies(page)).containsExactly("young");
        assertThat(page.events().get(0).sequenceNumber()).isEqualTo(2);
        assertThat(partition.info().beginSequenceNumber()).isEqualTo(2);
        pass(Duration.ofMinutes(6));
        assertThat(partition.read(-1, 10, 1000).events()).isEmpty();
        assertThat(partition.lastSequenceNumber()).isEqualTo(2);
        assertThat(bytes.used()).isZero();
        append("next");
        assertThat(partition.read(-1, 10, 1000).next()).isEqualTo(3);
    }

    @Test
    void many_forgotten_events_leave_the_rest_where_it_was() {
        StoredBytes enough = new StoredBytes(1 << 30);
        Partition large = new Partition(
                "0", EventHubsSettings.defaults().withClock(now::get).withRetention(Duration.ofMinutes(10)), enough);
        for (int i = 0; i < 5_000; i++) {
            large.append(List.of(event("e" + i)));
            pass(Duration.ofMillis(200));
        }

        PartitionPage page = large.read(-1, 1, 1000);

        long first = page.events().get(0).sequenceNumber();
        assertThat(first).isEqualTo(2_000);
        assertThat(bodies(page)).containsExactly("e2000");
        assertThat(bodies(large.read(4_998, 10, 1000))).containsExactly("e4999");
    }

    @Test
    void more_than_may_be_stored_is_refused_and_nothing_is_forgotten_for_it() {
        append("first");
        byte[] huge = new byte[10_000];

        assertThatThrownBy(() -> partition.append(List.of(
                        event("small"), new IncomingEvent(null, new Slice(huge, 0, 0), 0, new Slice(huge, 0, 10_000)))))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("at most 10000 bytes")
                .hasMessageContaining("maxStoredBytes");

        assertThat(bodies(partition.read(-1, 10, 10_000))).containsExactly("first");
    }

    @Test
    void times_never_fall_though_the_clock_is_set_back() {
        append("a");
        pass(Duration.ofSeconds(-30));
        append("b");

        List<StoredEvent> events = partition.read(-1, 10, 1000).events();

        assertThat(events.get(1).enqueuedTime()).isEqualTo(events.get(0).enqueuedTime());
    }

    @Test
    void listeners_hear_of_each_arrival_until_they_leave() {
        AtomicInteger heard = new AtomicInteger();
        Runnable listener = heard::incrementAndGet;
        partition.onArrival(listener);
        append("a", "b");
        append("c");
        partition.endArrivals(listener);
        append("d");

        assertThat(heard).hasValue(2);
    }

    @Test
    void a_position_that_was_never_reached_is_refused() {
        append("a", "b");

        assertThat(partition.from(EventPosition.parse("amqp.annotation.x-opt-sequence-number >= '2'")))
                .isEqualTo(2);
        assertThatThrownBy(() -> partition.from(EventPosition.parse("amqp.annotation.x-opt-sequence-number > '3'")))
                .hasMessage("The supplied sequence number '3' is invalid."
                        + " The last sequence number in the system is '1'.");
        assertThatThrownBy(() -> partition.from(EventPosition.parse("amqp.annotation.x-opt-offset > '9999'")))
                .hasMessageContaining("The supplied offset '9999' is invalid.");
    }

    @Test
    void a_filter_that_is_not_understood_is_refused() {
        assertThatThrownBy(() -> EventPosition.parse("colour = 'red'"))
                .isInstanceOf(HubException.class)
                .hasMessage("The filter 'colour = 'red'' is not supported.");
        assertThatThrownBy(() -> EventPosition.parse("amqp.annotation.x-opt-offset > 'x'"))
                .hasMessage("The supplied position 'x' is invalid.");
    }

    private void append(String... bodies) {
        partition.append(Arrays.stream(bodies).map(PartitionTest::event).toList());
    }

    private static IncomingEvent event(String body) {
        byte[] text = body.getBytes(UTF_8);
        byte[] data = new byte[5 + text.length];
        System.arraycopy(new byte[] {0, 0x53, 0x75, (byte) 0xa0, (byte) text.length}, 0, data, 0, 5);
        System.arraycopy(text, 0, data, 5, text.length);
        return new TransferReader().read(data, 0).get(0);
    }

    private static List<String> bodies(PartitionPage page) {
        return page.events().stream()
                .map(event -> new String(event.body(), UTF_8))
                .toList();
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }
}
