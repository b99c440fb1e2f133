package io.triskel.saga;

import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.saga.SagaRow.Timer;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** An input to a saga: an event, a timeout, or an operator who deals with an instance that is stuck. */
public sealed interface Input {
    /** {@return what distinguishes this input from every other one of its instance; command ids derive from it} */
    String id();

    /** {@return the causation of the commands that this input leads to, 1 to 128 characters} */
    String causation();

    /** {@return the result of the one function that fits} */
    <R> R fold(
            Function<Event, R> event,
            Function<Timeout, R> timeout,
            Function<Resumed, R> resumed,
            Function<Abandoned, R> abandoned);

    /** {@return the event's data, if this is an event that carries such data} */
    default <T> Optional<T> data(Class<T> type) {
        return Optional.empty();
    }

    /** {@return whether this is a timeout of that name} */
    default boolean isTimeout(String name) {
        return false;
    }

    /** {@return this event as an input} */
    static Input of(Envelope<?> envelope) {
        return new Event(envelope);
    }

    /** An event that {@link Saga#correlate} gave to the instance. */
    record Event(Envelope<?> envelope) implements Input {
        @Override
        public String id() {
            return DerivedId.of("event", envelope.id().source(), envelope.id().id());
        }

        @Override
        public String causation() {
            return DerivedId.writable(envelope.id().id());
        }

        @Override
        public <T> Optional<T> data(Class<T> type) {
            return type.isInstance(envelope.data()) ? Optional.of(type.cast(envelope.data())) : Optional.empty();
        }

        @Override
        public <R> R fold(
                Function<Event, R> event,
                Function<Timeout, R> timeout,
                Function<Resumed, R> resumed,
                Function<Abandoned, R> abandoned) {
            return event.apply(this);
        }
    }

    /**
     * A timer of the instance went off.
     *
     * @param name the timer's name, 1 to 64 characters
     * @param due when the timer was due; name and due time together identify one setting of the timer
     */
    record Timeout(String name, Instant due) implements Input {
        public Timeout {
            Texts.require("A timer's name", name, Timer.MAX_NAME);
        }

        @Override
        public String id() {
            return DerivedId.of("timeout", name, due.toString());
        }

        @Override
        public String causation() {
            return "timeout " + name + " " + due;
        }

        @Override
        public boolean isTimeout(String timer) {
            return name.equals(timer);
        }

        @Override
        public <R> R fold(
                Function<Event, R> event,
                Function<Timeout, R> timeout,
                Function<Resumed, R> resumed,
                Function<Abandoned, R> abandoned) {
            return timeout.apply(this);
        }
    }

    /**
     * An operator asks a stuck instance to try again.
     *
     * @param revision the row's revision that the operator saw stuck
     */
    record Resumed(long revision) implements Input {
        @Override
        public String id() {
            return DerivedId.of("resumed", Long.toString(revision));
        }

        @Override
        public String causation() {
            return "resumed at revision " + revision;
        }

        @Override
        public <R> R fold(
                Function<Event, R> event,
                Function<Timeout, R> timeout,
                Function<Resumed, R> resumed,
                Function<Abandoned, R> abandoned) {
            return resumed.apply(this);
        }
    }

    /**
     * An operator gives up a stuck instance and settles by hand what it left behind.
     *
     * @param revision the row's revision that the operator saw stuck
     * @param reason for people
     */
    record Abandoned(long revision, String reason) implements Input {
        @Override
        public String id() {
            return DerivedId.of("abandoned", Long.toString(revision));
        }

        @Override
        public String causation() {
            return "abandoned at revision " + revision;
        }

        @Override
        public <R> R fold(
                Function<Event, R> event,
                Function<Timeout, R> timeout,
                Function<Resumed, R> resumed,
                Function<Abandoned, R> abandoned) {
            return abandoned.apply(this);
        }
    }
}
