package io.triskel.decide;

import io.triskel.event.Envelope;
import java.util.List;
import java.util.function.Function;

/**
 * The outcome of a command. {@link CommandHandler#handle} throws only if a port failed, so a caller must look at this.
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
     * @param events the command's events as stored; empty if there was nothing to do
     * @param revision the last event's revision; without events, the stream's
     * @param repeated whether the command took effect before; this is its first result again
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
     * The command is against the rules. Nothing is stored, so the same command may be accepted later.
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
     * Other writers appended first at every try. Nothing is stored; send the same command again.
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
