package io.triskel.azure;

import com.azure.core.amqp.AmqpRetryOptions;
import java.time.Duration;

/**
 * No repetitions over AMQP. Without retries the SDK still goes on connecting behind a call, until the call's time is over: only a
 * delay of zero, which its setter refuses, tells it to leave that to the next call.
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
