package io.triskel.aws;

import io.triskel.event.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkClient;

/** How long one call may take: its client's time-out or the time left to a deadline, whichever is shorter. */
public final class CallTime {
    /** The SDK requires a positive time, in milliseconds. */
    private static final Duration LEAST = Duration.ofMillis(1);

    /** For clients without a time-out of their own; the SDK counts time-outs in int milliseconds. */
    private static final Duration MOST = Duration.ofMinutes(5);

    private final Duration most;

    private CallTime(Duration most) {
        this.most = most;
    }

    /** {@return the time for a call that begins now; 1 ms if the deadline has passed} */
    public static CallTime until(Deadline deadline, InstantSource clock) {
        Duration left = deadline.remaining(clock);
        return new CallTime(left.compareTo(LEAST) < 0 ? LEAST : left);
    }

    /**
     * {@return the time that a client allows for a call} Keep it: the SDK rebuilds its configuration on every request
     * for it.
     */
    public static Duration allowedBy(SdkClient client) {
        return client.serviceClientConfiguration()
                .overrideConfiguration()
                .apiCallTimeout()
                .orElse(MOST);
    }

    /** Limits a request of this client to this time. */
    public void limit(SdkClient client, AwsRequestOverrideConfiguration.Builder request) {
        limit(allowedBy(client), request);
    }

    /** Limits a request to this time, if its client allows more. */
    public void limit(Duration allowed, AwsRequestOverrideConfiguration.Builder request) {
        request.apiCallTimeout(most.compareTo(allowed) < 0 ? most : allowed);
    }
}
