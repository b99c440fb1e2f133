package io.triskel.local.gcp.wire;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;

/** Denies calls that a caller may not make, before the service gets the request. */
final class AccessInterceptor implements ServerInterceptor {
    private final String caller;
    private final Access access;

    AccessInterceptor(String caller, Access access) {
        this.caller = caller;
        this.access = access;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            private boolean refused;

            @Override
            public void onMessage(Q message) {
                Optional<Status> refusal = access.refusal(caller, message);
                if (refusal.isEmpty()) {
                    super.onMessage(message);
                } else if (!refused) {
                    refused = true;
                    call.close(refusal.get(), new Metadata());
                }
            }

            @Override
            public void onHalfClose() {
                if (!refused) {
                    super.onHalfClose();
                }
            }
        };
    }
}
