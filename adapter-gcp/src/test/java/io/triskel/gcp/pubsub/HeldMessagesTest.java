package io.triskel.gcp.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import io.triskel.consume.Verdict;
import io.triskel.consume.Verdict.Why;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is in hand, lane by lane, without any server: messages are named by their key and number. */
class HeldMessagesTest {
    private static final long NOW = 1_000_000_000L;
    private static final long LATER = NOW + Duration.ofMinutes(1).toNanos();

    private final HeldMessages hand =
            new HeldMessages(PullSettings.defaults().withLanes(2, 1).withBatch(10, Duration.ofMinutes(1)));

    @Test
    void a_lane_is_given_to_one_worker_at_a_time_and_in_order() {
        arrive("a1", "a2", "b1");
        List<Leased> first = hand.take(NOW);
        arrive("a3", "b2");

        List<Leased> second = hand.take(NOW);

        assertThat(ids(first)).containsExactly("a1", "a2");
        assertThat(ids(second)).containsExactly("b1", "b2");
        assertThat(hand.take(NOW)).isEmpty();
        settle(first);
        assertThat(ids(hand.take(NOW))).containsExactly("a3");
    }

    @Test
    void workers_are_wanted_for_lanes_that_wait_and_no_more_than_there_may_be() {
        arrive("a1", "b1", "c1");

        assertThat(hand.recruit()).isEqualTo(2);
        assertThat(hand.recruit()).isZero();
    }

    @Test
    void a_worker_that_finds_nothing_leaves_and_another_may_come() {
        arrive("a1");
        assertThat(hand.recruit()).isEqualTo(1);
        settle(hand.take(NOW));
        assertThat(hand.take(NOW)).isEmpty();

        arrive("a2", "b1");

        assertThat(hand.recruit()).isEqualTo(2);
    }

    @Test
    void a_batch_is_no_larger_than_it_may_be_and_the_rest_of_the_lane_waits() {
        arrive(Stream.iterate(10, n -> n + 1).limit(30).map(n -> "a" + n).toArray(String[]::new));

        List<Leased> batch = hand.take(NOW);

        assertThat(batch).hasSize(10);
        assertThat(hand.take(NOW)).isEmpty();
        settle(batch);
        assertThat(ids(hand.take(NOW))).startsWith("a20");
    }

    @Test
    void events_without_a_key_keep_nobody_waiting() {
        hand.add(List.of(received("1", ""), received("2", ""), received("3", "")), LATER);

        assertThat(ids(hand.take(NOW))).containsExactly("1", "2");
        assertThat(ids(hand.take(NOW))).containsExactly("3");
    }

    @Test
    void what_is_settled_is_acknowledged_and_forgotten() {
        arrive("a1", "a2");

        HeldMessages.Done done = settle(hand.take(NOW));

        assertThat(done.ackIds()).containsExactly("ack-a1", "ack-a2");
        assertThat(done.heldUp()).isEmpty();
        assertThat(hand.size()).isZero();
    }

    @Test
    void what_is_not_settled_holds_its_lane_up_and_stays_before_all_others() {
        arrive("a1", "a2", "a3", "b1");
        List<Leased> batch = hand.take(NOW);

        HeldMessages.Done done =
                hand.done(batch, verdicts(Verdict.handled(), failed(), failed()).subList(0, batch.size()));
        arrive("a4");

        assertThat(done.ackIds()).containsExactly("ack-a1");
        assertThat(ids(hand.take(NOW))).containsExactly("b1");
        assertThat(ids(hand.takeHeldUp(done.heldUp().get(0), NOW))).containsExactly("a2", "a3", "a4");
    }

    @Test
    void a_lane_that_is_tried_in_vain_waits_longer_each_time_and_from_the_beginning_once_it_gets_on() {
        arrive("a1", "a2");
        LeasedLane lane =
                hand.done(hand.take(NOW), verdicts(failed(), failed())).heldUp().get(0);

        assertThat(lane.nextWait()).isEqualTo(Duration.ofMillis(100));
        hand.done(hand.takeHeldUp(lane, NOW), verdicts(failed(), failed()));
        assertThat(lane.nextWait()).isEqualTo(Duration.ofMillis(200));
        hand.done(hand.takeHeldUp(lane, NOW), verdicts(Verdict.handled(), failed()));
        assertThat(lane.nextWait()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void what_there_was_no_time_for_is_tried_at_once() {
        arrive("a1", "a2");
        Verdict late = new Verdict.Unsettled(Why.OUT_OF_TIME, "there was no time");

        HeldMessages.Done done = hand.done(hand.take(NOW), verdicts(Verdict.handled(), late));

        assertThat(done.heldUp()).isEmpty();
        assertThat(ids(hand.take(NOW))).containsExactly("a2");
    }

    @Test
    void a_message_that_comes_again_is_the_same_one_with_a_newer_name_for_its_acknowledgement() {
        arrive("a1", "a2");
        List<Leased> batch = hand.take(NOW);
        hand.add(List.of(again("a1"), again("a2")), LATER);

        HeldMessages.Done done = settle(batch);

        assertThat(done.ackIds()).containsExactly("again-a1", "again-a2");
        assertThat(hand.size()).isZero();
    }

    @Test
    void from_one_whose_lease_has_ended_on_a_lane_is_left_to_whoever_gets_it_again() {
        arrive("a1");
        hand.add(List.of(received("a2", "a")), NOW - 1);
        arrive("a3", "b1");

        assertThat(ids(hand.take(NOW))).containsExactly("a1", "b1");
        assertThat(hand.size()).isEqualTo(2);
    }

    @Test
    void leases_are_extended_that_end_soon_and_have_not_ended() {
        long soon = NOW + Duration.ofSeconds(10).toNanos();
        hand.add(List.of(received("ended", "a")), NOW - 1);
        hand.add(List.of(received("soon", "b")), soon);
        arrive("c1");

        List<HeldMessages.Lease> ending = hand.endingBefore(soon + 1, NOW);
        hand.extended(ending, LATER);

        assertThat(ending).extracting(HeldMessages.Lease::ackId).containsExactly("ack-soon");
        assertThat(hand.endingBefore(soon + 1, NOW)).isEmpty();
    }

    @Test
    void an_extension_says_nothing_of_what_came_again_meanwhile() {
        long soon = NOW + Duration.ofSeconds(10).toNanos();
        hand.add(List.of(received("a1", "a")), soon);
        List<HeldMessages.Lease> ending = hand.endingBefore(soon + 1, NOW);
        hand.add(List.of(again("a1")), soon);

        hand.extended(ending, LATER);

        assertThat(hand.endingBefore(soon + 1, NOW)).hasSize(1);
    }

    @Test
    void at_the_end_nothing_is_begun_and_what_nobody_works_on_is_given_up() throws InterruptedException {
        arrive("a1", "b1");
        List<Leased> batch = hand.take(NOW);
        arrive("a2");

        hand.end();

        assertThat(hand.take(NOW)).isEmpty();
        assertThat(hand.recruit()).isZero();
        assertThat(hand.awaitRest(1)).isFalse();
        assertThat(hand.giveUp()).containsExactly("ack-b1");
        settle(batch);
        hand.over();
        assertThat(hand.awaitRest(1)).isTrue();
        assertThat(hand.giveUp()).containsExactly("ack-a2");
        assertThat(hand.size()).isZero();
    }

    /** Or who stops would send acknowledgements for the last time before these wait to be sent. */
    @Test
    void a_batch_is_in_work_until_what_it_settled_is_being_acknowledged() throws InterruptedException {
        arrive("a1");
        assertThat(settle(hand.take(NOW)).ackIds()).containsExactly("ack-a1");
        assertThat(hand.awaitRest(1)).isFalse();

        hand.over();

        assertThat(hand.awaitRest(1)).isTrue();
    }

    /** Each by its key, which is the first letter, and a number. */
    private void arrive(String... ids) {
        hand.add(Stream.of(ids).map(id -> received(id, id.substring(0, 1))).toList(), LATER);
    }

    private static ReceivedMessage received(String id, String key) {
        return ReceivedMessage.newBuilder()
                .setAckId("ack-" + id)
                .setMessage(PubsubMessage.newBuilder().setMessageId(id).setOrderingKey(key))
                .build();
    }

    private static ReceivedMessage again(String id) {
        return received(id, id.substring(0, 1)).toBuilder()
                .setAckId("again-" + id)
                .build();
    }

    private HeldMessages.Done settle(List<Leased> batch) {
        return hand.done(batch, batch.stream().map(event -> Verdict.handled()).toList());
    }

    private static List<Verdict> verdicts(Verdict... verdicts) {
        return List.of(verdicts);
    }

    private static Verdict failed() {
        return new Verdict.Unsettled(Why.FAILED, "failed");
    }

    private static List<String> ids(List<Leased> batch) {
        return batch.stream().map(event -> event.message.getMessageId()).toList();
    }
}
