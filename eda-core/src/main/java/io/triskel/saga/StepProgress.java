package io.triskel.saga;

import io.triskel.saga.Progress.Action;
import io.triskel.saga.Progress.Undo;

/**
 * The state of one step of an instance: the outcomes of its action and its compensation.
 *
 * @param action the known outcome of the action
 * @param undo the known outcome of the compensation
 * @param tries how often the open request (action or compensation) was sent again without an answer
 * @param round grows when a request is sent with a new command id after a definite answer; not the instance's round. A
 *     reply to an earlier command settles nothing, except that a done action is done
 */
record StepProgress(Action action, Undo undo, int tries, int round) {
    static final StepProgress WAITING = new StepProgress(Action.WAITING, Undo.NONE, 0, 0);

    /** {@return whether the action took or may have taken effect, and is not undone} */
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
