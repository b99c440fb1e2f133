package io.triskel.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.TypeRegistry;
import io.triskel.event.PortException;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.HeldLane;
import io.triskel.platform.HostedConsumer;
import io.triskel.saga.Steps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is stored about a failure tells its class and place, and nothing that its message quotes. */
class ReasonsWithoutMessagesTest {
    private static final String QUOTED = "no such customer Ann Smith";
    private static final TypeRegistry TYPES = TypeRegistry.builder()
            .add("test.placed", 1, Placed.class)
            .add("test.charge", 1, Charge.class)
            .add("test.charged", 1, Charged.class)
            .build();

    private final InMemoryPlatform platform = InMemoryPlatform.of("/shop", TYPES);

    record Placed(String order) {}

    record Charge(String order) {}

    record Charged(String order) {}

    private HostedConsumer failing(FailurePolicy policy, Exception failure) {
        return platform.consumer("mail")
                .on(Placed.class, (event, handling) -> {
                    throw failure;
                })
                .with(consumer -> consumer.policy(policy).retryBudget(Duration.ZERO))
                .build();
    }

    private List<String> reasons() {
        ParkingLot lot = platform.stores().parkingLot();
        List<String> reasons = new ArrayList<>();
        for (HeldLane held : lot.held("mail", Optional.empty(), 10)) {
            lot.list("mail", held.lane(), Optional.empty(), 10).forEach(parked -> reasons.add(parked.reason()));
        }
        return reasons;
    }

    private void place() {
        place(platform);
    }

    private static void place(InMemoryPlatform platform) {
        platform.publish(new Placed("42"), "42");
    }

    @Nested
    class A_parked_event {
        @Test
        void that_failed_too_often_names_class_and_place() {
            Exception failure = new IllegalStateException(QUOTED);
            var pump = platform.subscribe(failing(FailurePolicy.retryThenPark(1), failure));

            place();
            pump.drain();

            assertThat(reasons())
                    .containsExactly("failed 1 times, last with java.lang.IllegalStateException at "
                            + A_parked_event.class.getName() + ".that_failed_too_often_names_class_and_place:"
                            + failure.getStackTrace()[0].getLineNumber());
        }

        @Test
        void names_the_root_cause_too_and_the_callers_line_of_the_jdk() {
            Exception failure = new IllegalStateException(QUOTED, ofTheJdk());
            var pump = platform.subscribe(failing(FailurePolicy.retryThenPark(1), failure));

            place();
            pump.drain();

            assertThat(reasons())
                    .singleElement()
                    .satisfies(reason -> assertThat(reason)
                            .contains(", caused by java.lang.IndexOutOfBoundsException at "
                                    + A_parked_event.class.getName() + ".ofTheJdk:")
                            .doesNotContain("Ann"));
        }

        private Exception ofTheJdk() {
            try {
                return new IllegalStateException(List.of(QUOTED).get(1));
            } catch (IndexOutOfBoundsException thrown) {
                return thrown;
            }
        }

        @Test
        void that_held_up_others_or_fails_again_quotes_nothing() {
            for (Exception failure : List.of(
                    new IllegalStateException(QUOTED), new PortException(QUOTED), new NotYetException(QUOTED))) {
                InMemoryPlatform own = InMemoryPlatform.of("/shop", TYPES);
                HostedConsumer mail = own.consumer("mail")
                        .on(Placed.class, (event, handling) -> {
                            throw failure;
                        })
                        .with(consumer -> consumer.retryBudget(Duration.ZERO))
                        .build();
                var pump = own.subscribe(mail);
                place(own);
                pump.drain();
                ParkingLot lot = own.stores().parkingLot();
                Lane lane = lot.held("mail", Optional.empty(), 1).get(0).lane();
                String parked =
                        lot.list("mail", lane, Optional.empty(), 1).get(0).reason();

                var unused = mail.replayParked();

                assertThat(List.of(
                                parked,
                                lot.list("mail", lane, Optional.empty(), 1)
                                        .get(0)
                                        .reason()))
                        .allSatisfy(reason -> assertThat(reason)
                                .contains(failure.getClass().getName() + " at ")
                                .doesNotContain("Ann"));
            }
        }
    }

    @Nested
    class A_stuck_saga {
        @Test
        void names_class_and_place() {
            var saga = platform.saga(Steps.named("fulfilment", Placed.class)
                    .startedBy(Placed.class, Placed::order, placed -> placed)
                    .step("charge")
                    .command("payment", placed -> new Charge(placed.order()))
                    .done(Charged.class, (placed, charged) -> {
                        throw new IllegalStateException(QUOTED);
                    })
                    .within(Duration.ofMinutes(1))
                    .nothingToUndo()
                    .build());
            var payment = platform.participant("payment")
                    .on(Charge.class, charge -> new Charged(charge.order()))
                    .build();
            var pump = platform.subscribe(saga, payment);

            place();
            pump.drain();

            String status = saga.find("42").orElseThrow().status().toString();
            assertThat(status)
                    .contains("failed on event", "java.lang.IllegalStateException at " + A_stuck_saga.class.getName())
                    .doesNotContain("Ann");
        }
    }
}
