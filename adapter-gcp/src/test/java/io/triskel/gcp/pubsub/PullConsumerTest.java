package io.triskel.gcp.pubsub;

import static io.triskel.gcp.pubsub.Pulling.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.pubsub.v1.PubsubMessage;
import io.triskel.consume.FailurePolicy;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.pubsub.PubSubSettings;
import io.triskel.memory.InMemoryInbox;
import io.triskel.memory.InMemoryParkingLot;
import io.triskel.parking.Lane;
import io.triskel.testkit.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A subscription is pulled by processes that share it: lanes, leases and the end. */
class PullConsumerTest {
    private final Pulling pulling = new Pulling();

    @AfterEach
    void close() {
        pulling.close();
    }

    @Nested
    class Reading {
        @Test
        void everything_is_handled_once_in_the_order_of_its_key() {
            pulling.publish(0, 80);

            PullConsumer consumer = pulling.start();
            pulling.awaitHandled(80);
            pulling.publish(80, 160);
            pulling.awaitHandled(160);

            pulling.awaitCaughtUp();
            assertThat(pulling.handled).doesNotHaveDuplicates();
            Counted.assertInOrder(pulling.handled, 160);
            assertThat(consumer.settled()).isEqualTo(160);
            assertThat(consumer.inHand()).isZero();
            assertThat(pulling.problems).isEmpty();
        }

        @Test
        void events_without_a_key_are_handled_side_by_side() {
            CountDownLatch first = pulling.block(Counted.of(0));
            assertThat(pulling.pubSub
                            .publisher
                            .publishAndWait(
                                    List.of(Counted.withoutKey(0), Counted.withoutKey(8), Counted.withoutKey(16)),
                                    pulling.pubSub.deadline())
                            .complete())
                    .isTrue();

            pulling.start();
            pulling.awaitHandled(2);
            first.countDown();

            pulling.awaitHandled(3);
        }

        @Test
        void structured_events_of_others_are_read() {
            pulling.publish(
                    PubsubMessage.newBuilder().putAttributes("content-type", "application/cloudevents+json"),
                    new String(Counted.CODEC.encode(Counted.event(7)), StandardCharsets.UTF_8));

            pulling.start();

            pulling.awaitHandled(1);
        }

        @Test
        void what_is_no_event_is_parked_with_its_key_and_acknowledged() {
            InMemoryParkingLot lot = new InMemoryParkingLot();
            pulling.publish(PubsubMessage.newBuilder().setOrderingKey("key-1"), "no event");

            pulling.start(PullSettings.defaults(), consumer -> consumer.parkingLot(lot));

            pulling.awaitCaughtUp();
            assertThat(lot.list("counter", Lane.of("key-1"), Optional.empty(), 10))
                    .hasSize(1);
        }

        @Test
        void no_more_is_received_than_may_be_in_hand() {
            List<CountDownLatch> all = IntStream.range(0, 40)
                    .mapToObj(Counted::of)
                    .map(pulling::block)
                    .toList();
            pulling.publish(0, 40);

            PullConsumer consumer =
                    pulling.start(PullSettings.defaults().withInHand(10, 1_000_000), builder -> builder);
            await("the hand to be full", () -> consumer.inHand() == 10);
            long delivered = pulling.subscription.metrics().delivered();
            all.forEach(CountDownLatch::countDown);

            assertThat(delivered).isEqualTo(10);
            pulling.awaitHandled(40);
        }

        @Test
        void no_more_lanes_are_worked_on_at_a_time_than_may_be() {
            IntStream.range(0, 8).mapToObj(Counted::of).forEach(pulling::block);
            pulling.publish(0, 8);

            PullConsumer consumer = pulling.start(PullSettings.defaults().withLanes(3, 1), builder -> builder);
            await("all to be in hand", () -> consumer.inHand() == 8);
            await("three to be tried", () -> pulling.tried.size() == 3);
            pulling.blocked.values().forEach(CountDownLatch::countDown);

            pulling.awaitHandled(8);
            assertThat(pulling.mostAtATime()).isEqualTo(3);
        }

        @Test
        void it_is_started_once() {
            PullConsumer consumer = pulling.start();

            assertThatThrownBy(consumer::start).isInstanceOf(IllegalStateException.class);
        }
    }

    @Nested
    class When_an_event_fails {
        @Test
        void it_holds_its_lane_and_no_other_until_it_is_settled() {
            pulling.publish(0, 40);
            pulling.failing.add(Counted.of(19));

            pulling.start(PullSettings.defaults(), consumer -> consumer.policy(FailurePolicy.retryThenPark(1_000)));
            pulling.awaitTried(Counted.of(19));
            pulling.awaitHandled(37);
            assertThat(pulling.handled).doesNotContain(Counted.of(19), Counted.of(27), Counted.of(35));
            pulling.failing.clear();
            pulling.awaitHandled(40);

            pulling.awaitCaughtUp();
            assertThat(pulling.handled).doesNotHaveDuplicates();
            Counted.assertInOrder(pulling.handled, 40);
        }

        @Test
        void it_is_tried_in_place_then_parked_with_what_follows_and_acknowledged_never_refused() {
            InMemoryParkingLot lot = new InMemoryParkingLot();
            pulling.publish(0, 40);
            pulling.failing.add(Counted.of(19));

            pulling.start(
                    PullSettings.defaults(),
                    consumer ->
                            consumer.parkingLot(lot).inbox(new InMemoryInbox()).policy(FailurePolicy.retryThenPark(3)));
            pulling.awaitCaughtUp();

            assertThat(lot.list("counter", Lane.of("key-3"), Optional.empty(), 10))
                    .hasSize(3);
            assertThat(pulling.handled).hasSize(37).doesNotHaveDuplicates();
            assertThat(pulling.subscription.metrics().failed()).isZero();
            assertThat(pulling.subscription.metrics().delivered()).isEqualTo(40);
        }

        @Test
        void without_a_parking_lot_it_holds_its_lane_for_as_long_as_it_fails() {
            pulling.publish(0, 16);
            pulling.failing.add(Counted.of(3));

            pulling.start(PullSettings.defaults(), consumer -> consumer.policy(FailurePolicy.retryThenPark(1)));
            pulling.awaitHandled(14);
            pulling.failing.clear();

            pulling.awaitHandled(16);
            Counted.assertInOrder(pulling.handled, 16);
        }

        @Test
        void more_lanes_may_fail_than_are_tried_at_a_time_and_others_go_on() {
            pulling.publish(0, 40);
            IntStream.range(0, 5).mapToObj(Counted::of).forEach(pulling.failing::add);

            pulling.start(
                    PullSettings.defaults().withLanes(2, 1),
                    consumer -> consumer.policy(FailurePolicy.retryThenPark(1_000)));
            pulling.awaitHandled(15);
            pulling.publish(40, 80);
            pulling.awaitHandled(30);
            pulling.failing.clear();

            pulling.awaitHandled(80);
            Counted.assertInOrder(pulling.handled, 80);
        }

        @Test
        void what_cannot_be_done_yet_is_parked_when_its_time_is_over() {
            InMemoryParkingLot lot = new InMemoryParkingLot();
            pulling.early.add(Counted.of(3));
            pulling.publish(0, 16);

            pulling.start(
                    PullSettings.defaults().withBatch(10, Duration.ofSeconds(2)), consumer -> consumer.parkingLot(lot));

            pulling.awaitCaughtUp();
            assertThat(lot.size()).isEqualTo(2);
            assertThat(pulling.handled).hasSize(14);
        }
    }

    @Nested
    class Leases {
        @Test
        void a_message_stays_ours_while_its_handler_runs_and_while_it_waits() {
            ManualClock clock = ManualClock.at(Instant.now());
            try (Pulling slow = new Pulling(PubSubSettings.defaults().withClock(clock))) {
                CountDownLatch handler = slow.block(Counted.of(3));
                slow.publish(0, 16);
                slow.start(PullSettings.defaults().withLease(Duration.ofSeconds(10)), consumer -> consumer);
                slow.awaitTried(Counted.of(3));

                clock.advance(Duration.ofSeconds(9));
                FaultPlan faults = slow.pubSub.server.faults();
                faults.next(2, "ModifyAckDeadline", new Fault.LostResponse());
                await(
                        "leases to be extended, and once more",
                        () -> faults.injected().containsValue(2L));
                slow.awaitHandled(14);
                clock.advance(Duration.ofSeconds(2));
                handler.countDown();

                slow.awaitCaughtUp();
                assertThat(slow.subscription.metrics().failed()).isZero();
                assertThat(slow.subscription.metrics().delivered()).isEqualTo(16);
                Counted.assertInOrder(slow.handled, 16);
            }
        }
    }

    @Nested
    class When_it_is_cut_off {
        @Test
        @Tag("slow")
        void others_go_on_after_the_lease_and_it_begins_nothing_more() {
            AtomicBoolean cutOff = new AtomicBoolean();
            CountDownLatch handler = pulling.block(Counted.of(3));
            pulling.publish(0, 40);
            PullSettings settings =
                    PullSettings.defaults().withBatch(1, Duration.ofMinutes(1)).withLease(Duration.ofSeconds(10));
            PullConsumer first = pulling.start(cutOff, settings);
            pulling.awaitTried(Counted.of(3));
            pulling.awaitHandled(35);

            cutOff.set(true);
            pulling.pubSub.server.endStreams();
            pulling.blocked.clear();
            pulling.start();
            pulling.awaitHandled(40);
            handler.countDown();

            pulling.awaitCaughtUp();
            await("it to drop what it had", () -> first.inHand() == 0);
            Counted.assertInOrder(pulling.handled, 40);
            assertThat(pulling.handled.stream().filter(Counted.of(11)::equals)).hasSize(1);
        }
    }

    @Nested
    class The_end {
        @Test
        void handlers_that_run_are_waited_for_and_acknowledged_and_others_get_the_rest() throws Exception {
            CountDownLatch handler = pulling.block(Counted.of(3));
            pulling.publish(0, 8);
            PullConsumer first = pulling.start(PullSettings.defaults().withLanes(1, 1), consumer -> consumer);
            pulling.awaitTried(Counted.of(3));
            pulling.publish(8, 40);
            await("more to be in hand", () -> first.inHand() > 30);

            Thread stopping = new Thread(first::stop);
            stopping.start();
            pulling.start();
            handler.countDown();
            stopping.join();
            pulling.awaitHandled(40);

            pulling.awaitCaughtUp();
            assertThat(pulling.handled).doesNotHaveDuplicates();
            Counted.assertInOrder(pulling.handled, 40);
        }

        @Test
        void a_restart_goes_on_where_it_was_stopped() {
            pulling.publish(0, 80);
            PullConsumer first = pulling.start();
            pulling.awaitHandled(80);

            first.stop();
            pulling.publish(80, 120);
            pulling.start();
            pulling.awaitHandled(120);

            pulling.awaitCaughtUp();
            assertThat(pulling.handled).doesNotHaveDuplicates();
            Counted.assertInOrder(pulling.handled, 120);
        }

        @Test
        void what_fails_is_left_to_others_in_its_place() {
            pulling.publish(0, 40);
            pulling.failing.add(Counted.of(19));
            PullConsumer first =
                    pulling.start(PullSettings.defaults().withBatch(10, Duration.ofSeconds(2)), consumer -> consumer);
            pulling.awaitHandled(37);

            first.stop();
            assertThat(first.inHand()).isZero();
            pulling.failing.clear();
            pulling.start();

            pulling.awaitHandled(40);
            Counted.assertInOrder(pulling.handled, 40);
        }

        @Test
        void consumers_that_come_and_go_lose_nothing_and_reorder_nothing() {
            pulling.publish(0, 160);
            PullConsumer first = pulling.start();
            await("the first to begin", () -> !pulling.handled.isEmpty());
            PullConsumer second = pulling.start();
            pulling.publish(160, 320);
            first.stop();
            pulling.publish(320, 480);
            pulling.start();
            pulling.publish(480, 640);
            second.stop();
            pulling.awaitHandled(640);

            pulling.awaitCaughtUp();
            Counted.assertInOrder(pulling.handled, 640);
        }

        @Test
        void to_end_twice_is_to_end_once() {
            PullConsumer consumer = pulling.start();
            pulling.publish(0, 8);

            consumer.stop();
            consumer.stop();

            assertThat(consumer.inHand()).isZero();
        }
    }
}
