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
import io.triskel.saga.SagaRow.Trouble;
import io.triskel.saga.SagaWork.FireReport;
import io.triskel.saga.SagaWork.SendReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Runs a {@link Saga}: feeds its instances events and timeouts, and sends their commands.
 *
 * <p>Every input is one conditional write of the instance's row. If another runner was faster, the row is loaded again and
 * the input taken again; that is no failed attempt. Commands go out after the write, at once if time allows (unless
 * {@link SagaRunnerBuilder#sendLater}), else by {@link #sendPending}; so a host calls {@link #fireDue} and {@link #sendPending} from
 * time to time. No inbox is needed: the row knows the events that it has seen.
 *
 * <p>An instance becomes <em>stuck</em> if the saga says so, if it fails on one input again and again, if its row would grow
 * too large, or if the bus refuses a command for good. {@link Observer#sagaEnded} is told. Then the missing input, {@link
 * #resume} or {@link #abandon} helps.
 *
 * @param <S> the saga's state
 */
public final class SagaRunner<S> implements EventHandler<Object>, ConsumerSpec {
    private static final int MOST_WORK = 1000;
    private static final Duration WORK_TIME = Duration.ofSeconds(10);

    private final Saga<S> saga;
    private final Rows rows;
    private final InstanceUpdate<S> update;
    private final Firing<S> firing;
    private final Sending sending;
    private final Operating<S> operating;
    private final TypeRegistry types;
    private final InstantSource clock;
    private final boolean sendLater;
    private final int stuckAfter;

    SagaRunner(SagaRunnerBuilder<S> from) {
        Observer observer = Observer.guarded(from.observer);
        this.saga = from.saga;
        this.types = from.events.types();
        this.clock = from.clock;
        this.sendLater = from.sendLater;
        this.stuckAfter = from.stuckAfter;
        this.rows = new Rows(from.store, observer, saga.name());
        this.update = new InstanceUpdate<>(saga, from.events, from.states, from.source, observer);
        this.operating = new Operating<>(rows, update);
        this.firing = new Firing<>(from.store, rows, update, saga.name(), stuckAfter);
        this.sending = new Sending(
                from.store, rows, from.publisher.withOwnWithholding(), from.events, clock, observer, saga.name());
    }

    /** {@return a builder of a runner that keeps rows in this store and sends commands with this publisher} */
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

    /** Adds the saga's events and lane to a consumer; an inbox is not needed, a parking lot is. */
    @Override
    public EventConsumer.Builder subscribe(EventConsumer.Builder consumer) {
        for (Class<?> wanted : saga.listensTo()) {
            types.requireTypesBelow(wanted, "Saga " + saga.name()).forEach(type -> consumer.on(type, this));
        }
        return consumer.lane(lane());
    }

    /**
     * An event's lane: its instance. An event that belongs to no instance, or whose correlation fails, stays in the order
     * of its key.
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
     * Hands an event to the instance that it belongs to; does nothing if it belongs to none, or the instance has had it.
     *
     * @throws NotYetException if others changed the row until the deadline, or the saga lets the event wait
     *     ({@link Saga#letsWait}); that is no failed attempt
     * @throws PortException if the store failed
     */
    @Override
    public void handle(Envelope<Object> event, Handling handling) throws NotYetException {
        handle(event, handling.deadline());
    }

    /**
     * As above, for a host that has no {@code EventConsumer}.
     *
     * @throws IllegalArgumentException if the saga listens to the event and nobody decoded its data
     * @throws NotYetException as above
     * @throws PortException if the store failed
     */
    public void handle(Envelope<?> event, Deadline deadline) throws NotYetException {
        if (event.data() instanceof EncodedData && wants(event.type())) {
            throw new IllegalArgumentException(
                    "Saga " + saga.name() + " listens to " + event.type() + ", but nobody decoded" + " the data of "
                            + event.id() + ": read it with a codec that knows the type");
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
            Optional<SagaRow> before = rows.load(ref);
            if (before.isPresent() && before.get().seen().has(input.envelope())) {
                sendNow(before.get(), deadline);
                return;
            }
            Optional<SagaRow> after = take(ref, before, input);
            if (after.isEmpty()) {
                return;
            }
            if (rows.save(before, after.get())) {
                sendNow(after.get(), deadline);
                return;
            }
            if (deadline.passed(clock)) {
                break;
            }
        }
        throw new NotYetException("Saga " + ref + " was changed by others until the deadline");
    }

    private Optional<SagaRow> take(SagaRef ref, Optional<SagaRow> before, Input.Event input) throws SetAside {
        try {
            return update.takeEvent(ref, before, input, clock.instant());
        } catch (RuntimeException | Error failure) {
            if (Fault.of(failure) == Fault.EVENT) {
                before.ifPresent(row -> noteFailure(row, input, failure));
            }
            throw failure;
        }
    }

    /** Best effort: the event fails in any case. */
    private void noteFailure(SagaRow row, Input.Event input, Throwable failure) {
        if (row.status() instanceof SagaStatus.Stuck stuck && stuck.on().equals(Optional.of(input.id()))) {
            return;
        }
        int times = row.trouble()
                        .filter(trouble -> trouble.input().equals(input.id()))
                        .map(Trouble::times)
                        .orElse(0)
                + 1;
        boolean enough = times >= stuckAfter || failure instanceof SagaTooLargeException;
        SagaStatus status = enough
                ? InstanceUpdate.stuck(
                        row.status(),
                        "failed on event " + input.envelope().id() + ": " + Texts.kept(failure),
                        Optional.of(input.id()))
                : row.status();
        try {
            rows.save(Optional.of(row), row.with(status, new Trouble(input.id(), times)));
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    private void sendNow(SagaRow row, Deadline deadline) {
        if (!sendLater) {
            sending.sendNow(row, deadline);
        }
    }

    /**
     * Fires timers that are due, at most {@code limit}; the commands that follow wait for {@link #sendPending}.
     *
     * @param now the moment that counts as now, also for the timers set meanwhile
     */
    public FireReport fireDue(Instant now, int limit) {
        return firing.fire(now, limit);
    }

    /** Sends commands that are written down and not yet accepted, at most {@code limit}, until the deadline. */
    public SendReport sendPending(int limit, Deadline deadline) {
        return sending.sendPending(limit, deadline);
    }

    /** Does a clock's work: fires due timers and sends waiting commands, at most {@code limit} of each. */
    public SagaWork work(int limit, Deadline deadline) {
        return new SagaWork(fireDue(clock.instant(), limit), sendPending(limit, deadline));
    }

    /** Does a clock's work: at most 1,000 timers and commands, for at most 10 s. */
    public SagaWork work() {
        return work(MOST_WORK, Deadline.in(WORK_TIME, clock));
    }

    /**
     * Sets a stuck instance going again: its timers, its refused commands, and the saga's reaction to
     * {@link Input.Resumed}.
     *
     * @throws IllegalStateException if the instance is not stuck
     */
    public void resume(String instance) {
        operating.resume(rows.ref(instance), clock.instant());
    }

    /**
     * Ends a stuck instance as {@value SagaStatus#ABANDONED}: an operator settles by hand what it left behind. Later inputs
     * are still handed to the saga.
     *
     * @return the commands that were never accepted by the bus and now never will be sent
     * @throws IllegalStateException if the instance is not stuck
     */
    public List<PendingCommand> abandon(String instance, String reason) {
        return operating.abandon(rows.ref(instance), reason, clock.instant());
    }

    /** {@return the instance's row: status, timers, commands to send} */
    public Optional<SagaRow> find(String instance) {
        return rows.load(rows.ref(instance));
    }

    /** {@return what the instance knows} */
    public Optional<S> state(String instance) {
        return find(instance).map(update::stateOf);
    }
}
