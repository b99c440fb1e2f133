package io.triskel.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.TypeRegistry;
import io.triskel.decide.CommandHandler;
import io.triskel.decide.CommandRejectedException;
import io.triskel.decide.Decider;
import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.memory.InMemoryPump;
import io.triskel.parking.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SentCommandsTest {
    private static final TypeRegistry TYPES = TypeRegistry.builder()
            .add("test.paid-in", 1, PaidIn.class)
            .add("test.booked", 1, Booked.class)
            .build();
    private static final StreamId ACCOUNT = StreamId.of("account", "a");

    private final InMemoryPlatform platform = InMemoryPlatform.of("/test", TYPES);
    private final List<Envelope<Booked>> booked = new ArrayList<>();
    private final CommandHandler<Integer, Integer, Booked> accounts = platform.commands(
                    Decider.of(0, SentCommandsTest::book, (Integer sum, Booked event) -> sum + event.cents()))
            .snapshotEvery(2, Integer.class)
            .deciderName("account")
            .build();
    private final HostedConsumer consumer = platform.consumer("bookkeeper")
            .sendsCommand(PaidIn.class, accounts, paid -> StreamId.of("account", paid.account()), PaidIn::cents)
            .retryThenPark(2)
            .build();
    private final InMemoryPump pump = platform.subscribe(
            consumer,
            platform.consumer("listener")
                    .on(Booked.class, (event, handling) -> booked.add(event))
                    .withoutInbox()
                    .build());

    record PaidIn(String account, int cents) {}

    record Booked(int cents) {}

    private static List<Booked> book(int cents, int sum) {
        if (cents < 0) {
            throw new CommandRejectedException("nobody pays in " + cents);
        }
        return List.of(new Booked(cents));
    }

    @Test
    void an_event_leads_to_its_command_once_however_late_it_comes_again() {
        Envelope<PaidIn> first = paidIn(5);
        platform.publish(List.of(first));
        for (int i = 0; i < 100; i++) {
            platform.publish(List.of(paidIn(1)));
        }
        pump.drain();

        platform.publish(List.of(first, first));
        pump.drain();

        assertThat(consumer.needsInbox()).isFalse();
        assertThat(accounts.load(ACCOUNT).state()).isEqualTo(105);
        assertThat(booked).hasSize(101);
    }

    @Test
    void a_consumer_that_also_does_something_else_has_an_inbox() {
        HostedConsumer both = platform.consumer("both")
                .sendsCommand(PaidIn.class, accounts, paid -> ACCOUNT, PaidIn::cents)
                .on(Booked.class, (event, handling) -> {})
                .build();

        assertThat(both.needsInbox()).isTrue();
    }

    @Test
    void the_events_of_the_command_are_caused_by_the_event() {
        Envelope<PaidIn> paid = paidIn(5);

        platform.publish(List.of(paid));
        pump.drain();

        assertThat(booked.get(0).metadata().correlation()).contains(paid.id().id());
    }

    @Test
    void an_event_whose_command_is_rejected_is_parked_after_its_attempts() {
        platform.publish(List.of(paidIn(-1)));
        pump.drain();

        assertThat(platform.stores().parkingLot().list("bookkeeper", Lane.of("a"), Optional.empty(), 10))
                .singleElement()
                .satisfies(parked -> assertThat(parked.attempts()).isEqualTo(2))
                .satisfies(parked -> assertThat(parked.reason()).contains("CommandRejectedException"));
        assertThat(accounts.load(ACCOUNT).revision()).isZero();
    }

    private Envelope<PaidIn> paidIn(int cents) {
        return platform.events().of(new PaidIn("a", cents)).keyed("a");
    }
}
