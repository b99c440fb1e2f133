package io.triskel.hosting.http;

import io.triskel.event.Deadline;

/** Whatever answers an application's requests over HTTP. */
@FunctionalInterface
public interface HttpEndpoint {
    /** {@return the answer, also to an invalid request or if a port fails} */
    HttpAnswer answer(HttpRequest request, Deadline deadline);
}
