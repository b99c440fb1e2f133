package io.triskel.local.aws.states;

import io.triskel.local.aws.lambda.InvocationResult;
import org.jspecify.annotations.Nullable;

/** An error of a state, under the name that retriers and catchers know. */
final class StateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String error;

    StateException(String error, String cause) {
        super(cause);
        this.error = error;
    }

    String error() {
        return error;
    }

    String cause() {
        return String.valueOf(getMessage());
    }

    /** Step Functions developer guide, "Handling errors": a function's error has its class as name, throttling is Lambda's. */
    static StateException of(@Nullable InvocationResult result, @Nullable Throwable broken) {
        if (result == null) {
            return new StateException("Lambda.SdkClientException", String.valueOf(broken));
        }
        return result.fold(
                succeeded -> new StateException("States.Runtime", "no failure"),
                failed -> new StateException(failed.errorType(), failed.message()),
                throttled -> new StateException("Lambda.TooManyRequestsException", "Rate Exceeded."));
    }
}
