package io.triskel.gcp;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Deadline;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Makes a publisher try once. With ordering it ignores its retry settings and repeats without end what might succeed some
 * time; so what failed is told to it as something that is never repeated, and what it truly was is the cause of that, where
 * {@link GcpErrors#statusOf} finds it. What gRPC knows that the service never saw, it still sends again by itself.
 */
final class OneTry implements ClientInterceptor {
    private final Duration callTimeout;

    /** @param callTimeout for one call, which the client itself takes to be 10 s at the least */
    OneTry(Duration callTimeout) {
        this.callTimeout = callTimeout;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, soon(options))) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(
                        new SimpleForwardingClientCallListener<>(listener) {
                            @Override
                            public void onClose(Status status, Metadata trailers) {
                                super.onClose(status.isOk() ? status : never(status), trailers);
                            }
                        },
                        headers);
            }
        };
    }

    private CallOptions soon(CallOptions options) {
        Deadline ours = Deadline.after(callTimeout.toNanos(), TimeUnit.NANOSECONDS);
        Deadline theirs = options.getDeadline();
        return options.withDeadline(theirs == null ? ours : ours.minimum(theirs));
    }

    private static Status never(Status status) {
        return Status.FAILED_PRECONDITION
                .withDescription(status.getCode() + ": " + status.getDescription())
                .withCause(status.asRuntimeException());
    }
}
