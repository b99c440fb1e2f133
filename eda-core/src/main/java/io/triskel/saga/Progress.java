package io.triskel.saga;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far an instance of a saga of {@link Steps} has come.
 *
 * @param <D> what the saga itself keeps
 */
public final class Progress<D> {
    /** Where the whole process stands. */
    public enum Phase {
        /** Nothing has happened. */
        NEW,
        /** Called off before it started: when it starts it ends at once. */
        CALLED_OFF,
        /** Steps are being done, one after another. */
        FORWARD,
        /** What was done is being undone, in reverse order. */
        UNDOING,
        /** Every step is done. */
        COMPLETED,
        /** Everything that may have been done is undone. */
        COMPENSATED,
        /** An operator gave it up. */
        ABANDONED
    }

    private final Stored stored;
    private final Optional<D> data;

    Progress(Stored stored, Optional<D> data) {
        this.stored = stored;
        this.data = data;
    }

    static <D> Progress<D> none() {
        return new Progress<>(new Stored(Phase.NEW, Map.of(), Optional.empty(), List.of()), Optional.empty());
    }

    /** {@return where the whole process stands} */
    public Phase phase() {
        return stored.phase;
    }

    /** {@return what the saga itself keeps; empty until it has started} */
    public Optional<D> data() {
        return data;
    }

    /** {@return how this step stands} */
    public StepProgress step(String name) {
        return stored.steps.getOrDefault(name, StepProgress.WAITING);
    }

    /** {@return all steps that were asked for, by name, in the order in which they were} */
    public Map<String, StepProgress> steps() {
        return stored.steps;
    }

    /** {@return why the process is being undone, or was} */
    public Optional<String> why() {
        return stored.why;
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
        return new Progress<>(new Stored(stored.phase, changed, stored.why, stored.todo), data);
    }

    Progress<D> with(Phase next) {
        return new Progress<>(new Stored(next, stored.steps, stored.why, stored.todo), data);
    }

    Progress<D> withData(D next) {
        return new Progress<>(stored, Optional.of(next));
    }

    Progress<D> because(String reason) {
        return new Progress<>(
                new Stored(stored.phase, stored.steps, Optional.of(Texts.reason(reason)), stored.todo), data);
    }

    Progress<D> todo(Todo one) {
        List<Todo> more = new ArrayList<>(stored.todo);
        more.add(one);
        return new Progress<>(new Stored(stored.phase, stored.steps, stored.why, more), data);
    }

    Progress<D> nothingTodo() {
        return new Progress<>(new Stored(stored.phase, stored.steps, stored.why, List.of()), data);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Progress<?> progress && stored.equals(progress.stored) && data.equals(progress.data);
    }

    @Override
    public int hashCode() {
        return 31 * stored.hashCode() + data.hashCode();
    }

    @Override
    public String toString() {
        return "Progress[" + stored.phase + ", " + stored.steps
                + stored.why.map(why -> ", " + why).orElse("") + "]";
    }

    /** The progress without the saga's own data, to be written without knowing that data's class. */
    record Stored(Phase phase, Map<String, StepProgress> steps, Optional<String> why, List<Todo> todo) {
        Stored {
            steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
            todo = List.copyOf(todo);
        }
    }

    /**
     * How one step of an instance stands: what became of its action, and of undoing it.
     *
     * @param action what is known of the action
     * @param undo what is known of the compensation
     * @param tries how often the open question (action or compensation) was asked again because nobody answered
     * @param round grows when a question is asked again, under a new command id, after a definite answer. A reply whose
     *     causation is a command of an earlier round settles nothing, except that a done action is done
     */
    public record StepProgress(Action action, Undo undo, int tries, int round) {
        static final StepProgress WAITING = new StepProgress(Action.WAITING, Undo.NONE, 0, 0);

        /** What is known of a step's action. */
        public enum Action {
            /** Not asked for. */
            WAITING,
            /** Asked for, no answer yet. */
            PENDING,
            /** Done. */
            DONE,
            /** The participant said that it did not and will not do it. */
            FAILED,
            /** Nobody answered in time: it may be done, now or later. Compensated like done. */
            UNKNOWN
        }

        /** What is known of a step's compensation. */
        public enum Undo {
            /** Not asked for. */
            NONE,
            /** Asked for, no answer yet. */
            PENDING,
            /** Undone. */
            DONE,
            /** It failed for good or was not answered: an operator must help. */
            STUCK
        }

        /** {@return whether the action took effect, as far as anybody can tell, and is not undone} */
        boolean mustBeUndone() {
            return (action == Action.DONE || action == Action.UNKNOWN) && undo == Undo.NONE;
        }

        StepProgress with(Action next) {
            return new StepProgress(next, undo, 0, round);
        }

        StepProgress with(Undo next) {
            return new StepProgress(action, next, 0, round);
        }

        StepProgress again() {
            return new StepProgress(action, undo, tries + 1, round);
        }

        StepProgress nextRound() {
            return new StepProgress(action, undo, 0, round + 1);
        }
    }
}
