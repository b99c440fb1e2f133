package io.triskel.decide;

import java.util.List;
import java.util.function.BiFunction;

/**
 * The rules of one kind of stream, free of I/O: how it begins, what a command leads to, what an event changes.
 *
 * @param <C> commands
 * @param <S> states
 * @param <E> events, each class registered with the type registry
 */
public interface Decider<C, S, E> {
    /** {@return a decider made of functions; for small ones, such as in examples and tests} */
    static <C, S, E> Decider<C, S, E> of(S initial, BiFunction<C, S, List<E>> decide, BiFunction<S, E, S> evolve) {
        return new FunctionDecider<>(initial, decide, evolve);
    }

    /** {@return the state of a stream without events} */
    S initial();

    /**
     * {@return the events that the command leads to, none if there is nothing to do}
     *
     * @throws CommandRejectedException if the command is against the rules
     */
    List<E> decide(C command, S state);

    /** {@return the state after the event; must take every event, since an event is a fact} */
    S evolve(S state, E event);
}
