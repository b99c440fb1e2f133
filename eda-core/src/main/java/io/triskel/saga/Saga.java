package io.triskel.saga;

import io.triskel.codec.StateCodec;
import io.triskel.event.Envelope;
import java.util.Optional;
import java.util.Set;

/**
 * A business process as a pure state machine: routes an event to an instance, evolves its state, decides what to do. The
 * three are separate, so replaying state sends nothing. No I/O, no clock, no ids.
 *
 * <p>Most sagas are written with {@link Steps}. An ended or stuck instance still receives inputs, because a late reply must
 * be compensated and not ignored.
 *
 * @param <S> the state of an instance: an immutable value, equal by content
 */
public interface Saga<S> {
    /** {@return the saga's name, 1 to 64 characters; part of every row's key and of every command's id} */
    String name();

    /** {@return the data types of all events for the saga, for {@link SagaRunner#subscribe}} */
    Set<Class<?>> listensTo();

    /** {@return how a state is stored, usually {@code StateForm.of(MyState.class, codec)}} */
    StateForm<S> form(StateCodec codec);

    /** {@return the state of an instance before its first input} */
    S initial();

    /**
     * Routes an event to an instance. A reply belongs to the instance that sent the command ({@link #asked}); a reply to
     * another saga's command belongs to none, even if it is about the same order.
     *
     * @return the instance, 1 to 128 characters; empty if the saga ignores the event
     */
    Optional<String> correlate(Envelope<?> event);

    /**
     * {@return the address of this saga's command that an event answers; empty if it answers none, or another saga's}
     * {@link ReplyAddress#instance} is the instance that sent the command, {@link ReplyAddress#isOf} checks its effect.
     */
    default Optional<ReplyAddress> asked(Envelope<?> event) {
        return ReplyAddress.of(event).filter(address -> address.saga().equals(name()));
    }

    /**
     * Decides whether an event must wait for its instance's progress. The event is then parked alone and tried again from
     * time to time, while later events of the instance are handled.
     *
     * @param state the instance's state
     * @param status the instance's status
     * @return what the event waits for; empty to handle it now
     */
    default Optional<String> letsWait(S state, SagaStatus status, Envelope<?> event) {
        return Optional.empty();
    }

    /** {@return the state after this input} */
    S evolve(S state, Input input);

    /**
     * Decides what to do after an input. Called once per recorded input, also for ended and stuck instances.
     *
     * @param state the state from {@link #evolve} with this input
     */
    Reaction react(S state, Input input);

    /** {@return the state after these inputs; nothing is sent} */
    default S replay(Iterable<? extends Input> inputs) {
        S state = initial();
        for (Input input : inputs) {
            state = evolve(state, input);
        }
        return state;
    }
}
