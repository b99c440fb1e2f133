package io.triskel.gcp.firestore;

import com.google.api.core.ApiFuture;
import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.firestore.Firestore;
import io.grpc.Status;
import io.triskel.event.PortException;
import io.triskel.gcp.CallDeadline;
import io.triskel.spi.Pauses;
import io.triskel.spi.Repetition;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Waits for the calls that concern a collection, and retries a failed call until the deadline. */
final class FirestoreCalls {
    /** How long the failure of a call that ended in time may take to arrive. */
    private static final Duration LATE = Duration.ofMillis(50);

    static final Pauses PAUSES =
            Pauses.blocking(() -> ThreadLocalRandom.current().nextDouble());

    private final String collection;
    private final Duration callTimeout;
    private final Duration patience;

    /** @param collection the path of the collection, for messages */
    FirestoreCalls(Firestore firestore, String collection) {
        RetrySettings times = firestore.getOptions().getRetrySettings();
        this.collection = collection;
        this.callTimeout = times.getInitialRpcTimeoutDuration();
        this.patience = times.getTotalTimeoutDuration();
    }

    Repetition repetition() {
        return new Repetition(patience, Optional.of(CallDeadline.within(patience)), PAUSES);
    }

    <T> T await(Supplier<ApiFuture<T>> call) {
        return await(call.get(), call);
    }

    /** The answer of a call in progress, which is retried while it fails. */
    <T> T await(ApiFuture<T> first, Supplier<ApiFuture<T>> call) {
        Repetition repetition = repetition();
        ApiFuture<T> underWay = first;
        while (true) {
            try {
                return once(underWay, System.nanoTime());
            } catch (ExecutionException e) {
                if (!Failures.isRepeatable(e) || !repetition.pause()) {
                    throw told(e);
                }
                underWay = call.get();
            }
        }
    }

    /**
     * The answer of a call that began at {@code begun}, by {@link System#nanoTime()}, without a retry. The channels of
     * {@code GcpClients} end a call in time; this method gives up calls of any other client.
     */
    <T> T once(ApiFuture<T> call, long begun) throws ExecutionException {
        long end = begun + CallDeadline.within(callTimeout).plus(LATE).toNanos();
        try {
            return call.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            call.cancel(true);
            throw new ExecutionException(Status.DEADLINE_EXCEEDED
                    .withDescription("no answer within the time of a call")
                    .asRuntimeException());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PortException("Interrupted while waiting for Firestore collection " + collection, e);
        }
    }

    PortException told(ExecutionException e) {
        return Failures.told(collection, e.getCause() == null ? e : e.getCause());
    }
}
