package io.triskel.local.azure.functions.wire;

import java.util.List;
import java.util.Map;

/** A value to or from a function, in the kinds of the real host ({@code TypedData} in its protocol). */
public sealed interface Data {
    /** {@code null}. */
    record Nothing() implements Data {}

    record Text(String value) implements Data {}

    /** A value without its own kind, as JSON. */
    record Json(String value) implements Data {}

    record Bytes(byte[] value) implements Data {}

    record Texts(List<String> values) implements Data {}

    record Longs(long[] values) implements Data {}

    record ByteArrays(List<byte[]> values) implements Data {}

    /**
     * A request over HTTP.
     *
     * @param headers by lower-case name
     * @param body text or bytes, or nothing
     */
    record Request(String method, String uri, Map<String, String> headers, Map<String, String> query, Data body)
            implements Data {}

    record Response(int status, Map<String, String> headers, byte[] body) implements Data {}
}
