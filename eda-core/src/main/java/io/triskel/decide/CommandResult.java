package io.triskel.decide;

import io.triskel.event.Envelope;
import java.util.List;
import java.util.function.Function;

/**
 * The result of a command, which a caller must check: {@link CommandHandler#handle} throws no exception for a rejection or
 * a conflict.
 *
 * @param <E> events
 */
public sealed interface CommandResult<E> {
    /** {@return the result of the one function that fits} */
    <R> R fold(Function<Done<E>, R> done, Function<Rejected<E>, R> rejected, Function<Conflict<E>, R> conflict);

    /** {@return the result as a tag: {@code done}, {@code repeated}, {@code rejected} or {@code conflict}} */
    default String tag() {
        return fold(done -> done.repeated() ? "repeated" : "done", rejected -> "rejected", conflict -> "conflict");
    }

    /**
     * The command has taken effect.
     *
     * @param events the command's stored events; empty if there was nothing to do
     * @param revision the last event's revision, or without events the stream's
     * @param repeated whether this is the first result of a command that took effect earlier
     */
    record Done<E>(List<Envelope<E>> events, long revision, boolean repeated) implements CommandResult<E> {
        public Done {
            events = List.copyOf(events);
        }

        @Override
        public <R> R fold(
                Function<Done<E>, R> done, Function<Rejected<E>, R> rejected, Function<Conflict<E>, R> conflict) {
            return done.apply(this);
        }
    }

    /**
     * The decider rejected the command. Nothing is stored, so the same command may be accepted later.
     *
     * @param reason why, for the sender of the command
     */
    record Rejected<E>(String reason) implements CommandResult<E> {
        @Override
        public <R> R fold(
                Function<Done<E>, R> done, Function<Rejected<E>, R> rejected, Function<Conflict<E>, R> conflict) {
            return rejected.apply(this);
        }
    }

    /**
     * Other writers appended first on every attempt. Nothing is stored; send the same command again.
     *
     * @param actualRevision the stream's revision at the last conflict
     */
    record Conflict<E>(long actualRevision) implements CommandResult<E> {
        @Override
        public <R> R fold(
                Function<Done<E>, R> done, Function<Rejected<E>, R> rejected, Function<Conflict<E>, R> conflict) {
            return conflict.apply(this);
        }
    }
}
