package io.triskel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.triskel.decide.CommandRejectedException;
import io.triskel.decide.Decider;
import java.util.List;
import java.util.Optional;

/**
 * Tests a decider: given these events, when this command, then those events. Each phase has its own type, which enforces
 * the order. Nothing is asserted before the first {@code then}.
 *
 * <pre>{@code
 * DeciderFixture.of(new Orders())
 *         .given(new Placed("42"))
 *         .when(new Cancel("42"))
 *         .then(new Cancelled("42"));
 * }</pre>
 *
 * @param <C> commands
 * @param <S> states
 * @param <E> events
 */
public final class DeciderFixture<C, S, E> {
    private final Decider<C, S, E> decider;

    private DeciderFixture(Decider<C, S, E> decider) {
        this.decider = decider;
    }

    /** {@return a fixture for this decider} */
    public static <C, S, E> DeciderFixture<C, S, E> of(Decider<C, S, E> decider) {
        return new DeciderFixture<>(decider);
    }

    /** {@return the fixture after these events} */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final Given<C, S, E> given(E... events) {
        return new Given<>(decider, evolve(decider, decider.initial(), List.of(events)));
    }

    /** {@return the fixture of a stream without events} */
    public Given<C, S, E> givenNothing() {
        return new Given<>(decider, decider.initial());
    }

    private static <S, E> S evolve(Decider<?, S, E> decider, S from, List<E> events) {
        S state = from;
        for (E event : events) {
            state = decider.evolve(state, event);
        }
        return state;
    }

    /** The events before the command. */
    public static final class Given<C, S, E> {
        private final Decider<C, S, E> decider;
        private final S state;

        private Given(Decider<C, S, E> decider, S state) {
            this.decider = decider;
            this.state = state;
        }

        /** {@return the command's result} */
        public When<S, E> when(C command) {
            try {
                List<E> events = List.copyOf(decider.decide(command, state));
                return new When<>(events, Optional.empty(), evolve(decider, state, events));
            } catch (CommandRejectedException rejected) {
                return new When<>(List.of(), Optional.of(rejected.reason()), state);
            }
        }

        /**
         * Expects this state, without a command.
         *
         * @throws AssertionError if the state differs
         */
        public void thenState(S expected) {
            assertThat(state).as("state after the given events").isEqualTo(expected);
        }
    }

    /** The result of the command; call at least one {@code then}. */
    public static final class When<S, E> {
        private final List<E> events;
        private final Optional<String> rejection;
        private final S state;

        private When(List<E> events, Optional<String> rejection, S state) {
            this.events = events;
            this.rejection = rejection;
            this.state = state;
        }

        /**
         * Expects exactly these events, in this order.
         *
         * @throws AssertionError if the events differ, or the command was rejected
         */
        @SafeVarargs
        @SuppressWarnings("varargs") // the array is only read
        public final When<S, E> then(E... expected) {
            requireAccepted();
            assertThat(events).as("events decided").isEqualTo(List.of(expected));
            return this;
        }

        /**
         * Expects no events and no rejection.
         *
         * @throws AssertionError if there are events, or the command was rejected
         */
        public When<S, E> thenNothing() {
            requireAccepted();
            assertThat(events).as("events decided").isEmpty();
            return this;
        }

        /**
         * Expects a rejection for exactly this reason.
         *
         * @throws AssertionError if it was accepted, or rejected for another reason
         */
        public void thenRejected(String reason) {
            thenRejected();
            assertThat(rejection).as("reason of the rejection").contains(reason);
        }

        /**
         * Expects a rejection, for any reason.
         *
         * @throws AssertionError if it was accepted
         */
        public void thenRejected() {
            if (rejection.isEmpty()) {
                fail("Expected a rejection, but the command was accepted and led to %s", events);
            }
        }

        /**
         * Expects this state after the command's events.
         *
         * @throws AssertionError if the state differs, or the command was rejected
         */
        public When<S, E> thenState(S expected) {
            requireAccepted();
            assertThat(state).as("state after the command").isEqualTo(expected);
            return this;
        }

        private void requireAccepted() {
            rejection.ifPresent(reason -> fail("The command was rejected: %s", reason));
        }
    }
}
