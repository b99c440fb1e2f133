package io.triskel.console;

import io.triskel.codec.JsonObject;
import java.util.List;

/** A request that is refused: nothing was done. The answer says what happened and what to do. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient JsonObject body;

    Refusal(int status, String error, String message, String fix) {
        super(message, null, false, false);
        this.status = status;
        this.body =
                JsonObject.empty().set("error", error).set("message", message).set("fix", fix);
    }

    static Refusal badRequest(String message, String fix) {
        return new Refusal(400, "bad-request", message, fix);
    }

    static Refusal notFound(String message, String fix) {
        return new Refusal(404, "not-found", message, fix);
    }

    static Refusal notReady(String message, String fix) {
        return new Refusal(409, "not-ready", message, fix);
    }

    /** What was seen is not what is there now. */
    static Refusal changed(String message, List<JsonObject> changed) {
        return new Refusal(409, "changed", message, "Look at what changed, then try again.").with("changed", changed);
    }

    Refusal with(String name, List<JsonObject> values) {
        body.setObjects(name, values);
        return this;
    }

    Refusal with(String name, String value) {
        body.set(name, value);
        return this;
    }

    int status() {
        return status;
    }

    Answer answer() {
        return Answer.json(status, body);
    }
}
