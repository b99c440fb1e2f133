package io.triskel.saga;

import io.triskel.saga.Progress.Action;
import io.triskel.saga.Progress.Phase;
import io.triskel.saga.Progress.Undo;
import java.util.List;
import java.util.OptionalInt;

/**
 * Applies an input to one round of an instance of a saga of {@link Steps}, and decides what to do ({@link Todo}).
 * {@link StepRounds} chooses the round.
 *
 * <p>The rules: steps run forward one after another. A failed or unanswered step starts the compensation, unless a step
 * that cannot be undone may have been done: then the saga is stuck until the answer or an operator. Compensation runs in
 * reverse order, one answer after another. An action that proves done although the saga no longer expects it is undone,
 * however late, also after the end. After a definite answer a request is repeated with a new command, which a reply to an
 * older command does not answer.
 */
final class StepEvolution<D> {
    private final List<Step<D>> steps;

    StepEvolution(List<Step<D>> steps) {
        this.steps = steps;
    }

    /** A step and a reply about it. */
    record Answer<D>(Step<D> step, StepReplies.Reply<D> reply) {}

    Progress<D> onStart(Progress<D> progress, D begun) {
        if (progress.phase() == Phase.NEW) {
            return first(progress.withData(begun).with(Phase.FORWARD));
        }
        return progress.phase() == Phase.CALLED_OFF
                ? undoNext(progress.withData(begun).with(Phase.UNDOING))
                : progress;
    }

    Progress<D> first(Progress<D> begun) {
        return ask(begun, steps.get(0));
    }

    Progress<D> onCalledOff(Progress<D> progress, String event) {
        if (progress.phase() == Phase.NEW) {
            return progress.with(Phase.CALLED_OFF).because("called off by " + event);
        }
        if (progress.phase() != Phase.FORWARD || !undoable(progress)) {
            return progress;
        }
        Progress<D> unknown = progress;
        for (Step<D> step : steps) {
            StepProgress s = unknown.step(step.name());
            if (s.action() == Action.PENDING) {
                unknown = unknown.with(step.name(), s.with(Action.UNKNOWN))
                        .todo(new Todo(Todo.Kind.STOP_WAITING, step.name()));
            }
        }
        return turnRound(unknown, "called off by " + event);
    }

    /**
     * Whether a reply answers an older command than the last one. A done action is never outdated: it is a fact, whichever
     * command led to it. During compensation a refusal of the action is not outdated either, because all later requests
     * were about undoing.
     *
     * @param asking the number of the answered request, from 0
     */
    private boolean outdated(Progress<D> progress, Answer<D> answer, int asking) {
        boolean older = asking < progress.step(answer.step().name()).round();
        return switch (answer.reply().meaning()) {
            case DONE -> false;
            case FAILED -> progress.phase() == Phase.FORWARD && older;
            case UNDONE, NOT_UNDONE -> older;
        };
    }

    /** Applies a reply to the n-th request, from 0; without a number the reply settles the last request. */
    Progress<D> onAnswer(Progress<D> progress, Answer<D> answer, OptionalInt asking, Object data) {
        if (asking.isPresent() && outdated(progress, answer, asking.getAsInt())) {
            return progress;
        }
        Progress<D> after = switch (answer.reply().meaning()) {
            case DONE -> onDone(progress, answer.step());
            case FAILED -> onFailed(progress, answer.step(), data);
            case UNDONE -> onUndone(progress, answer.step());
            case NOT_UNDONE -> onNotUndone(progress, answer.step(), data);
        };
        return answer.reply().keep().isPresent() && after.data().isPresent() && !after.equals(progress)
                ? after.withData(answer.reply().keep().get().apply(after.data().get(), data))
                : after;
    }

    private Progress<D> onDone(Progress<D> progress, Step<D> step) {
        StepProgress s = progress.step(step.name());
        if (s.action() == Action.WAITING || s.action() == Action.DONE) {
            return progress;
        }
        Progress<D> done =
                progress.with(step.name(), s.with(Action.DONE)).todo(new Todo(Todo.Kind.STOP_WAITING, step.name()));
        if (progress.phase() == Phase.FORWARD) {
            return forward(s.action() == Action.PENDING ? done : done.todo(Todo.of(Todo.Kind.RUN)), step);
        }
        if (s.undo() == Undo.PENDING || s.undo() == Undo.STUCK) {
            return done;
        }
        StepProgress late = done.step(step.name());
        return undoLate(
                done.with(
                        step.name(), late.undo() == Undo.DONE ? late.nextRound().with(Undo.NONE) : late),
                step);
    }

    /** Undoes a step that proves done after the compensation began or the saga ended. */
    private Progress<D> undoLate(Progress<D> progress, Step<D> step) {
        if (progress.phase() == Phase.ABANDONED) {
            return step.undo().isPresent() ? askUndo(progress, step) : progress;
        }
        return undoNext(progress.with(Phase.UNDOING).todo(Todo.of(Todo.Kind.RUN)));
    }

    private Progress<D> onFailed(Progress<D> progress, Step<D> step, Object data) {
        StepProgress s = progress.step(step.name());
        if (s.action() != Action.PENDING && s.action() != Action.UNKNOWN) {
            return progress;
        }
        Progress<D> failed =
                progress.with(step.name(), s.with(Action.FAILED)).todo(new Todo(Todo.Kind.STOP_WAITING, step.name()));
        if (progress.phase() == Phase.FORWARD) {
            return turnRound(
                    s.action() == Action.PENDING ? failed : failed.todo(Todo.of(Todo.Kind.RUN)),
                    step.name() + " failed: " + data.getClass().getSimpleName());
        }
        return s.undo() == Undo.NONE || s.undo() == Undo.DONE ? failed : settled(failed, step);
    }

    private Progress<D> onUndone(Progress<D> progress, Step<D> step) {
        StepProgress s = progress.step(step.name());
        return s.undo() == Undo.PENDING || s.undo() == Undo.STUCK ? settled(progress, step) : progress;
    }

    private Progress<D> settled(Progress<D> progress, Step<D> step) {
        StepProgress s = progress.step(step.name());
        Progress<D> undone = progress.with(step.name(), s.with(Undo.DONE))
                .todo(new Todo(Todo.Kind.STOP_WAITING_FOR_UNDO, step.name()));
        boolean wasStuck = s.undo() == Undo.STUCK;
        if (progress.phase() == Phase.UNDOING) {
            return undoNext(wasStuck ? undone.todo(Todo.of(Todo.Kind.RUN)) : undone);
        }
        return wasStuck ? undone.todo(Todo.of(Todo.Kind.ABANDON)) : undone;
    }

    private Progress<D> onNotUndone(Progress<D> progress, Step<D> step, Object data) {
        if (progress.step(step.name()).undo() != Undo.PENDING) {
            return progress;
        }
        return stuckUndoing(
                progress,
                step,
                "undoing " + step.name() + " failed: " + data.getClass().getSimpleName());
    }

    private Progress<D> stuckUndoing(Progress<D> progress, Step<D> step, String why) {
        return progress.with(step.name(), progress.step(step.name()).with(Undo.STUCK))
                .todo(new Todo(Todo.Kind.STOP_WAITING_FOR_UNDO, step.name()))
                .todo(new Todo(Todo.Kind.STICK, why));
    }

    /** {@return whether any step of the round has this timer} */
    boolean hasTimer(String timer, int round) {
        return steps.stream().anyMatch(step -> timer.equals(step.timer(round)) || timer.equals(step.undoTimer(round)));
    }

    Progress<D> onTimeout(Progress<D> progress, String timer) {
        int round = progress.round();
        for (Step<D> step : steps) {
            StepProgress s = progress.step(step.name());
            if (timer.equals(step.timer(round)) && s.action() == Action.PENDING && progress.phase() == Phase.FORWARD) {
                return s.tries() < step.retries()
                        ? progress.with(step.name(), s.again()).todo(new Todo(Todo.Kind.ACT, step.name()))
                        : turnRound(
                                progress.with(step.name(), s.with(Action.UNKNOWN)),
                                step.name() + " was not answered in time");
            }
            if (timer.equals(step.undoTimer(round)) && s.undo() == Undo.PENDING) {
                return s.tries() < step.undoRetries()
                        ? progress.with(step.name(), s.again()).todo(new Todo(Todo.Kind.UNDO, step.name()))
                        : stuckUndoing(progress, step, "undoing " + step.name() + " was not answered in time");
            }
        }
        return progress;
    }

    /** Sends the request again: with a new command id after a definite answer, else with the same one. */
    Progress<D> onResumed(Progress<D> progress) {
        for (Step<D> step : steps) {
            StepProgress s = progress.step(step.name());
            if (s.undo() == Undo.STUCK) {
                return askUndo(progress.with(step.name(), s.nextRound()), step);
            }
            if (progress.phase() == Phase.FORWARD && s.action() == Action.UNKNOWN) {
                return ask(progress, step);
            }
            if (progress.phase() == Phase.FORWARD && s.action() == Action.FAILED) {
                return ask(progress.with(step.name(), s.nextRound()), step);
            }
        }
        return progress;
    }

    /** The operator settles steps under compensation by hand; actions that prove done later are still undone. */
    Progress<D> onAbandoned(Progress<D> progress, String reason) {
        Progress<D> abandoned = progress.with(Phase.ABANDONED).because(reason);
        for (Step<D> step : steps) {
            StepProgress s = abandoned.step(step.name());
            if (s.undo() == Undo.PENDING) {
                abandoned = abandoned.with(step.name(), s.with(Undo.STUCK));
            }
        }
        return abandoned;
    }

    private Progress<D> forward(Progress<D> progress, Step<D> done) {
        int next = steps.indexOf(done) + 1;
        return next < steps.size()
                ? ask(progress, steps.get(next))
                : progress.with(Phase.COMPLETED).todo(Todo.of(Todo.Kind.COMPLETE));
    }

    private Progress<D> ask(Progress<D> progress, Step<D> step) {
        return progress.with(step.name(), progress.step(step.name()).with(Action.PENDING))
                .todo(new Todo(Todo.Kind.ACT, step.name()));
    }

    private Progress<D> turnRound(Progress<D> progress, String why) {
        return undoable(progress)
                ? undoNext(progress.because(why).with(Phase.UNDOING))
                : progress.because(why).todo(new Todo(Todo.Kind.STICK, why + ", and what is done cannot be undone"));
    }

    private boolean undoable(Progress<D> progress) {
        return steps.stream()
                .filter(step -> progress.step(step.name()).mustBeUndone()
                        || progress.step(step.name()).action() == Action.PENDING)
                .allMatch(Step::undoable);
    }

    private Progress<D> undoNext(Progress<D> progress) {
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step<D> step = steps.get(i);
            StepProgress s = progress.step(step.name());
            if (s.undo() == Undo.PENDING) {
                return progress;
            }
            if (s.undo() == Undo.STUCK) {
                return progress.todo(new Todo(Todo.Kind.STICK, "undoing " + step.name() + " waits for an operator"));
            }
            if (s.mustBeUndone()) {
                Progress<D> asked = undoOne(progress, step);
                if (asked.step(step.name()).undo() != Undo.DONE) {
                    return asked;
                }
                return undoNext(asked);
            }
        }
        return progress.with(Phase.COMPENSATED).todo(Todo.of(Todo.Kind.COMPENSATE));
    }

    private Progress<D> undoOne(Progress<D> progress, Step<D> step) {
        if (step.undo().isPresent()) {
            return askUndo(progress, step);
        }
        StepProgress s = progress.step(step.name());
        return step.undoable()
                ? progress.with(step.name(), s.with(Undo.DONE))
                : stuckUndoing(progress, step, step.name() + " was refused, then done, and cannot be undone");
    }

    private Progress<D> askUndo(Progress<D> progress, Step<D> step) {
        if (step.undo().isEmpty()) {
            return undoNext(
                    progress.with(step.name(), progress.step(step.name()).with(Undo.DONE)));
        }
        Undo next = step.undoIsAnswered() ? Undo.PENDING : Undo.DONE;
        return progress.with(step.name(), progress.step(step.name()).with(next))
                .todo(new Todo(Todo.Kind.UNDO, step.name()));
    }
}
