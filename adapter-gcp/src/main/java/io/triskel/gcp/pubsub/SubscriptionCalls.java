package io.triskel.gcp.pubsub;

import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutureCallback;
import com.google.api.core.ApiFutures;
import com.google.cloud.pubsub.v1.stub.SubscriberStub;
import com.google.protobuf.Empty;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.ModifyAckDeadlineRequest;
import io.triskel.event.PortException;
import io.triskel.gcp.GcpErrors;
import io.triskel.observe.Observer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Acknowledges messages, and sets their deadlines, by separate calls instead of on the stream: such a call has an
 * answer, and does not end with the stream. If an acknowledgement fails for good, its message is merely redelivered.
 * Thread-safe.
 */
final class SubscriptionCalls {
    /** A request has at most 512 KiB, and an ack id some 200 bytes. */
    private static final int IDS = 1_000;

    /** How long ack ids are collected for one call, since many small calls cost more than they save. */
    private static final Duration GATHER = Duration.ofMillis(10);

    private final Supplier<SubscriberStub> client;
    private final String subscription;
    private final ScheduledExecutorService timer;
    private final Observer observer;
    private List<String> acknowledged = new ArrayList<>();
    private boolean gathering;
    private int underWay;

    SubscriptionCalls(
            Supplier<SubscriberStub> client, String subscription, ScheduledExecutorService timer, Observer observer) {
        this.client = client;
        this.subscription = subscription;
        this.timer = timer;
        this.observer = observer;
    }

    /** Acknowledges soon, together with other messages. */
    synchronized void acknowledge(List<String> ackIds) {
        if (ackIds.isEmpty()) {
            return;
        }
        acknowledged.addAll(ackIds);
        if (acknowledged.size() >= IDS) {
            sendAcknowledged();
        } else if (!gathering) {
            gathering = true;
            try {
                ScheduledFuture<?> unused =
                        timer.schedule(this::sendAcknowledged, GATHER.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException over) {
                sendAcknowledged();
            }
        }
    }

    private synchronized void sendAcknowledged() {
        gathering = false;
        List<String> ackIds = acknowledged;
        acknowledged = new ArrayList<>();
        for (List<String> some : parts(ackIds)) {
            call(
                    () -> client.get()
                            .acknowledgeCallable()
                            .futureCall(AcknowledgeRequest.newBuilder()
                                    .setSubscription(subscription)
                                    .addAllAckIds(some)
                                    .build()),
                    () -> {});
        }
    }

    /** @param done run once for each call that succeeds; the ids may take several calls */
    synchronized void setDeadline(List<String> ackIds, Duration fromNow, Runnable done) {
        for (List<String> some : parts(ackIds)) {
            call(
                    () -> client.get()
                            .modifyAckDeadlineCallable()
                            .futureCall(ModifyAckDeadlineRequest.newBuilder()
                                    .setSubscription(subscription)
                                    .addAllAckIds(some)
                                    .setAckDeadlineSeconds((int) fromNow.toSeconds())
                                    .build()),
                    done);
        }
    }

    /** Sends what is waiting, and waits for all answers or until the time is over. */
    synchronized void flush(Duration atMost) throws InterruptedException {
        sendAcknowledged();
        long end = System.nanoTime() + atMost.toNanos();
        long left = atMost.toMillis();
        while (underWay > 0 && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }

    private void call(Supplier<ApiFuture<Empty>> call, Runnable done) {
        underWay++;
        try {
            ApiFutures.addCallback(call.get(), new Answer(done), Runnable::run);
        } catch (RuntimeException notSent) {
            failed(notSent);
        }
    }

    private synchronized void answered() {
        underWay--;
        notifyAll();
    }

    private void failed(Throwable failure) {
        answered();
        observer.portFailed("subscription", new PortException(GcpErrors.message(failure), failure));
    }

    static <T> List<List<T>> parts(List<T> all) {
        if (all.size() <= IDS) {
            return all.isEmpty() ? List.of() : List.of(all);
        }
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += IDS) {
            parts.add(all.subList(from, Math.min(all.size(), from + IDS)));
        }
        return parts;
    }

    /** Receives the answer of one call. */
    private final class Answer implements ApiFutureCallback<Empty> {
        private final Runnable done;

        Answer(Runnable done) {
            this.done = done;
        }

        @Override
        public void onSuccess(Empty nothing) {
            done.run();
            answered();
        }

        @Override
        public void onFailure(Throwable failure) {
            failed(failure);
        }
    }
}
