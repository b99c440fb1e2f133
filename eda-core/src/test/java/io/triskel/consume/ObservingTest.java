package io.triskel.consume;

import static io.triskel.consume.Scene.event;
import static io.triskel.consume.Scene.undecodable;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.WireEvent;
import io.triskel.consume.Delivery.Position;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.observe.EventOutcome;
import io.triskel.observe.Observer;
import io.triskel.observe.Observer.Scope;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.ParkedEvent;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObservingTest {
    private final Scene scene = new Scene();
    private final List<String> told = new ArrayList<>();
    private final List<Duration> ages = new ArrayList<>();
    private final Observer observer = new Observer() {
        @Override
        public void handled(String consumer, Envelope<?> event, EventOutcome verdict, Duration took) {
            told.add(verdict + " " + event.id().id());
        }

        @Override
        public void parked(String consumer, EventId event, String reason) {
            told.add("parked by " + consumer + " " + event.id());
        }

        @Override
        public void replayed(String consumer, EventId event, EventOutcome outcome) {
            told.add("replayed " + outcome + " " + event.id());
        }

        @Override
        public void portFailed(String port, Throwable failure) {
            told.add("failed port " + port);
        }

        @Override
        public Scope handling(String consumer, Envelope<?> event) {
            told.add("begin " + event.id().id());
            return new Scope() {
                @Override
                public void failed(Throwable failure) {
                    told.add("failed: " + failure.getMessage());
                }

                @Override
                public void close() {
                    told.add("end " + event.id().id());
                }
            };
        }

        @Override
        public void parkedLanes(String consumer, long atLeast) {
            told.add(consumer + " has " + atLeast + " parked lanes");
        }

        @Override
        public void oldestUnsettled(String consumer, Duration age) {
            ages.add(age);
        }
    };

    ObservingTest() {
        scene.processor = builder -> builder.observer(observer);
    }

    @Test
    void a_handler_runs_within_the_scope_that_an_observer_opens() {
        scene.when("a", handling -> told.add("handler"));

        scene.process(Redelivery.ONE_BY_ONE, event("a"));

        assertThat(told).containsExactly("begin a", "handler", "end a", "handled a");
    }

    @Test
    void a_scope_learns_that_its_handler_failed_before_it_ends() {
        scene.fails("a");

        scene.process(Redelivery.ONE_BY_ONE, event("a"));

        assertThat(told).containsExactly("begin a", "failed: no a", "end a", "unsettled-failed a");
    }

    @Test
    void parking_and_replay_are_told() {
        scene.process(Redelivery.ONE_BY_ONE, undecodable("u", "k"), event("b", "k"));
        scene.replay().discard(Lane.of("k"), new Position("u").identity(), "garbage");
        replay().replay(Lane.of("k"), 9, scene.deadline());

        assertThat(told)
                .containsExactly(
                        "parked by notes u", "parked by notes b", "parked b", "begin b", "end b", "replayed handled b");
    }

    @Test
    void a_failing_port_is_told() {
        scene.inboxFaults.failing.add("claimAll");
        scene.lotFaults.failing.add("heldAmong");

        scene.process(Redelivery.ONE_BY_ONE, event("a", "k"));

        assertThat(told).containsExactly("failed port inbox", "failed port parking-lot", "unsettled-port-failed a");
    }

    @Test
    void the_age_of_the_oldest_unsettled_event_is_told_with_each_batch() {
        scene.fails("old");
        scene.fails("new");

        scene.process(Redelivery.ONE_BY_ONE, happened("done", 90), happened("new", 10), happened("old", 60));
        scene.process(Redelivery.ONE_BY_ONE, happened("new", 10), happened("old", 60));

        assertThat(ages).containsExactly(Duration.ofSeconds(60), Duration.ZERO);
    }

    @Test
    void an_unsettled_event_without_a_time_is_as_old_as_its_first_claim() {
        scene.fails("a");
        scene.fails("a");

        scene.process(Redelivery.ONE_BY_ONE, event("a"));
        scene.advance(Duration.ofSeconds(5));
        scene.process(Redelivery.ONE_BY_ONE, event("a"));

        assertThat(ages).containsExactly(Duration.ZERO, Duration.ofSeconds(5));
    }

    @Test
    void an_event_from_a_clock_that_is_ahead_has_no_negative_age() {
        scene.fails("a");

        scene.process(Redelivery.ONE_BY_ONE, happened("a", -30));

        assertThat(ages).containsExactly(Duration.ZERO);
    }

    @Test
    void lanes_that_stay_parked_are_told_when_all_are_replayed() {
        scene.lot.park(parked("a", "k"));
        scene.lot.park(parked("b", "l"));
        scene.fails("b");

        replay().replayAll(9, scene.deadline());

        assertThat(told).endsWith("notes has 1 parked lanes");
    }

    @Test
    void parked_lanes_are_counted_on_demand() {
        scene.lot.park(parked("a", "k"));
        scene.lot.park(parked("b", "l"));

        assertThat(replay().parkedLanes(9)).hasValue(2);
        assertThat(replay().parkedLanes(1)).hasValue(1);
        assertThat(told).containsExactly("notes has 2 parked lanes", "notes has 1 parked lanes");
    }

    @Test
    void a_lot_that_cannot_count_is_told_as_a_failing_port() {
        scene.lotFaults.failing.add("held");

        assertThat(replay().parkedLanes(9)).isEmpty();
        assertThat(told).containsExactly("failed port parking-lot");
    }

    private ParkedReplay replay() {
        return ParkedReplay.of(scene.consumer())
                .codec(scene.codec)
                .clock(scene)
                .observer(observer)
                .build();
    }

    private ParkedEvent parked(String id, String lane) {
        return new ParkedEvent(
                "notes",
                Lane.of(lane),
                Scene.id(id),
                WireEvent.structured(scene.codec.encode(Scene.note(id))),
                "p-" + id,
                "for this test",
                1,
                scene.instant(),
                Optional.empty());
    }

    private Delivery happened(String id, long secondsAgo) {
        OffsetDateTime time = scene.instant().minusSeconds(secondsAgo).atOffset(ZoneOffset.UTC);
        return Delivery.of(Scene.note(id).withTime(time), new Position("p-" + id));
    }
}
