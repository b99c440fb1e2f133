package io.triskel.benchmarks.ratio.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Envelope;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacedTest {
    @Test
    void keys_follow_each_other_in_turns() {
        assertThat(keys(Placed.events(5, 2))).containsExactly("key-0", "key-1", "key-0", "key-1", "key-0");
    }

    @Test
    void so_many_of_a_key_stand_behind_each_other() {
        assertThat(keys(Placed.events(7, 2, 3)))
                .containsExactly("key-0", "key-0", "key-0", "key-1", "key-1", "key-1", "key-0");
    }

    @Test
    void whoever_does_it_by_hand_has_the_same_keys() {
        assertThat(RawEvent.events(7, 2, 3).stream().map(RawEvent::partitionkey).toList())
                .isEqualTo(keys(Placed.events(7, 2, 3)));
    }

    private static List<String> keys(List<Envelope<?>> events) {
        return events.stream().map(event -> event.key().orElseThrow().value()).toList();
    }
}
