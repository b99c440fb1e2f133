package io.triskel.decide;

import io.triskel.event.Envelope;
import java.util.List;
import java.util.function.Function;

/**
 * What became of a command.
 *
 * @param <E> events
 */
public sealed interface CommandResult<E> {
    /** {@return the result of the one function that fits} */
    <R> R fold(Function<Done<E>, R> done, Function<Rejected<E>, R> rejected, Function<Conflict<E>, R> conflict);

    /**
     * The command has taken effect.
     *
     * @param events what it led to, as stored; empty if it led to nothing, then nothing is stored
     * @param revision of the last of the events; without events, of the stream
     * @param repeated whether it took effect before, and this is its first result again
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
     * @param reason for whoever sent it
     */
    record Rejected<E>(String reason) implements CommandResult<E> {
        @Override
        public <R> R fold(
                Function<Done<E>, R> done, Function<Rejected<E>, R> rejected, Function<Conflict<E>, R> conflict) {
            return rejected.apply(this);
        }
    }

    /**
     * Others appended first, as often as conflicts are retried. Nothing is stored; send the same command again.
     *
     * @param actualRevision of the stream at the last conflict
     */
    record Conflict<E>(long actualRevision) implements CommandResult<E> {
        @Override
        public <R> R fold(
                Function<Done<E>, R> done, Function<Rejected<E>, R> rejected, Function<Conflict<E>, R> conflict) {
            return conflict.apply(this);
        }
    }
}
