package io.triskel.gcp.pubsub;

import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutureCallback;
import com.google.api.core.ApiFutures;
import com.google.cloud.pubsub.v1.Publisher;
import io.triskel.event.OrderingKey;
import io.triskel.gcp.GcpErrors;
import io.triskel.publish.BusResult;
import io.triskel.publish.Cause;
import io.triskel.publish.Outgoing;
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

/** One request of the core, message by message with the client, and its results put together again. */
final class PubSubRequest {
    private final Publisher publisher;
    private final List<Outgoing> batch;
    private final LongPredicate room;
    private final LongConsumer back;
    private final AtomicReferenceArray<BusResult> results;
    private final AtomicInteger unanswered;
    private final CompletableFuture<Void> answered = new CompletableFuture<>();

    /**
     * @param room takes so many bytes of what may be in hand, if there are
     * @param back gives them back
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
     * Key by key: the client makes requests of what it has of a key whenever somebody flushes it or a batch is full, and so a flush
     * by others splits one key and not all.
     *
     * <p>What is not answered in time has an unknown outcome; the client goes on with it for as long as a call may take.
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
                settle(place, BusResult.failed(Cause.TRANSIENT, "Not sent, since an earlier event of its key was not"));
            } else {
                broken = !hand(place);
            }
        }
    }

    /**
     * Answers may come while the client goes through its batches, and then it finds them changed by what it does on an answer. What
     * it has sent it does not send again.
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
            // Said for each event that it is handed.
        }
    }

    /** Whether the client has it. */
    private boolean hand(int place) {
        Outgoing outgoing = batch.get(place);
        Optional<String> misfit = PubSubBinding.misfit(outgoing);
        if (misfit.isPresent()) {
            settle(place, BusResult.failed(Cause.INVALID, misfit.get()));
            return false;
        }
        if (!room.test(outgoing.bytes())) {
            settle(place, BusResult.failed(Cause.THROTTLED, "The client has as much in hand as it may"));
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
                            : BusResult.failed(Cause.UNKNOWN, "Pub/Sub did not answer before the deadline"));
        }
        return all;
    }

    /** What became of one message. */
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

        /** Told on another thread: the client does so while it throws a batch away, and who hears of it may publish. */
        @Override
        public void onFailure(Throwable failure) {
            back.accept(bytes);
            if (isLast(place, BusResult.failed(GcpErrors.causeOf(failure), GcpErrors.message(failure)))) {
                CompletableFuture<Void> unused = answered.completeAsync(() -> null);
            }
        }
    }
}
