package io.triskel.saga;

import io.triskel.codec.EventFactory;
import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import io.triskel.event.Metadata;
import io.triskel.event.Metadata.ExtensionValue;
import io.triskel.event.OrderingKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The functions of {@link Steps}, by their names for a workflow engine. */
record StepPayloads<D>(
        StepSaga<D> saga,
        Class<D> dataType,
        Map<Class<?>, Function<Object, D>> starts,
        List<Step<D>> steps,
        Optional<Steps.Notice<D>> completed,
        Optional<Steps.Notice<D>> compensated)
        implements Steps.Payloads<D> {
    /** A workflow engine runs one execution per instance. */
    private static final int ROUND = 1;

    @Override
    public Set<Class<?>> listensTo() {
        return saga.listensTo();
    }

    @Override
    public Optional<String> instance(Envelope<?> event) {
        return saga.correlate(event);
    }

    @Override
    public Optional<D> begin(Object event) {
        return starts.entrySet().stream()
                .filter(start -> start.getKey().isInstance(event))
                .findFirst()
                .map(start -> start.getValue().apply(event));
    }

    @Override
    public D keep(Object reply, D data) {
        return steps.stream()
                .flatMap(step -> step.replies().byType().entrySet().stream())
                .filter(known -> known.getKey().isInstance(reply))
                .findFirst()
                .flatMap(known -> known.getValue().keep())
                .map(keep -> keep.apply(data, reply))
                .orElse(data);
    }

    @Override
    public Envelope<Object> command(String instance, String ask, D data, Optional<String> why, EventFactory events) {
        Asked<D> asked = asked(ask, why);
        Object command = asked.command().apply(data);
        SagaRef ref = new SagaRef(saga.name(), instance);
        String id = InstanceUpdate.commandId(ref, asked.effect(), ROUND);
        return new EventFactory(events.source(), events.types(), events.clock(), () -> id)
                .of(command)
                .withSubject(instance)
                .withKey(asked.key().apply(data).orElseGet(() -> new OrderingKey(instance)))
                .withPattern(new EventKind.Command(asked.target()))
                .withMetadata(Metadata.empty()
                        .withCorrelation(instance)
                        .withExtension(
                                Metadata.REPLY_TO,
                                ExtensionValue.of(
                                        ReplyAddress.of(ref, ROUND, id).text())));
    }

    @Override
    public boolean answers(String instance, String ask, Envelope<?> event) {
        return steps.stream()
                .anyMatch(step -> step.replies().byType().entrySet().stream()
                        .filter(known -> known.getKey().isInstance(event.data()))
                        .anyMatch(known -> answers(
                                instance, ask, event, step, known.getValue().meaning())));
    }

    private boolean answers(String instance, String ask, Envelope<?> event, Step<D> step, StepReplies.Meaning meaning) {
        boolean aboutUndoing = ask.equals(Steps.UNDO + step.name()) && meaning != StepReplies.Meaning.DONE;
        boolean aboutDoing = ask.equals(Steps.DO + step.name())
                && (meaning == StepReplies.Meaning.DONE || meaning == StepReplies.Meaning.FAILED);
        String command = InstanceUpdate.commandId(new SagaRef(saga.name(), instance), step.effect(meaning, 0), ROUND);
        return (aboutDoing || aboutUndoing)
                && (saga.correlation().takesUnasked(event)
                        || saga.correlation()
                                .asked(event)
                                .filter(asked -> asked.command().equals(command))
                                .isPresent());
    }

    /** A command by its effect ({@link Reaction.Send}). A workflow engine sends each request once. */
    private record Asked<D>(
            String target, String effect, Function<D, Object> command, Function<D, Optional<OrderingKey>> key) {
        static <D> Asked<D> of(Step.Ask<D> ask, String effect) {
            return new Asked<>(ask.target(), effect, ask.command(), ask.key());
        }

        static <D> Asked<D> of(Steps.Notice<D> notice, String ending, Optional<String> why) {
            return new Asked<>(
                    notice.target(),
                    ending,
                    data -> notice.command().apply(data, why.orElse(ending)),
                    data -> Optional.empty());
        }
    }

    private Asked<D> asked(String ask, Optional<String> why) {
        Optional<Asked<D>> found = switch (ask) {
            case Steps.COMPLETED -> completed.map(notice -> Asked.of(notice, ask, why));
            case Steps.COMPENSATED -> compensated.map(notice -> Asked.of(notice, ask, why));
            default -> steps.stream().flatMap(step -> asked(ask, step).stream()).findFirst();
        };
        return found.orElseThrow(() -> new IllegalArgumentException("Saga " + saga.name() + " has no command '" + ask
                + "'; export the engine's definition again after changing steps"));
    }

    private static <D> Optional<Asked<D>> asked(String ask, Step<D> step) {
        if (ask.equals(Steps.DO + step.name())) {
            return Optional.of(Asked.of(step.action(), step.doing(0)));
        }
        return ask.equals(Steps.UNDO + step.name())
                ? step.undo().map(undo -> Asked.of(undo, step.undoing(0)))
                : Optional.empty();
    }
}
