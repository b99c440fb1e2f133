package io.triskel.aws.dynamodb;

import io.triskel.aws.CallTime;
import io.triskel.event.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;

/**
 * The deadline of the current work, which limits each request, since the ports of stores have no deadline. A host that
 * does one piece of work at a time, such as a function, sets it when the work begins. Thread-safe.
 */
final class WorkTime {
    private final AtomicReference<Optional<Deadline>> deadline = new AtomicReference<>(Optional.empty());

    void until(Deadline end) {
        deadline.set(Optional.of(end));
    }

    /** The time until the deadline, if there is one. */
    Optional<Duration> left(InstantSource clock) {
        return deadline.get().map(end -> end.remaining(clock));
    }

    /** @param allowed how long the client lets a request take */
    void limit(Supplier<Duration> allowed, InstantSource clock, AwsRequestOverrideConfiguration.Builder request) {
        deadline.get().ifPresent(end -> CallTime.until(end, clock).limit(allowed.get(), request));
    }
}
