package io.triskel.hosting.http;

import io.triskel.event.Deadline;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which requests an endpoint answers.
 *
 * @param method in capitals
 * @param before the beginning of the path
 * @param withId whether an id follows
 * @param after the path after the id; empty for nothing
 * @param endpoint answers the requests
 */
public record Route(String method, String before, boolean withId, String after, Endpoint endpoint) {
    /** Needs no escape in a path, and is no step out of it. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    /** Answers requests of one kind. */
    public interface Endpoint {
        /**
         * Answers a request.
         *
         * @param id from the path; empty text if the path has none
         */
        HttpAnswer answer(String id, HttpRequest request, Deadline deadline) throws ProblemException;
    }

    /**
     * {@return a route}
     *
     * @param path such as {@code /orders} or {@code /orders/{id}/cancellation}
     */
    public static Route of(String method, String path, Endpoint endpoint) {
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
        return ID.matcher(id).matches() ? Optional.of(id) : Optional.empty();
    }
}
