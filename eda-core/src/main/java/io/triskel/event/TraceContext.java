package io.triskel.event;

import java.util.Optional;

/**
 * W3C trace context, as the CloudEvents distributed tracing extension carries it.
 *
 * @param traceparent {@code version-traceid-parentid-flags} in lower-case hexadecimal (W3C Trace Context, 3.2)
 * @param tracestate vendors' own list, at most 512 characters, kept as it is
 */
public record TraceContext(String traceparent, Optional<String> tracestate) {
    private static final int MAX_STATE = 512;

    public TraceContext {
        if (!isTraceparent(traceparent)) {
            throw new IllegalArgumentException(
                    "traceparent is version-traceid-parentid-flags in lower-case hex (W3C Trace Context), this is not: '"
                            + traceparent + "'");
        }
        tracestate.ifPresent(state -> Lengths.require("tracestate", state, MAX_STATE));
    }

    /** 2, 32, 16 and 2 hexadecimal digits; later versions may append more. No regular expression: this runs once per event. */
    private static boolean isTraceparent(String text) {
        return text.length() >= 55
                && isHex(text, 0, 2)
                && text.charAt(2) == '-'
                && isHex(text, 3, 35)
                && text.charAt(35) == '-'
                && isHex(text, 36, 52)
                && text.charAt(52) == '-'
                && isHex(text, 53, 55)
                && (text.length() == 55 || text.charAt(55) == '-');
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((char) (c - '0') > 9 && (char) (c - 'a') > 5) {
                return false;
            }
        }
        return true;
    }

    /** {@return a context without vendors' state} */
    public static TraceContext of(String traceparent) {
        return new TraceContext(traceparent, Optional.empty());
    }
}
