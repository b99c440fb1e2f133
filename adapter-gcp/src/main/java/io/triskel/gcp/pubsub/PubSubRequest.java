package io.triskel.gcp.pubsub;

import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutureCallback;
import com.google.api.core.ApiFutures;
import com.google.cloud.pubsub.v1.Publisher;
import io.triskel.event.OrderingKey;
import io.triskel.gcp.GcpErrors;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.publish.RejectionCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/** Passes one request of the core to the client, message by message, and joins the results. */
final class PubSubRequest {
    private final Publisher publisher;
    private final List<Outgoing> batch;
    private final LongPredicate room;
    private final LongConsumer back;
    private final AtomicReferenceArray<BusResult> results;
    private final AtomicInteger unanswered;
    private final CompletableFuture<Void> answered = new CompletableFuture<>();

    /**
     * @param room reserves bytes of the limit; false if they are not free
     * @param back releases reserved bytes
     */
    PubSubRequest(Publisher publisher, List<Outgoing> batch, LongPredicate room, LongConsumer back) {
        this.publisher = publisher;
        this.batch = batch;
        this.room = room;
        this.back = back;
        this.results = new AtomicReferenceArray<>(batch.size());
        this.unanswered = new AtomicInteger(batch.size());
    }

    /**
     * Sends the events key by key: a flush by any thread makes the client send the messages that it holds, so a flush
     * by another request splits at most one key's events.
     *
     * <p>An event without an answer in time has an unknown outcome; the client keeps trying for as long as a call may
     * take.
     */
    CompletionStage<List<BusResult>> send(Duration within) {
        Map<OrderingKey, List<Integer>> keyed = new LinkedHashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            Optional<OrderingKey> key = batch.get(i).event().key();
            if (key.isPresent()) {
                keyed.computeIfAbsent(key.get(), any -> new ArrayList<>()).add(i);
            } else {
                boolean unused = hand(i);
            }
        }
        keyed.forEach(this::handInOrder);
        flush();
        return answered.orTimeout(Math.max(1, within.toNanos()), TimeUnit.NANOSECONDS)
                .handle((all, late) -> results());
    }

    private void handInOrder(OrderingKey key, List<Integer> places) {
        resume(key);
        boolean broken = false;
        for (int place : places) {
            if (broken) {
                settle(
                        place,
                        BusResult.failed(
                                RejectionCause.TRANSIENT, "Not sent: an earlier event of its key was not sent"));
            } else {
                broken = !hand(place);
            }
        }
    }

    /**
     * Flushes again after a ConcurrentModificationException: the client changes its batches when an answer arrives,
     * even while it iterates over them. Batches already sent are not sent again.
     */
    private void flush() {
        boolean interrupted = true;
        while (interrupted) {
            try {
                publisher.publishAllOutstanding();
                interrupted = false;
            } catch (ConcurrentModificationException answeredMeanwhile) {
                // The rest is still to be sent.
            }
        }
    }

    private void resume(OrderingKey key) {
        try {
            publisher.resumePublish(key.value());
        } catch (IllegalStateException shutDown) {
            // The publisher is shut down, and fails each event that it gets.
        }
    }

    /** Passes an event to the client; returns whether the client accepted it. */
    private boolean hand(int place) {
        Outgoing outgoing = batch.get(place);
        Optional<String> misfit = PubSubBinding.misfit(outgoing);
        if (misfit.isPresent()) {
            settle(place, BusResult.failed(RejectionCause.INVALID, misfit.get()));
            return false;
        }
        if (!room.test(outgoing.bytes())) {
            settle(
                    place,
                    BusResult.failed(
                            RejectionCause.THROTTLED, "The client holds its maximum of unanswered bytes; try again"));
            return false;
        }
        ApiFuture<String> message;
        try {
            message = publisher.publish(PubSubBinding.write(outgoing));
        } catch (RuntimeException notTaken) {
            back.accept(outgoing.bytes());
            settle(place, BusResult.failed(GcpErrors.causeBeforeSending(notTaken), GcpErrors.message(notTaken)));
            return false;
        }
        ApiFutures.addCallback(message, new Answer(place, outgoing.bytes()), Runnable::run);
        return true;
    }

    private void settle(int place, BusResult result) {
        if (isLast(place, result)) {
            answered.complete(null);
        }
    }

    private boolean isLast(int place, BusResult result) {
        results.set(place, result);
        return unanswered.decrementAndGet() == 0;
    }

    private List<BusResult> results() {
        List<BusResult> all = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            BusResult result = results.get(i);
            all.add(
                    result != null
                            ? result
                            : BusResult.failed(RejectionCause.UNKNOWN, "Pub/Sub did not answer before the deadline"));
        }
        return all;
    }

    /** Receives the outcome of one message. */
    private final class Answer implements ApiFutureCallback<String> {
        private final int place;
        private final long bytes;

        Answer(int place, long bytes) {
            this.place = place;
            this.bytes = bytes;
        }

        @Override
        public void onSuccess(String messageId) {
            back.accept(bytes);
            settle(place, BusResult.ok(publisher.getTopicNameString() + "/" + messageId));
        }

        /**
         * Completes on another thread, since the client calls this while it discards a batch, and the receiver of the
         * result may publish again.
         */
        @Override
        public void onFailure(Throwable failure) {
            back.accept(bytes);
            if (isLast(place, BusResult.failed(GcpErrors.causeOf(failure), GcpErrors.message(failure)))) {
                CompletableFuture<Void> unused = answered.completeAsync(() -> null);
            }
        }
    }
}
