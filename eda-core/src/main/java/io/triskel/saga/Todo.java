package io.triskel.saga;

/**
 * One thing that the last input asks for. Evolving decides it, reacting turns it into commands and timers, so that both stay
 * pure functions of what is stored.
 *
 * @param kind what to do
 * @param about the step's name, or the reason, or nothing
 */
record Todo(Kind kind, String about) {
    enum Kind {
        ACT,
        UNDO,
        STOP_WAITING,
        STOP_WAITING_FOR_UNDO,
        RUN,
        STICK,
        COMPLETE,
        COMPENSATE,
        ABANDON
    }

    static Todo of(Kind kind) {
        return new Todo(kind, "");
    }
}
