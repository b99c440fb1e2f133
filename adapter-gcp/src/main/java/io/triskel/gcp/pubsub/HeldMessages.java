package io.triskel.gcp.pubsub;

import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import io.triskel.consume.Verdict;
import io.triskel.consume.Verdict.Why;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The messages that are received and not settled, by lane: one worker at a time has a lane, and processes it in order.
 * If a held message is redelivered, it only gets a new ack id and lease. Thread-safe.
 */
final class HeldMessages {
    private final PullSettings settings;
    private final Map<String, Leased> byId = new HashMap<>();
    private final Map<String, LeasedLane> keyed = new HashMap<>();

    /** Lanes without a worker that do not have to wait. */
    private final Deque<LeasedLane> ready = new ArrayDeque<>();

    /** The number of events in the ready lanes. */
    private int readyEvents;

    /** The bytes of all messages. */
    private long bytes;

    private int workers;
    private int batches;
    private boolean ended;
    private long lastChange = System.nanoTime();

    HeldMessages(PullSettings settings) {
        this.settings = settings;
    }

    /** @param until the end of the messages' leases, by {@link System#nanoTime()} */
    synchronized void add(List<ReceivedMessage> arrived, long until) {
        for (ReceivedMessage received : arrived) {
            Leased known = byId.get(received.getMessage().getMessageId());
            if (known == null) {
                add(received.getMessage(), received.getAckId(), until);
            } else {
                known.ackId = received.getAckId();
                known.until = until;
            }
        }
        lastChange = System.nanoTime();
    }

    private void add(PubsubMessage message, String ackId, long until) {
        String key = PubSubBinding.laneOf(message);
        LeasedLane lane = key.isEmpty() ? new LeasedLane(key) : keyed.computeIfAbsent(key, LeasedLane::new);
        Leased event = new Leased(message, lane, ackId, until);
        byId.put(message.getMessageId(), event);
        bytes += message.getSerializedSize();
        boolean idle = lane.size() == 0 && !lane.worked;
        lane.add(event);
        if (idle) {
            ready.add(lane);
            lane.ready = true;
        }
        if (lane.ready) {
            readyEvents++;
        }
    }

    /** {@return the number of further workers to start; each must call {@link #take} until it gets nothing} */
    synchronized int recruit() {
        int more = ended ? 0 : Math.min(settings.lanes() - workers, ready.size());
        workers += more;
        return more;
    }

    /**
     * {@return a worker's next batch, lane by lane; if it is empty, the worker ends} Lanes are added up to the worker's
     * fair share of the ready events, each with as many events as fit, since no other worker may have the lane
     * meanwhile.
     */
    synchronized List<Leased> take(long now) {
        int share = Math.min(settings.batch(), (readyEvents + settings.lanes() - 1) / settings.lanes());
        List<Leased> batch = new ArrayList<>(share);
        while (!ended && batch.size() < share && !ready.isEmpty()) {
            LeasedLane lane = ready.remove();
            lane.ready = false;
            readyEvents -= lane.size();
            begin(lane, batch, settings.batch() - batch.size(), now);
        }
        if (batch.isEmpty()) {
            workers--;
        } else {
            batches++;
        }
        return batch;
    }

    /** {@return the first events of a blocked lane, to retry in place; empty if none are left} */
    synchronized List<Leased> takeHeldUp(LeasedLane lane, long now) {
        List<Leased> batch = new ArrayList<>();
        if (!ended) {
            begin(lane, batch, settings.batch(), now);
        }
        if (!batch.isEmpty()) {
            batches++;
        }
        return batch;
    }

    private void begin(LeasedLane lane, List<Leased> batch, int most, long now) {
        lane.takeLapsed(now).forEach(this::forget);
        if (lane.size() == 0) {
            forget(lane);
        } else {
            lane.worked = true;
            lane.moveTo(batch, most);
        }
    }

    /**
     * The outcome of a batch.
     *
     * @param ackIds of all settled messages
     * @param heldUp lanes whose first event is not settled; only {@link #takeHeldUp} hands them out again
     */
    record Done(List<String> ackIds, List<LeasedLane> heldUp) {}

    /**
     * Releases settled messages. The batch stays in progress until it is {@link #over}: its settled messages are not
     * acknowledged yet.
     *
     * @param verdicts one per message of the batch, in the batch's order
     */
    synchronized Done done(List<Leased> batch, List<Verdict> verdicts) {
        Done done = new Done(new ArrayList<>(batch.size()), new ArrayList<>(0));
        int next;
        for (int first = 0; first < batch.size(); first = next) {
            LeasedLane lane = batch.get(first).lane;
            next = first + 1;
            while (next < batch.size() && batch.get(next).lane == lane) {
                next++;
            }
            laneDone(lane, batch.subList(first, next), verdicts.subList(first, next), done);
        }
        lastChange = System.nanoTime();
        return done;
    }

    /** Ends a batch, whose settled messages are on their way to be acknowledged. */
    synchronized void over() {
        batches--;
        notifyAll();
    }

    private void laneDone(LeasedLane lane, List<Leased> events, List<Verdict> verdicts, Done done) {
        List<Leased> left = new ArrayList<>(0);
        Why why = Why.OUT_OF_TIME;
        for (int i = 0; i < events.size(); i++) {
            if (verdicts.get(i) instanceof Verdict.Unsettled unsettled) {
                why = left.isEmpty() ? unsettled.why() : why;
                left.add(events.get(i));
            } else {
                done.ackIds().add(events.get(i).ackId);
                forget(events.get(i));
            }
        }
        lane.worked = false;
        if (left.size() < events.size()) {
            lane.forgetWait();
        }
        lane.putBack(left);
        if (lane.size() == 0) {
            forget(lane);
        } else if (left.isEmpty() || why == Why.OUT_OF_TIME) {
            lane.ready = true;
            ready.add(lane);
            readyEvents += lane.size();
        } else {
            done.heldUp().add(lane);
        }
    }

    private void forget(Leased event) {
        if (byId.remove(event.message.getMessageId(), event)) {
            bytes -= event.message.getSerializedSize();
        }
    }

    private void forget(LeasedLane lane) {
        keyed.remove(lane.key, lane);
    }

    /** A lease to extend. */
    record Lease(Leased event, String ackId) {}

    /**
     * {@return the leases that end before this moment and have not ended yet} After its lease ends, a message may
     * belong to another process.
     */
    synchronized List<Lease> endingBefore(long moment, long now) {
        List<Lease> ending = new ArrayList<>();
        for (Leased event : byId.values()) {
            if (event.lapsed(moment) && !event.lapsed(now)) {
                ending.add(new Lease(event, event.ackId));
            }
        }
        return ending;
    }

    synchronized void extended(List<Lease> leases, long until) {
        for (Lease lease : leases) {
            if (lease.event().ackId.equals(lease.ackId())) {
                lease.event().until = until;
            }
        }
    }

    /** Whether the consumer holds as many messages as allowed. */
    synchronized boolean full() {
        return byId.size() >= settings.inHand() || bytes >= settings.inHandBytes();
    }

    synchronized int size() {
        return byId.size();
    }

    /** {@return how long no message has been held, in nanoseconds; 0 while one is} */
    synchronized long idleNanos() {
        return byId.isEmpty() ? System.nanoTime() - lastChange : 0;
    }

    /** From now on no batch is started. */
    synchronized void end() {
        ended = true;
    }

    /** {@return whether no batch is in progress, once that is so or the time is over} */
    synchronized boolean awaitRest(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (batches > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /**
     * Removes the messages of lanes without a worker. A lane with a worker keeps its messages, so that no other process
     * starts them before the worker is done.
     */
    synchronized List<String> giveUp() {
        List<Leased> unbegun =
                byId.values().stream().filter(event -> !event.lane.worked).toList();
        unbegun.forEach(this::forget);
        return unbegun.stream().map(event -> event.ackId).toList();
    }
}
