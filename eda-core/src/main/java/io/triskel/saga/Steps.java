package io.triskel.saga;

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
 * Writes a saga as the business process reads: steps one after another, each with the command that does it, the replies that
 * answer, how long to wait, and the command that undoes it.
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
 * <p>A step that fails, or that nobody answers in time, makes the saga undo in reverse order what is done or may be. A step
 * without {@code undo} is a point of no return: from there the saga only goes forward, and is stuck if it cannot. Replies
 * find the instance by their correlation id, which a command carries and {@code Metadata.causedBy} hands on; for other
 * replies use {@link #identifiedBy}. Participants have to keep to {@link Participation}.
 *
 * @param <D> what the saga keeps of its own: an immutable value that a {@code StateCodec} can write
 */
public final class Steps<D> {
    /** The ending of an instance all of whose steps are done. */
    public static final String COMPLETED = "completed";
    /** The ending of an instance that has undone whatever was or may have been done. */
    public static final String COMPENSATED = "compensated";

    private final String name;
    private final Class<D> dataType;
    private final Map<Class<?>, Function<Object, String>> ids = new LinkedHashMap<>();
    private final Map<Class<?>, Function<Object, D>> starts = new LinkedHashMap<>();
    private final Set<Class<?>> callingOff = new LinkedHashSet<>();
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

    /** The event that starts an instance, the instance's id in it, and what the instance keeps of it. */
    public <E> Steps<D> startedBy(Class<E> event, Function<E, String> instance, Function<E, D> begin) {
        identifiedBy(event, instance);
        starts.put(event, data -> begin.apply(event.cast(data)));
        return this;
    }

    /**
     * An event that calls an instance off: what is done or may be is undone. It comes too late for an instance that has
     * ended, or has passed a step without {@code undo}, and changes nothing there. It may come before the start.
     */
    public <E> Steps<D> calledOffBy(Class<E> event, Function<E, String> instance) {
        identifiedBy(event, instance);
        callingOff.add(event);
        return this;
    }

    /** Says how replies of this type, or of a type above it, tell the instance's id, instead of by their correlation id. */
    public <E> Steps<D> identifiedBy(Class<E> event, Function<E, String> instance) {
        ids.put(event, data -> instance.apply(event.cast(data)));
        return this;
    }

    /** Begins the next step; its name is unique within the saga and has 1 to 50 characters. */
    public Step<D> step(String stepName) {
        if (steps.stream().anyMatch(other -> other.name().equals(stepName))) {
            throw new IllegalArgumentException("Saga " + name + " has a step '" + stepName + "' already");
        }
        Step<D> step = new Step<>(this, Texts.require("A step's name", stepName, 50));
        steps.add(step);
        return step;
    }

    /** A command to send once every step is done; no reply is expected. */
    public Steps<D> whenCompleted(String target, Function<D, Object> command) {
        completed = Optional.of(new Notice<>(target, (data, why) -> command.apply(data)));
        return this;
    }

    /** A command to send once everything is undone, with the reason why; no reply is expected. */
    public Steps<D> whenCompensated(String target, BiFunction<D, String, Object> command) {
        compensated = Optional.of(new Notice<>(target, command));
        return this;
    }

    /**
     * Compiles the steps to the machine.
     *
     * @throws IllegalArgumentException if there is no start or no step, a step is incomplete, or one event type has two
     *     meanings
     */
    public Saga<Progress<D>> build() {
        if (starts.isEmpty() || steps.isEmpty()) {
            throw new IllegalArgumentException("Saga " + name + " needs startedBy(..) and at least one step(..)");
        }
        steps.forEach(Step::requireComplete);
        return new StepSaga<>(
                name,
                dataType,
                Map.copyOf(ids),
                Map.copyOf(starts),
                Set.copyOf(callingOff),
                List.copyOf(steps),
                completed,
                compensated);
    }

    /** A command that expects no reply. */
    record Notice<D>(String target, BiFunction<D, String, Object> command) {}

    /** How long a step waits if it does not say. */
    static final Duration PATIENCE = Duration.ofMinutes(5);
}
