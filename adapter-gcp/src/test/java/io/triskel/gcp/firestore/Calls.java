package io.triskel.gcp.firestore;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Notes which calls are made, and lets something happen just before one of them. */
final class Calls implements ClientInterceptor {
    private final List<String> made = new ArrayList<>();
    private final AtomicReference<Runnable> before = new AtomicReference<>(() -> {});

    /** Once, before the next commit. */
    void beforeNextCommit(Runnable happens) {
        before.set(happens);
    }

    /** Those since the last time that this was asked, in order. */
    synchronized List<String> made() {
        List<String> since = List.copyOf(made);
        made.clear();
        return since;
    }

    private synchronized void note(String call) {
        made.add(call);
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        String call = String.valueOf(method.getBareMethodName());
        note(call);
        if (call.equals("Commit")) {
            before.getAndSet(() -> {}).run();
        }
        return next.newCall(method, options);
    }
}
