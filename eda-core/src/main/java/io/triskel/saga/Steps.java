package io.triskel.saga;

import io.triskel.codec.EventFactory;
import io.triskel.event.Envelope;
import io.triskel.event.ForAdapters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Defines a saga as a sequence of steps, each with its command, its replies, how long to wait, and its compensating
 * command.
 *
 * <pre>{@code
 * Saga<Progress<Fulfilment>> saga = Steps.named("fulfilment", Fulfilment.class)
 *         .startedBy(OrderPlaced.class, OrderPlaced::orderId, Fulfilment::of)
 *         .calledOffBy(OrderCancelled.class, OrderCancelled::orderId)
 *         .step("reserve")
 *             .command("inventory", f -> new ReserveStock(f.orderId(), f.lines()))
 *             .done(StockReserved.class).failed(OutOfStock.class).within(Duration.ofMinutes(1))
 *             .undo("inventory", f -> new ReleaseStock(f.orderId())).undone(StockReleased.class)
 *         .step("ship")
 *             .command("shipping", f -> new Ship(f.orderId()))
 *             .done(Shipped.class).failed(NotShippable.class).within(Duration.ofHours(1))
 *         .whenCompleted("ordering", f -> new ConfirmOrder(f.orderId()))
 *         .whenCompensated("ordering", (f, why) -> new RejectOrder(f.orderId(), why))
 *         .build();
 * }</pre>
 *
 * <p>If a step fails or is not answered in time, the saga undoes in reverse order every step that is or may be done. A step
 * without {@code undo} is a point of no return: from there the saga only goes forward, and is stuck if it cannot.
 *
 * <p>A command carries its {@link ReplyAddress}, which a participant copies to the reply ({@code Metadata.causedBy} does);
 * a reply counts only for the instance that sent the command. Events that answer no command, such as those of a
 * choreography, count if {@link #identifiedBy} or {@link #identifiedByCorrelation} declares them. Participants must follow
 * {@link Participation}.
 *
 * <p>An ended instance may be started again: the next round has new data, all steps to do, and its own commands.
 * {@link #secondStart} sets how to treat a start that is too early.
 *
 * @param <D> the saga's own data: an immutable value that a {@code StateCodec} can write
 */
public final class Steps<D> {
    /** The ending of an instance whose steps are all done. */
    public static final String COMPLETED = "completed";
    /** The ending of an instance that has undone everything that was or may have been done. */
    public static final String COMPENSATED = "compensated";

    static final String DO = "do ";
    static final String UNDO = "undo ";

    private final String name;
    private final Class<D> dataType;
    private final Map<Class<?>, Function<Object, String>> ids = new LinkedHashMap<>();
    private final Map<Class<?>, Function<Object, D>> starts = new LinkedHashMap<>();
    private final Set<Class<?>> byCorrelation = new LinkedHashSet<>();
    private final Set<Class<?>> callingOff = new LinkedHashSet<>();
    private SecondStart secondStart = SecondStart.PARKED;
    private final List<Step<D>> steps = new ArrayList<>();
    private Optional<Notice<D>> completed = Optional.empty();
    private Optional<Notice<D>> compensated = Optional.empty();

    private Steps(String name, Class<D> dataType) {
        this.name = Texts.require("A saga's name", name, 64);
        this.dataType = dataType;
    }

    /** {@return a saga without steps} */
    public static <D> Steps<D> named(String name, Class<D> dataType) {
        return new Steps<>(name, dataType);
    }

    /**
     * Sets the event that starts an instance, how it names the instance, and the instance's data. An ended instance starts
     * its next round; for one that has not ended, see {@link #secondStart}.
     */
    public <E> Steps<D> startedBy(Class<E> event, Function<E, String> instance, Function<E, D> begin) {
        identifiedBy(event, instance);
        starts.put(event, data -> begin.apply(event.cast(data)));
        return this;
    }

    /**
     * Adds an event that cancels an instance: every step that is or may be done is undone. It changes nothing if the
     * instance has ended or has passed a step without {@code undo}. It may arrive before the start.
     */
    public <E> Steps<D> calledOffBy(Class<E> event, Function<E, String> instance) {
        identifiedBy(event, instance);
        callingOff.add(event);
        return this;
    }

    /**
     * Accepts events of this type or a subtype as replies although they answer no command of this saga, and sets how they
     * name the instance. Events that do answer a command count only for the instance that sent it.
     */
    public <E> Steps<D> identifiedBy(Class<E> event, Function<E, String> instance) {
        ids.put(event, data -> instance.apply(event.cast(data)));
        return this;
    }

    /** As {@link #identifiedBy}, for events whose correlation id is the instance's id. */
    public Steps<D> identifiedByCorrelation(Class<?> event) {
        byCorrelation.add(event);
        return this;
    }

    /** Sets how to treat a start of an instance that was started before. Default: {@link SecondStart#PARKED}. */
    public Steps<D> secondStart(SecondStart policy) {
        secondStart = policy;
        return this;
    }

    /**
     * How to treat a second start. A start event that the instance has {@linkplain SeenEvents seen} is a duplicate, not a
     * second start.
     */
    public enum SecondStart {
        /**
         * It begins a new round once the last one has ended. Until then it waits alone in the parking lot and is tried
         * again from time to time; several waiting starts begin their rounds one after another, in no particular order.
         */
        PARKED,
        /** It is ignored, even after the end: an instance starts once. */
        IGNORED
    }

    /**
     * Begins the next step.
     *
     * @param stepName unique within the saga, 1 to 50 characters
     */
    public Step<D> step(String stepName) {
        if (steps.stream().anyMatch(other -> other.name().equals(stepName))) {
            throw new IllegalArgumentException("Saga " + name + " has a step '" + stepName + "' already");
        }
        Step<D> step = new Step<>(this, Texts.require("A step's name", stepName, 50));
        steps.add(step);
        return step;
    }

    /** Sets a command to send once every step is done; no reply is expected. */
    public Steps<D> whenCompleted(String target, Function<D, Object> command) {
        completed = Optional.of(new Notice<>(target, Optional.empty(), (data, why) -> command.apply(data)));
        return this;
    }

    /** Sets a command of this type to send once every step is done; no reply is expected. */
    public <C> Steps<D> whenCompleted(String target, Class<C> type, Function<D, C> command) {
        completed = Optional.of(new Notice<>(target, Optional.of(type), (data, why) -> command.apply(data)));
        return this;
    }

    /** Sets a command to send once everything is undone, with the reason; no reply is expected. */
    public Steps<D> whenCompensated(String target, BiFunction<D, String, Object> command) {
        compensated = Optional.of(new Notice<>(target, Optional.empty(), command));
        return this;
    }

    /** Sets a command of this type to send once everything is undone, with the reason; no reply is expected. */
    public <C> Steps<D> whenCompensated(String target, Class<C> type, BiFunction<D, String, C> command) {
        compensated = Optional.of(new Notice<>(target, Optional.of(type), command::apply));
        return this;
    }

    /**
     * Compiles the steps to a saga.
     *
     * @throws IllegalArgumentException if there is no start or no step, a step is incomplete, or one event type has two
     *     meanings
     */
    public Saga<Progress<D>> build() {
        return compiled();
    }

    private StepSaga<D> compiled() {
        if (starts.isEmpty() || steps.isEmpty()) {
            throw new IllegalArgumentException("Saga " + name + " needs startedBy(..) and at least one step(..)");
        }
        steps.forEach(Step::requireComplete);
        return new StepSaga<>(
                name,
                dataType,
                new StepSaga.Identified(Map.copyOf(ids), Set.copyOf(byCorrelation)),
                new StepSaga.Starts<>(Map.copyOf(starts), Set.copyOf(callingOff), secondStart),
                List.copyOf(steps),
                new StepSaga.Endings<>(completed, compensated));
    }

    /**
     * {@return the process as data, without functions, for a workflow engine that runs it in place of a {@link SagaRunner}}
     *
     * @throws IllegalArgumentException as {@link #build}
     */
    public StepsDescription describe() {
        compiled();
        return new StepsDescription(
                name,
                List.copyOf(starts.keySet()),
                List.copyOf(callingOff),
                steps.stream().map(StepsDescription.Part::of).toList(),
                completed.map(notice -> new StepsDescription.Command(notice.target(), notice.type())),
                compensated.map(notice -> new StepsDescription.Command(notice.target(), notice.type())));
    }

    /**
     * {@return the functions that fill commands and apply replies, for a workflow engine's tasks}
     *
     * @throws IllegalArgumentException as {@link #build}
     */
    public Payloads<D> payloads() {
        return new StepPayloads<>(compiled(), dataType, Map.copyOf(starts), List.copyOf(steps), completed, compensated);
    }

    /** A command that expects no reply. */
    record Notice<D>(String target, Optional<Class<?>> type, BiFunction<D, String, Object> command) {}

    /** How long a step waits by default. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    /**
     * The functions of a process without its state machine: a workflow engine decides the next step, and these fill
     * commands and apply replies. No I/O, no state.
     *
     * @param <D> the saga's own data
     */
    @ForAdapters
    public interface Payloads<D> {
        /** {@return the class of the saga's own data} */
        Class<D> dataType();

        /** {@return the data types of starts, call-offs and replies} */
        Set<Class<?>> listensTo();

        /** {@return the instance of an event; empty if the process ignores it} */
        Optional<String> instance(Envelope<?> event);

        /**
         * {@return whether an event answers this request} A late refusal of a step's action answers its undoing too.
         *
         * @param ask as in {@link #command}
         */
        boolean answers(String instance, String ask, Envelope<?> event);

        /** {@return an instance's data from its start event; empty if this event starts none} */
        Optional<D> begin(Object event);

        /** {@return the instance's data after this reply} */
        D keep(Object reply, D data);

        /**
         * {@return the command, with the same id on every call}
         *
         * @param ask {@link StepsDescription.Part#doing}, {@link StepsDescription.Part#undoing}, {@link #COMPLETED} or
         *     {@link #COMPENSATED}
         * @param why the reason for undoing
         * @throws IllegalArgumentException if the process has no such command
         */
        Envelope<Object> command(String instance, String ask, D data, Optional<String> why, EventFactory events);
    }
}
