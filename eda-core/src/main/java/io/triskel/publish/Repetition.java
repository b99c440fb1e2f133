package io.triskel.publish;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import io.triskel.publish.PublishReport.Entry;
import io.triskel.publish.RepeatingPublisher.Waiter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;

/** One call of a {@link RepeatingPublisher}: rounds of publication, each with the events still open and due. */
final class Repetition {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(25);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(1);

    private final EventPublisher publisher;
    private final InstantSource clock;
    private final Waiter waiter;
    private final List<? extends Envelope<?>> events;
    private final Deadline deadline;
    private final Duration allowed;
    private final KeyLines.Place place;
    private final List<Entry> entries = new ArrayList<>();

    /** The events that may still get on the bus. */
    private final BitSet open = new BitSet();

    /** The time waited so far, in addition to the clock: a test's clock may stand still. */
    private Duration waited = Duration.ZERO;

    private int pauses;

    Repetition(
            EventPublisher publisher,
            InstantSource clock,
            Waiter waiter,
            KeyLines lines,
            List<? extends Envelope<?>> events,
            Deadline deadline) {
        this.publisher = publisher;
        this.clock = clock;
        this.waiter = waiter;
        this.events = List.copyOf(events);
        this.deadline = deadline;
        this.allowed = deadline.remaining(clock);
        Set<OrderingKey> keys = new LinkedHashSet<>();
        for (Envelope<?> event : events) {
            open.set(entries.size());
            entries.add(notSent(event));
            event.key().ifPresent(keys::add);
        }
        this.place = lines.join(keys);
    }

    private static Entry notSent(Envelope<?> event) {
        String why = event.key()
                .map(key -> "Not sent: an earlier publication of key '" + key.value() + "' is still under way")
                .orElse("Not sent");
        return new Entry.Rejected(event, RejectionCause.TRANSIENT, why);
    }

    /** {@return each event's outcome, once all are on the bus, the deadline has passed or the thread was interrupted} */
    PublishReport run() {
        try {
            while (!open.isEmpty()) {
                Future<?> turn = place.nextTurn();
                List<Integer> ready = ready();
                if (!ready.isEmpty()) {
                    publish(ready);
                }
                if (!open.isEmpty() && !wait(turn, ready.stream().anyMatch(open::get))) {
                    break;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            place.leaveAll();
        }
        return new PublishReport(entries);
    }

    private List<Integer> ready() {
        Map<OrderingKey, Boolean> turns = new HashMap<>();
        return open.stream()
                .filter(at -> events.get(at)
                        .key()
                        .map(key -> turns.computeIfAbsent(key, place::hasTurn))
                        .orElse(true))
                .boxed()
                .toList();
    }

    private void publish(List<Integer> ready) {
        List<? extends Envelope<?>> batch = ready.stream().map(events::get).toList();
        List<Entry> answers =
                publisher.publishAndWait(batch, Deadline.in(timeLeft(), clock)).entries();
        if (answers.size() != batch.size()) {
            throw new IllegalStateException(
                    "The publisher answered for " + answers.size() + " of " + batch.size() + " events");
        }
        Map<OrderingKey, EventId> behind = new HashMap<>();
        Set<OrderingKey> keys = new LinkedHashSet<>();
        Set<OrderingKey> refused = new LinkedHashSet<>();
        for (int i = 0; i < answers.size(); i++) {
            int at = ready.get(i);
            Entry answer = withheldForGood(answers.get(i), behind);
            if (answer instanceof Entry.Rejected rejected
                    && !rejected.cause().mayPass()
                    && Withholding.isBegunBy(rejected.event())) {
                rejected.event()
                        .key()
                        .ifPresent(key -> behind.put(key, rejected.event().id()));
            }
            entries.set(at, answer);
            open.set(at, mayPass(answer, behind));
            events.get(at).key().ifPresent(answer instanceof Entry.Accepted ? keys::add : refused::add);
        }
        keys.addAll(refused);
        refused.forEach(publisher::resume);
        open.stream().forEach(at -> events.get(at).key().ifPresent(keys::remove));
        keys.forEach(place::leave);
    }

    /**
     * {@return the answer, or a withholding} After a permanent rejection no later event of the key is repeated, even if the
     * bus itself rejected it.
     */
    private static Entry withheldForGood(Entry answer, Map<OrderingKey, EventId> behind) {
        return answer.event()
                .key()
                .map(behind::get)
                .filter(rejected -> answer instanceof Entry.Rejected)
                .<Entry>map(rejected -> new Entry.Withheld(answer.event(), rejected))
                .orElse(answer);
    }

    private static boolean mayPass(Entry answer, Map<OrderingKey, EventId> behind) {
        return answer.fold(
                accepted -> false,
                rejected -> rejected.cause().mayPass(),
                withheld -> answer.event().key().filter(behind::containsKey).isEmpty());
    }

    /** {@return whether there is time left for another round} */
    private boolean wait(Future<?> turn, boolean refused) throws InterruptedException {
        Duration left = timeLeft();
        if (left.compareTo(SHORTEST_PAUSE) < 0 || Thread.currentThread().isInterrupted()) {
            return false;
        }
        if (refused) {
            Duration pause = pause(left);
            waiter.pause(pause);
            waited = waited.plus(pause);
        } else {
            waiter.await(turn, left);
            waited = turn.isDone() ? waited : waited.plus(left);
        }
        return timeLeft().compareTo(SHORTEST_PAUSE) >= 0;
    }

    /**
     * {@return twice the last pause, plus up to half of it by the first open event's id, so that callers do not retry in
     * step} Near the end, half of the time left, so that the deadline does not cut off the last attempt.
     */
    private Duration pause(Duration left) {
        Duration least = FIRST_PAUSE.multipliedBy(1L << Math.min(pauses++, 10));
        Duration base = least.compareTo(LONGEST_PAUSE) < 0 ? least : LONGEST_PAUSE;
        int share = Math.floorMod(31 * events.get(open.nextSetBit(0)).id().hashCode() + pauses * 367, 1000);
        Duration pause = base.plus(base.multipliedBy(share).dividedBy(2000));
        return pause.compareTo(left) < 0 ? pause : left.dividedBy(2);
    }

    /** {@return the time to the deadline, by the clock or by the time waited, whichever is less} */
    private Duration timeLeft() {
        Duration byClock = deadline.remaining(clock);
        Duration byWaits = allowed.minus(waited);
        if (byWaits.isNegative()) {
            return Duration.ZERO;
        }
        return byClock.compareTo(byWaits) < 0 ? byClock : byWaits;
    }
}
