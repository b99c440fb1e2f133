package io.triskel.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.memory.InMemoryStores;
import io.triskel.transfer.Replicas;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:20Z");
    private static final String CONSUMER = "payment";

    private final AtomicInteger reads = new AtomicInteger();
    private final Replicas notes = counted(new InMemoryStores().replicas());

    @Test
    void a_fresh_note_is_found_in_the_row_of_this_minute_or_the_last() {
        Heartbeat.note(notes, CONSUMER, ago(1));

        assertThat(Heartbeat.age(notes, CONSUMER, NOON)).contains(60L);
        assertThat(reads).hasValue(2);
    }

    @Test
    void an_age_of_up_to_fifteen_minutes_is_exact_although_other_rows_are_older() {
        for (int minute = 15; minute < 75; minute++) {
            Heartbeat.note(notes, CONSUMER, ago(minute));
        }

        assertThat(Heartbeat.age(notes, CONSUMER, NOON)).contains(15 * 60L);
    }

    @Test
    void only_the_first_look_at_a_consumer_without_notes_reads_all_rows() {
        assertThat(Heartbeat.age(notes, CONSUMER, NOON)).isEmpty();
        assertThat(reads).hasValue(61);

        Heartbeat.expect(notes, CONSUMER, NOON);
        assertThat(Heartbeat.age(notes, CONSUMER, NOON)).contains(0L);
        assertThat(reads).hasValue(61 + 3);
    }

    @Test
    void a_consumer_that_has_noted_nothing_is_looked_for_since_it_is_waited_for() {
        Heartbeat.expect(notes, CONSUMER, ago(3));

        assertThat(Heartbeat.age(notes, CONSUMER, NOON)).contains(3 * 60L);
        assertThat(reads).hasValue(5);
    }

    @Test
    void a_note_of_the_hour_before_is_no_note_of_this_one() {
        Heartbeat.expect(notes, CONSUMER, ago(300));
        Heartbeat.note(notes, CONSUMER, ago(64));

        assertThat(Heartbeat.age(notes, CONSUMER, NOON)).contains(64 * 60L);
    }

    @Test
    void a_consumer_that_has_been_silent_for_hours_costs_no_more_than_one_of_sixteen_minutes() {
        Heartbeat.expect(notes, CONSUMER, ago(300));
        Heartbeat.note(notes, CONSUMER, ago(290));

        assertThat(Heartbeat.age(notes, CONSUMER, NOON))
                .hasValueSatisfying(age -> assertThat(age).isBetween(290 * 60L, 300 * 60L));
        assertThat(reads).hasValue(17);
    }

    @Test
    void a_note_that_was_there_before_anything_waited_for_the_consumer_is_found() {
        Heartbeat.note(notes, CONSUMER, ago(11));

        assertThat(Heartbeat.age(notes, CONSUMER, NOON)).contains(11 * 60L);
    }

    private static Instant ago(int minutes) {
        return NOON.minus(Duration.ofMinutes(minutes));
    }

    private Replicas counted(Replicas real) {
        return (Replicas) Proxy.newProxyInstance(
                Replicas.class.getClassLoader(), new Class<?>[] {Replicas.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("get")) {
                        reads.incrementAndGet();
                    }
                    return method.invoke(real, arguments);
                });
    }
}
