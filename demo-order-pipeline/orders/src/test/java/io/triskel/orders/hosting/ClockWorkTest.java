package io.triskel.orders.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Deadline;
import io.triskel.hosting.Heartbeat;
import io.triskel.hosting.clock.ClockWork;
import io.triskel.hosting.clock.TickReport;
import io.triskel.orders.MemoryOrders;
import io.triskel.orders.ordering.OrderStatus;
import io.triskel.orders.pipeline.Style;
import io.triskel.outbox.Outbox;
import io.triskel.parking.ParkingLot;
import io.triskel.projection.ReadModel;
import io.triskel.saga.SagaStore;
import io.triskel.transfer.Replicas;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClockWorkTest {
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(16);

    @ParameterizedTest
    @EnumSource(Style.class)
    void a_payment_that_is_silent_too_long_ends_its_order(Style style) {
        MemoryOrders orders = new MemoryOrders(style);
        orders.place(false);
        orders.settle();
        ClockWork work = new ClockWork(orders.pipeline());

        TickReport early = work.tick(orders.now(), 100, orders.soon());
        TickReport late = work.tick(orders.now().plus(LONG_ENOUGH), 100, orders.soon());
        orders.settle();

        assertThat(early).isEqualTo(new TickReport(0, 0, 0, 0, List.of(), false, early.heartbeatAges()));
        assertThat(late.fired()).isEqualTo(1);
        assertThat(late.sent()).isPositive();
        assertThat(late.failures()).isEmpty();
        assertThat(orders.pipeline().ordering().order("O-1").status()).isEqualTo(OrderStatus.REJECTED);
        assertThat(orders.messages()).isEqualTo(1);
    }

    @Test
    void what_was_committed_and_not_published_is_published() {
        MemoryOrders orders = new MemoryOrders(Style.ORCHESTRATION);
        orders.breaks(Outbox.class);
        orders.place(true);
        orders.repair();

        TickReport report = new ClockWork(orders.pipeline()).tick(orders.now(), 100, orders.soon());
        orders.settle();

        assertThat(report.published()).isEqualTo(2);
        assertThat(orders.pipeline().ordering().order("O-1").status()).isEqualTo(OrderStatus.SHIPPED);
    }

    @Test
    void it_goes_on_while_there_is_more_to_do_at_once() {
        MemoryOrders orders = new MemoryOrders(Style.ORCHESTRATION);
        orders.breaks(Outbox.class);
        orders.place(true);
        orders.repair();
        ClockWork work = new ClockWork(orders.pipeline());

        TickReport all = work.ticks(orders.now(), 1, orders.soon());

        assertThat(all.published()).isEqualTo(2);
        assertThat(all.more()).isFalse();
    }

    @Test
    void a_part_that_fails_is_reported_and_keeps_no_other_from_its_work() {
        MemoryOrders orders = new MemoryOrders(Style.ORCHESTRATION);
        orders.breaks(Outbox.class);
        orders.place(true);
        orders.repair();
        orders.breaks(SagaStore.class);

        TickReport report = new ClockWork(orders.pipeline()).tick(orders.now(), 100, orders.soon());

        assertThat(report.failures()).isNotEmpty().allMatch(failure -> failure.contains("SagaStore was told to fail"));
        assertThat(report.published()).isEqualTo(2);
    }

    @Test
    void there_is_more_to_do_until_nothing_is_left() {
        MemoryOrders orders = new MemoryOrders(Style.ORCHESTRATION);
        orders.breaks(Outbox.class);
        orders.place(true);
        orders.repair();
        ClockWork work = new ClockWork(orders.pipeline());

        List<Boolean> more = List.of(
                work.tick(orders.now(), 1, orders.soon()).more(),
                work.tick(orders.now(), 1, orders.soon()).more(),
                work.tick(orders.now(), 1, orders.soon()).more());

        assertThat(more).containsExactly(true, true, false);
    }

    @Test
    void parked_events_are_replayed_when_somebody_asks_and_what_fails_again_stays() {
        MemoryOrders orders = new MemoryOrders(Style.ORCHESTRATION);
        orders.spoils(ReadModel.class);
        orders.place(true);
        orders.settle();
        ClockWork work = new ClockWork(orders.pipeline());

        TickReport inVain = work.replayAll(100, orders.soon());
        orders.repair();
        TickReport replayed = work.replayAll(100, orders.soon());

        assertThat(inVain.replayed()).isZero();
        assertThat(inVain.failures()).isNotEmpty();
        assertThat(replayed.replayed()).isPositive();
        assertThat(replayed.failures()).isEmpty();
        assertThat(orders.ports().platform().stores().parkingLot().held("order-view", Optional.empty(), 10))
                .isEmpty();
    }

    @Test
    void parked_lanes_are_counted_by_consumer_up_to_a_limit_and_until_the_deadline() {
        MemoryOrders orders = new MemoryOrders(Style.ORCHESTRATION);
        orders.spoils(ReadModel.class);
        orders.place(true);
        orders.settle();
        ClockWork work = new ClockWork(orders.pipeline());

        assertThat(work.parkedLanes(100, orders.soon()))
                .hasSize(8)
                .containsEntry("order-view", 1)
                .containsEntry("payment", 0);
        assertThat(work.parkedLanes(100, new Deadline(Instant.EPOCH))).isEmpty();
    }

    @Test
    void a_consumer_whose_parking_lot_fails_has_no_count() {
        MemoryOrders orders = new MemoryOrders(Style.ORCHESTRATION);
        orders.breaks(ParkingLot.class);

        assertThat(new ClockWork(orders.pipeline()).parkedLanes(100, orders.soon()))
                .isEmpty();
    }

    @Test
    void a_consumer_that_nothing_invokes_grows_silent_while_the_others_stay_fresh() {
        MemoryOrders orders = new MemoryOrders(Style.ORCHESTRATION);
        ClockWork work = new ClockWork(orders.pipeline());
        minutes(2, orders, work);
        orders.disable("payment");

        TickReport late = minutes(11, orders, work);
        orders.enable();
        TickReport back = minutes(2, orders, work);

        assertThat(late.silent()).containsExactly("payment");
        assertThat(late.heartbeatAges())
                .hasSize(8)
                .allSatisfy((consumer, age) -> assertThat(age).isEqualTo(consumer.equals("payment") ? 720 : 60));
        assertThat(late.failures()).isEmpty();
        assertThat(back.silent()).isEmpty();
    }

    @Test
    void a_consumer_in_another_language_is_waited_for_too() {
        MemoryOrders orders = new MemoryOrders(Style.ORCHESTRATION);
        ClockWork work = new ClockWork(orders.pipeline().withOthers(Set.of("fraud-check")));
        Replicas notes = orders.ports().platform().stores().replicas();

        TickReport silent = minutes(11, orders, work);
        Heartbeat.note(notes, "fraud-check", orders.now());

        assertThat(silent.silent()).containsExactly("fraud-check");
        assertThat(work.tick(orders.now(), 100, orders.soon()).heartbeatAges()).containsEntry("fraud-check", 0L);
    }

    /** Every fourth heartbeat is in the partition that stands. */
    @Test
    void a_consumer_with_a_partition_that_stands_is_silent_until_it_goes_on_although_others_bring_newer_heartbeats() {
        MemoryOrders orders = new MemoryOrders(Style.ORCHESTRATION);
        ClockWork work = new ClockWork(orders.pipeline());
        Replicas notes = orders.ports().platform().stores().replicas();
        List<Integer> silent = new ArrayList<>();
        List<Instant> standing = new ArrayList<>();

        for (int minute = 0; minute < 34; minute++) {
            TickReport report = work.tick(orders.now(), 100, orders.soon());
            if (report.silent().equals(List.of("payment"))) {
                silent.add(minute);
            } else {
                assertThat(report.silent()).as("minute " + minute).isEmpty();
            }
            boolean stands = minute >= 8 && minute < 24;
            for (String consumer : orders.pipeline().consumers().keySet()) {
                if (stands && minute % 4 == 3 && consumer.equals("payment")) {
                    standing.add(orders.now());
                } else {
                    Heartbeat.note(notes, consumer, orders.now());
                }
            }
            if (minute == 24) {
                standing.forEach(late -> Heartbeat.note(notes, "payment", late));
            }
            orders.pass(Duration.ofMinutes(1));
        }

        assertThat(silent).isEqualTo(IntStream.rangeClosed(22, 24).boxed().toList());
    }

    @Test
    void a_minute_without_a_clock_is_nobodys_silence() {
        MemoryOrders orders = new MemoryOrders(Style.ORCHESTRATION);
        ClockWork work = new ClockWork(orders.pipeline());
        minutes(3, orders, work);
        orders.pass(Duration.ofMinutes(2));

        for (int minute = 0; minute < 15; minute++) {
            assertThat(minutes(1, orders, work).silent()).isEmpty();
        }
    }

    @Test
    void what_the_clock_has_sent_is_read_once_for_all_consumers() {
        MemoryOrders orders = new MemoryOrders(Style.ORCHESTRATION);
        ClockWork work = new ClockWork(orders.pipeline());
        minutes(13, orders, work);
        List<String> calls = new ArrayList<>();
        orders.watches(Replicas.class, calls::add);

        TickReport report = work.tick(orders.now(), 100, orders.soon());

        assertThat(report.heartbeatAges()).hasSize(8);
        assertThat(calls)
                .filteredOn(call -> call.startsWith("get[heartbeats, /clock/"))
                .hasSize(1);
        // load-plan counts three for each consumer in what a deployment costs without orders.
        assertThat(calls)
                .filteredOn(call -> call.startsWith("get[heartbeats, "))
                .hasSize(8 * 3 + 1);
    }

    @Test
    void a_consumer_that_has_never_been_invoked_is_waited_for_since_the_first_tick() {
        MemoryOrders orders = new MemoryOrders(Style.CHOREOGRAPHY);
        orders.disable("order-news");
        ClockWork work = new ClockWork(orders.pipeline());

        TickReport first = work.tick(orders.now(), 100, orders.soon());
        orders.pass(Duration.ofMinutes(11));
        TickReport late = work.tick(orders.now(), 100, orders.soon());

        assertThat(first.heartbeatAges()).containsEntry("order-news", 0L);
        assertThat(late.heartbeatAges()).containsEntry("order-news", 660L);
    }

    @Test
    void heartbeats_reach_no_order_and_no_parking_lot_and_come_at_most_twice_a_minute() {
        MemoryOrders orders = new MemoryOrders(Style.ORCHESTRATION);
        ClockWork work = new ClockWork(orders.pipeline());

        for (int i = 0; i < 60; i++) {
            work.tick(orders.now(), 100, orders.soon());
            orders.pass(Duration.ofSeconds(1));
        }

        assertThat(orders.published(Heartbeat.TYPE)).isEqualTo(2);
        orders.settle();
        assertThat(work.tick(orders.now(), 100, orders.soon()))
                .returns(List.of(), TickReport::failures)
                .returns(0, TickReport::replayed);
        assertThat(orders.messages()).isZero();
    }

    @Test
    void notes_that_cannot_be_read_are_failures_and_no_ages() {
        MemoryOrders orders = new MemoryOrders(Style.ORCHESTRATION);
        orders.breaks(Replicas.class);

        TickReport report = new ClockWork(orders.pipeline()).tick(orders.now(), 100, orders.soon());

        assertThat(report.heartbeatAges()).isEmpty();
        assertThat(report.failures())
                .hasSize(9)
                .anyMatch(failure ->
                        failure.startsWith("heartbeat of payment: ") && failure.contains("Replicas was told to fail"));
    }

    private static TickReport minutes(int minutes, MemoryOrders orders, ClockWork work) {
        TickReport last = work.tick(orders.now(), 100, orders.soon());
        for (int i = 0; i < minutes; i++) {
            orders.settle();
            orders.pass(Duration.ofMinutes(1));
            last = work.tick(orders.now(), 100, orders.soon());
        }
        return last;
    }
}
