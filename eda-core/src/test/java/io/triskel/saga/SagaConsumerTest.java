package io.triskel.saga;

import static io.triskel.saga.Script.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.Delivery.Position;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.FailurePolicy;
import io.triskel.consume.ParkedReplay;
import io.triskel.consume.ParkedReplay.ReplayReport;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Verdict;
import io.triskel.event.Envelope;
import io.triskel.memory.InMemoryParkingLot;
import io.triskel.parking.Lane;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A saga behind a consumer with a parking lot and no inbox: nothing is lost, and an instance's events keep their order. */
class SagaConsumerTest {
    private final World world = new World(builder -> builder.stuckAfter(3));
    private final EventConsumer consumer = world.runner
            .subscribe(EventConsumer.named("script"))
            .policy(FailurePolicy.retryThenPark(3))
            .parkingLot(new InMemoryParkingLot())
            .build();
    private final BatchProcessor processor = BatchProcessor.of(consumer)
            .codec(Script.codec())
            .clock(() -> world.now)
            .build();

    private List<Verdict> deliver(Envelope<?>... events) {
        return processor
                .process(
                        Stream.of(events)
                                .map(event -> Delivery.of(
                                        event, new Position(event.id().id())))
                                .toList(),
                        Redelivery.ONE_BY_ONE,
                        world.soon())
                .verdicts();
    }

    @Test
    void a_repeat_is_recognised_by_the_row_and_not_by_an_inbox() {
        deliver(told("1", "a", "send x"));
        deliver(told("1", "a", "send x"));

        assertThat(world.bus.sent()).containsExactly("x");
    }

    @Test
    void an_event_that_the_saga_fails_on_is_parked_with_those_behind_it_and_the_instance_is_stuck() {
        deliver(told("1", "a", "one"));
        deliver(told("2", "a", "fail"));
        deliver(told("2", "a", "fail"));
        List<Verdict> last = deliver(told("2", "a", "fail"));
        List<Verdict> behind = deliver(told("3", "a", "three"), told("1", "b", "other"));

        assertThat(last).singleElement().isInstanceOf(Verdict.Parked.class);
        assertThat(behind.get(0)).isInstanceOf(Verdict.Parked.class);
        assertThat(behind.get(1)).isEqualTo(Verdict.handled());
        assertThat(world.row("a").status()).isInstanceOf(SagaStatus.Stuck.class);
        assertThat(world.heard("a")).containsExactly("one");
        assertThat(world.heard("b")).containsExactly("other");
    }

    @Test
    void once_the_saga_is_mended_a_replay_handles_them_in_order_and_the_instance_runs_again() {
        deliver(told("1", "a", "one"));
        deliver(told("2", "a", "fail"));
        deliver(told("2", "a", "fail"));
        deliver(told("2", "a", "fail"));
        deliver(told("3", "a", "three"));

        world.script.mended = true;
        ParkedReplay.of(consumer)
                .codec(Script.codec())
                .clock(() -> world.now)
                .build()
                .replay(Lane.of("a"), 10, world.soon());

        assertThat(world.heard("a")).containsExactly("one", "fail", "three");
        assertThat(world.row("a").status()).isEqualTo(new SagaStatus.Running());
    }

    @Test
    void an_event_that_could_not_be_read_counts_when_it_can_though_later_ones_of_its_stream_have_passed() {
        InMemoryParkingLot lot = new InMemoryParkingLot();
        EventConsumer reading = world.runner
                .subscribe(EventConsumer.named("script"))
                .parkingLot(lot)
                .build();
        BatchProcessor batches = BatchProcessor.of(reading)
                .codec(Script.codec())
                .clock(() -> world.now)
                .build();
        byte[] first = Script.codec().encode(Script.fact(1, "a", "one"));

        assertThat(batches.process(
                                List.of(
                                        new Delivery.Undecodable(
                                                first,
                                                Map.of(),
                                                Optional.of("a"),
                                                new Position("7"),
                                                "data: keys of the wrong tenant"),
                                        Delivery.of(Script.fact(2, "a", "two"), new Position("8"))),
                                Redelivery.ONE_BY_ONE,
                                world.soon())
                        .complete())
                .isTrue();
        ReplayReport replayed = ParkedReplay.of(reading)
                .codec(Script.codec())
                .clock(() -> world.now)
                .build()
                .replay(lot.held("script", Optional.empty(), 1).get(0).lane(), 10, world.soon());

        assertThat(replayed.handled()).isEqualTo(1);
        assertThat(world.heard("a")).containsExactly("two", "one");
        assertThat(lot.size()).isZero();
    }
}
