package io.triskel.local.gcp.pubsub;

import com.google.pubsub.v1.PullResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A Pull that waits for messages, and is answered once. With ordering "only one batch per key can be outstanding". */
final class WaitingPull extends Receiver {
    private final ServerCallStreamObserver<PullResponse> client;
    private final int maxMessages;
    private final long until;
    private boolean answered;

    /**
     * @param until the {@code System.nanoTime()} at which to answer without messages; real time, not the settings'
     * clock
     */
    WaitingPull(ServerCallStreamObserver<PullResponse> client, int maxMessages, long until) {
        this.client = client;
        this.maxMessages = maxMessages;
        this.until = until;
    }

    boolean isAnswered() {
        return answered || client.isCancelled();
    }

    void giveUp(long nanoTime) {
        if (nanoTime - until >= 0) {
            giveUp();
        }
    }

    void giveUp() {
        if (!isAnswered()) {
            give(List.of());
        }
    }

    void fail(RuntimeException refusal) {
        if (!isAnswered()) {
            answered = true;
            client.onError(refusal);
        }
    }

    @Override
    boolean hasRoom() {
        return !isAnswered() && messages() < maxMessages;
    }

    @Override
    int batch() {
        return maxMessages;
    }

    @Override
    boolean keepsKeys() {
        return !answered;
    }

    @Override
    Optional<Duration> ackDeadline() {
        return Optional.empty();
    }

    @Override
    void give(List<Lease> leases) {
        answered = true;
        leave();
        client.onNext(PullResponse.newBuilder()
                .addAllReceivedMessages(leases.stream().map(Lease::received).toList())
                .build());
        client.onCompleted();
    }
}
