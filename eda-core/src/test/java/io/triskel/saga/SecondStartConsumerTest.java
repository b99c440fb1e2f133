package io.triskel.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.Delivery.Position;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.ParkedReplay;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Verdict;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.Metadata;
import io.triskel.memory.InMemoryParkingLot;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.saga.Renewal.Cancelled;
import io.triskel.saga.Renewal.Charge;
import io.triskel.saga.Renewal.Charged;
import io.triskel.saga.Renewal.Due;
import io.triskel.saga.Renewal.Extend;
import io.triskel.saga.Renewal.Extended;
import io.triskel.saga.Renewal.Refund;
import io.triskel.saga.Renewal.Refunded;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A start that comes while a round runs waits by itself: nothing that the round needs waits behind it. */
class SecondStartConsumerTest {
    private final Renewal renewal = new Renewal();
    private final InMemoryParkingLot lot = new InMemoryParkingLot();
    private final EventConsumer consumer = renewal.runner
            .subscribe(EventConsumer.named("renewal"))
            .parkingLot(lot)
            .build();
    private final BatchProcessor processor = BatchProcessor.of(consumer)
            .codec(Renewal.CODEC)
            .clock(() -> renewal.now)
            .build();
    private Redelivery redelivery = Redelivery.FROM_FIRST_UNSETTLED;
    private int events;

    private List<String> deliver(Envelope<?>... batch) {
        return processor
                .process(
                        Arrays.stream(batch)
                                .map(event -> Delivery.of(
                                        event, new Position(event.id().id())))
                                .toList(),
                        redelivery,
                        renewal.soon())
                .verdicts()
                .stream()
                .map(Verdict::tag)
                .toList();
    }

    private Envelope<?> event(Object data, Metadata metadata) {
        return Envelope.of(new EventId("/bus", "b" + ++events), Renewal.types().requireTypeOf(data.getClass()), data)
                .withMetadata(metadata);
    }

    private Envelope<?> due(String month) {
        return event(new Due("s1", month), Metadata.empty());
    }

    private Envelope<?> answer(Class<?> command, Object reply) {
        return event(reply, Metadata.causedBy(renewal.last(command)));
    }

    private void replayDue() {
        var unused = ParkedReplay.of(consumer)
                .codec(Renewal.CODEC)
                .clock(() -> renewal.now)
                .build()
                .replayDue(renewal.now, 10, renewal.soon());
    }

    private List<ParkedEvent> parked() {
        return lot.held("renewal", Optional.empty(), 9).stream()
                .flatMap(held -> lot.list("renewal", held.lane(), Optional.empty(), 9).stream())
                .toList();
    }

    private void complete() {
        assertThat(deliver(answer(Charge.class, new Charged("s1")))).containsExactly("handled");
        assertThat(deliver(answer(Extend.class, new Extended("s1")))).containsExactly("handled");
    }

    @ParameterizedTest
    @EnumSource(Redelivery.class)
    void the_replies_of_the_running_round_are_handled_and_the_next_round_begins_after_it(Redelivery source) {
        redelivery = source;
        deliver(due("January"));

        assertThat(deliver(due("February"), answer(Charge.class, new Charged("s1"))))
                .containsExactly("parked", "handled");
        assertThat(deliver(answer(Extend.class, new Extended("s1")))).containsExactly("handled");
        assertThat(renewal.status()).isEqualTo(new SagaStatus.Ended(Steps.COMPLETED));

        renewal.now = renewal.now.plus(Duration.ofMinutes(1));
        replayDue();

        assertThat(renewal.progress().round()).isEqualTo(2);
        assertThat(renewal.last(Charge.class).data()).isEqualTo(new Charge("s1", "February"));
        assertThat(lot.size()).isZero();
    }

    @Test
    void a_call_off_reaches_the_running_round() {
        deliver(due("January"));

        assertThat(deliver(due("February"), event(new Cancelled("s1"), Metadata.empty())))
                .containsExactly("parked", "handled");

        assertThat(renewal.last(Refund.class).data()).isEqualTo(new Refund("s1", "January"));
    }

    @Test
    void replayed_while_the_round_runs_it_stays_parked_and_no_attempt_is_counted() {
        deliver(due("January"));
        deliver(due("February"));

        for (int i = 0; i < 6; i++) {
            renewal.now = parked().get(0).replayAt().orElseThrow();
            replayDue();
        }

        assertThat(parked()).singleElement().satisfies(event -> {
            assertThat(event.lane().alone()).isTrue();
            assertThat(event.attempts()).isZero();
            assertThat(event.reason()).isEqualTo("set aside: Saga renewal/s1 lets it wait: round 1 has not ended");
        });
        complete();
        renewal.now = parked().get(0).replayAt().orElseThrow();
        replayDue();
        assertThat(renewal.progress().round()).isEqualTo(2);
    }

    @Test
    void two_that_wait_both_get_their_round() {
        deliver(due("January"));
        deliver(due("February"), due("March"));
        assertThat(parked()).hasSize(2);

        for (int round = 1; round <= 3; round++) {
            complete();
            renewal.now = renewal.now.plus(Duration.ofMinutes(20));
            replayDue();
        }

        assertThat(renewal.sent(Charge.class))
                .extracting(command -> ((Charge) command.data()).month())
                .containsExactlyInAnyOrder("January", "February", "March");
        assertThat(lot.size()).isZero();
    }

    @Test
    void behind_a_parked_event_of_its_instance_it_does_not_hold_up_the_replies_behind_it() {
        deliver(due("January"));
        lot.park(new ParkedEvent(
                "renewal",
                Lane.of("s1"),
                new EventId("/bus", "poison"),
                io.triskel.codec.WireEvent.structured(
                        Renewal.CODEC.encode(event(new Cancelled("s2"), Metadata.empty()))),
                "0",
                "poison",
                1,
                renewal.now,
                Optional.of(renewal.now)));
        assertThat(deliver(due("February"), answer(Charge.class, new Charged("s1"))))
                .containsExactly("parked", "parked");

        replayDue();

        assertThat(renewal.sent(Extend.class)).hasSize(1);
        assertThat(parked())
                .singleElement()
                .satisfies(event -> assertThat(event.lane().alone()).isTrue());
    }

    @Test
    void what_proves_done_late_is_undone_while_the_next_start_waits() throws Exception {
        deliver(due("January"));
        Envelope<?> charge = renewal.last(Charge.class);
        renewal.later(Duration.ofMinutes(1));
        deliver(answer(Refund.class, new Refunded("s1")));
        deliver(due("February"), due("March"), event(new Charged("s1"), Metadata.causedBy(charge)));

        assertThat(renewal.last(Refund.class).data()).isEqualTo(new Refund("s1", "January"));
        assertThat(parked()).hasSize(1);
    }
}
