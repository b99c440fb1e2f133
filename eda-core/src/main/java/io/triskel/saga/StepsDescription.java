package io.triskel.saga;

import io.triskel.event.ForAdapters;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Describes a process as data, for a workflow engine. Types are Java's; a {@code TypeRegistry} has their wire names.
 *
 * @param name the saga's name
 * @param starts the events that start an instance
 * @param callOffs the events that cancel an instance
 * @param steps in order; they are undone in reverse
 * @param completed the command sent once every step is done
 * @param compensated the command sent once everything is undone
 */
public record StepsDescription(
        String name,
        List<Class<?>> starts,
        List<Class<?>> callOffs,
        List<Part> steps,
        Optional<Command> completed,
        Optional<Command> compensated) {
    /**
     * One step.
     *
     * @param action the command that does it
     * @param done the replies that report it as done
     * @param failed the replies that refuse it: it was not and will not be done
     * @param within how long to wait for a reply
     * @param retries how often to send the command again
     * @param undo how to undo it, if there is anything to undo
     * @param isPointOfNoReturn whether the process only goes forward once this step is or may be done
     */
    @ForAdapters
    public record Part(
            String name,
            Command action,
            List<Class<?>> done,
            List<Class<?>> failed,
            Duration within,
            int retries,
            Optional<Undo> undo,
            boolean isPointOfNoReturn) {
        static Part of(Step<?> step) {
            return new Part(
                    step.name(),
                    Command.of(step.action()),
                    step.replies().with(StepReplies.Meaning.DONE),
                    step.replies().with(StepReplies.Meaning.FAILED),
                    step.patience(),
                    step.retries(),
                    step.undo()
                            .map(undo -> new Undo(
                                    Command.of(undo),
                                    step.replies().with(StepReplies.Meaning.UNDONE),
                                    step.replies().with(StepReplies.Meaning.NOT_UNDONE),
                                    step.undoPatience(),
                                    step.undoRetries())),
                    !step.undoable());
        }

        /** {@return the name of the step's action for {@link Steps.Payloads#command}} */
        public String doing() {
            return Steps.DO + name;
        }

        /** {@return the name of the step's compensation for {@link Steps.Payloads#command}} */
        public String undoing() {
            return Steps.UNDO + name;
        }
    }

    /**
     * How to undo a step.
     *
     * @param action the command that undoes it
     * @param undone the replies that report it as undone; without any, the process does not wait
     * @param notUndone the replies that refuse to undo it
     * @param within how long to wait for a reply
     * @param retries how often to ask again
     */
    @ForAdapters
    public record Undo(Command action, List<Class<?>> undone, List<Class<?>> notUndone, Duration within, int retries) {}

    /**
     * A command that the process sends.
     *
     * @param target the receiver
     * @param type the type of the command, if the saga names it
     */
    @ForAdapters
    public record Command(String target, Optional<Class<?>> type) {
        static Command of(Step.Ask<?> ask) {
            return new Command(ask.target(), ask.type());
        }
    }
}
