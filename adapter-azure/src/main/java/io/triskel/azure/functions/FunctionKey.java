package io.triskel.azure.functions;

import io.triskel.event.Deadline;
import io.triskel.notify.Credential;
import java.net.URI;
import java.util.Map;

/**
 * Sends the key of a function with authorisation level FUNCTION in the header {@code x-functions-key}: never as {@code
 * ?code=}, since addresses are logged.
 */
public final class FunctionKey implements Credential {
    private static final String HEADER = "x-functions-key";

    private final String key;

    private FunctionKey(String key) {
        this.key = key;
    }

    /**
     * {@return the credential of a key}
     *
     * @param key the function's key, or the app's key for all of its functions
     * @throws IllegalArgumentException if it is empty or has characters that a header cannot have; the message does not
     *     contain the key
     */
    public static FunctionKey of(String key) {
        if (!key.matches("\\p{Graph}+")) {
            throw new IllegalArgumentException(
                    "key must have visible ASCII characters only, and at least one: look for spaces and line breaks");
        }
        return new FunctionKey(key);
    }

    @Override
    public Map<String, String> headers(
            String method, URI address, Map<String, String> headers, byte[] body, Deadline deadline) {
        return Map.of(HEADER, key);
    }
}
