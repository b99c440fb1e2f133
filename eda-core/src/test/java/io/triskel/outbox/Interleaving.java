package io.triskel.outbox;

import io.triskel.decide.CommandHandler;
import io.triskel.decide.CommandResult;
import io.triskel.decide.Decider;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.outbox.InterleavingTest.Flaw;
import io.triskel.outbox.InterleavingTest.Role;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.LeasedAppend;
import io.triskel.outbox.Outbox.LeasingAppender;
import io.triskel.publish.OrderedPublisher;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventReader.EventPage;
import io.triskel.store.EventStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.IntUnaryOperator;

/**
 * Processes on one stream, of which one at a time takes its next step: a call of the store or of the bus. Who does is chosen
 * from outside, and one process may die before a step of its. Then time passes, a drainer comes, and what the bus has
 * received must be every event, in revision order if repeats are dropped.
 *
 * <p>The thread that has done a step chooses the next one, so that a step costs at most one switch of threads.
 */
final class Interleaving {
    static final Duration LEASE = Duration.ofSeconds(30);
    private static final StreamId STREAM = new StreamId("a");

    /** Reused, because a test makes thousands of runs. */
    private static final Executor THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });

    private final InMemoryEventStore store = InMemoryEventStore.ofObjects();
    private final TestBus bus = new TestBus();
    private static final ThreadLocal<Actor> SELF = new ThreadLocal<>();
    private final Semaphore end = new Semaphore(0);

    /** Those that wait for their turn, by number. */
    private final List<Actor> ready = new ArrayList<>();

    private final List<String> wrong = new ArrayList<>();
    private final Flaw flaw;
    private final IntUnaryOperator choice;
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int committed;
    private boolean dead;

    Interleaving(Flaw flaw, IntUnaryOperator choice) {
        this.flaw = flaw;
        this.choice = choice;
        bus.before = this::step;
    }

    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** A process, which dies before this step of its. */
    private static final class Actor {
        final int number;
        final Semaphore turn = new Semaphore(0);
        final int dies;
        int steps;

        Actor(int number, int dies) {
            this.number = number;
            this.dies = dies;
        }

        void await() {
            turn.acquireUninterruptibly();
            if (++steps == dies) {
                throw new Crash();
            }
        }
    }

    /**
     * Runs the processes to their ends.
     *
     * @param dies the process that dies
     * @param at before which of its steps; it has none of that number if it does not die
     * @return what went wrong; empty if all is as promised
     */
    Optional<String> run(List<Role> roles, int dies, int at) {
        for (int i = 0; i < roles.size(); i++) {
            Actor process = new Actor(i, i == dies ? at : 0);
            ready.add(process);
            Role role = roles.get(i);
            THREADS.execute(() -> live(process, role));
        }
        passOn();
        end.acquireUninterruptibly();
        boolean calm = !dead && !roles.contains(Role.LETS_TIME_PASS);
        if (calm && bus.received.size() != bus.received.stream().distinct().count()) {
            wrong.add("published twice although nobody died and no claim ran out: " + bus.revisionsOf(STREAM));
        }
        if (calm && roles.stream().allMatch(Role.APPENDS::equals) && bus.received.size() < committed) {
            wrong.add("left to a drainer although nobody died: " + bus.revisionsOf(STREAM) + " of " + committed);
        }
        requireOnlyWhatIsPublishedToBeRecorded();
        drainLater();
        return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", wrong));
    }

    private void requireOnlyWhatIsPublishedToBeRecorded() {
        now = now.plus(LEASE.multipliedBy(2));
        store.lease(STREAM, now, LEASE).ifPresent(lease -> {
            if (lease.dispatchedTo()
                    > bus.revisionsOf(STREAM).stream().distinct().count()) {
                wrong.add("recorded to " + lease.dispatchedTo() + ": " + bus.revisionsOf(STREAM));
            }
        });
    }

    private void drainLater() {
        now = now.plus(LEASE.multipliedBy(2));
        bus.before = () -> {};
        dispatcher(new Stepping(false)).drain(10, inAnHour());
        List<Long> firsts = bus.revisionsOf(STREAM).stream().distinct().toList();
        for (int i = 0; i < firsts.size(); i++) {
            if (firsts.get(i) != i + 1) {
                wrong.add("order: " + bus.revisionsOf(STREAM));
                break;
            }
        }
        if (firsts.size() != committed) {
            wrong.add("lost: " + bus.revisionsOf(STREAM) + " of " + committed);
        }
        if (store.dirty(Outbox.bucketOf(STREAM), now.plus(LEASE), 1).contains(STREAM)) {
            wrong.add("listed although all is published");
        }
    }

    private void live(Actor process, Role role) {
        SELF.set(process);
        try {
            process.await();
            play(process.number, role);
        } catch (Crash crash) {
            // Nothing of this process runs any more.
            dead = true;
        } catch (RuntimeException | Error unexpected) {
            wrong.add(unexpected.toString());
        } finally {
            SELF.remove();
            passOn();
        }
    }

    /** Lets one waiting process go on, or ends the run if there is none. */
    private void passOn() {
        if (ready.isEmpty()) {
            end.release();
        } else {
            ready.remove(choice.applyAsInt(ready.size())).turn.release();
        }
    }

    private void play(int number, Role role) {
        Stepping stores = new Stepping(true);
        switch (role) {
            case APPENDS -> append(number, stores);
            case DRAINS -> {
                if (stores.dirty(Outbox.bucketOf(STREAM), now, 1).contains(STREAM)) {
                    dispatcher(stores).dispatch(STREAM, inAnHour());
                }
            }
            case LETS_TIME_PASS -> now = now.plus(LEASE);
        }
    }

    private void append(int number, Stepping stores) {
        CommandHandler<String, Integer, Facts.Fact> handler = CommandHandler.builder(
                        Decider.<String, Integer, Facts.Fact>of(
                                0, (text, count) -> List.of(new Facts.Fact(text)), (count, fact) -> count + 1),
                        stores,
                        Facts.codec().types(),
                        "/facts")
                .clock(() -> now)
                .dispatcher(dispatcher(stores))
                .build();
        CommandResult<Facts.Fact> result = handler.handle(STREAM, "command " + number, "fact");
        if (!(result instanceof CommandResult.Done)) {
            wrong.add("command " + number + ": " + result);
        }
    }

    private Dispatcher dispatcher(Stepping stores) {
        return Dispatcher.builder(
                        stores,
                        stores,
                        OrderedPublisher.builder(bus, Facts.codec())
                                .clock(() -> now)
                                .build())
                .clock(() -> now)
                .lease(LEASE)
                .pause(time -> {})
                .build();
    }

    private Deadline inAnHour() {
        return Deadline.in(Duration.ofHours(1), () -> now);
    }

    /** Ends the step of this process, and waits for its next turn. */
    private void step() {
        Actor process = SELF.get();
        ready.add(process);
        ready.sort(Comparator.comparingInt(waiting -> waiting.number));
        passOn();
        process.await();
    }

    /** The store, each of whose calls is a step. */
    private final class Stepping implements EventStore, Outbox, LeasingAppender {
        private final boolean steps;

        Stepping(boolean steps) {
            this.steps = steps;
        }

        private void turn() {
            if (steps) {
                step();
            }
        }

        @Override
        public EventPage read(StreamId stream, long afterRevision, int limit) {
            turn();
            return store.read(stream, afterRevision, limit);
        }

        @Override
        public AppendResult append(
                StreamId stream, Expectation expected, List<? extends Envelope<?>> events, CommandId commandId) {
            throw new UnsupportedOperationException("with a lease");
        }

        @Override
        public LeasedAppend append(
                StreamId stream,
                Expectation expected,
                List<? extends Envelope<?>> events,
                CommandId commandId,
                Instant at,
                Duration duration) {
            turn();
            LeasedAppend appended = store.append(stream, expected, events, commandId, at, duration);
            committed += appended.result() instanceof AppendResult.Committed ? events.size() : 0;
            return new LeasedAppend(appended.result(), () -> {
                turn();
                return flaw == Flaw.PUBLISHES_BEHIND_WHAT_IS_NOT_PUBLISHED
                        ? Optional.of(DispatchLease.claim(stream, expected.revision(), at.plus(duration)))
                        : appended.lease().get();
            });
        }

        @Override
        public List<StreamId> dirty(int bucket, Instant at, int limit) {
            turn();
            return store.dirty(bucket, at, limit);
        }

        @Override
        public Optional<DispatchLease> lease(StreamId stream, Instant at, Duration duration) {
            turn();
            return store.lease(stream, at, duration);
        }

        @Override
        public boolean advance(DispatchLease lease, long dispatchedTo) {
            turn();
            return store.advance(lease, dispatchedTo);
        }

        @Override
        public Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits) {
            turn();
            long to = flaw == Flaw.RECORDS_WHAT_OTHERS_APPENDED_SINCE
                    ? store.read(STREAM, 0, 1).lastRevision()
                    : dispatchedTo;
            Finish finish = store.finish(lease, to, commits);
            return flaw == Flaw.FORGETS_WHO_WAITS && finish == Finish.MORE ? Finish.RELEASED : finish;
        }

        @Override
        public boolean putOff(DispatchLease lease, long dispatchedTo, Instant dirtyFrom) {
            turn();
            return store.putOff(lease, dispatchedTo, dirtyFrom);
        }
    }
}
