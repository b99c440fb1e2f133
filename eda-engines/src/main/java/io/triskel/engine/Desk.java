package io.triskel.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The row of one instance between workflow engine and bus: the last question, the tokens that wait for its answer, and the
 * answer.
 *
 * @param ask the last question; empty before the first
 * @param data the process's data when it asked, as JSON
 * @param tokens of this question, one per request of the engine
 * @param answer the first answer, as JSON
 * @param calledOff the wire name of the event that cancelled the instance
 */
record Desk(
        Optional<String> ask, String data, List<String> tokens, Optional<String> answer, Optional<String> calledOff) {
    /** How many tokens are kept: an engine asks again after a time-out, when the older token is void. */
    private static final int TOKENS = 16;

    Desk {
        tokens = List.copyOf(tokens);
    }

    static Desk empty() {
        return new Desk(Optional.empty(), "null", List.of(), Optional.empty(), Optional.empty());
    }

    /** {@return the desk with this question; repeating the question adds its token} */
    Desk asked(String question, String kept, String token) {
        if (!ask.equals(Optional.of(question))) {
            return new Desk(Optional.of(question), kept, List.of(token), Optional.empty(), calledOff);
        }
        if (tokens.contains(token)) {
            return this;
        }
        List<String> more = new ArrayList<>(tokens.subList(Math.max(0, tokens.size() + 1 - TOKENS), tokens.size()));
        more.add(token);
        return new Desk(ask, data, more, answer, calledOff);
    }

    /** {@return the desk with this answer, unless it has one} */
    Desk answered(String text) {
        return answer.isPresent() ? this : new Desk(ask, data, tokens, Optional.of(text), calledOff);
    }

    /** {@return the desk with this cancelling event; the first one counts} */
    Desk calledOff(String event) {
        return calledOff.isPresent() ? this : new Desk(ask, data, tokens, answer, Optional.of(event));
    }
}
