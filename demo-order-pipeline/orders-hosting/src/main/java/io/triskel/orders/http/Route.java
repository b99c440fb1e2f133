package io.triskel.orders.http;

import io.triskel.event.Deadline;
import io.triskel.orders.input.InputParser;
import java.util.Optional;

/**
 * Which requests an endpoint answers.
 *
 * @param method in capitals
 * @param before the beginning of the path
 * @param withId whether an id follows
 * @param after the path after the id; empty for nothing
 * @param endpoint answers the requests
 */
record Route(String method, String before, boolean withId, String after, Endpoint endpoint) {
    /** Answers requests of one kind. */
    interface Endpoint {
        /**
         * Answers a request.
         *
         * @param id from the path; empty text if the path has none
         */
        HttpAnswer answer(String id, HttpRequest request, Deadline deadline) throws ProblemException;
    }

    static Route of(String method, String path, Endpoint endpoint) {
        int id = path.indexOf("{id}");
        return id < 0
                ? new Route(method, path, false, "", endpoint)
                : new Route(method, path.substring(0, id), true, path.substring(id + "{id}".length()), endpoint);
    }

    /** {@return the path's id, empty text on a route without id; empty if the path is not this route's} */
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
