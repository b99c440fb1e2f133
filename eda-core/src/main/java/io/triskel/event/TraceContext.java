package io.triskel.event;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * W3C trace context, as the CloudEvents distributed tracing extension carries it.
 *
 * @param traceparent {@code version-traceid-parentid-flags} in lower-case hexadecimal (W3C Trace Context, 3.2)
 * @param tracestate vendors' own list, at most 512 characters, kept as it is
 */
public record TraceContext(String traceparent, Optional<String> tracestate) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

    public TraceContext {
        if (!FORM.matcher(traceparent).matches()) {
            throw new IllegalArgumentException(
                    "traceparent is version-traceid-parentid-flags in lower-case hex (W3C Trace Context), this is not: '"
                            + traceparent + "'");
        }
        tracestate.ifPresent(state -> Lengths.require("tracestate", state, 512));
    }

    /** {@return a context without vendors' state} */
    public static TraceContext of(String traceparent) {
        return new TraceContext(traceparent, Optional.empty());
    }
}
