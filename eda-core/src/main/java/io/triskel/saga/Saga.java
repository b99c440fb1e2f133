package io.triskel.saga;

import io.triskel.codec.StateCodec;
import io.triskel.event.Envelope;
import java.util.Optional;
import java.util.Set;

/**
 * A business process as a pure machine: which instance an event belongs to, what the instance knows afterwards, and what it
 * then does. The three are apart, so that replaying what an instance knows cannot send anything. No I/O, no clock, no ids.
 *
 * <p>Most sagas are written with {@link Steps}. An instance that has ended or is stuck goes on receiving inputs: a late
 * reply must be compensated and not ignored.
 *
 * @param <S> what an instance knows: an immutable value, equal by content
 */
public interface Saga<S> {
    /** {@return the saga's name, 1 to 64 characters; part of every row's key and of every command's id} */
    String name();

    /** {@return the data types of all events that the saga may want, for {@link SagaRunner#subscribe}} */
    Set<Class<?>> listensTo();

    /** {@return how a state is stored: in most cases {@code StateForm.of(MyState.class, codec)}} */
    StateForm<S> form(StateCodec codec);

    /** {@return what an instance knows before its first input} */
    S initial();

    /**
     * Tells which instance an event belongs to. A reply belongs to the instance that asked, which {@link #asked} tells; one
     * that another saga asked for belongs to none, even if it is about the same order.
     *
     * @return the instance, 1 to 128 characters, or empty if the saga does not want the event
     */
    Optional<String> correlate(Envelope<?> event);

    /**
     * {@return the command of this saga that an event answers}
     *
     * <p>Empty if the event answers no command, or one of another saga. {@link ReplyAddress#instance} is the instance that sent the
     * command, {@link ReplyAddress#isOf} tells for which effect.
     */
    default Optional<ReplyAddress> asked(Envelope<?> event) {
        return ReplyAddress.of(event).filter(address -> address.saga().equals(name()));
    }

    /**
     * Tells whether an event has to wait until its instance has come further. It is then parked by itself, behind nobody and
     * with nobody behind it, and tried again from time to time; events of the instance that come later are handled meanwhile.
     *
     * @param state what the instance knows
     * @param status how it stands
     * @return for what the event waits, for people; empty to handle it now
     */
    default Optional<String> letsWait(S state, SagaStatus status, Envelope<?> event) {
        return Optional.empty();
    }

    /** {@return what an instance knows after this input} */
    S evolve(S state, Input input);

    /**
     * Tells what to do about an input. Called once per input that is written, also for ended and stuck instances.
     *
     * @param state what {@link #evolve} made of this very input
     */
    Reaction react(S state, Input input);

    /** {@return what an instance knows after these inputs; nothing is sent} */
    default S replay(Iterable<? extends Input> inputs) {
        S state = initial();
        for (Input input : inputs) {
            state = evolve(state, input);
        }
        return state;
    }
}
