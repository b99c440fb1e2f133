package io.triskel.azure;

import com.azure.core.amqp.AmqpRetryOptions;
import java.time.Duration;

/**
 * Retry options for AMQP that never retry. Even with zero retries the SDK keeps connecting in the background until the
 * call's time is over. Only a retry delay of zero, which the setter rejects, leaves the connecting to the next call.
 */
final class OneTry extends AmqpRetryOptions {
    OneTry(Duration callTimeout) {
        setMaxRetries(0);
        setTryTimeout(callTimeout);
    }

    @Override
    public Duration getDelay() {
        return Duration.ZERO;
    }
}
