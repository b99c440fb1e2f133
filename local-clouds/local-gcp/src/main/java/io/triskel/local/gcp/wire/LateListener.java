package io.triskel.local.gcp.wire;

import io.grpc.ServerCall;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A call that is served late; its events meanwhile are forwarded afterwards. */
final class LateListener<Q> extends ServerCall.Listener<Q> {
    private final Queue<Consumer<ServerCall.Listener<Q>>> held = new ArrayDeque<>();
    private Optional<ServerCall.Listener<Q>> served = Optional.empty();

    synchronized void serve(Supplier<ServerCall.Listener<Q>> start) {
        ServerCall.Listener<Q> listener = start.get();
        served = Optional.of(listener);
        for (Consumer<ServerCall.Listener<Q>> event = held.poll(); event != null; event = held.poll()) {
            event.accept(listener);
        }
    }

    @Override
    public void onMessage(Q message) {
        tell(listener -> listener.onMessage(message));
    }

    @Override
    public void onHalfClose() {
        tell(ServerCall.Listener::onHalfClose);
    }

    @Override
    public void onCancel() {
        tell(ServerCall.Listener::onCancel);
    }

    @Override
    public void onComplete() {
        tell(ServerCall.Listener::onComplete);
    }

    @Override
    public void onReady() {
        tell(ServerCall.Listener::onReady);
    }

    private synchronized void tell(Consumer<ServerCall.Listener<Q>> event) {
        served.ifPresentOrElse(event, () -> held.add(event));
    }
}
