package io.triskel.saga;

import java.util.Optional;

/**
 * A decision after the last input. Evolving decides it, reacting turns it into commands and timers, so both are pure
 * functions of the stored state.
 *
 * @param kind what to do
 * @param about the step's name, the reason, or nothing
 * @param earlierRound its round, if that is not the instance's current one
 */
record Todo(Kind kind, String about, Optional<Integer> earlierRound) {
    enum Kind {
        ACT,
        UNDO,
        STOP_WAITING,
        STOP_WAITING_FOR_UNDO,
        RUN,
        STICK,
        COMPLETE,
        COMPENSATE,
        ABANDON,
        /** An earlier round is undone too: the instance ends like its current round. */
        END
    }

    Todo(Kind kind, String about) {
        this(kind, about, Optional.empty());
    }

    static Todo of(Kind kind) {
        return new Todo(kind, "");
    }

    Todo inEarlier(int round) {
        return new Todo(kind, about, Optional.of(round));
    }
}
