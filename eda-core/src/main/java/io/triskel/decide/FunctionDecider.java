package io.triskel.decide;

import java.util.List;
import java.util.function.BiFunction;

/** A decider of functions; see {@link Decider#of}. */
record FunctionDecider<C, S, E>(S initial, BiFunction<C, S, List<E>> decision, BiFunction<S, E, S> evolution)
        implements Decider<C, S, E> {
    @Override
    public List<E> decide(C command, S state) {
        return decision.apply(command, state);
    }

    @Override
    public S evolve(S state, E event) {
        return evolution.apply(state, event);
    }
}
