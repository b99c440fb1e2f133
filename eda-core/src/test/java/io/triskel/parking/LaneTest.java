package io.triskel.parking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import org.junit.jupiter.api.Test;

/** A lane is kept as it was given up to its limit; beyond it is its beginning and its digest. */
class LaneTest {
    private static final String MOST = "k".repeat(Lane.MAX);

    @Test
    void one_at_the_limit_is_kept_as_it_was_given() {
        assertThat(Lane.of(new OrderingKey(MOST)).value()).isEqualTo(MOST);
        assertThat(Lane.of(" ").value()).isEqualTo(" ");
    }

    @Test
    void one_over_the_limit_has_its_beginning_and_stays_itself() {
        Lane lane = Lane.of(MOST + "1");

        assertThat(lane.value()).hasSize(Lane.MAX).startsWith("k".repeat(8_000));
        assertThat(lane).isEqualTo(Lane.of(MOST + "1")).isNotEqualTo(Lane.of(MOST + "2"));
        assertThat(new Lane(lane.value(), false)).isEqualTo(lane);
    }

    @Test
    void a_character_of_two_halves_is_not_cut_in_two() {
        for (String before : new String[] {"", "x"}) {
            Lane lane = Lane.of(before + "\ud83d\ude80".repeat(Lane.MAX));

            assertThat(new String(lane.value().getBytes(UTF_8), UTF_8)).isEqualTo(lane.value());
        }
    }

    @Test
    void events_alone_never_meet_however_long_their_identities_are() {
        String id = "i".repeat(100_000);

        assertThat(Lane.alone(new EventId("/s", id + "1"))).isNotEqualTo(Lane.alone(new EventId("/s", id + "2")));
        assertThat(Lane.alone(new EventId("/s" + id, "1"))).isNotEqualTo(Lane.alone(new EventId("/s", id + "1")));
    }

    @Test
    void what_is_stored_of_a_lane_never_changes() {
        assertThat(Lane.alone(new EventId("/shop", "e-1")).value()).isEqualTo("5:/shope-1");
        assertThat(Lane.of("y".repeat(9_000)).value())
                .endsWith("yyy...2f2f10e9793d26509889c4d39494e839c0038e1b7117bafd8563749e0b04949c");
    }

    @Test
    void an_empty_one_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Lane.of(""));
    }
}
