package io.triskel.hosting.operation;

import io.triskel.event.Deadline;
import io.triskel.hosting.HostedApplication;
import java.time.Duration;
import java.util.Objects;

/** The consumers' own functions, which an operator invokes with the right to do so, and with no right on their data. */
@FunctionalInterface
public interface ConsumerFunctions {
    /**
     * Invokes a consumer's function and waits for its answer.
     *
     * @param request a {@link ReplayRequest} as JSON, or another document that the cloud's function knows
     * @param within the longest that the function works; a cold start comes on top
     * @return the function's answer
     * @throws IllegalStateException if there is no answer, because the function is missing, closed to the operator, throttled or
     *     failed; the message says which, for people
     */
    byte[] invoke(String consumer, byte[] request, Duration within);

    /** {@return the consumers of an application in this process, without any function} */
    static ConsumerFunctions direct(HostedApplication application) {
        return (consumer, request, within) -> {
            try {
                return OperatorRequests.answer(
                        request,
                        Objects.requireNonNull(application.consumers().get(consumer), consumer),
                        application.platform(),
                        Deadline.in(within, application.platform().clock()));
            } catch (IllegalArgumentException refused) {
                throw new IllegalStateException(refused.getMessage(), refused);
            }
        };
    }
}
