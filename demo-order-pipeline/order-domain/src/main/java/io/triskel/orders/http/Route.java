package io.triskel.orders.http;

import io.triskel.event.Deadline;
import io.triskel.orders.input.InputParser;
import java.util.Optional;

/**
 * Which requests an endpoint answers.
 *
 * @param method in capitals
 * @param before what the path begins with
 * @param withId whether an id follows
 * @param after what follows the id; empty for nothing
 * @param endpoint what answers
 */
record Route(String method, String before, boolean withId, String after, Endpoint endpoint) {
    /** Answers requests of one kind. */
    interface Endpoint {
        /**
         * Answers one.
         *
         * @param id from the path; empty where it has none
         */
        HttpAnswer answer(String id, HttpRequest request, Deadline deadline) throws ProblemException;
    }

    static Route of(String method, String path, Endpoint endpoint) {
        int id = path.indexOf("{id}");
        return id < 0
                ? new Route(method, path, false, "", endpoint)
                : new Route(method, path.substring(0, id), true, path.substring(id + "{id}".length()), endpoint);
    }

    /** {@return the id in the path, if this route is for such paths; empty text on a path without} */
    Optional<String> match(String path) {
        if (!withId) {
            return path.equals(before) ? Optional.of("") : Optional.empty();
        }
        if (path.length() <= before.length() + after.length() || !path.startsWith(before) || !path.endsWith(after)) {
            return Optional.empty();
        }
        String id = path.substring(before.length(), path.length() - after.length());
        return InputParser.isId(id) ? Optional.of(id) : Optional.empty();
    }
}
