package io.triskel.local.azure.functions.worker;

import io.triskel.local.azure.functions.wire.Data;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Converts a function's result for the host. */
final class FunctionAnswer {
    private static final byte[] EMPTY = {};

    private FunctionAnswer() {}

    static Data of(@Nullable Object returned) {
        if (returned == null) {
            return new Data.Nothing();
        }
        if (returned instanceof HttpResponse response) {
            return new Data.Response(response.getStatusCode(), response.headers(), bytesOf(response.getBody()));
        }
        return new Data.Bytes(bytesOf(returned));
    }

    private static byte[] bytesOf(@Nullable Object value) {
        if (value == null) {
            return EMPTY;
        }
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        throw new IllegalArgumentException("This host sends text and bytes, and no " + value.getClass());
    }
}
