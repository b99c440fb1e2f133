package io.triskel.gcp;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;

/**
 * Makes a publisher try once. With ordering, a publisher ignores its retry settings and retries without limit. So this
 * interceptor replaces each failure by one that is never retried, with the true failure as its cause, where {@link
 * GcpErrors#statusOf} finds it. {@code PubSubBus} retries, since it knows the deadline. gRPC itself still resends calls
 * that it knows the service never saw.
 */
final class OneTry implements ClientInterceptor {
    private final Duration callTimeout;

    /** @param callTimeout limits one call; the client itself would use at least 10 s */
    OneTry(Duration callTimeout) {
        this.callTimeout = callTimeout;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, BoundedCalls.soon(options, callTimeout))) {
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

    private static Status never(Status status) {
        return Status.FAILED_PRECONDITION
                .withDescription(status.getCode() + ": " + status.getDescription())
                .withCause(status.asRuntimeException());
    }
}
