package io.triskel.event;

import java.util.function.Function;

/** The pattern of event-driven architecture that an event follows. */
public sealed interface EventKind {
    /** {@return the result of the one function that fits} */
    <R> R fold(
            Function<Plain, R> plain,
            Function<Command, R> command,
            Function<Notification, R> notification,
            Function<StateTransfer, R> stateTransfer,
            Function<Sourced, R> sourced);

    /** {@return the kind of an event that follows no pattern} */
    static EventKind plain() {
        return Plain.PLAIN;
    }

    /** An event that follows no pattern. */
    record Plain() implements EventKind {
        private static final Plain PLAIN = new Plain();

        @Override
        public <R> R fold(
                Function<Plain, R> plain,
                Function<Command, R> command,
                Function<Notification, R> notification,
                Function<StateTransfer, R> stateTransfer,
                Function<Sourced, R> sourced) {
            return plain.apply(this);
        }
    }

    /**
     * A request to one receiver; the event's id is the command's id.
     *
     * @param target the receiver's name, 1 to 128 characters
     */
    record Command(String target) implements EventKind {
        public Command {
            Lengths.require("A command's target", target, 128);
        }

        @Override
        public <R> R fold(
                Function<Plain, R> plain,
                Function<Command, R> command,
                Function<Notification, R> notification,
                Function<StateTransfer, R> stateTransfer,
                Function<Sourced, R> sourced) {
            return command.apply(this);
        }
    }

    /**
     * Event notification: something changed, look it up.
     *
     * @param lookup a relative reference, resolved by the consumer against its own base for the source; an absolute link is
     *     rejected, because it would invite request forgery
     * @param minVersion the lowest version that the lookup may return
     */
    record Notification(String lookup, long minVersion) implements EventKind {
        /** The longest lookup, in characters. */
        public static final int MAX_LOOKUP = 512;

        public Notification {
            Lengths.require("A notification's lookup", lookup, MAX_LOOKUP);
            RelativeReference.require(lookup);
            if (minVersion < 0) {
                throw new IllegalArgumentException("minVersion must not be negative, not " + minVersion);
            }
        }

        @Override
        public <R> R fold(
                Function<Plain, R> plain,
                Function<Command, R> command,
                Function<Notification, R> notification,
                Function<StateTransfer, R> stateTransfer,
                Function<Sourced, R> sourced) {
            return notification.apply(this);
        }
    }

    /**
     * Event-carried state transfer: the whole state of an entity at a version.
     *
     * @param entity the entity's id, 1 to 128 characters
     * @param version grows with every change, also after a deletion; never taken from a clock
     * @param deleted whether this version is the entity's deletion, a tombstone
     */
    record StateTransfer(String entity, long version, boolean deleted) implements EventKind {
        public StateTransfer {
            Lengths.require("An entity's id", entity, 128);
            if (version < 1) {
                throw new IllegalArgumentException("version must be at least 1, not " + version);
            }
        }

        @Override
        public <R> R fold(
                Function<Plain, R> plain,
                Function<Command, R> command,
                Function<Notification, R> notification,
                Function<StateTransfer, R> stateTransfer,
                Function<Sourced, R> sourced) {
            return stateTransfer.apply(this);
        }
    }

    /**
     * Event sourcing: a fact of a stream's history.
     *
     * @param stream the stream
     * @param revision the fact's number in the stream, from 1, without gaps
     */
    record Sourced(StreamId stream, long revision) implements EventKind {
        public Sourced {
            if (revision < 1) {
                throw new IllegalArgumentException("revision must be at least 1, not " + revision);
            }
        }

        @Override
        public <R> R fold(
                Function<Plain, R> plain,
                Function<Command, R> command,
                Function<Notification, R> notification,
                Function<StateTransfer, R> stateTransfer,
                Function<Sourced, R> sourced) {
            return sourced.apply(this);
        }
    }
}
