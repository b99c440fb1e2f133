package io.triskel.azure.functions;

import io.triskel.event.Deadline;
import io.triskel.notify.Credential;
import java.net.URI;
import java.util.Map;

/**
 * Shows the key of a function whose authorisation level is FUNCTION, in the header {@code x-functions-key}: never as {@code
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
     * @param key of the function, or the app's for all of its functions
     * @throws IllegalArgumentException if it is empty or has characters that no header takes; the message does not hold it
     */
    public static FunctionKey of(String key) {
        if (!key.matches("\\p{Graph}+")) {
            throw new IllegalArgumentException(
                    "A function key has visible characters of ASCII only, and at least one: look for spaces and line breaks");
        }
        return new FunctionKey(key);
    }

    @Override
    public Map<String, String> headers(
            String method, URI address, Map<String, String> headers, byte[] body, Deadline deadline) {
        return Map.of(HEADER, key);
    }
}
