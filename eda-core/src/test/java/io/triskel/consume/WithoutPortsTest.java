package io.triskel.consume;

import static io.triskel.consume.Scene.event;
import static io.triskel.consume.Scene.undecodable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.consume.EventHandler.Handling;
import io.triskel.consume.Verdict.Why;
import io.triskel.event.Deadline;
import io.triskel.inbox.Fence;
import io.triskel.parking.Lane;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WithoutPortsTest {
    private final Scene scene = new Scene();

    @Nested
    class When_a_consumer_has_no_inbox {
        When_a_consumer_has_no_inbox() {
            scene.consumer = builder -> builder.parkingLot(scene.lot);
        }

        @Test
        void its_handler_recognises_repeats_itself_and_there_is_no_fence() {
            var first = scene.verdicts(Redelivery.WHOLE_BATCH, event("a"));
            var again = scene.verdicts(Redelivery.WHOLE_BATCH, event("a"), event("a"));

            assertThat(first).containsExactly("handled");
            assertThat(again).containsOnly("handled");
            assertThat(scene.handled).hasSize(3);
            assertThat(scene.handlings.get(0).fence()).isEqualTo(Fence.none());
        }

        @Test
        void the_processor_remembers_attempts_so_that_a_poison_event_does_not_hold_its_source_for_ever() {
            scene.alwaysFails("a");

            for (int i = 0; i < 4; i++) {
                assertThat(scene.verdicts(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k")))
                        .containsExactly("unsettled-failed");
            }
            var fifth = scene.verdicts(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k"));

            assertThat(fifth).containsExactly("parked");
            assertThat(scene.handlings.stream().map(Handling::attempt)).containsExactly(1, 2, 3, 4, 5);
        }

        @Test
        void the_processor_remembers_since_when_an_event_holds_its_source() {
            scene.fails("a");
            scene.fails("a");

            scene.process(Redelivery.WHOLE_BATCH, event("a", "k"));
            scene.advance(Duration.ofSeconds(30));
            var verdicts = scene.verdicts(Redelivery.WHOLE_BATCH, event("a", "k"));

            assertThat(verdicts).containsExactly("parked");
        }

        /** So many that each one's count would be forgotten for the others' before it comes again. */
        private Delivery[] failing(int count) {
            Delivery[] batch = new Delivery[count];
            for (int i = 0; i < count; i++) {
                scene.alwaysFails("e" + i);
                batch[i] = event("e" + i, "k" + i);
            }
            return batch;
        }

        @ParameterizedTest
        @EnumSource(
                value = Redelivery.class,
                names = {"ONE_BY_ONE", "FROM_FIRST_UNSETTLED", "WHOLE_BATCH"})
        void every_poison_event_is_parked_after_five_attempts_however_many_fail_at_a_time(Redelivery redelivery) {
            Delivery[] batch = failing(2_500);

            for (int i = 0; i < 4; i++) {
                scene.process(redelivery, batch);
            }
            var fifth = scene.verdicts(redelivery, batch);

            assertThat(fifth).containsOnly("parked");
        }

        @Test
        void what_it_cannot_remember_is_parked_to_be_tried_again_by_itself() {
            Delivery[] batch = failing(1_025);

            Settlement settlement = scene.process(Redelivery.ONE_BY_ONE, batch);

            assertThat(settlement.verdicts().subList(0, 1_024)).noneMatch(Verdict::settled);
            assertThat(settlement.verdicts().get(1_024))
                    .isInstanceOfSatisfying(
                            Verdict.Parked.class,
                            parked -> assertThat(parked.reason())
                                    .contains("1024", "last: java.lang.IllegalStateException at "));
            assertThat(scene.head(Lane.of("k1024")).replayAt())
                    .contains(scene.instant().plusSeconds(60));
            assertThat(scene.head(Lane.of("k1024")).attempts()).isEqualTo(1);
        }

        @Test
        void what_has_not_come_again_for_long_makes_room() {
            scene.process(Redelivery.ONE_BY_ONE, failing(1_024));
            scene.fails("late");
            scene.advance(Duration.ofMinutes(15));

            var verdicts = scene.verdicts(Redelivery.ONE_BY_ONE, event("late", "k"));

            assertThat(verdicts).containsExactly("unsettled-failed");
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 24})
        void what_has_not_come_again_since_the_clock_was_set_back_makes_room(int hours) {
            scene.process(Redelivery.ONE_BY_ONE, failing(1_024));
            scene.fails("late");
            scene.advance(Duration.ofHours(-hours).plusMinutes(15));

            var verdicts = scene.verdicts(Redelivery.ONE_BY_ONE, event("late", "k"));

            assertThat(verdicts).containsExactly("unsettled-failed");
        }

        @Test
        void an_event_whose_handler_is_given_up_at_five_deadlines_is_parked_untried() throws InterruptedException {
            ExecutorService threads = Executors.newCachedThreadPool();
            CountDownLatch handlersMayReturn = new CountDownLatch(1);
            scene.processor = builder -> builder.parkingReserve(Duration.ZERO).executor(threads);
            for (int i = 0; i < 5; i++) {
                scene.when("a", handling -> handlersMayReturn.await());
            }

            for (int i = 0; i < 5; i++) {
                assertThat(hasty(event("a", "k"))).containsExactly("unsettled-out-of-time");
            }
            var sixth = hasty(event("a", "k"));

            assertThat(sixth).containsExactly("parked");
            assertThat(scene.head(Lane.of("k")).reason()).contains("cut off 5 times");
            handlersMayReturn.countDown();
            threads.shutdown();
            assertThat(threads.awaitTermination(4, TimeUnit.MINUTES)).isTrue();
        }

        private List<String> hasty(Delivery delivery) {
            Deadline soon = Deadline.in(Duration.ofMillis(100), scene);
            return scene
                    .processor()
                    .process(List.of(delivery), Redelivery.FROM_FIRST_UNSETTLED, soon)
                    .verdicts()
                    .stream()
                    .map(Verdict::tag)
                    .toList();
        }

        @Test
        void an_event_that_costs_five_batches_their_memory_is_parked_untried_if_the_process_survives() {
            for (int i = 0; i < 5; i++) {
                scene.when("a", handling -> {
                    throw new OutOfMemoryError("told to");
                });
            }

            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> scene.process(Redelivery.WHOLE_BATCH, event("a", "k")))
                        .isInstanceOf(OutOfMemoryError.class);
            }
            var sixth = scene.verdicts(Redelivery.WHOLE_BATCH, event("a", "k"));

            assertThat(sixth).containsExactly("parked");
        }

        @Test
        void what_is_only_not_there_yet_takes_no_room_from_what_fails() {
            Delivery[] batch = new Delivery[1_024];
            for (int i = 0; i < batch.length; i++) {
                scene.when("n" + i, handling -> {
                    throw new NotYetException("not there yet");
                });
                batch[i] = event("n" + i, "k" + i);
            }
            scene.process(Redelivery.ONE_BY_ONE, batch);
            scene.fails("late");

            var verdicts = scene.verdicts(Redelivery.ONE_BY_ONE, event("late", "k"));

            assertThat(verdicts).containsExactly("unsettled-failed");
        }

        @Test
        void without_a_lot_what_it_cannot_remember_stays_unsettled() {
            scene.consumer = builder -> builder;

            var verdicts = scene.verdicts(Redelivery.ONE_BY_ONE, failing(1_025));

            assertThat(verdicts).containsOnly("unsettled-failed");
        }

        @Test
        void what_it_remembers_is_forgotten_once_settled() {
            scene.fails("a");
            scene.process(Redelivery.ONE_BY_ONE, event("a"));
            scene.process(Redelivery.ONE_BY_ONE, event("a"));
            scene.fails("a");
            scene.process(Redelivery.ONE_BY_ONE, event("a"));

            assertThat(scene.handlings.stream().map(Handling::attempt)).containsExactly(1, 2, 1);
        }
    }

    @Nested
    class When_a_consumer_has_no_parking_lot {
        When_a_consumer_has_no_parking_lot() {
            scene.consumer = builder -> builder.inbox(scene.inbox);
        }

        @Test
        void what_should_be_parked_is_unsettled_as_failed() {
            Settlement settlement = scene.process(Redelivery.ONE_BY_ONE, undecodable("u", "k"), event("b", "k"));

            assertThat(settlement.verdicts().get(0))
                    .isEqualTo(new Verdict.Unsettled(
                            Why.FAILED, "it should be parked, but there is no parking lot: it is no JSON"));
            assertThat(settlement.verdicts().get(1).tag()).isEqualTo("unsettled-behind-a-failure");
        }

        @Test
        void a_source_that_brings_nothing_back_is_told() {
            scene.alwaysFails("a");

            var verdicts = scene.verdicts(Redelivery.NEVER, event("a"), event("b"));

            assertThat(verdicts).containsExactly("unsettled-failed", "handled");
        }
    }
}
