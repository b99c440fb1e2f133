package io.triskel.saga;

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
