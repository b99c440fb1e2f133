package io.triskel.local.gcp.wire;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Injects the faults of a plan into calls, by the simple name of the method, such as {@code Publish}. An error code is
 * the name of a gRPC status. A lost response reaches the client as UNAVAILABLE, as a broken connection does.
 */
final class FaultInterceptor implements ServerInterceptor {
    /** A fault that only the service itself can apply, to a part of a batch. */
    static final Context.Key<Fault.PartlyRefused> PARTLY = Context.key("partly-refused");

    private final FaultPlan faults;
    private final ScheduledExecutorService timer;
    private final Executor executor;

    FaultInterceptor(FaultPlan faults, ScheduledExecutorService timer, Executor executor) {
        this.faults = faults;
        this.timer = timer;
        this.executor = executor;
    }

    static Status status(String code) {
        try {
            return Status.fromCode(Status.Code.valueOf(code)).withDescription("Injected fault");
        } catch (IllegalArgumentException e) {
            return Status.UNKNOWN.withDescription("Injected fault: " + code);
        }
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String operation = Optional.ofNullable(call.getMethodDescriptor().getBareMethodName())
                .orElse("");
        Optional<Fault> fault = faults.strike(operation);
        if (fault.isEmpty()) {
            return next.startCall(call, headers);
        }
        return fault.get()
                .<ServerCall.Listener<Q>>fold(
                        refused -> refuse(call, status(refused.code())),
                        partly -> Contexts.interceptCall(
                                Context.current().withValue(PARTLY, partly), call, headers, next),
                        failed -> refuse(call, Status.INTERNAL.withDescription("Injected fault")),
                        slow -> late(call, headers, next, slow.by()),
                        lost -> lose(call, headers, next));
    }

    private static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, Status status) {
        call.close(status, new Metadata());
        return new ServerCall.Listener<>() {};
    }

    private <Q, A> ServerCall.Listener<Q> late(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next, Duration delay) {
        LateListener<Q> listener = new LateListener<>();
        Runnable serve = Context.current().wrap(() -> listener.serve(() -> next.startCall(call, headers)));
        ScheduledFuture<?> unused =
                timer.schedule(() -> executor.execute(serve), delay.toMillis(), TimeUnit.MILLISECONDS);
        return listener;
    }

    private static <Q, A> ServerCall.Listener<Q> lose(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (!call.getMethodDescriptor().getType().clientSendsOneMessage()) {
            return refuse(call, status("UNAVAILABLE"));
        }
        return next.startCall(
                new SimpleForwardingServerCall<Q, A>(call) {
                    @Override
                    public void sendHeaders(Metadata unsent) {
                        // Lost, as is the rest.
                    }

                    @Override
                    public void sendMessage(A message) {
                        // Lost.
                    }

                    @Override
                    public void close(Status status, Metadata trailers) {
                        delegate().close(status("UNAVAILABLE"), new Metadata());
                    }
                },
                headers);
    }
}
