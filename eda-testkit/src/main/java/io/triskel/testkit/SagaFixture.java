package io.triskel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.event.Metadata.ExtensionValue;
import io.triskel.saga.Input;
import io.triskel.saga.Reaction;
import io.triskel.saga.Reaction.TimerChange;
import io.triskel.saga.ReplyAddress;
import io.triskel.saga.Saga;
import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Tests a saga: given an instance's inputs, when another input arrives, then these commands, timers and this ending.
 * Without store, bus and clock.
 *
 * <pre>{@code
 * SagaFixture.of(saga, "order-1")
 *         .given(new OrderPlaced("order-1"), new StockReserved("order-1"))
 *         .whenTimeout("charge")
 *         .thenCommands(new Refund("order-1"));
 * }</pre>
 *
 * @param <S> the saga's state
 */
public final class SagaFixture<S> {
    private final Saga<S> saga;
    private final String instance;
    private final List<ReplyAddress> asked = new ArrayList<>();
    private S state;
    private int inputs;

    private SagaFixture(Saga<S> saga, String instance) {
        this.saga = saga;
        this.instance = instance;
        this.state = saga.initial();
    }

    /** {@return a fixture of an instance without inputs} */
    public static <S> SagaFixture<S> of(Saga<S> saga, String instance) {
        return new SagaFixture<>(saga, instance);
    }

    /**
     * Passes these events to the instance and ignores its reactions. An event is its data or an {@link Envelope}. Data
     * alone has the instance as correlation id; if it only makes sense as a reply, it answers the newest command that it
     * can.
     */
    public SagaFixture<S> given(Object... events) {
        for (Object event : events) {
            given(event(event));
        }
        return this;
    }

    private void given(Input input) {
        state = saga.evolve(state, input);
        List<Reaction.Send> commands = saga.react(state, input).commands();
        for (int place = 0; place < commands.size(); place++) {
            asked.add(0, ReplyAddress.of(new SagaRef(saga.name(), instance), input, commands.get(place), place));
        }
    }

    /** Fires a timer and ignores the instance's reaction. */
    public SagaFixture<S> givenTimeout(String timer) {
        given(timeout(timer));
        return this;
    }

    /** {@return the instance's reaction to this event} */
    public Then<S> when(Object event) {
        return when(event(event));
    }

    /** {@return the instance's reaction to this timer} */
    public Then<S> whenTimeout(String timer) {
        return when(timeout(timer));
    }

    /** {@return the instance's reaction to an operator who resumes it} */
    public Then<S> whenResumed() {
        return when(new Input.Resumed(++inputs));
    }

    /** {@return the instance's reaction to an operator who abandons it} */
    public Then<S> whenAbandoned(String reason) {
        return when(new Input.Abandoned(++inputs, reason));
    }

    private Then<S> when(Input input) {
        S after = saga.evolve(state, input);
        return new Then<>(after, saga.react(after, input));
    }

    private Input timeout(String timer) {
        return new Input.Timeout(timer, Instant.EPOCH.plusSeconds(++inputs));
    }

    private Input event(Object event) {
        if (event instanceof Envelope<?> whole) {
            requireOurs(whole);
            return Input.of(whole);
        }
        Envelope<?> plain = Envelope.of(
                        new EventId("/fixture", Integer.toString(++inputs)),
                        EventType.of(event.getClass().getName(), 1),
                        event)
                .withMetadata(Metadata.empty().withCorrelation(instance));
        List<Input> readings = Stream.concat(Stream.of(plain), asked.stream().map(command -> answering(plain, command)))
                .filter(reading -> saga.correlate(reading).equals(Optional.of(instance)))
                .map(Input::of)
                .toList();
        if (readings.isEmpty()) {
            requireOurs(plain);
        }
        return readings.stream()
                .filter(this::reacts)
                .findFirst()
                .or(() -> readings.stream().filter(this::changes).findFirst())
                .orElseGet(() -> readings.get(0));
    }

    private static Envelope<?> answering(Envelope<?> plain, ReplyAddress command) {
        return plain.withMetadata(plain.metadata()
                .withCausation(command.command())
                .withExtension(Metadata.REPLY_TO, ExtensionValue.of(command.text())));
    }

    private boolean reacts(Input input) {
        return !saga.react(saga.evolve(state, input), input).equals(Reaction.nothing());
    }

    private boolean changes(Input input) {
        return !saga.evolve(state, input).equals(state);
    }

    private void requireOurs(Envelope<?> event) {
        Optional<String> owner = saga.correlate(event);
        if (!owner.equals(Optional.of(instance))) {
            fail("Saga %s gives %s to %s, not to %s", saga.name(), event.data(), owner.orElse("nobody"), instance);
        }
    }

    /**
     * The instance's reaction.
     *
     * @param <S> the saga's state
     */
    public static final class Then<S> {
        private final S state;
        private final Reaction reaction;

        private Then(S state, Reaction reaction) {
            this.state = state;
            this.reaction = reaction;
        }

        /** Expects exactly these commands, in this order. */
        public Then<S> thenCommands(Object... commands) {
            assertThat(reaction.commands().stream().map(Reaction.Send::data))
                    .as("commands")
                    .containsExactly(commands);
            return this;
        }

        /** Expects commands to exactly these targets, in this order. */
        public Then<S> thenTargets(String... targets) {
            assertThat(reaction.commands().stream().map(Reaction.Send::target))
                    .as("targets")
                    .containsExactly(targets);
            return this;
        }

        /** Expects this timer to be set to fire after this time. */
        public Then<S> thenTimer(String name, Duration after) {
            assertThat(reaction.timers())
                    .as("timers")
                    .contains(new TimerChange(name, Optional.of(after), Optional.empty()));
            return this;
        }

        /** Expects this timer to be cancelled. */
        public Then<S> thenNoTimer(String name) {
            assertThat(reaction.timers())
                    .as("timers")
                    .contains(new TimerChange(name, Optional.empty(), Optional.empty()));
            return this;
        }

        /** Expects this ending. */
        public Then<S> thenEnded(String ending) {
            assertThat(reaction.status()).as("status").contains(new SagaStatus.Ended(ending));
            return this;
        }

        /** Expects the instance to be stuck, for a reason with this text. */
        public Then<S> thenStuck(String reason) {
            assertThat(reaction.status()
                            .filter(SagaStatus.Stuck.class::isInstance)
                            .map(Object::toString))
                    .as("reason to be stuck in %s", reaction.status())
                    .hasValueSatisfying(text -> assertThat(text).contains(reason));
            return this;
        }

        /** Expects neither an ending nor a stuck instance. */
        public Then<S> thenGoesOn() {
            assertThat(reaction.status().filter(status -> !(status instanceof SagaStatus.Running)))
                    .as("status")
                    .isEmpty();
            return this;
        }

        /** Expects no reaction. */
        public Then<S> thenNothing() {
            assertThat(reaction).as("reaction").isEqualTo(Reaction.nothing());
            return this;
        }

        /** Expects the state to match. */
        public Then<S> thenState(Predicate<S> expected) {
            assertThat(state).as("state").matches(expected);
            return this;
        }
    }
}
