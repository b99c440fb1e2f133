package io.triskel.hosting.http;

import io.triskel.codec.StateCodec;
import io.triskel.event.Deadline;
import io.triskel.event.PortException;
import io.triskel.personal.SubjectForgottenException;
import io.triskel.publish.PublishFailedException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Finds the endpoint of a request. HEAD is answered like GET, without the body. A body of more than 256 KiB gets 413, one declared as
 * anything but JSON 415; 503 with {@code Retry-After} means that a port did not answer: whether the request took effect is unknown, so
 * repeat it.
 */
public final class Routes implements HttpEndpoint {
    private static final String GET = "GET";
    private static final String HEAD = "HEAD";

    private static final Pattern ESCAPED = Pattern.compile("%([0-9A-Fa-f]{2})");

    private final StateCodec json;
    private final List<Route> all;

    /**
     * Answers requests by these routes.
     *
     * @param json writes problems
     */
    public Routes(StateCodec json, List<Route> routes) {
        this.json = json;
        this.all = List.copyOf(routes);
    }

    @Override
    public HttpAnswer answer(HttpRequest request, Deadline deadline) {
        return request.method().equals(HEAD)
                ? answered(request.withMethod(GET), deadline).withoutBody()
                : answered(request, deadline);
    }

    private HttpAnswer answered(HttpRequest request, Deadline deadline) {
        try {
            return route(request, deadline);
        } catch (ProblemException problem) {
            return problem.answer(json);
        } catch (SubjectForgottenException forgotten) {
            return new ProblemException(422, String.valueOf(forgotten.getMessage())).answer(json);
        } catch (PortException | PublishFailedException failed) {
            return new ProblemException(503, String.valueOf(failed.getMessage()))
                    .with("Retry-After", "1")
                    .answer(json);
        }
    }

    private HttpAnswer route(HttpRequest request, Deadline deadline) throws ProblemException {
        TreeSet<String> allowed = new TreeSet<>();
        String path = plain(request.path());
        for (Route route : all) {
            Optional<String> id = route.match(path);
            if (id.isPresent() && route.method().equals(request.method())) {
                return route.endpoint().answer(id.get(), request, deadline);
            }
            id.ifPresent(matched ->
                    allowed.addAll(route.method().equals(GET) ? List.of(GET, HEAD) : List.of(route.method())));
        }
        if (allowed.isEmpty()) {
            throw new ProblemException(404, "There is nothing at " + request.path());
        }
        String methods = String.join(", ", allowed);
        throw new ProblemException(405, request.path() + " takes " + methods + ", not " + request.method())
                .with("Allow", methods);
    }

    /** Clients may escape what need not be escaped, and mean the same: O%2D1 is O-1 (RFC 3986, 6.2.2.2). */
    private static String plain(String path) {
        return path.indexOf('%') < 0
                ? path
                : ESCAPED.matcher(path).replaceAll(escape -> {
                    char octet = (char) Integer.parseInt(escape.group(1), 16);
                    return isUnreserved(octet) ? Character.toString(octet) : escape.group();
                });
    }

    private static boolean isUnreserved(char octet) {
        return (octet >= 'a' && octet <= 'z')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= '0' && octet <= '9')
                || "-._~".indexOf(octet) >= 0;
    }
}
