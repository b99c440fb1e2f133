package io.triskel.gcp;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Limits each call to the time-out of one attempt, or to the {@link CallDeadline} of the thread that starts the call.
 */
final class BoundedCalls implements ClientInterceptor {
    private final Duration callTimeout;

    /** @param callTimeout limits one attempt */
    BoundedCalls(Duration callTimeout) {
        this.callTimeout = callTimeout;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return next.newCall(method, soon(options, CallDeadline.within(callTimeout)));
    }

    static CallOptions soon(CallOptions options, Duration within) {
        Deadline ours = Deadline.after(within.toNanos(), TimeUnit.NANOSECONDS);
        Deadline theirs = options.getDeadline();
        return options.withDeadline(theirs == null ? ours : ours.minimum(theirs));
    }
}
