package io.triskel.saga;

import java.util.Optional;

/**
 * One thing that the last input asks for. Evolving decides it, reacting turns it into commands and timers, so that both stay
 * pure functions of what is stored.
 *
 * @param kind what to do
 * @param about the step's name, or the reason, or nothing
 * @param earlierRound the round that it is about, if that is not the instance's present one
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
        /** An earlier round is undone, too: the instance ends as its present round has. */
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
