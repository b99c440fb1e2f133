package io.triskel.aws.firehose;

import io.triskel.aws.AwsClients;
import io.triskel.aws.BatchPut;
import io.triskel.aws.CallTime;
import io.triskel.event.Deadline;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.publish.EventBus.WireMode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponse;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponseEntry;
import software.amazon.awssdk.services.firehose.model.Record;

/**
 * Puts events into a Firehose delivery stream for archiving, one structured event per line. It adds the line break, so
 * the delivery stream must not add another. Firehose may reject single records of a request, so a request holds one
 * event per key.
 *
 * <p>A position is the record id that Firehose assigned. Limits: developer guide, "Quota".
 */
public final class FirehoseBus implements EventBus {
    private static final int MAX_EVENTS = 500;

    private final Supplier<FirehoseClient> client;
    private final Duration callTimeout;
    private final String stream;
    private final InstantSource clock;
    private final Executor executor;
    private final BusLimits limits;
    private final BatchPut requests;

    private FirehoseBus(
            Supplier<FirehoseClient> client,
            Duration callTimeout,
            String stream,
            InstantSource clock,
            Executor executor) {
        this.client = client;
        this.callTimeout = callTimeout;
        this.stream = stream;
        this.clock = clock;
        this.executor = executor;
        this.limits = new BusLimits(
                WireMode.STRUCTURED, MAX_EVENTS, (4 << 20) - MAX_EVENTS, 1000 * 1024 - 1, true, false, callTimeout);
        this.requests = new BatchPut(clock, executor);
    }

    /** {@return a bus that puts into this delivery stream, on the publishing thread} */
    public static FirehoseBus of(AwsClients clients, String stream) {
        return of(clients::firehose, clients.callTimeout(), stream);
    }

    /**
     * {@return a bus that puts into this delivery stream, on the thread that publishes}
     *
     * @param client supplies the client at the first request
     * @param callTimeout the longest time that a call of the client takes
     */
    public static FirehoseBus of(Supplier<FirehoseClient> client, Duration callTimeout, String stream) {
        return new FirehoseBus(client, callTimeout, stream, InstantSource.system(), Runnable::run);
    }

    /** {@return the same bus, with this clock for deadlines instead of the system's} */
    public FirehoseBus withClock(InstantSource other) {
        return new FirehoseBus(client, callTimeout, stream, other, executor);
    }

    /** {@return the same bus, with this executor for its blocking requests} */
    public FirehoseBus withExecutor(Executor other) {
        return new FirehoseBus(client, callTimeout, stream, clock, other);
    }

    @Override
    public BusLimits limits() {
        return limits;
    }

    @Override
    public CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline) {
        return requests.send(batch, deadline, time -> put(batch, time));
    }

    private List<BusResult> put(List<Outgoing> batch, CallTime time) {
        FirehoseClient sdk = client.get();
        PutRecordBatchResponse answer = sdk.putRecordBatch(request -> request.deliveryStreamName(stream)
                .records(batch.stream().map(FirehoseBus::line).toList())
                .overrideConfiguration(override -> time.limit(sdk, override)));
        return answer.requestResponses().stream().map(FirehoseBus::result).toList();
    }

    private static Record line(Outgoing outgoing) {
        byte[] body = outgoing.wire().body();
        byte[] line = Arrays.copyOf(body, body.length + 1);
        line[body.length] = '\n';
        return Record.builder().data(SdkBytes.fromByteArrayUnsafe(line)).build();
    }

    private static BusResult result(PutRecordBatchResponseEntry entry) {
        return entry.errorCode() == null
                ? BusResult.ok(entry.recordId())
                : BatchPut.refused(entry.errorCode(), entry.errorMessage());
    }
}
