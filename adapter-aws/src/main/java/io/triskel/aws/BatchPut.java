package io.triskel.aws;

import io.triskel.event.Deadline;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.publish.RejectionCause;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Runs the requests of this adapter's buses: chooses the executor, limits the time, and maps failures to causes. */
public final class BatchPut {
    private final InstantSource clock;
    private final Executor executor;

    /**
     * Creates a runner of requests.
     *
     * @param clock measures deadlines
     * @param executor runs the requests, which block
     */
    public BatchPut(InstantSource clock, Executor executor) {
        this.clock = clock;
        this.executor = executor;
    }

    /**
     * {@return one result per event; if the request throws, all of its events failed}
     *
     * @param request receives the time that its call may take
     */
    public CompletionStage<List<BusResult>> send(
            List<Outgoing> batch, Deadline deadline, Function<CallTime, List<BusResult>> request) {
        return CompletableFuture.supplyAsync(() -> put(batch, deadline, request), executor);
    }

    private List<BusResult> put(List<Outgoing> batch, Deadline deadline, Function<CallTime, List<BusResult>> request) {
        if (deadline.passed(clock)) {
            return all(batch, RejectionCause.TRANSIENT, "The deadline passed before the request was sent");
        }
        try {
            return request.apply(CallTime.until(deadline, clock));
        } catch (RuntimeException failure) {
            return all(batch, AwsErrors.causeOf(failure), String.valueOf(failure.getMessage()));
        }
    }

    /** {@return the result of a record that AWS rejected with this code} */
    public static BusResult refused(String code, String message) {
        return BusResult.failed(AwsErrors.causeOfCode(code), code + ": " + message);
    }

    private static List<BusResult> all(List<Outgoing> batch, RejectionCause cause, String message) {
        return batch.stream().map(event -> BusResult.failed(cause, message)).toList();
    }
}
