package io.triskel.saga;

import io.triskel.codec.EncodedData;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.ConsumerSpec;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.EventHandler;
import io.triskel.consume.EventHandler.Handling;
import io.triskel.consume.NotYetException;
import io.triskel.consume.NotYetException.SetAside;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.event.PortException;
import io.triskel.event.PortException.Fault;
import io.triskel.observe.Observer;
import io.triskel.parking.Lane;
import io.triskel.publish.EventPublisher;
import io.triskel.saga.SagaRow.PendingCommand;
import io.triskel.saga.SagaWork.FireReport;
import io.triskel.saga.SagaWork.SendReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Runs a {@link Saga}: passes events and timeouts to its instances, and sends their commands.
 *
 * <p>Every input is one conditional write of the instance's row. If another runner was faster, the input is applied again
 * to the new row, which does not count as a failed attempt. Commands are sent after the write, immediately if time allows
 * (unless {@link SagaRunnerBuilder#sendLater}), else by {@link #sendPending}; so a host must call {@link #fireDue} and
 * {@link #sendPending} regularly. A single command is recorded as sent by the next step's write; if none follows within
 * five minutes, it is sent again, with the same id. No inbox is needed: the row records seen events.
 *
 * <p>An instance becomes <em>stuck</em> if the saga says so, if it repeatedly fails on one input, if its row would become
 * too large, or if the bus permanently rejects a command. {@link Observer#sagaEnded} reports it. The missing input,
 * {@link #resume} or {@link #abandon} ends it.
 *
 * @param <S> the saga's state
 */
public final class SagaRunner<S> implements EventHandler<Object>, ConsumerSpec {
    private static final int MOST_WORK = 1000;
    private static final Duration WORK_TIME = Duration.ofSeconds(10);

    /** After a crash, the bus delivers the event again, so this need not be short: then longer steps send only once. */
    static final Duration SENT_WITHIN = Duration.ofMinutes(5);

    private final Saga<S> saga;
    private final Rows rows;
    private final InstanceUpdate<S> update;
    private final Firing<S> firing;
    private final Sending sending;
    private final Operating<S> operating;
    private final TypeRegistry types;
    private final InstantSource clock;
    private final boolean sendLater;
    private final FailureNotes failures;

    SagaRunner(SagaRunnerBuilder<S> from) {
        Observer observer = Observer.guarded(from.observer);
        this.saga = from.saga;
        this.types = from.events.types();
        this.clock = from.clock;
        this.sendLater = from.sendLater;
        this.rows = new Rows(from.store, observer, clock, saga.name());
        this.failures = new FailureNotes(rows, from.stuckAfter);
        this.update = new InstanceUpdate<>(saga, from.events, from.states, from.source, observer);
        this.operating = new Operating<>(rows, update);
        this.firing = new Firing<>(from.store, rows, update, saga.name(), from.stuckAfter);
        this.sending = new Sending(
                from.store, rows, from.publisher.withOwnWithholding(), from.events, clock, observer, saga.name());
    }

    /** {@return a builder of a runner with this store for rows and this publisher for commands} */
    public static <S> SagaRunnerBuilder<S> of(
            Saga<S> saga, SagaStore store, EventCodec events, EventPublisher publisher) {
        return new SagaRunnerBuilder<>(saga, store, events, publisher);
    }

    /** {@return the saga's name} */
    @Override
    public String name() {
        return saga.name();
    }

    @Override
    public Owner owner() {
        Object shape = saga instanceof StepSaga<?> steps ? steps.shape() : saga.listensTo();
        return new Owner("saga", List.of(saga.getClass(), shape));
    }

    /** Adds the saga's events and lane to a consumer, which needs a parking lot but no inbox. */
    @Override
    public EventConsumer.Builder subscribe(EventConsumer.Builder consumer) {
        for (Class<?> wanted : saga.listensTo()) {
            types.requireTypesBelow(wanted, "Saga " + saga.name()).forEach(type -> consumer.on(type, this));
        }
        return consumer.lane(lane());
    }

    /**
     * Returns an event's lane: its instance. An event without an instance, or whose correlation fails, stays in the lane of
     * its key.
     */
    public Function<Envelope<?>, Optional<Lane>> lane() {
        return event -> {
            try {
                return saga.correlate(event).map(Lane::of).or(() -> event.key().map(Lane::of));
            } catch (RuntimeException | Error failsWhenHandled) {
                if (Fault.of(failsWhenHandled) == Fault.MACHINE) {
                    throw failsWhenHandled;
                }
                return event.key().map(Lane::of);
            }
        };
    }

    /**
     * Passes an event to its instance; does nothing if it has none, or the instance has seen the event.
     *
     * @throws NotYetException if the row changed concurrently until the deadline, or the saga lets the event wait
     *     ({@link Saga#letsWait}); no attempt is counted
     * @throws PortException if the store failed
     */
    @Override
    public void handle(Envelope<Object> event, Handling handling) throws NotYetException {
        handle(event, handling.deadline());
    }

    /**
     * Passes an event to its instance, for a host without an {@code EventConsumer}.
     *
     * @throws IllegalArgumentException if the saga listens to the event and its data is not decoded
     * @throws NotYetException as above
     * @throws PortException if the store failed
     */
    public void handle(Envelope<?> event, Deadline deadline) throws NotYetException {
        if (event.data() instanceof EncodedData && wants(event.type())) {
            throw new IllegalArgumentException("Saga " + saga.name() + " listens to " + event.type()
                    + ", but the data of " + event.id() + " is not decoded: read it with a codec that knows the type");
        }
        Optional<String> instance = saga.correlate(event);
        if (instance.isPresent()) {
            handle(rows.ref(instance.get()), new Input.Event(event), deadline);
        }
    }

    private boolean wants(EventType type) {
        Optional<Class<?>> data = types.dataTypeOf(type);
        return data.isPresent() && saga.listensTo().stream().anyMatch(wanted -> wanted.isAssignableFrom(data.get()));
    }

    private void handle(SagaRef ref, Input.Event input, Deadline deadline) throws NotYetException {
        for (int conflicts = 0; conflicts <= Rows.MAX_CONFLICTS; conflicts++) {
            Optional<SagaRow> before =
                    rows.load(ref).map(row -> row.withLeft(row.unsent().notProvedBy(input.envelope())));
            JustWritten written = new JustWritten(new ArrayList<>());
            if (before.isPresent() && before.get().seen().has(input.envelope())) {
                sendNow(before.get(), written, deadline);
                return;
            }
            Optional<SagaRow> taken = take(ref, before, input, written);
            if (taken.isEmpty()) {
                return;
            }
            boolean asBefore =
                    before.map(SagaRow::unsent).equals(Optional.of(taken.get().unsent()));
            SagaRow after = asBefore ? taken.get() : inFlight(taken.get(), input, deadline);
            if (rows.save(before, after)) {
                if (!asBefore || !after.unsent().inFlight() || !(after.status() instanceof SagaStatus.Running)) {
                    sendNow(after, written, deadline);
                }
                return;
            }
            if (deadline.passed(clock)) {
                break;
            }
        }
        throw new NotYetException("Saga " + ref + " changed concurrently until the deadline");
    }

    /** Commands in flight need no write that records them as sent. */
    private SagaRow inFlight(SagaRow row, Input.Event input, Deadline deadline) {
        boolean now = !sendLater && row.unsent().refusals() == 0 && !deadline.passed(clock);
        return now && !row.unsent().isEmpty() && update.sendsOnce(row, input)
                ? row.inFlight(clock.instant().plus(SENT_WITHIN).truncatedTo(ChronoUnit.MILLIS))
                : row;
    }

    private Optional<SagaRow> take(SagaRef ref, Optional<SagaRow> before, Input.Event input, JustWritten written)
            throws SetAside {
        try {
            return update.takeEvent(ref, before, input, clock.instant(), written.commands());
        } catch (RuntimeException | Error failure) {
            if (Fault.of(failure) == Fault.EVENT) {
                before.ifPresent(row -> failures.note(row, input, failure));
            }
            throw failure;
        }
    }

    private void sendNow(SagaRow row, JustWritten written, Deadline deadline) {
        if (!sendLater) {
            sending.sendNow(row, written, deadline);
        }
    }

    /**
     * Fires due timers, at most {@code limit}; their commands wait for {@link #sendPending}, as do commands that a runner
     * was to send and has not recorded as sent.
     *
     * @param now the current moment, also for timers set meanwhile
     */
    public FireReport fireDue(Instant now, int limit) {
        return firing.fire(now, limit);
    }

    /** Sends recorded commands that are not yet accepted, at most {@code limit}, until the deadline. */
    public SendReport sendPending(int limit, Deadline deadline) {
        return sending.sendPending(limit, deadline);
    }

    /** Fires due timers and sends waiting commands, at most {@code limit} of each. Call it from a timer. */
    public SagaWork work(int limit, Deadline deadline) {
        return new SagaWork(fireDue(clock.instant(), limit), sendPending(limit, deadline));
    }

    /** Fires due timers and sends waiting commands, at most 1,000 of each, for at most 10 s. Call it from a timer. */
    public SagaWork work() {
        return work(MOST_WORK, Deadline.in(WORK_TIME, clock));
    }

    /**
     * Resumes a stuck instance: its timers, its rejected commands, and the saga's reaction to {@link Input.Resumed}.
     *
     * @throws IllegalStateException if the instance is not stuck
     */
    public void resume(String instance) {
        var unused = operating.resume(rows.ref(instance), any -> true, clock.instant());
    }

    /**
     * As {@link #resume(String)}, if the instance is still as an operator saw it.
     *
     * @param seen the row's revision that the operator saw
     * @return false if the row has another revision: nothing was changed
     * @throws IllegalStateException if the instance is not stuck
     */
    public boolean resume(String instance, long seen) {
        return operating.resume(rows.ref(instance), revision -> revision == seen, clock.instant());
    }

    /**
     * Ends a stuck instance as {@value SagaStatus#ABANDONED}; an operator settles the rest by hand. The saga still receives
     * later inputs.
     *
     * @return the commands that are not recorded as accepted by the bus, which will not be sent any more
     * @throws IllegalStateException if the instance is not stuck
     */
    public List<PendingCommand> abandon(String instance, String reason) {
        return operating
                .abandon(rows.ref(instance), any -> true, reason, clock.instant())
                .orElseThrow();
    }

    /**
     * As {@link #abandon(String, String)}, if the instance is still as an operator saw it.
     *
     * @param seen the row's revision that the operator saw
     * @return the dropped commands; empty if the row has another revision: nothing was changed
     * @throws IllegalStateException if the instance is not stuck
     */
    public Optional<List<PendingCommand>> abandon(String instance, String reason, long seen) {
        return operating.abandon(rows.ref(instance), revision -> revision == seen, reason, clock.instant());
    }

    /** {@return the instance's row: status, timers, commands to send} */
    public Optional<SagaRow> find(String instance) {
        return rows.load(rows.ref(instance));
    }

    /** {@return the instance's state} */
    public Optional<S> state(String instance) {
        return find(instance).map(update::stateOf);
    }
}
