package io.triskel.saga;

import io.triskel.codec.StateCodec;
import io.triskel.event.Envelope;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Compiled {@link Steps}: correlates events, and turns the decisions of {@link StepRounds} into commands and timers. */
final class StepSaga<D> implements Saga<Progress<D>> {
    private final String name;
    private final Class<D> dataType;
    private final StepCorrelation correlation;
    private final List<Step<D>> steps;
    private final Endings<D> endings;
    private final Set<Class<?>> wanted;
    private final StepRounds<D> rounds;

    /** The events that name their instance without a command, by their data or their correlation id. */
    record Identified(Map<Class<?>, Function<Object, String>> ids, Set<Class<?>> byCorrelation) {}

    /** The events that start an instance or call it off. */
    record Starts<D>(Map<Class<?>, Function<Object, D>> events, Set<Class<?>> callingOff, Steps.SecondStart second) {}

    /** The notices that an instance sends at its end. */
    record Endings<D>(Optional<Steps.Notice<D>> completed, Optional<Steps.Notice<D>> compensated) {}

    StepSaga(
            String name,
            Class<D> dataType,
            Identified identified,
            Starts<D> starts,
            List<Step<D>> steps,
            Endings<D> endings) {
        this.name = name;
        this.dataType = dataType;
        this.steps = steps;
        this.endings = endings;
        this.wanted = new LinkedHashSet<>();
        starts.events().keySet().forEach(this::want);
        starts.callingOff().forEach(this::want);
        Set<Class<?>> facts = Set.copyOf(wanted);
        Map<Class<?>, StepEvolution.Answer<D>> answers = new LinkedHashMap<>();
        for (Step<D> step : steps) {
            step.replies().byType().forEach((type, reply) -> {
                want(type);
                answers.put(type, new StepEvolution.Answer<>(step, reply));
            });
        }
        this.correlation = new StepCorrelation(
                name, identified.ids(), facts, identified.byCorrelation(), Set.copyOf(answers.keySet()));
        this.rounds = new StepRounds<>(starts, steps, answers, correlation);
    }

    private void want(Class<?> type) {
        if (!wanted.add(type)) {
            throw new IllegalArgumentException(
                    "Saga " + name + " gives " + type.getSimpleName() + " two meanings; an event must have one");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Class<?>> listensTo() {
        return Set.copyOf(wanted);
    }

    /** {@return all parts except functions, which cannot be compared} */
    Object shape() {
        return List.of(
                dataType, wanted, steps.stream().map(StepsDescription.Part::of).toList());
    }

    @Override
    public StateForm<Progress<D>> form(StateCodec codec) {
        return new ProgressForm<>(dataType, codec);
    }

    @Override
    public Progress<D> initial() {
        return Progress.none();
    }

    @Override
    public Optional<String> correlate(Envelope<?> event) {
        return correlation.instance(event);
    }

    StepCorrelation correlation() {
        return correlation;
    }

    @Override
    public Optional<String> letsWait(Progress<D> progress, SagaStatus status, Envelope<?> event) {
        return rounds.letsWait(progress, status, event.data());
    }

    @Override
    public Progress<D> evolve(Progress<D> progress, Input input) {
        return rounds.evolve(progress, input);
    }

    @Override
    public Reaction react(Progress<D> progress, Input input) {
        Reaction reaction = Reaction.nothing();
        for (Todo todo : progress.todo()) {
            reaction = plus(reaction, todo, progress);
        }
        return reaction;
    }

    private Reaction plus(Reaction reaction, Todo todo, Progress<D> progress) {
        Progress<D> round = round(todo, progress);
        return switch (todo.kind()) {
            case ACT -> act(reaction, step(todo.about()), round);
            case UNDO -> undo(reaction, step(todo.about()), round);
            case STOP_WAITING -> reaction.cancelTimeout(step(todo.about()).timer(round.round()));
            case STOP_WAITING_FOR_UNDO ->
                reaction.cancelTimeout(step(todo.about()).undoTimer(round.round()));
            case RUN -> StepRounds.earlierIsStuck(progress) ? reaction : reaction.run();
            case ABANDON -> end(reaction, SagaStatus.ABANDONED, progress);
            case STICK ->
                reaction.stuck(todo.earlierRound()
                                .map(earlier -> "round " + earlier + ": ")
                                .orElse("")
                        + todo.about());
            case COMPLETE ->
                end(notify(reaction, endings.completed(), Steps.COMPLETED, progress), Steps.COMPLETED, progress);
            case COMPENSATE ->
                end(notify(reaction, endings.compensated(), Steps.COMPENSATED, progress), Steps.COMPENSATED, progress);
            case END -> end(reaction, ending(progress.phase()), progress);
        };
    }

    private Progress<D> round(Todo todo, Progress<D> progress) {
        return todo.earlierRound()
                .map(number -> progress.earlier().stream()
                        .filter(earlier -> earlier.round() == number)
                        .findFirst()
                        .orElseThrow())
                .orElse(progress);
    }

    /** An instance ends with its last round: while an earlier one is being undone, its timers are needed. */
    private static Reaction end(Reaction reaction, String ending, Progress<?> progress) {
        return StepRounds.earlierHaveEnded(progress) ? reaction.end(ending) : reaction;
    }

    private static String ending(Progress.Phase phase) {
        return switch (phase) {
            case COMPLETED -> Steps.COMPLETED;
            case ABANDONED -> SagaStatus.ABANDONED;
            default -> Steps.COMPENSATED;
        };
    }

    private Reaction act(Reaction reaction, Step<D> step, Progress<D> round) {
        return reaction.send(send(step.action(), step.doing(asking(round, step)), round))
                .timeout(step.timer(round.round()), step.patience());
    }

    private Reaction undo(Reaction reaction, Step<D> step, Progress<D> round) {
        Reaction asked = reaction.send(send(step.undo().orElseThrow(), step.undoing(asking(round, step)), round));
        return step.undoIsAnswered() ? asked.timeout(step.undoTimer(round.round()), step.undoPatience()) : asked;
    }

    private int asking(Progress<D> round, Step<D> step) {
        return round.step(step.name()).round();
    }

    private Reaction.Send send(Step.Ask<D> ask, String effect, Progress<D> round) {
        D data = round.data().orElseThrow();
        return new Reaction.Send(
                ask.target(), ask.command().apply(data), ask.key().apply(data), Optional.of(effect), round.round());
    }

    /**
     * The effect is the same each time a round ends, so a round that ends twice, because of a late reply, sends the notice
     * once.
     */
    private Reaction notify(Reaction reaction, Optional<Steps.Notice<D>> notice, String effect, Progress<D> round) {
        if (notice.isEmpty() || round.data().isEmpty()) {
            return reaction;
        }
        Object command =
                notice.get().command().apply(round.data().get(), round.why().orElse(effect));
        return reaction.send(new Reaction.Send(
                notice.get().target(), command, Optional.empty(), Optional.of(effect), round.round()));
    }

    private Step<D> step(String stepName) {
        return steps.stream()
                .filter(step -> step.name().equals(stepName))
                .findFirst()
                .orElseThrow();
    }
}
