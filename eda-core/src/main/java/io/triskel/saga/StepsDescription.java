package io.triskel.saga;

import io.triskel.event.ForAdapters;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A process as data: what an engine needs to know of it. Types are Java's; a {@code TypeRegistry} has their wire names.
 *
 * @param name the saga's name
 * @param starts the events that start an instance
 * @param callOffs the events that call an instance off
 * @param steps in the order in which they are done; they are undone in reverse
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
     * @param done the replies that say that it is done
     * @param failed the replies that say that it was not done and will not be
     * @param within how long to wait for a reply
     * @param retries how often to ask again
     * @param undo how it is undone, if anything is to be undone
     * @param isPointOfNoReturn whether the process only goes forward once this step is, or may be, done
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

        /** {@return what {@link Steps.Payloads#command} calls the step's action} */
        public String doing() {
            return Steps.DO + name;
        }

        /** {@return what {@link Steps.Payloads#command} calls the step's undoing} */
        public String undoing() {
            return Steps.UNDO + name;
        }
    }

    /**
     * How a step is undone.
     *
     * @param action the command that undoes it
     * @param undone the replies that say that it is undone; without any, nothing is waited for
     * @param notUndone the replies that say that it cannot be undone
     * @param within how long to wait for a reply
     * @param retries how often to ask again
     */
    @ForAdapters
    public record Undo(Command action, List<Class<?>> undone, List<Class<?>> notUndone, Duration within, int retries) {}

    /**
     * A command that the process sends.
     *
     * @param target who is to do it
     * @param type the type of the command, if the saga names it
     */
    @ForAdapters
    public record Command(String target, Optional<Class<?>> type) {
        static Command of(Step.Ask<?> ask) {
            return new Command(ask.target(), ask.type());
        }
    }
}
