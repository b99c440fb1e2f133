package io.triskel.aws.hosting;

import com.amazonaws.services.lambda.runtime.Context;
import io.triskel.event.Deadline;
import java.time.Duration;
import java.time.InstantSource;

/** When an invocation must be over. */
final class Deadlines {
    /** Time kept for the answer itself: Lambda ends the environment of a late invocation. */
    private static final Duration RESERVE = Duration.ofMillis(500);

    private Deadlines() {}

    static Deadline of(Context context, InstantSource clock) {
        return Deadline.in(Duration.ofMillis(context.getRemainingTimeInMillis()), clock)
                .keeping(RESERVE, clock);
    }
}
