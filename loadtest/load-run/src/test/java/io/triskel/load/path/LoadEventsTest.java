package io.triskel.load.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.triskel.event.Envelope;
import io.triskel.event.OrderingKey;
import io.triskel.load.traffic.Stamp;
import io.triskel.publish.EventBus.WireMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoadEventsTest {
    @Property(tries = 500)
    void an_event_has_exactly_the_bytes_that_were_asked_for(
            @ForAll WireMode mode,
            @ForAll @LongRange(min = 0) long run,
            @ForAll @IntRange(min = 450, max = 3_000) int size,
            @ForAll @IntRange(min = 0, max = 99_999_999) int key,
            @ForAll @IntRange(min = 0) int number,
            @ForAll long intended,
            @ForAll long sent) {
        LoadEvents events = new LoadEvents(mode, run, size);

        Envelope<LoadEvents.Data> event = events.event(key, number, intended, sent);

        assertThat(bytes(events, mode, event)).isEqualTo(size);
    }

    @ParameterizedTest
    @EnumSource(WireMode.class)
    void at_the_smallest_size_events_of_all_keys_and_numbers_have_it(WireMode mode) {
        int least = least(mode);
        LoadEvents events = new LoadEvents(mode, 1, least);

        for (int key : new int[] {0, 35, 36, 99_999_999}) {
            for (int number : new int[] {0, 36, 1_000_000, Integer.MAX_VALUE}) {
                assertThat(bytes(events, mode, events.event(key, number, 1, 2))).isEqualTo(least);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(WireMode.class)
    void what_is_smaller_than_an_envelope_is_refused_in_words(WireMode mode) {
        int least = least(mode);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoadEvents(mode, 1, least - 1))
                .withMessage("On this target an event with its envelope and stamp has at least " + least
                        + " bytes, but the workload asks for " + (least - 1)
                        + ": raise event.size");
    }

    @Test
    void an_event_carries_its_stamp_and_is_intact() {
        Envelope<LoadEvents.Data> event = new LoadEvents(WireMode.STRUCTURED, 7, 1_000).event(3, 4, 5, 6);

        Stamp stamp = LoadEvents.stamp(event).orElseThrow();
        assertThat(stamp).isEqualTo(new Stamp(7, 3, 4, 5, 6, stamp.body()));
        assertThat(LoadEvents.isIntact(event, stamp)).isTrue();
    }

    @Test
    void another_character_in_the_body_is_noticed() {
        Envelope<LoadEvents.Data> event = new LoadEvents(WireMode.STRUCTURED, 7, 1_000).event(3, 4, 5, 6);
        Stamp stamp = LoadEvents.stamp(event).orElseThrow();
        String body = event.data().body();

        for (int place = 0; place < body.length(); place++) {
            String changed = body.substring(0, place) + "?" + body.substring(place + 1);
            assertThat(LoadEvents.isIntact(withBody(event, changed), stamp)).isFalse();
        }
        assertThat(LoadEvents.isIntact(withBody(event, body + "a"), stamp)).isFalse();
        // Written as Latin-1, both would be the same byte.
        assertThat(LoadEvents.isIntact(withBody(event, body.substring(1) + "\u0161"), stamp))
                .isFalse();
    }

    @Test
    void the_key_or_the_id_of_another_event_is_noticed() {
        LoadEvents events = new LoadEvents(WireMode.STRUCTURED, 7, 1_000);
        Envelope<LoadEvents.Data> event = events.event(3, 4, 5, 6);
        Stamp stamp = LoadEvents.stamp(event).orElseThrow();

        assertThat(LoadEvents.isIntact(event.withKey(new OrderingKey("other")), stamp))
                .isFalse();
        assertThat(LoadEvents.isIntact(
                        Envelope.of(events.event(3, 5, 5, 6).id(), LoadEvents.TYPE, event.data())
                                .withKey(LoadEvents.key(3)),
                        stamp))
                .isFalse();
    }

    private static Envelope<LoadEvents.Data> withBody(Envelope<LoadEvents.Data> event, String body) {
        return Envelope.of(
                        event.id(),
                        LoadEvents.TYPE,
                        new LoadEvents.Data(event.data().stamp(), body))
                .withKey(event.key().orElseThrow());
    }

    /** By what the refusal says. */
    private static int least(WireMode mode) {
        try {
            LoadEvents unused = new LoadEvents(mode, 1, 100);
            throw new AssertionError("100 bytes are enough?");
        } catch (IllegalArgumentException refused) {
            return Integer.parseInt(refused.getMessage().replaceAll("\\D*(\\d+).*", "$1"));
        }
    }

    private static long bytes(LoadEvents events, WireMode mode, Envelope<LoadEvents.Data> event) {
        long key = event.key().orElseThrow().value().length();
        return key
                + (mode == WireMode.STRUCTURED
                        ? events.codec().encode(event).length
                        : events.codec().encodeBinary(event).bytes());
    }
}
