package io.triskel.consume;

import static io.triskel.consume.Scene.event;
import static io.triskel.consume.Scene.id;
import static io.triskel.consume.Scene.undecodable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.WireEvent;
import io.triskel.event.Envelope;
import io.triskel.event.NoData;
import io.triskel.event.PortException;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.ParkedEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplayPreviewTest {
    private static final Lane K = Lane.of("k");
    private static final Lane L = Lane.of("l");

    private final Scene scene = new Scene();

    @BeforeEach
    void two_lanes_are_parked() {
        scene.consumer =
                builder -> builder.inbox(scene.inbox).parkingLot(scene.lot).policy(FailurePolicy.retryThenPark(1));
        scene.fails("a");
        scene.fails("x");
        scene.process(Redelivery.ONE_BY_ONE, event("a", "k"), event("b", "k"), event("c", "k"), event("x", "l"));
        scene.handled.clear();
        scene.lotFaults.calls.clear();
        scene.inboxFaults.calls.clear();
    }

    private ReplayPreview preview(Lane... lanes) {
        return scene.replay().preview(List.of(lanes), 100);
    }

    @Test
    void all_readable_events_would_be_delivered_and_are_not() {
        ReplayPreview preview = preview(K, L);

        assertThat(preview)
                .isEqualTo(new ReplayPreview(
                        List.of(id("a"), id("b"), id("c"), id("x")), List.of(), List.of(), List.of(), 0, true));
        assertThat(scene.handled).isEmpty();
        assertThat(scene.parked("k")).containsExactly("a", "b", "c");
    }

    @Test
    void it_asks_ports_that_write_nothing() {
        var unused = preview(K);

        assertThat(scene.lotFaults.calls).containsExactly("held", "list");
        assertThat(scene.inboxFaults.calls).containsExactly("seeAll");
    }

    @Test
    void what_was_handled_meanwhile_would_be_removed_without_a_call() {
        scene.inbox.completeParked("notes", id("b"), scene.instant());

        ReplayPreview preview = preview(K);

        assertThat(preview.delivered()).containsExactly(id("a"), id("c"));
        assertThat(preview.handled()).containsExactly(id("b"));
    }

    @Test
    void a_lane_that_is_being_replayed_is_busy_until_its_lease_ends() {
        scene.lot.lease("notes", K, scene.instant(), Duration.ofMinutes(1));

        ReplayPreview during = preview(K, L);
        scene.advance(Duration.ofMinutes(1));
        ReplayPreview after = preview(K);

        assertThat(during).isEqualTo(new ReplayPreview(List.of(id("x")), List.of(), List.of(), List.of(K), 3, true));
        assertThat(after.busy()).isEmpty();
        assertThat(after.delivered()).hasSize(3);
    }

    @Test
    void a_lane_is_busy_from_an_event_on_that_is_in_progress_elsewhere() {
        scene.inbox.claimParked("notes", id("b"), scene.instant(), Duration.ofMinutes(1));

        ReplayPreview preview = preview(K);

        assertThat(preview).isEqualTo(new ReplayPreview(List.of(id("a")), List.of(), List.of(), List.of(K), 2, true));
    }

    @Test
    void an_unreadable_event_blocks_the_rest_of_its_lane() {
        scene.process(Redelivery.ONE_BY_ONE, undecodable("p1", "m"), event("n", "m"), event("o", "m"));
        Lane m = Lane.of("m");
        ParkedEvent head = scene.head(m);

        ReplayPreview preview = preview(m, L);

        assertThat(preview)
                .isEqualTo(new ReplayPreview(List.of(id("x")), List.of(), List.of(head.event()), List.of(), 2, true));
    }

    @Test
    void an_event_of_a_type_without_handler_is_unreadable() {
        ParkedEvent parked = new ParkedEvent(
                "notes",
                Lane.of("n"),
                id("other"),
                WireEvent.structured(scene.codec.encode(Envelope.of(id("other"), Scene.OTHER, NoData.NO_DATA))),
                "p",
                "no handler",
                1,
                scene.instant(),
                Optional.empty());
        scene.lot.park(parked);

        assertThat(preview(Lane.of("n")).unreadable()).containsExactly(id("other"));
    }

    @Test
    void a_lane_that_is_open_has_nothing_to_replay() {
        assertThat(preview(Lane.of("open")))
                .isEqualTo(new ReplayPreview(List.of(), List.of(), List.of(), List.of(), 0, true));
    }

    @Test
    void it_stops_at_its_limit_and_says_so() {
        ReplayPreview two = scene.replay().preview(List.of(K, L), 2);
        ReplayPreview three = scene.replay().preview(List.of(K, L), 3);
        ReplayPreview four = scene.replay().preview(List.of(K, L), 4);

        assertThat(two.delivered()).containsExactly(id("a"), id("b"));
        assertThat(two.complete()).isFalse();
        assertThat(three.complete()).isFalse();
        assertThat(four.complete()).isTrue();
    }

    @Test
    void a_long_lane_is_read_page_by_page() {
        scene.process(
                Redelivery.ONE_BY_ONE,
                IntStream.range(0, 120).mapToObj(i -> event("e" + i, "k")).toArray(Delivery[]::new));
        scene.lotFaults.calls.clear();

        ReplayPreview preview = scene.replay().preview(List.of(K), 200);

        assertThat(preview.delivered()).hasSize(123).doesNotHaveDuplicates().startsWith(id("a"));
        assertThat(preview.complete()).isTrue();
        assertThat(scene.lotFaults.calls).containsExactly("held", "list", "list", "list");
    }

    @Test
    void without_an_inbox_all_readable_events_would_be_delivered() {
        scene.consumer = builder -> builder.parkingLot(scene.lot);

        assertThat(preview(K).delivered()).hasSize(3);
    }

    @Test
    void a_failing_port_fails_the_preview() {
        scene.inboxFaults.failing.add("seeAll");

        assertThatThrownBy(() -> preview(K)).isInstanceOf(PortException.class);
    }

    @Test
    void a_replay_then_does_what_the_preview_said() {
        scene.inbox.completeParked("notes", id("b"), scene.instant());
        ReplayPreview preview = preview(K);

        var report = scene.replay().replay(K, 10, scene.deadline());

        assertThat(scene.handled).containsExactly("a", "c");
        assertThat(report.handled()).isEqualTo(preview.delivered().size());
        assertThat(report.duplicates()).isEqualTo(preview.handled().size());
    }
}
