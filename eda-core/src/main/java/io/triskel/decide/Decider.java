package io.triskel.decide;

import java.util.List;
import java.util.function.BiFunction;

/**
 * The business rules of one kind of stream, without I/O: its initial state, the events of a command, the change by an
 * event.
 *
 * @param <C> commands
 * @param <S> states
 * @param <E> events, each class registered with the type registry
 */
public interface Decider<C, S, E> {
    /** {@return a decider of functions, for examples and tests} */
    static <C, S, E> Decider<C, S, E> of(S initial, BiFunction<C, S, List<E>> decide, BiFunction<S, E, S> evolve) {
        return new FunctionDecider<>(initial, decide, evolve);
    }

    /** {@return the state of a stream without events} */
    S initial();

    /**
     * {@return the command's events, none if there is nothing to do}
     *
     * @throws CommandRejectedException to reject the command
     */
    List<E> decide(C command, S state);

    /** {@return the state after the event; must accept every event, since an event is a fact} */
    S evolve(S state, E event);
}
