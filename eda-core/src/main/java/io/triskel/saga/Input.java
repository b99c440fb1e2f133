package io.triskel.saga;

import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.saga.SagaRow.Timer;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** An input to a saga: an event, a timeout, or an operator's decision about a stuck instance. */
public sealed interface Input {
    /** {@return an id unique within the instance; command ids derive from it} */
    String id();

    /** {@return the causation of this input's commands, 1 to 128 characters} */
    String causation();

    /** {@return the result of the one function that fits} */
    <R> R fold(
            Function<Event, R> event,
            Function<Timeout, R> timeout,
            Function<Resumed, R> resumed,
            Function<Abandoned, R> abandoned);

    /** {@return the event's data, if this is an event with data of this type} */
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

    /** An event that {@link Saga#correlate} assigned to the instance. */
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
     * A timer of the instance fired.
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
     * An operator resumes a stuck instance.
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
     * An operator abandons a stuck instance and settles the rest by hand.
     *
     * @param revision the row's revision that the operator saw stuck
     * @param reason why
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
