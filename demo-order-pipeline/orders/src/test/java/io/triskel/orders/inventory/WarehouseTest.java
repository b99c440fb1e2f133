package io.triskel.orders.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.decide.CommandHandler;
import io.triskel.decide.Decider;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.NoData;
import io.triskel.event.PortException;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.orders.inventory.Reservation.Status;
import io.triskel.orders.pipeline.OrderTypes;
import io.triskel.orders.stream.Streams;
import io.triskel.store.EventStore;
import io.triskel.testkit.ManualClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarehouseTest {
    private static final Envelope<?> CAUSE =
            Envelope.of(new EventId("/test", "1"), EventType.of("test.cause", 1), NoData.NO_DATA);
    private static final List<ProductQuantity> BOTH =
            List.of(new ProductQuantity("P-1", 2), new ProductQuantity("P-2", 1));

    private final InMemoryEventStore store = InMemoryEventStore.ofObjects();
    private final AtomicInteger callsUntilFailure = new AtomicInteger(Integer.MAX_VALUE);
    private final Streams<ReservationCommand, Reservation, ReservationEvent> orders =
            streams("reservation", new ReservationDecider());
    private final Warehouse warehouse = new Warehouse(streams("stock", new StockDecider()), orders);

    private <C, S, E> Streams<C, S, E> streams(String kind, Decider<C, S, E> decider) {
        EventStore failing = (EventStore) Proxy.newProxyInstance(
                EventStore.class.getClassLoader(), new Class<?>[] {EventStore.class}, (proxy, method, arguments) -> {
                    if (callsUntilFailure.getAndDecrement() <= 0) {
                        throw new PortException("the store is down");
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
        return new Streams<>(
                kind,
                CommandHandler.builder(decider, failing, OrderTypes.registry(), "/test")
                        .clock(ManualClock.atNewYear())
                        .build());
    }

    @BeforeEach
    void fill_the_shelves() {
        warehouse.receive("P-1", "D-1", 5);
        warehouse.receive("P-2", "D-1", 1);
    }

    private void reserve(String order, List<ProductQuantity> items) {
        warehouse.reserve(new ReservationCommand.Reserve(order, items), "reserve " + order, CAUSE);
    }

    private void release(String order) {
        warehouse.release(new ReservationCommand.Release(order), "release " + order, CAUSE);
    }

    private int available(String product) {
        return warehouse.stock(product).available();
    }

    @Nested
    class When_everything_is_there {
        @Test
        void all_items_are_set_aside_once_however_often_they_are_asked_for() {
            reserve("O-1", BOTH);
            reserve("O-1", BOTH);

            assertThat(orders.state("O-1").status()).isEqualTo(Status.RESERVED);
            assertThat(available("P-1")).isEqualTo(3);
            assertThat(available("P-2")).isZero();
        }

        @Test
        void a_release_gives_them_back() {
            reserve("O-1", BOTH);
            release("O-1");

            assertThat(available("P-1")).isEqualTo(5);
            assertThat(available("P-2")).isEqualTo(1);
        }
    }

    @Nested
    class When_one_item_is_missing {
        @Test
        void nothing_is_set_aside_and_the_reason_names_it() {
            reserve("O-1", BOTH);
            reserve("O-2", BOTH);

            assertThat(orders.state("O-2").status()).isEqualTo(Status.REFUSED);
            assertThat(available("P-1")).isEqualTo(3);
        }

        @Test
        void the_answer_stays_also_after_more_comes_in() {
            reserve("O-1", BOTH);
            reserve("O-2", BOTH);
            warehouse.receive("P-2", "D-2", 10);
            reserve("O-2", BOTH);

            assertThat(orders.state("O-2").status()).isEqualTo(Status.REFUSED);
        }
    }

    @Test
    void a_release_that_comes_first_refuses_the_reservation() {
        release("O-1");
        reserve("O-1", BOTH);

        assertThat(orders.state("O-1").status()).isEqualTo(Status.RELEASED);
        assertThat(available("P-1")).isEqualTo(5);
        assertThat(available("P-2")).isEqualTo(1);
    }

    @Test
    void the_same_delivery_comes_in_once() {
        warehouse.receive("P-1", "D-1", 5);

        assertThat(warehouse.stock("P-1").received()).isEqualTo(5);
    }

    /** The store goes down after so many calls, and the same command comes again. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18})
    void an_interruption_anywhere_changes_neither_answer_nor_stock(int calls) {
        reserve("O-1", List.of(new ProductQuantity("P-2", 1)));

        callsUntilFailure.set(calls);
        boolean interrupted = false;
        try {
            reserve("O-2", BOTH);
        } catch (PortException down) {
            interrupted = true;
        }
        callsUntilFailure.set(Integer.MAX_VALUE);
        reserve("O-2", BOTH);

        assertThat(interrupted || calls > 10)
                .as("interrupted after %s calls", calls)
                .isTrue();
        assertThat(store.read(orders.stream("O-2"), 0, 10).events())
                .singleElement()
                .extracting(Envelope::data)
                .isEqualTo(new ReservationEvent.StockRefused("O-2", "out of stock: P-2"));
        assertThat(available("P-1")).isEqualTo(5);
    }
}
