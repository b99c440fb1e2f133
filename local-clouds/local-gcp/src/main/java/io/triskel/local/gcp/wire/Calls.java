package io.triskel.local.gcp.wire;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** Answers calls with a result, an error of the service, or an internal error if the work fails. */
public final class Calls {
    private Calls() {}

    /** Answers a call with a single answer. */
    public static <A> void answer(StreamObserver<A> caller, Supplier<A> work) {
        attempt(caller, () -> {
            A answer = work.get();
            caller.onNext(answer);
            caller.onCompleted();
        });
    }

    /** Runs work that answers by itself; answers with the error if the work fails. */
    public static void attempt(StreamObserver<?> caller, Runnable work) {
        try {
            work.run();
        } catch (StatusRuntimeException e) {
            caller.onError(e);
        } catch (RuntimeException e) {
            System.getLogger(Calls.class.getName()).log(System.Logger.Level.ERROR, "A call failed in the server", e);
            caller.onError(Status.INTERNAL.withDescription(e.toString()).asRuntimeException());
        }
    }
}
