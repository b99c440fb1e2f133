package io.triskel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.saga.Input;
import io.triskel.saga.Reaction;
import io.triskel.saga.Saga;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Given what an instance has been told, when an input comes, then these commands, timers and this ending. Pure: no store, no
 * bus, no clock.
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
    private final List<Input> given = new ArrayList<>();
    private int inputs;

    private SagaFixture(Saga<S> saga, String instance) {
        this.saga = saga;
        this.instance = instance;
    }

    /** {@return a fixture of an instance that has been told nothing} */
    public static <S> SagaFixture<S> of(Saga<S> saga, String instance) {
        return new SagaFixture<>(saga, instance);
    }

    /**
     * Tells the instance these events; what it does about them is of no interest. An event is its data, with the instance as
     * correlation id, or a whole {@link Envelope}.
     */
    public SagaFixture<S> given(Object... events) {
        Arrays.stream(events).map(this::event).forEach(given::add);
        return this;
    }

    /** Lets a timer go off; what the instance does about it is of no interest. */
    public SagaFixture<S> givenTimeout(String timer) {
        given.add(timeout(timer));
        return this;
    }

    /** {@return what the instance does about this event} */
    public Then<S> when(Object event) {
        return when(event(event));
    }

    /** {@return what the instance does about this timer} */
    public Then<S> whenTimeout(String timer) {
        return when(timeout(timer));
    }

    /** {@return what the instance does when an operator resumes it} */
    public Then<S> whenResumed() {
        return when(new Input.Resumed(++inputs));
    }

    /** {@return what the instance does when an operator abandons it} */
    public Then<S> whenAbandoned(String reason) {
        return when(new Input.Abandoned(++inputs, reason));
    }

    private Then<S> when(Input input) {
        S state = saga.evolve(saga.replay(given), input);
        return new Then<>(state, saga.react(state, input));
    }

    private Input timeout(String timer) {
        return new Input.Timeout(timer, Instant.EPOCH.plusSeconds(++inputs));
    }

    private Input event(Object event) {
        Envelope<?> envelope = event instanceof Envelope<?> whole
                ? whole
                : Envelope.of(
                                new EventId("/fixture", Integer.toString(++inputs)),
                                EventType.of(event.getClass().getName(), 1),
                                event)
                        .withMetadata(Metadata.empty().withCorrelation(instance));
        Optional<String> owner = saga.correlate(envelope);
        if (!owner.equals(Optional.of(instance))) {
            fail("Saga %s gives %s to %s, not to %s", saga.name(), envelope.data(), owner.orElse("nobody"), instance);
        }
        return Input.of(envelope);
    }

    /**
     * What the instance did.
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

        /** It sent just these commands, in this order. */
        public Then<S> thenCommands(Object... commands) {
            assertThat(reaction.commands().stream().map(Reaction.Send::data))
                    .as("commands")
                    .containsExactly(commands);
            return this;
        }

        /** It sent these commands to these targets, in this order. */
        public Then<S> thenTargets(String... targets) {
            assertThat(reaction.commands().stream().map(Reaction.Send::target))
                    .as("targets")
                    .containsExactly(targets);
            return this;
        }

        /** It set this timer to go off after this long. */
        public Then<S> thenTimer(String name, Duration after) {
            assertThat(reaction.timers()).as("timers").contains(new Reaction.TimerChange.Set(name, after));
            return this;
        }

        /** It cancelled this timer. */
        public Then<S> thenNoTimer(String name) {
            assertThat(reaction.timers()).as("timers").contains(new Reaction.TimerChange.Cancel(name));
            return this;
        }

        /** It ended with this ending. */
        public Then<S> thenEnded(String ending) {
            assertThat(reaction.outcome()).as("outcome").contains(new Reaction.Outcome.Ends(ending));
            return this;
        }

        /** It is stuck, for a reason that contains this text. */
        public Then<S> thenStuck(String reason) {
            assertThat(reaction.outcome()
                            .filter(Reaction.Outcome.Sticks.class::isInstance)
                            .map(Object::toString))
                    .as("reason to be stuck in %s", reaction.outcome())
                    .hasValueSatisfying(text -> assertThat(text).contains(reason));
            return this;
        }

        /** It neither ended nor became stuck. */
        public Then<S> thenGoesOn() {
            assertThat(reaction.outcome().filter(outcome -> !(outcome instanceof Reaction.Outcome.Runs)))
                    .as("outcome")
                    .isEmpty();
            return this;
        }

        /** It did nothing at all. */
        public Then<S> thenNothing() {
            assertThat(reaction).as("reaction").isEqualTo(Reaction.nothing());
            return this;
        }

        /** Its state is as expected. */
        public Then<S> thenState(Predicate<S> expected) {
            assertThat(state).as("state").matches(expected);
            return this;
        }
    }
}
