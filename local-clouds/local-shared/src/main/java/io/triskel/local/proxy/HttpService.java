package io.triskel.local.proxy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A proxy's view of the service behind it: how to read a request, and how the service rejects one. */
public interface HttpService {
    /** {@return the operation of a request, and its caller} */
    Call callOf(Request request);

    /** {@return the service's answer if the caller may not do this; empty if the service does not check callers} */
    default Optional<Answer> denial(Request request) {
        return Optional.empty();
    }

    /** {@return the service's answer that rejects a request with this error code} */
    Answer refusal(String code);

    /** {@return the service's answer if it fails without any effect} */
    Answer failure();

    /**
     * A request as it arrived.
     *
     * @param method such as {@code POST}
     * @param uri path and query
     * @param headers by name, of any case
     */
    record Request(String method, URI uri, Map<String, List<String>> headers, byte[] body) {
        public Request {
            Map<String, List<String>> ofAnyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            ofAnyCase.putAll(headers);
            headers = ofAnyCase;
        }

        /** {@return the first value of this header} */
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name)).stream()
                    .flatMap(List::stream)
                    .findFirst();
        }
    }

    /** An answer that the proxy gives itself. */
    record Answer(int status, Map<String, String> headers, byte[] body) {}
}
