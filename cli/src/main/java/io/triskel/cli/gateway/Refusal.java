package io.triskel.cli.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A request that is answered with an error: nothing was done. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;
    private final String fix;

    /**
     * Refuses a request.
     *
     * @param error a code that the page knows
     * @param message what happened, for people
     * @param fix what to do
     */
    Refusal(int status, String error, String message, String fix) {
        super(message, null, false, false);
        this.status = status;
        this.error = error;
        this.fix = fix;
    }

    /** A lane's console did not answer. */
    static Refusal down(Lane lane, String why) {
        return new Refusal(
                503,
                "port-failed",
                "The console of lane " + lane.id() + " does not answer: " + why + ".",
                "Look at the terminal that started it.");
    }

    int status() {
        return status;
    }

    ObjectNode body() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("error", error)
                .put("message", getMessage())
                .put("fix", fix);
    }
}
