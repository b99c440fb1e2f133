package io.triskel.local.gcp.wire;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** Answers calls with a result, a refusal, or the internal error that broke the work. */
public final class Calls {
    private Calls() {}

    /** Answers a call that has one answer. */
    public static <A> void answer(StreamObserver<A> caller, Supplier<A> work) {
        attempt(caller, () -> {
            A answer = work.get();
            caller.onNext(answer);
            caller.onCompleted();
        });
    }

    /** Runs work that answers by itself, unless it fails. */
    public static void attempt(StreamObserver<?> caller, Runnable work) {
        try {
            work.run();
        } catch (StatusRuntimeException e) {
            caller.onError(e);
        } catch (RuntimeException e) {
            System.getLogger(Calls.class.getName()).log(System.Logger.Level.ERROR, "A call broke the server", e);
            caller.onError(Status.INTERNAL.withDescription(e.toString()).asRuntimeException());
        }
    }
}
