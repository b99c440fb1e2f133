package io.triskel.consume;

import static io.triskel.consume.Scene.event;
import static io.triskel.consume.Scene.undecodable;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.Delivery.Position;
import io.triskel.consume.ParkedReplay.ReplayReport;
import io.triskel.event.Deadline;
import io.triskel.event.EventType;
import io.triskel.parking.Lane;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ParkedReplayTest {
    private static final Lane K = Lane.of("k");

    private final Scene scene = new Scene();

    /** Parks "a" after one failure, "b" and "c" behind it. */
    private void parkLane() {
        scene.consumer =
                builder -> builder.inbox(scene.inbox).parkingLot(scene.lot).policy(FailurePolicy.retryThenPark(1));
        scene.fails("a");
        scene.process(Redelivery.ONE_BY_ONE, event("a", "k"), event("b", "k"), event("c", "k"));
        scene.handled.clear();
    }

    private ReplayReport replay(int limit) {
        return scene.replay().replay(K, limit, scene.deadline());
    }

    @Test
    void a_lane_is_replayed_head_first_and_opens_when_it_is_empty() {
        parkLane();

        ReplayReport report = replay(10);

        assertThat(scene.handled).containsExactly("a", "b", "c");
        assertThat(report).isEqualTo(new ReplayReport(3, 0, 0, 1, 0, 0));
        assertThat(scene.verdicts(Redelivery.ONE_BY_ONE, event("d", "k"))).containsExactly("handled");
    }

    @Test
    void a_short_deadline_replays_what_it_has_time_for() {
        parkLane();
        scene.when("a", handling -> scene.advance(Duration.ofMillis(200)));
        scene.when("b", handling -> scene.advance(Duration.ofMillis(200)));

        ReplayReport report = scene.replay().replay(K, 10, Deadline.in(Duration.ofMillis(500), scene));

        assertThat(scene.handled).containsExactly("a", "b");
        assertThat(report.handled()).isEqualTo(2);
        assertThat(scene.parked("k")).containsExactly("c");
    }

    @Test
    void a_replayed_event_is_a_duplicate_for_its_source() {
        parkLane();
        var before = scene.verdicts(Redelivery.WHOLE_BATCH, event("a", "k"), event("b", "k"));

        replay(10);

        assertThat(before).containsExactly("parked", "parked");
        assertThat(scene.verdicts(Redelivery.WHOLE_BATCH, event("a", "k"), event("b", "k")))
                .containsOnly("duplicate");
    }

    @Test
    void it_stops_at_its_limit_and_the_lane_stays_parked_and_due() {
        parkLane();

        ReplayReport report = replay(2);

        assertThat(report).isEqualTo(new ReplayReport(2, 0, 0, 0, 0, 0));
        assertThat(scene.verdicts(Redelivery.ONE_BY_ONE, event("d", "k"))).containsExactly("parked");
        assertThat(scene.parked("k")).containsExactly("c", "d");
        assertThat(scene.lot.due("notes", scene.instant(), 9)).containsExactly(K);
    }

    @Test
    void what_arrives_while_a_lane_is_replayed_queues_and_is_replayed_with_it() {
        parkLane();
        scene.when("c", handling -> scene.process(Redelivery.ONE_BY_ONE, event("d", "k")));

        ReplayReport report = replay(10);

        assertThat(scene.handled).containsExactly("a", "b", "c", "d");
        assertThat(report.opened()).isEqualTo(1);
    }

    @Test
    void a_stack_overflow_counts_as_an_attempt_and_the_next_lane_is_replayed() {
        parkLane();
        scene.fails("x");
        scene.process(Redelivery.ONE_BY_ONE, event("x", "l"));
        scene.when("a", handling -> {
            throw new StackOverflowError("deep");
        });

        ReplayReport report = scene.replay().replayAll(10, scene.deadline());

        assertThat(report).isEqualTo(new ReplayReport(1, 0, 1, 1, 0, 0));
        assertThat(scene.head(K).attempts()).isEqualTo(2);
        assertThat(scene.head(K).reason()).contains("StackOverflowError");
    }

    @Test
    void a_broken_package_leaves_the_event_parked_and_counts_no_attempt() {
        parkLane();
        scene.when("a", handling -> {
            throw new IllegalStateException(new NoClassDefFoundError("com/acme/Printer"));
        });

        ReplayReport report = replay(10);

        assertThat(report.handled()).isZero();
        assertThat(scene.parked("k")).containsExactly("a", "b", "c");
        assertThat(scene.head(K).attempts()).isEqualTo(1);
        assertThat(scene.head(K).reason()).contains("the package is broken", "com/acme/Printer");
    }

    @Test
    void a_head_that_fails_again_keeps_its_lane() {
        parkLane();
        scene.fails("a");

        ReplayReport report = replay(10);

        assertThat(report).isEqualTo(new ReplayReport(0, 0, 1, 0, 0, 0));
        assertThat(scene.handled).containsExactly("a");
        assertThat(scene.head(K).attempts()).isEqualTo(2);
        assertThat(scene.parked("k")).containsExactly("a", "b", "c");
    }

    @Test
    void one_that_is_retried_is_due_again_after_the_replay_delay() {
        scene.consumer = builder -> builder.inbox(scene.inbox)
                .parkingLot(scene.lot)
                .retryBudget(Duration.ZERO)
                .replayDelay(Duration.ofSeconds(10));
        scene.fails("a");
        scene.fails("a");
        scene.process(Redelivery.WHOLE_BATCH, event("a", "k"));

        scene.advance(Duration.ofSeconds(10));
        ReplayReport first = scene.replay().replayDue(scene.instant(), 10, scene.deadline());
        ReplayReport tooEarly = scene.replay().replayDue(scene.instant(), 10, scene.deadline());
        scene.advance(Duration.ofSeconds(10));
        ReplayReport second = scene.replay().replayDue(scene.instant(), 10, scene.deadline());

        assertThat(first).isEqualTo(new ReplayReport(0, 0, 1, 0, 0, 0));
        assertThat(tooEarly).isEqualTo(ReplayReport.none());
        assertThat(second).isEqualTo(new ReplayReport(1, 0, 0, 1, 0, 0));
    }

    @Test
    void a_lane_that_somebody_replays_is_busy() {
        parkLane();
        scene.lot.lease("notes", K, scene.instant(), Scene.HOUR);

        assertThat(replay(10)).isEqualTo(new ReplayReport(0, 0, 0, 0, 1, 0));
        assertThat(scene.handled).isEmpty();
    }

    @Test
    void a_lane_that_is_open_is_nothing_to_replay() {
        assertThat(replay(10)).isEqualTo(ReplayReport.none());
    }

    @Test
    void an_event_is_taken_out_only_after_its_completion_is_recorded() {
        parkLane();
        scene.inboxFaults.failing.add("completeAll");

        ReplayReport report = replay(10);
        scene.inboxFaults.failing.clear();
        scene.advance(Duration.ofMinutes(2));
        ReplayReport again = replay(10);

        assertThat(report.portFailures()).isEqualTo(1);
        assertThat(again.handled()).isEqualTo(3);
        assertThat(scene.handled).containsExactly("a", "a", "b", "c");
    }

    @Test
    void a_crash_between_completion_and_removal_is_no_second_call() {
        parkLane();
        scene.lotFaults.failing.add("remove");

        ReplayReport report = replay(10);
        scene.lotFaults.failing.clear();
        ReplayReport again = replay(10);

        assertThat(report.portFailures()).isEqualTo(1);
        assertThat(again).isEqualTo(new ReplayReport(2, 1, 0, 1, 0, 0));
        assertThat(scene.handled).containsExactly("a", "b", "c");
    }

    @Test
    void a_crash_before_the_lane_is_opened_leaves_it_due() {
        parkLane();
        scene.lotFaults.failing.add("open");

        replay(10);
        scene.lotFaults.failing.clear();
        ReplayReport again = scene.replay().replayDue(scene.instant(), 10, scene.deadline());

        assertThat(again).isEqualTo(new ReplayReport(0, 0, 0, 1, 0, 0));
        assertThat(scene.handled).containsExactly("a", "b", "c");
    }

    @Test
    void a_lot_that_fails_is_counted_and_nothing_is_lost() {
        parkLane();
        scene.lotFaults.failing.add("peek");

        assertThat(replay(10).portFailures()).isEqualTo(1);
        assertThat(scene.parked("k")).containsExactly("a", "b", "c");
    }

    @Test
    void it_stops_when_time_runs_out() {
        parkLane();
        scene.when("a", handling -> scene.advance(Duration.ofSeconds(59)));

        assertThat(replay(10).handled()).isEqualTo(1);
        assertThat(scene.handled).containsExactly("a");
    }

    @Test
    void replaying_what_is_due_is_bounded_over_all_lanes() {
        scene.consumer =
                builder -> builder.inbox(scene.inbox).parkingLot(scene.lot).retryBudget(Duration.ZERO);
        for (String id : List.of("a", "b", "c")) {
            scene.fails(id);
            scene.process(Redelivery.WHOLE_BATCH, event(id, id));
        }

        ReplayReport report = scene.replay().replayDue(scene.instant().plusSeconds(60), 2, scene.deadline());

        assertThat(report.handled()).isEqualTo(2);
        assertThat(report.opened()).isEqualTo(2);
    }

    @Nested
    class When_what_was_undecodable_can_be_read_now {
        private final EventType old = EventType.of("test.noted", 0);

        private Delivery unreadable() {
            byte[] bytes = scene.codec.encode(Scene.note("n").withKey(new io.triskel.event.OrderingKey("k")));
            return new Delivery.Undecodable(
                    bytes, java.util.Map.of(), Optional.of("k"), new Position("7"), "unknown then");
        }

        @Test
        void it_is_handled_and_known_by_its_identity_and_its_position() {
            scene.process(Redelivery.ONE_BY_ONE, unreadable());

            ReplayReport report = replay(10);

            assertThat(report).isEqualTo(new ReplayReport(1, 0, 0, 1, 0, 0));
            assertThat(scene.handled).containsExactly("n");
            assertThat(scene.verdicts(Redelivery.WHOLE_BATCH, unreadable(), event("n", "k")))
                    .containsExactly("duplicate", "duplicate");
        }

        @Test
        void the_upcasters_of_now_apply() {
            scene.process(Redelivery.ONE_BY_ONE, undecodable("u", "l"));
            EventCodec oldCodec = EventCodec.of(
                    TypeRegistry.builder().add(old, Scene.Note.class).build());
            byte[] oldBytes = oldCodec.encode(Scene.note("n").withData(old, new Scene.Note("old")));
            scene.process(
                    Redelivery.ONE_BY_ONE,
                    new Delivery.Undecodable(
                            oldBytes, java.util.Map.of(), Optional.of("k"), new Position("8"), "then"));
            EventCodec newCodec = EventCodec.of(TypeRegistry.builder()
                    .add(Scene.NOTED, Scene.Note.class)
                    .upcast(old, Scene.NOTED, data -> data.set("text", "upcast"))
                    .build());

            ReplayReport report = ParkedReplay.of(scene.consumer())
                    .codec(newCodec)
                    .clock(scene)
                    .build()
                    .replay(K, 10, scene.deadline());

            assertThat(report.handled()).isEqualTo(1);
            assertThat(scene.handled).containsExactly("n");
        }
    }

    @Nested
    class When_an_event_is_discarded {
        @Test
        void it_is_completed_without_being_handled_and_the_reason_is_kept() {
            parkLane();

            boolean discarded = scene.replay().discard(K, Scene.id("a"), "sent by mistake");
            replay(10);

            assertThat(discarded).isTrue();
            assertThat(scene.handled).containsExactly("b", "c");
            assertThat(scene.lot.discarded("notes", 10)).singleElement().satisfies(event -> {
                assertThat(event.event()).isEqualTo(Scene.id("a"));
                assertThat(event.reason()).isEqualTo("sent by mistake");
            });
            assertThat(scene.verdicts(Redelivery.WHOLE_BATCH, event("a", "k"))).containsExactly("duplicate");
        }

        @Test
        void the_last_one_opens_its_lane() {
            scene.process(Redelivery.ONE_BY_ONE, undecodable("u", "k"));

            scene.replay().discard(K, new Position("u").identity(), "garbage");

            assertThat(scene.lot.heldAmong("notes", List.of(K))).isEmpty();
        }

        @Test
        void one_that_is_not_there_is_not() {
            parkLane();

            assertThat(scene.replay().discard(Lane.of("other"), Scene.id("a"), "why"))
                    .isFalse();
            assertThat(scene.replay().discard(K, Scene.id("never"), "why")).isFalse();
            assertThat(scene.verdicts(Redelivery.ONE_BY_ONE, event("never")))
                    .as("it is not taken for completed")
                    .containsExactly("handled");
        }
    }
}
