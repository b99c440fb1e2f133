package io.triskel.aws.dynamodb;

import io.triskel.aws.AwsErrors;
import io.triskel.publish.Cause;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Repeats a request that failed for a while, with growing waits of random length (AWS Architecture Blog, "Exponential Backoff And
 * Jitter"), until its time is over.
 */
final class Repetition {
    /** Longer than DynamoDB needs to split a hot partition's traffic; a batch has room for it before its deadline. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final long FIRST_WAIT = TimeUnit.MILLISECONDS.toNanos(25);
    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);

    private Repetition() {}

    /** The failures after which a request may be sent again. */
    enum After {
        /** The request had no effect: it was refused for now, or there was no connection. */
        REFUSAL(false),
        /** Also if its effect is unknown: for reads, and for writes that their writer recognises or that may happen twice. */
        ANY_TROUBLE(true);

        private final boolean unknownToo;

        After(boolean unknownToo) {
            this.unknownToo = unknownToo;
        }

        private boolean allows(Cause cause) {
            return cause.mayPass() && (unknownToo || cause != Cause.UNKNOWN);
        }
    }

    /**
     * {@return the answer to the request, which is sent once or more}
     *
     * @param most the time after which no repetition begins
     */
    static <T> T of(After which, Duration most, Supplier<T> request) {
        long end = System.nanoTime() + most.toNanos();
        for (long wait = FIRST_WAIT; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
            try {
                return request.get();
            } catch (SdkException failure) {
                long pause = ThreadLocalRandom.current().nextLong(wait) + 1;
                if (!which.allows(AwsErrors.causeOf(failure))
                        || System.nanoTime() + pause - end > 0
                        || interrupted(pause)) {
                    throw failure;
                }
            }
        }
    }

    private static boolean interrupted(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
            return false;
        } catch (InterruptedException now) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
