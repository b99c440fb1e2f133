package io.triskel.local.aws.lambda;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** How an invocation ended. Byte arrays are not copied; do not change them. */
public sealed interface InvocationResult {

    /** The handler returned. */
    record Succeeded(byte[] payload) implements InvocationResult {
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    /**
     * The handler threw, or its environment ended.
     *
     * @param errorType the exception's class, or {@code Sandbox.Timedout}, {@code Runtime.ExitError} and the like
     */
    record Failed(String errorType, String message) implements InvocationResult {}

    /** All execution environments of the function were busy; the handler was not called. */
    record Throttled() implements InvocationResult {}

    /** One answer per outcome. */
    default <R> R fold(Function<Succeeded, R> succeeded, Function<Failed, R> failed, Function<Throttled, R> throttled) {
        if (this instanceof Succeeded result) {
            return succeeded.apply(result);
        }
        if (this instanceof Failed result) {
            return failed.apply(result);
        }
        return throttled.apply((Throttled) this);
    }
}
