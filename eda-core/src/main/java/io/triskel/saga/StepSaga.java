package io.triskel.saga;

import io.triskel.codec.StateCodec;
import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** {@link Steps}, compiled: correlates, and turns what {@link StepEvolution} decided into commands and timers. */
final class StepSaga<D> implements Saga<Progress<D>> {
    private final String name;
    private final Class<D> dataType;
    private final Map<Class<?>, Function<Object, String>> ids;
    private final List<Step<D>> steps;
    private final Optional<Steps.Notice<D>> completed;
    private final Optional<Steps.Notice<D>> compensated;
    private final Set<Class<?>> wanted;
    private final StepEvolution<D> evolution;

    StepSaga(
            String name,
            Class<D> dataType,
            Map<Class<?>, Function<Object, String>> ids,
            Map<Class<?>, Function<Object, D>> starts,
            Set<Class<?>> callingOff,
            List<Step<D>> steps,
            Optional<Steps.Notice<D>> completed,
            Optional<Steps.Notice<D>> compensated) {
        this.name = name;
        this.dataType = dataType;
        this.ids = ids;
        this.steps = steps;
        this.completed = completed;
        this.compensated = compensated;
        this.wanted = new LinkedHashSet<>();
        starts.keySet().forEach(this::want);
        callingOff.forEach(this::want);
        Map<Class<?>, StepEvolution.Answer<D>> answers = new LinkedHashMap<>();
        for (Step<D> step : steps) {
            step.replies().forEach((type, reply) -> {
                want(type);
                answers.put(type, new StepEvolution.Answer<>(step, reply));
            });
        }
        this.evolution = new StepEvolution<>(starts, callingOff, steps, answers);
    }

    private void want(Class<?> type) {
        if (!wanted.add(type)) {
            throw new IllegalArgumentException(
                    "Saga " + name + " gives " + type.getSimpleName() + " two meanings; an event has one");
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

    /** {@return all that it is but for its functions, which cannot be compared} */
    Object shape() {
        return List.of(dataType, wanted, steps.stream().map(Steps::described).toList());
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
        Object data = event.data();
        if (wanted.stream().noneMatch(type -> type.isInstance(data))) {
            return Optional.empty();
        }
        Function<Object, String> id = ids.get(data.getClass());
        if (id != null) {
            return Optional.of(id.apply(data));
        }
        return ids.entrySet().stream()
                .filter(entry -> entry.getKey().isInstance(data))
                .findFirst()
                .map(entry -> entry.getValue().apply(data))
                .or(() -> event.metadata().correlation().map(DerivedId::writable));
    }

    @Override
    public Progress<D> evolve(Progress<D> progress, Input input) {
        return evolution.evolve(progress, input, effect -> answers(input, effect));
    }

    /** A reply names the command that it answers as its causation, see {@link io.triskel.event.Metadata#causedBy}. */
    private boolean answers(Input input, String effect) {
        return input instanceof Input.Event event
                && event.envelope().metadata().causation().isPresent()
                && correlate(event.envelope())
                        .map(instance -> InstanceUpdate.commandId(new SagaRef(name, instance), effect))
                        .equals(event.envelope().metadata().causation());
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
        return switch (todo.kind()) {
            case ACT -> act(reaction, step(todo.about()), progress);
            case UNDO -> undo(reaction, step(todo.about()), progress);
            case STOP_WAITING -> reaction.cancelTimeout(step(todo.about()).timer());
            case STOP_WAITING_FOR_UNDO ->
                reaction.cancelTimeout(step(todo.about()).undoTimer());
            case RUN -> reaction.run();
            case ABANDON -> reaction.end(SagaStatus.ABANDONED);
            case STICK -> reaction.stuck(todo.about());
            case COMPLETE ->
                notify(reaction, completed, Steps.COMPLETED, progress).end(Steps.COMPLETED);
            case COMPENSATE ->
                notify(reaction, compensated, Steps.COMPENSATED, progress).end(Steps.COMPENSATED);
        };
    }

    private Reaction act(Reaction reaction, Step<D> step, Progress<D> progress) {
        return reaction.send(send(step.action(), step.doing(round(progress, step)), progress))
                .timeout(step.timer(), step.patience());
    }

    private Reaction undo(Reaction reaction, Step<D> step, Progress<D> progress) {
        Reaction asked = reaction.send(send(step.undo().orElseThrow(), step.undoing(round(progress, step)), progress));
        return step.undoIsAnswered() ? asked.timeout(step.undoTimer(), step.undoPatience()) : asked;
    }

    private int round(Progress<D> progress, Step<D> step) {
        return progress.step(step.name()).round();
    }

    private Reaction.Send send(Step.Ask<D> ask, String effect, Progress<D> progress) {
        D data = progress.data().orElseThrow();
        return new Reaction.Send(
                ask.target(), ask.command().apply(data), ask.key().apply(data), Optional.of(effect));
    }

    /** The effect's name has no round: an instance that ends twice, because of a late reply, sends the notice once. */
    private Reaction notify(Reaction reaction, Optional<Steps.Notice<D>> notice, String effect, Progress<D> progress) {
        if (notice.isEmpty() || progress.data().isEmpty()) {
            return reaction;
        }
        Object command = notice.get()
                .command()
                .apply(progress.data().get(), progress.why().orElse(effect));
        return reaction.send(new Reaction.Send(notice.get().target(), command, Optional.empty(), Optional.of(effect)));
    }

    private Step<D> step(String stepName) {
        return steps.stream()
                .filter(step -> step.name().equals(stepName))
                .findFirst()
                .orElseThrow();
    }
}
