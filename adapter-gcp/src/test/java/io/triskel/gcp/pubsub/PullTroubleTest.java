package io.triskel.gcp.pubsub;

import static io.triskel.gcp.pubsub.Pulling.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.local.Fault;
import io.triskel.memory.InMemoryInbox;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams that break, calls that fail, acknowledgements that are forgotten: nothing is lost and nothing reordered. */
class PullTroubleTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Pulling pulling = new Pulling();

    @AfterEach
    void close() {
        pulling.close();
    }

    @Test
    void a_subscription_that_does_not_exist_is_said_and_read_once_it_does() {
        pulling.start("late", PullSettings.defaults(), consumer -> consumer);
        await("it to be said", () -> pulling.problems.stream().anyMatch(problem -> problem.contains("NOT_FOUND")));

        pulling.pubSub.subscribe("late");
        pulling.publish(0, 8);

        pulling.awaitHandled(8);
    }

    @Test
    void a_stream_that_is_refused_is_opened_again() {
        pulling.pubSub.server.faults().next(3, "StreamingPull", new Fault.Refused("UNAVAILABLE"));
        pulling.publish(0, 8);

        pulling.start();

        pulling.awaitHandled(8);
        assertThat(pulling.problems)
                .hasSize(3)
                .allSatisfy(problem -> assertThat(problem).startsWith("subscription: UNAVAILABLE"));
    }

    @Test
    void what_is_in_hand_stays_there_when_the_stream_breaks() {
        pulling.block(Counted.of(3));
        pulling.publish(0, 40);
        PullConsumer consumer = pulling.start();
        pulling.awaitTried(Counted.of(3));

        pulling.pubSub.server.endStreams();
        pulling.publish(40, 80);
        pulling.awaitHandled(70);
        pulling.blocked.get(Counted.of(3)).countDown();

        pulling.awaitCaughtUp();
        assertThat(pulling.handled).doesNotHaveDuplicates();
        Counted.assertInOrder(pulling.handled, 80);
        assertThat(consumer.settled()).isEqualTo(80);
    }

    @Test
    void as_much_is_in_hand_after_the_stream_broke_as_before() {
        int permits = pulling.permits.drainPermits();
        pulling.publish(0, 600);
        PullConsumer consumer = pulling.start(
                PullSettings.defaults().withInHand(100, 50_000_000).withBatch(1, LONG), one -> one);
        await("a full hand", () -> consumer.inHand() == 100);

        pulling.pubSub.server.endStreams();
        pulling.permits.release(150);
        await("what may be handled", () -> pulling.handled.size() == 150);

        await("a full hand again", () -> consumer.inHand() >= 100);
        assertThat(consumer.inHand()).isLessThan(300);
        pulling.permits.release(permits / 2);
        pulling.awaitCaughtUp();
        Counted.assertInOrder(pulling.handled, 600);
    }

    @Test
    void streams_that_break_again_and_again_lose_nothing_and_reorder_nothing() {
        pulling.pubSub.server.faults().often(0.3, "StreamingPull", new Fault.Refused("UNAVAILABLE"));
        pulling.start();

        for (int from = 0; from < 800; from += 40) {
            pulling.publish(from, from + 40);
            pulling.pubSub.server.endStreams();
        }
        pulling.awaitHandled(800);

        pulling.awaitCaughtUp();
        Counted.assertInOrder(pulling.handled, 800);
    }

    @Test
    void acknowledgements_that_fail_or_are_forgotten_bring_repeats_and_reorder_nothing() {
        pulling.pubSub.server.faults().often(0.3, "Acknowledge", new Fault.Refused("UNAVAILABLE"));
        pulling.pubSub.server.faults().often(0.1, "Acknowledge", new Fault.LostResponse());
        pulling.pubSub.server.faults().often(0.02, "Redeliver", new Fault.Failed());
        InMemoryInbox inbox = new InMemoryInbox();
        pulling.start(PullSettings.defaults().withLease(Duration.ofSeconds(10)), consumer -> consumer.inbox(inbox));

        pulling.publish(0, 800);
        pulling.awaitHandled(800);
        pulling.pubSub.server.faults().clear();

        pulling.awaitCaughtUp();
        assertThat(pulling.handled).doesNotHaveDuplicates();
        Counted.assertInOrder(pulling.handled, 800);
    }

    @Test
    void a_handler_that_takes_its_host_with_it_costs_its_batch_and_not_the_consumer() {
        pulling.deadly.add(Counted.of(3));
        pulling.publish(0, 16);

        pulling.start();

        pulling.awaitHandled(16);
        Counted.assertInOrder(pulling.handled, 16);
        assertThat(pulling.problems).anyMatch(problem -> problem.contains("OutOfMemoryError: as if"));
    }
}
