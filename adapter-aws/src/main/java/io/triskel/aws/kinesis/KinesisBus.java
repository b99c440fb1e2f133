package io.triskel.aws.kinesis;

import io.triskel.aws.AwsClients;
import io.triskel.aws.BatchPut;
import io.triskel.aws.CallTime;
import io.triskel.event.Deadline;
import io.triskel.event.OrderingKey;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.publish.EventBus.WireMode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * Puts events into a Kinesis stream, as structured JSON since Kinesis has no headers. The ordering key is the partition
 * key.
 *
 * <p>PutRecords promises no order when some records of a request fail (API reference, "PutRecords"), so a request holds one event
 * per key. A position is shard and sequence number with a slash between.
 */
public final class KinesisBus implements EventBus {
    private static final int MAX_EVENTS = 500;
    private static final int RECORD_BYTES = 1 << 20;
    private static final int REQUEST_BYTES = 5 << 20;
    private static final int SPREAD_BYTES = 36;

    private final Supplier<KinesisClient> client;
    private final Duration callTimeout;
    private final String stream;
    private final Supplier<String> spread;
    private final InstantSource clock;
    private final Executor executor;
    private final BusLimits limits;
    private final BatchPut requests;

    private KinesisBus(
            Supplier<KinesisClient> client,
            Duration callTimeout,
            String stream,
            Supplier<String> spread,
            InstantSource clock,
            Executor executor) {
        this.client = client;
        this.callTimeout = callTimeout;
        this.stream = stream;
        this.spread = spread;
        this.clock = clock;
        this.executor = executor;
        this.limits = new BusLimits(
                WireMode.STRUCTURED,
                MAX_EVENTS,
                REQUEST_BYTES - MAX_EVENTS * SPREAD_BYTES,
                RECORD_BYTES - SPREAD_BYTES,
                true,
                false,
                callTimeout);
        this.requests = new BatchPut(clock, executor);
    }

    /** {@return a bus that puts into this stream, on the publishing thread} */
    public static KinesisBus of(AwsClients clients, String stream) {
        return of(clients::kinesis, clients.callTimeout(), stream);
    }

    /**
     * {@return a bus that puts into this stream, on the thread that publishes}
     *
     * @param client supplies the client at the first request
     * @param callTimeout the longest time that a call of the client takes
     */
    public static KinesisBus of(Supplier<KinesisClient> client, Duration callTimeout, String stream) {
        return new KinesisBus(
                client, callTimeout, stream, () -> UUID.randomUUID().toString(), InstantSource.system(), Runnable::run);
    }

    /** {@return the same bus, with this clock for deadlines instead of the system's} */
    public KinesisBus withClock(InstantSource other) {
        return new KinesisBus(client, callTimeout, stream, spread, other, executor);
    }

    /** {@return the same bus, with this executor for its blocking requests} */
    public KinesisBus withExecutor(Executor other) {
        return new KinesisBus(client, callTimeout, stream, spread, clock, other);
    }

    /**
     * {@return the same bus, with these partition keys instead of random UUIDs for events without an ordering key}
     *
     * @param keys supplies at most 36 ASCII characters
     */
    public KinesisBus withSpread(Supplier<String> keys) {
        return new KinesisBus(client, callTimeout, stream, keys, clock, executor);
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
        KinesisClient sdk = client.get();
        PutRecordsResponse answer = sdk.putRecords(request -> request.streamName(stream)
                .records(batch.stream().map(this::entry).toList())
                .overrideConfiguration(override -> time.limit(sdk, override)));
        return answer.records().stream().map(KinesisBus::result).toList();
    }

    private PutRecordsRequestEntry entry(Outgoing outgoing) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(outgoing.event().key().map(OrderingKey::value).orElseGet(spread))
                .data(SdkBytes.fromByteArrayUnsafe(outgoing.wire().body()))
                .build();
    }

    private static BusResult result(PutRecordsResultEntry entry) {
        return entry.errorCode() == null
                ? BusResult.ok(entry.shardId() + "/" + entry.sequenceNumber())
                : BatchPut.refused(entry.errorCode(), entry.errorMessage());
    }
}
