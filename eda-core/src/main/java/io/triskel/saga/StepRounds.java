package io.triskel.saga;

import io.triskel.event.Envelope;
import io.triskel.saga.Progress.Action;
import io.triskel.saga.Progress.Phase;
import io.triskel.saga.Progress.Undo;
import io.triskel.saga.StepCorrelation.Asked;
import io.triskel.saga.StepEvolution.Answer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds the round of an input, and begins the next one.
 *
 * <p>A start begins the next round once the instance has ended: no round is under way or being undone. A reply belongs to
 * the round of its command. A change in an earlier round does not end or compensate the current round, but the instance
 * does not end before the earlier round is undone, and is stuck if that fails.
 */
final class StepRounds<D> {
    /** How many earlier rounds are kept for late replies: each takes space in the instance's row. */
    static final int MOST_EARLIER = 8;

    /** An earlier round does not change the status of the instance. */
    private static final Set<Todo.Kind> OF_THE_PRESENT_ROUND =
            EnumSet.of(Todo.Kind.RUN, Todo.Kind.COMPLETE, Todo.Kind.COMPENSATE, Todo.Kind.ABANDON);

    private final StepSaga.Starts<D> starts;
    private final Map<Class<?>, Answer<D>> answers;
    private final StepCorrelation correlation;
    private final StepEvolution<D> evolution;

    StepRounds(
            StepSaga.Starts<D> starts,
            List<Step<D>> steps,
            Map<Class<?>, Answer<D>> answers,
            StepCorrelation correlation) {
        this.starts = starts;
        this.answers = answers;
        this.correlation = correlation;
        this.evolution = new StepEvolution<>(steps);
    }

    /** {@return what a start waits for, if it must wait} */
    Optional<String> letsWait(Progress<D> progress, SagaStatus status, Object data) {
        if (starts.second() == Steps.SecondStart.IGNORED
                || neverStarted(progress)
                || of(starts.events(), data).isEmpty()) {
            return Optional.empty();
        }
        // The reason is omitted: it may quote an exception, and so personal data.
        if (status instanceof SagaStatus.Stuck) {
            return Optional.of("the instance is stuck, resume or abandon it");
        }
        return hasEnded(progress) ? Optional.empty() : Optional.of("round " + progress.round() + " has not ended");
    }

    Progress<D> evolve(Progress<D> before, Input input) {
        Progress<D> progress = before.nothingTodo();
        return input.fold(
                event -> onEvent(progress, event.envelope()),
                timeout -> onTimeout(progress, timeout.name()),
                resumed -> inEarlier(evolution.onResumed(progress), evolution::onResumed),
                abandoned -> onAbandoned(progress, abandoned.reason()));
    }

    private Progress<D> onEvent(Progress<D> progress, Envelope<?> event) {
        Object data = event.data();
        Optional<Function<Object, D>> start = of(starts.events(), data);
        if (start.isPresent()) {
            return onStart(progress, start.get(), data);
        }
        if (starts.callingOff().stream().anyMatch(type -> type.isInstance(data))) {
            return evolution.onCalledOff(progress, data.getClass().getSimpleName());
        }
        return of(answers, data)
                .map(answer -> onAnswer(progress, answer, event))
                .orElse(progress);
    }

    private static <V> Optional<V> of(Map<Class<?>, V> byType, Object data) {
        for (Map.Entry<Class<?>, V> entry : byType.entrySet()) {
            if (entry.getKey().isInstance(data)) {
                return Optional.of(entry.getValue());
            }
        }
        return Optional.empty();
    }

    private Progress<D> onStart(Progress<D> progress, Function<Object, D> begin, Object data) {
        if (neverStarted(progress)) {
            return evolution.onStart(progress, begin.apply(data));
        }
        return starts.second() == Steps.SecondStart.IGNORED || !hasEnded(progress)
                ? progress
                : evolution
                        .first(progress.nextRound(begin.apply(data), kept(progress)))
                        .todo(Todo.of(Todo.Kind.RUN));
    }

    private static boolean neverStarted(Progress<?> progress) {
        return progress.phase() == Phase.NEW || progress.phase() == Phase.CALLED_OFF;
    }

    /** No action of a completed round, or of one without requests, can prove done later. */
    private List<Progress<D>> kept(Progress<D> ended) {
        Progress<D> alone = settledByHand(ended.nothingTodo().withEarlier(List.of()));
        return Stream.concat(
                        Stream.of(alone)
                                .filter(round -> round.phase() != Phase.COMPLETED
                                        && !round.steps().isEmpty()),
                        ended.earlier().stream())
                .limit(MOST_EARLIER)
                .toList();
    }

    /** Steps that an operator settled by hand when the round was abandoned are not requested again. */
    private Progress<D> settledByHand(Progress<D> round) {
        Map<String, StepProgress> left = new LinkedHashMap<>(round.steps());
        left.values().removeIf(step -> step.undo() == Undo.STUCK);
        return round.withSteps(left);
    }

    private Progress<D> onAnswer(Progress<D> progress, Answer<D> answer, Envelope<?> event) {
        Object data = event.data();
        Optional<Asked> asked = correlation.asked(event);
        for (Progress<D> round : rounds(progress)) {
            OptionalInt asking =
                    asked.map(question -> asking(round, answer, question)).orElseGet(OptionalInt::empty);
            if (asking.isPresent()) {
                return inRound(progress, round.round(), of -> evolution.onAnswer(of, answer, asking, data));
            }
        }
        int round = asked.map(Asked::round).orElseGet(OptionalInt::empty).orElse(progress.round());
        return correlation.takesUnasked(event)
                ? inRound(progress, round, of -> evolution.onAnswer(of, answer, OptionalInt.empty(), data))
                : progress;
    }

    private List<Progress<D>> rounds(Progress<D> progress) {
        List<Progress<D>> all = new ArrayList<>();
        all.add(progress);
        all.addAll(progress.earlier());
        return all;
    }

    /** {@return the number of the request that a reply answers in this round; empty if it answers none} */
    private OptionalInt asking(Progress<D> round, Answer<D> answer, Asked asked) {
        if (asked.round().isPresent() && asked.round().getAsInt() != round.round()) {
            return OptionalInt.empty();
        }
        for (int asking = round.step(answer.step().name()).round(); asking >= 0; asking--) {
            String effect = answer.step().effect(answer.reply().meaning(), asking);
            if (InstanceUpdate.commandId(asked.ref(), effect, round.round()).equals(asked.command())) {
                return OptionalInt.of(asking);
            }
        }
        return OptionalInt.empty();
    }

    private Progress<D> inRound(Progress<D> progress, int round, Function<Progress<D>, Progress<D>> change) {
        return round == progress.round()
                ? change.apply(progress)
                : inEarlier(progress, of -> of.round() == round ? change.apply(of) : of);
    }

    /** Changes the earlier rounds, and carries out their decisions. */
    private Progress<D> inEarlier(Progress<D> progress, Function<Progress<D>, Progress<D>> change) {
        List<Progress<D>> rounds = new ArrayList<>();
        List<Todo> todo = new ArrayList<>();
        for (Progress<D> round : progress.earlier()) {
            Progress<D> changed = change.apply(round);
            rounds.add(changed.nothingTodo());
            changed.todo().stream()
                    .filter(one -> !OF_THE_PRESENT_ROUND.contains(one.kind()))
                    .map(one -> one.inEarlier(round.round()))
                    .forEach(todo::add);
        }
        if (rounds.equals(progress.earlier())) {
            return progress;
        }
        Progress<D> after = progress.withEarlier(rounds);
        for (Todo one : todo) {
            after = after.todo(one);
        }
        return isStuck(after) ? after : standing(progress, after);
    }

    /** The instance runs while any of its rounds does. It ends with the last one, with the current round's ending. */
    private Progress<D> standing(Progress<D> before, Progress<D> after) {
        if (!hasEnded(after)) {
            return hasEnded(before) || isStuck(before) ? after.todo(Todo.of(Todo.Kind.RUN)) : after;
        }
        return hasEnded(before) ? after : after.todo(Todo.of(Todo.Kind.END));
    }

    private static boolean hasEnded(Progress<?> progress) {
        return !isUnderWay(progress) && earlierHaveEnded(progress);
    }

    static boolean earlierHaveEnded(Progress<?> progress) {
        return !earlierIsStuck(progress) && progress.earlier().stream().noneMatch(StepRounds::isUnderWay);
    }

    /** An abandoned round is under way again while an action that proved done later is being undone. */
    private static boolean isUnderWay(Progress<?> round) {
        return round.phase() == Phase.FORWARD
                || round.phase() == Phase.UNDOING
                || round.steps().values().stream().anyMatch(step -> step.undo() == Undo.PENDING);
    }

    static boolean earlierIsStuck(Progress<?> progress) {
        return progress.earlier().stream()
                .flatMap(round -> round.steps().values().stream())
                .anyMatch(step -> step.undo() == Undo.STUCK);
    }

    private static boolean isStuck(Progress<?> progress) {
        return earlierIsStuck(progress)
                || progress.steps().values().stream().anyMatch(step -> switch (progress.phase()) {
                    case FORWARD -> step.action() == Action.UNKNOWN || step.action() == Action.FAILED;
                    case UNDOING -> step.undo() == Undo.STUCK;
                    default -> false;
                });
    }

    private Progress<D> onTimeout(Progress<D> progress, String timer) {
        for (Progress<D> round : rounds(progress)) {
            if (evolution.hasTimer(timer, round.round())) {
                return inRound(progress, round.round(), of -> evolution.onTimeout(of, timer));
            }
        }
        return progress.todo(new Todo(Todo.Kind.STICK, "the saga has no step any more for timer " + timer));
    }

    private Progress<D> onAbandoned(Progress<D> progress, String reason) {
        List<Progress<D>> earlier = progress.earlier().stream()
                .map(round -> isUnderWay(round)
                        ? settledByHand(evolution.onAbandoned(round, reason)).nothingTodo()
                        : settledByHand(round))
                .toList();
        return evolution.onAbandoned(progress.withEarlier(earlier), reason);
    }
}
