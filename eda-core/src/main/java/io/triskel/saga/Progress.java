package io.triskel.saga;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The progress of an instance of a saga of {@link Steps}, in its current round.
 *
 * @param <D> the saga's own data
 */
public final class Progress<D> {
    /** The phase of the whole process. */
    public enum Phase {
        /** The round has not started. */
        NEW,
        /** Called off before it started: it will end as soon as it starts. */
        CALLED_OFF,
        /** Steps are being done, one after another. */
        FORWARD,
        /** Completed steps are being undone, in reverse order. */
        UNDOING,
        /** Every step is done. */
        COMPLETED,
        /** Everything that was or may have been done is undone. */
        COMPENSATED,
        /** An operator abandoned it. */
        ABANDONED
    }

    /** The known outcome of a step's action. */
    public enum Action {
        /** Not asked for. */
        WAITING,
        /** Asked for, no answer yet. */
        PENDING,
        /** Done. */
        DONE,
        /** The participant replied that it did not and will not do it. */
        FAILED,
        /** No answer in time: it may be done, now or later. Compensated like done. */
        UNKNOWN
    }

    /** The known outcome of a step's compensation. */
    public enum Undo {
        /** Not asked for. */
        NONE,
        /** Asked for, no answer yet. */
        PENDING,
        /** Undone. */
        DONE,
        /** It failed permanently or was not answered: an operator must decide. */
        STUCK
    }

    private final Stored stored;
    private final Optional<D> data;
    private final List<Progress<D>> earlier;

    Progress(Stored stored, Optional<D> data, List<Progress<D>> earlier) {
        this.stored = stored;
        this.data = data;
        this.earlier = List.copyOf(earlier);
    }

    static <D> Progress<D> none() {
        return new Progress<>(
                new Stored(Phase.NEW, Map.of(), Optional.empty(), List.of(), Optional.empty(), Optional.empty()),
                Optional.empty(),
                List.of());
    }

    /** {@return the instance's round, from 1; each start after an end begins the next one} */
    public int round() {
        return stored.instanceRound.orElse(1);
    }

    /** {@return the phase of the whole process} */
    public Phase phase() {
        return stored.phase;
    }

    /** {@return the saga's own data; empty until it has started} */
    public Optional<D> data() {
        return data;
    }

    /** {@return the known outcome of this step's action} */
    public Action action(String step) {
        return step(step).action();
    }

    /** {@return the known outcome of this step's compensation} */
    public Undo undo(String step) {
        return step(step).undo();
    }

    /** {@return the names of all steps asked for so far, in order} */
    public Set<String> asked() {
        return stored.steps.keySet();
    }

    StepProgress step(String name) {
        return stored.steps.getOrDefault(name, StepProgress.WAITING);
    }

    Map<String, StepProgress> steps() {
        return stored.steps;
    }

    /** {@return why the process is or was being undone} */
    public Optional<String> why() {
        return stored.why;
    }

    /**
     * {@return the last {@value StepRounds#MOST_EARLIER} earlier rounds that did not complete, newest first} Actions of
     * these rounds that prove done late are undone; answers to older or completed rounds are ignored.
     */
    public List<Progress<D>> earlier() {
        return earlier;
    }

    Stored stored() {
        return stored;
    }

    List<Todo> todo() {
        return stored.todo;
    }

    Progress<D> with(String step, StepProgress progress) {
        Map<String, StepProgress> changed = new LinkedHashMap<>(stored.steps);
        changed.put(step, progress);
        return withSteps(changed);
    }

    Progress<D> withSteps(Map<String, StepProgress> steps) {
        return with(new Stored(stored.phase, steps, stored.why, stored.todo, stored.instanceRound, Optional.empty()));
    }

    Progress<D> with(Phase next) {
        return with(new Stored(next, stored.steps, stored.why, stored.todo, stored.instanceRound, Optional.empty()));
    }

    private Progress<D> with(Stored next) {
        return new Progress<>(next, data, earlier);
    }

    Progress<D> withData(D next) {
        return new Progress<>(stored, Optional.of(next), earlier);
    }

    Progress<D> withEarlier(List<Progress<D>> rounds) {
        return new Progress<>(stored, data, rounds);
    }

    /** {@return the next round, empty} */
    Progress<D> nextRound(D begun, List<Progress<D>> before) {
        return new Progress<>(
                new Stored(
                        Phase.FORWARD,
                        Map.of(),
                        Optional.empty(),
                        List.of(),
                        Optional.of(round() + 1),
                        Optional.empty()),
                Optional.of(begun),
                before);
    }

    Progress<D> because(String reason) {
        return with(new Stored(
                stored.phase,
                stored.steps,
                Optional.of(Texts.reason(reason)),
                stored.todo,
                stored.instanceRound,
                Optional.empty()));
    }

    Progress<D> todo(Todo one) {
        List<Todo> more = new ArrayList<>(stored.todo);
        more.add(one);
        return withTodo(more);
    }

    Progress<D> nothingTodo() {
        return withTodo(List.of());
    }

    private Progress<D> withTodo(List<Todo> todo) {
        return with(new Stored(stored.phase, stored.steps, stored.why, todo, stored.instanceRound, Optional.empty()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Progress<?> progress
                && stored.equals(progress.stored)
                && data.equals(progress.data)
                && earlier.equals(progress.earlier);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * stored.hashCode() + data.hashCode()) + earlier.hashCode();
    }

    @Override
    public String toString() {
        return "Progress[" + (round() == 1 ? "" : "round " + round() + ", ") + stored.phase + ", " + stored.steps
                + stored.why.map(why -> ", " + why).orElse("") + "]";
    }

    /**
     * The progress without the saga's own data, so that it can be written without that data's class.
     *
     * @param instanceRound absent in the first round, and in rows from before there were rounds
     * @param earlierRounds each as {@link ProgressForm} writes it; only in stored rows
     */
    record Stored(
            Phase phase,
            Map<String, StepProgress> steps,
            Optional<String> why,
            List<Todo> todo,
            Optional<Integer> instanceRound,
            Optional<List<byte[]>> earlierRounds) {
        Stored {
            steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
            todo = List.copyOf(todo);
        }

        Stored withEarlier(Optional<List<byte[]>> rounds) {
            return new Stored(phase, steps, why, todo, instanceRound, rounds);
        }
    }
}
