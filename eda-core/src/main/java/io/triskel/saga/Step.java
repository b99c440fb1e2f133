package io.triskel.saga;

import io.triskel.event.OrderingKey;
import io.triskel.saga.StepReplies.Meaning;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One step of {@link Steps}: its command, its replies, how long to wait, and how to undo it.
 *
 * @param <D> the saga's own data
 */
public final class Step<D> {
    private final Steps<D> saga;
    private final String name;
    private Optional<Ask<D>> action = Optional.empty();
    private Optional<Ask<D>> undo = Optional.empty();
    private boolean nothingToUndo;
    private Duration patience = Steps.PATIENCE;
    private int retries;
    private Duration undoPatience = Steps.PATIENCE;
    private int undoRetries = 3;
    private final StepReplies<D> replies;

    Step(Steps<D> saga, String name) {
        this.saga = saga;
        this.name = name;
        this.replies = new StepReplies<>(name);
    }

    /** Sets the step's command and its receiver; ordered by the instance. */
    public Step<D> command(String target, Function<D, Object> command) {
        action = Optional.of(Ask.of(target, Optional.empty(), command));
        return this;
    }

    /** Sets the step's command, with its own ordering key. */
    public Step<D> command(String target, Function<D, Object> command, Function<D, OrderingKey> key) {
        action = Optional.of(Ask.of(target, Optional.empty(), command).keyed(key));
        return this;
    }

    /** Sets the step's command with its type, which {@link Steps#describe} passes to a workflow engine. */
    public <C> Step<D> command(String target, Class<C> type, Function<D, C> command) {
        action = Optional.of(Ask.of(target, Optional.of(type), command::apply));
        return this;
    }

    /** Sets the step's command with its type and its own ordering key. */
    public <C> Step<D> command(String target, Class<C> type, Function<D, C> command, Function<D, OrderingKey> key) {
        action =
                Optional.of(Ask.<D>of(target, Optional.of(type), command::apply).keyed(key));
        return this;
    }

    /** Sets the reply that reports the step as done. */
    public Step<D> done(Class<?> reply) {
        return on(reply, Meaning.DONE, Optional.empty());
    }

    /** Sets the reply that reports the step as done, and how the saga keeps its data. */
    public <E> Step<D> done(Class<E> reply, BiFunction<D, E, D> keep) {
        return on(reply, Meaning.DONE, Optional.of((data, event) -> keep.apply(data, reply.cast(event))));
    }

    /** Sets the reply that refuses the step: it was not and will not be done. */
    public Step<D> failed(Class<?> reply) {
        return on(reply, Meaning.FAILED, Optional.empty());
    }

    /** Sets the reply that refuses the step, which was not and will not be done, and how the saga keeps its data. */
    public <E> Step<D> failed(Class<E> reply, BiFunction<D, E, D> keep) {
        return on(reply, Meaning.FAILED, Optional.of((data, event) -> keep.apply(data, reply.cast(event))));
    }

    /** Sets how long to wait for a reply, after which the step's outcome is unknown. Default: 5 minutes. */
    public Step<D> within(Duration wait) {
        patience = requirePositive(wait);
        return this;
    }

    /** Sets how often to send the same command again before the outcome counts as unknown. Default: 0. */
    public Step<D> retries(int times) {
        retries = times;
        return this;
    }

    /** Sets the compensating command. Without {@link #undone} the step counts as undone once the command is recorded. */
    public Step<D> undo(String target, Function<D, Object> command) {
        undo = Optional.of(Ask.of(target, Optional.empty(), command));
        return this;
    }

    /** Sets the compensating command, with its own ordering key. */
    public Step<D> undo(String target, Function<D, Object> command, Function<D, OrderingKey> key) {
        undo = Optional.of(Ask.of(target, Optional.empty(), command).keyed(key));
        return this;
    }

    /** Sets the compensating command with its type, which {@link Steps#describe} passes to a workflow engine. */
    public <C> Step<D> undo(String target, Class<C> type, Function<D, C> command) {
        undo = Optional.of(Ask.of(target, Optional.of(type), command::apply));
        return this;
    }

    /** Sets the compensating command with its type and its own ordering key. */
    public <C> Step<D> undo(String target, Class<C> type, Function<D, C> command, Function<D, OrderingKey> key) {
        undo = Optional.of(Ask.<D>of(target, Optional.of(type), command::apply).keyed(key));
        return this;
    }

    /** Declares that the step, such as a check, has no effect to undo. */
    public Step<D> nothingToUndo() {
        nothingToUndo = true;
        return this;
    }

    /** Sets the reply that reports the step as undone, also if there was nothing to undo. */
    public Step<D> undone(Class<?> reply) {
        return on(reply, Meaning.UNDONE, Optional.empty());
    }

    /** Sets the reply that refuses to undo the step, which makes the saga stuck. */
    public Step<D> notUndone(Class<?> reply) {
        return on(reply, Meaning.NOT_UNDONE, Optional.empty());
    }

    /**
     * Sets how long to wait for the reply to the compensating command, and how often to send it again. Default: 5 minutes,
     * 3 times.
     */
    public Step<D> undoWithin(Duration wait, int times) {
        undoPatience = requirePositive(wait);
        undoRetries = times;
        return this;
    }

    /** Begins the next step. */
    public Step<D> step(String next) {
        return saga.step(next);
    }

    /** See {@link Steps#whenCompleted}. */
    public Steps<D> whenCompleted(String target, Function<D, Object> command) {
        return saga.whenCompleted(target, command);
    }

    /** See {@link Steps#whenCompleted}. */
    public <C> Steps<D> whenCompleted(String target, Class<C> type, Function<D, C> command) {
        return saga.whenCompleted(target, type, command);
    }

    /** See {@link Steps#whenCompensated}. */
    public Steps<D> whenCompensated(String target, BiFunction<D, String, Object> command) {
        return saga.whenCompensated(target, command);
    }

    /** See {@link Steps#whenCompensated}. */
    public <C> Steps<D> whenCompensated(String target, Class<C> type, BiFunction<D, String, C> command) {
        return saga.whenCompensated(target, type, command);
    }

    /** See {@link Steps#secondStart}. */
    public Steps<D> secondStart(Steps.SecondStart policy) {
        return saga.secondStart(policy);
    }

    /** See {@link Steps#build}. */
    public Saga<Progress<D>> build() {
        return saga.build();
    }

    private Step<D> on(Class<?> type, Meaning meaning, Optional<BiFunction<D, Object, D>> keep) {
        replies.add(type, meaning, keep);
        return this;
    }

    private static Duration requirePositive(Duration wait) {
        if (wait.isNegative() || wait.isZero()) {
            throw new IllegalArgumentException("wait must be positive, not " + wait);
        }
        return wait;
    }

    void requireComplete() {
        if (action.isEmpty() || !replies.have(Meaning.DONE)) {
            throw new IllegalArgumentException("Step " + name + " needs command(..) and done(..)");
        }
        if (undo.isEmpty() && (replies.have(Meaning.UNDONE) || replies.have(Meaning.NOT_UNDONE))) {
            throw new IllegalArgumentException("Step " + name + " has a reply to undo(..) but no undo(..)");
        }
        if (undo.isPresent() && nothingToUndo) {
            throw new IllegalArgumentException("Step " + name + " has undo(..) and says nothingToUndo()");
        }
        if (replies.have(Meaning.NOT_UNDONE) && !replies.have(Meaning.UNDONE)) {
            throw new IllegalArgumentException("Step " + name + " has notUndone(..) but no undone(..)");
        }
    }

    String name() {
        return name;
    }

    Ask<D> action() {
        return action.orElseThrow();
    }

    Optional<Ask<D>> undo() {
        return undo;
    }

    boolean undoable() {
        return undo.isPresent() || nothingToUndo;
    }

    boolean undoIsAnswered() {
        return replies.have(Meaning.UNDONE);
    }

    Duration patience() {
        return patience;
    }

    int retries() {
        return retries;
    }

    Duration undoPatience() {
        return undoPatience;
    }

    int undoRetries() {
        return undoRetries;
    }

    StepReplies<D> replies() {
        return replies;
    }

    String timer(int instanceRound) {
        return inRound(name, instanceRound);
    }

    String undoTimer(int instanceRound) {
        return inRound(Steps.UNDO + name, instanceRound);
    }

    /**
     * Unchanged in the first round; else with the round in at most 6 digits, so that a timer's name has at most 64
     * characters.
     */
    private static String inRound(String timer, int instanceRound) {
        return instanceRound == 1 ? timer : timer + " #" + Integer.toString(instanceRound, Character.MAX_RADIX);
    }

    /** The effect ({@link Reaction.Send}) of the n-th request for the step, from 0. */
    String doing(int asking) {
        return Steps.DO + name + " " + asking;
    }

    /** The effect of the n-th request to undo the step, from 0. */
    String undoing(int asking) {
        return Steps.UNDO + name + " " + asking;
    }

    /** The effect of the request that a reply of this meaning answers. */
    String effect(Meaning meaning, int asking) {
        return meaning == Meaning.DONE || meaning == Meaning.FAILED ? doing(asking) : undoing(asking);
    }

    /** A command that expects a reply, with its type if the saga names it. */
    record Ask<D>(
            String target,
            Optional<Class<?>> type,
            Function<D, Object> command,
            Function<D, Optional<OrderingKey>> key) {
        static <D> Ask<D> of(String target, Optional<Class<?>> type, Function<D, Object> command) {
            return new Ask<>(target, type, command, data -> Optional.empty());
        }

        Ask<D> keyed(Function<D, OrderingKey> by) {
            return new Ask<>(target, type, command, data -> Optional.of(by.apply(data)));
        }
    }
}
