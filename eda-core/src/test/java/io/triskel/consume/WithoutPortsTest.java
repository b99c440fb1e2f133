package io.triskel.consume;

import static io.triskel.consume.Scene.event;
import static io.triskel.consume.Scene.undecodable;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.inbox.Fence;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

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

        @Test
        void what_it_remembers_is_bounded_and_forgotten_once_settled() {
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
