package io.triskel.saga;

import io.triskel.event.OrderingKey;
import io.triskel.saga.StepReplies.Meaning;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One step of {@link Steps}: what does it, what answers, how long to wait, what undoes it.
 *
 * @param <D> what the saga keeps of its own
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

    /** The command that does the step, and who is to do it; ordered by the instance. */
    public Step<D> command(String target, Function<D, Object> command) {
        action = Optional.of(Ask.of(target, Optional.empty(), command));
        return this;
    }

    /** The command that does the step, ordered by a key of its own. */
    public Step<D> command(String target, Function<D, Object> command, Function<D, OrderingKey> key) {
        action = Optional.of(Ask.of(target, Optional.empty(), command).keyed(key));
        return this;
    }

    /** The command that does the step, with its type, which {@link Steps#describe} tells an engine. */
    public <C> Step<D> command(String target, Class<C> type, Function<D, C> command) {
        action = Optional.of(Ask.of(target, Optional.of(type), command::apply));
        return this;
    }

    /** The command that does the step, with its type, ordered by a key of its own. */
    public <C> Step<D> command(String target, Class<C> type, Function<D, C> command, Function<D, OrderingKey> key) {
        action =
                Optional.of(Ask.<D>of(target, Optional.of(type), command::apply).keyed(key));
        return this;
    }

    /** The reply that says that the step is done. */
    public Step<D> done(Class<?> reply) {
        return on(reply, Meaning.DONE, Optional.empty());
    }

    /** The reply that says that the step is done, and what the saga keeps of the reply. */
    public <E> Step<D> done(Class<E> reply, BiFunction<D, E, D> keep) {
        return on(reply, Meaning.DONE, Optional.of((data, event) -> keep.apply(data, reply.cast(event))));
    }

    /** The reply that says that the step was not done and will not be. */
    public Step<D> failed(Class<?> reply) {
        return on(reply, Meaning.FAILED, Optional.empty());
    }

    /** The reply that says that the step was not done and will not be, and what the saga keeps of the reply. */
    public <E> Step<D> failed(Class<E> reply, BiFunction<D, E, D> keep) {
        return on(reply, Meaning.FAILED, Optional.of((data, event) -> keep.apply(data, reply.cast(event))));
    }

    /** How long to wait for an answer (default 5 minutes); after that the step's outcome is unknown. */
    public Step<D> within(Duration wait) {
        patience = requirePositive(wait);
        return this;
    }

    /** How often to ask again, with the same command, before the outcome counts as unknown (default: not at all). */
    public Step<D> retries(int times) {
        retries = times;
        return this;
    }

    /**
     * The command that undoes the step. Without {@link #undone} the step counts as undone once the command is written down.
     */
    public Step<D> undo(String target, Function<D, Object> command) {
        undo = Optional.of(Ask.of(target, Optional.empty(), command));
        return this;
    }

    /** The command that undoes the step, ordered by a key of its own. */
    public Step<D> undo(String target, Function<D, Object> command, Function<D, OrderingKey> key) {
        undo = Optional.of(Ask.of(target, Optional.empty(), command).keyed(key));
        return this;
    }

    /** The command that undoes the step, with its type, which {@link Steps#describe} tells an engine. */
    public <C> Step<D> undo(String target, Class<C> type, Function<D, C> command) {
        undo = Optional.of(Ask.of(target, Optional.of(type), command::apply));
        return this;
    }

    /** The command that undoes the step, with its type, ordered by a key of its own. */
    public <C> Step<D> undo(String target, Class<C> type, Function<D, C> command, Function<D, OrderingKey> key) {
        undo = Optional.of(Ask.<D>of(target, Optional.of(type), command::apply).keyed(key));
        return this;
    }

    /** Says that the step has no effect that would have to be undone, such as a check. */
    public Step<D> nothingToUndo() {
        nothingToUndo = true;
        return this;
    }

    /** The reply that says that the step is undone, also if there was nothing to undo. */
    public Step<D> undone(Class<?> reply) {
        return on(reply, Meaning.UNDONE, Optional.empty());
    }

    /** The reply that says that the step cannot be undone: the saga is stuck. */
    public Step<D> notUndone(Class<?> reply) {
        return on(reply, Meaning.NOT_UNDONE, Optional.empty());
    }

    /** How long to wait for the answer to the undoing command (default 5 minutes), and how often to ask again (3 times). */
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
            throw new IllegalArgumentException("A step waits for more than nothing, not for " + wait);
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

    /** In the first round as they always were; else with the round in 6 digits at most, so that a timer's name has 64 characters. */
    private static String inRound(String timer, int instanceRound) {
        return instanceRound == 1 ? timer : timer + " #" + Integer.toString(instanceRound, Character.MAX_RADIX);
    }

    /** The effect, see {@link Reaction.Send}, of asking for the step for the n-th time, from 0. */
    String doing(int asking) {
        return Steps.DO + name + " " + asking;
    }

    /** The effect of asking for the step to be undone for the n-th time, from 0. */
    String undoing(int asking) {
        return Steps.UNDO + name + " " + asking;
    }

    /** The effect of the question that a reply of this meaning answers. */
    String effect(Meaning meaning, int asking) {
        return meaning == Meaning.DONE || meaning == Meaning.FAILED ? doing(asking) : undoing(asking);
    }

    /** A command that expects a reply; its type is known if the saga names it. */
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
