package io.triskel.aws.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import io.triskel.aws.AwsPlatform;
import io.triskel.aws.kinesis.Aggregates;
import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.ConsumerSpec;
import io.triskel.consume.Redelivery;
import io.triskel.event.Deadline;
import io.triskel.platform.Platform;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Base class of a Lambda function behind a Kinesis event source mapping. The mapping must accept batch item failures
 * ({@code FunctionResponseTypes: ReportBatchItemFailures}): Lambda redelivers from the record that the function reports
 * as the first unsettled one.
 *
 * <p>One consumer per function. Extend it with a constructor without arguments that creates the processor. Records that
 * are not events are parked with their bytes if the consumer has a parking lot. Records aggregated by the Kinesis
 * Producer Library are split.
 *
 * <p>With SnapStart the function primes itself before the snapshot: see {@link #beforeSnapshot} and {@link #afterRestore}.
 */
public abstract class KinesisFunction implements RequestHandler<KinesisEvent, StreamsEventResponse> {
    private final BatchProcessor processor;
    private final EventCodec codec;
    private final InstantSource clock;
    private final Consumer<Deadline> stores;

    @SuppressWarnings("UnusedVariable") // only held here, since the runtime holds it weakly
    private final SnapStart hooks;

    /**
     * Creates a function that passes no deadline to its stores.
     *
     * @param clock the same as the processor's
     */
    protected KinesisFunction(BatchProcessor processor, EventCodec codec, InstantSource clock) {
        this(processor, codec, clock, deadline -> {});
    }

    private KinesisFunction(
            BatchProcessor processor, EventCodec codec, InstantSource clock, Consumer<Deadline> stores) {
        this.processor = processor;
        this.codec = codec;
        this.clock = clock;
        this.stores = stores;
        this.hooks = SnapStart.hooks(
                System.getenv(),
                () -> {
                    prime();
                    beforeSnapshot();
                },
                this::afterRestore);
    }

    /**
     * Creates a function for a consumer described on a platform, such as {@code (AwsPlatform.fromEnvironment(..),
     * Shipping::consumer)}.
     */
    protected KinesisFunction(Platform platform, Function<? super Platform, ? extends ConsumerSpec> described) {
        this(platform.host(described.apply(platform)).processor(), platform);
    }

    /** Creates a function of a processor made on a platform; the platform's stores get each invocation's deadline. */
    protected KinesisFunction(BatchProcessor processor, Platform platform) {
        this(processor, platform.codec(), platform.clock(), deadline -> AwsPlatform.workUntil(platform, deadline));
    }

    /** Loads the classes and creates the objects that the first batch needs; has no other effect. */
    final void prime() {
        new Priming(codec, processor.subscription(), clock).run();
    }

    /**
     * Called once before Lambda takes a snapshot, after decoding and settlement have been primed: create lazy clients
     * here. Start nothing that environments must not share.
     */
    protected void beforeSnapshot() {}

    /**
     * Called in each environment started from the snapshot: renew here what was read before the snapshot. The adapter
     * itself needs no renewal: ids and keys come from the system's random source, and the SDK reopens timed-out
     * connections and fetches credentials again when they expire.
     */
    protected void afterRestore() {}

    /** {@return at most one failure: the first record to redeliver} */
    @Override
    public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
        List<KinesisEventRecord> records = event.getRecords() == null ? List.of() : event.getRecords();
        Aggregates deliveries = new Aggregates(codec, processor.subscription());
        records.forEach(record -> add(record, deliveries));
        List<BatchItemFailure> failures = firstUnsettled(deliveries, context).stream()
                .mapToObj(first ->
                        new BatchItemFailure(records.get(first).getKinesis().getSequenceNumber()))
                .toList();
        return new StreamsEventResponse(failures);
    }

    /**
     * As {@link #handleRequest}, for a {@link com.amazonaws.services.lambda.runtime.RequestStreamHandler} that also serves
     * other events than the mapping's.
     *
     * @param event the event as Lambda sends it
     * @return the answer for Lambda; empty if the event has no field {@code Records}: then nothing was done
     * @throws IOException if the event is not JSON, or a record is broken
     */
    public final Optional<byte[]> settle(byte[] event, Context context) throws IOException {
        Optional<List<StreamRecord>> records = StreamRecord.in(event);
        if (records.isEmpty()) {
            return Optional.empty();
        }
        Aggregates deliveries = new Aggregates(codec, processor.subscription());
        records.get()
                .forEach(record ->
                        deliveries.add(record.data(), record.partitionKey(), record.position(), record.arrivedAt()));
        // A sequence number has digits only.
        String failures = firstUnsettled(deliveries, context).stream()
                .mapToObj(first ->
                        "{\"itemIdentifier\":\"" + records.get().get(first).sequenceNumber() + "\"}")
                .collect(Collectors.joining());
        return Optional.of(("{\"batchItemFailures\":[" + failures + "]}").getBytes(StandardCharsets.UTF_8));
    }

    private OptionalInt firstUnsettled(Aggregates deliveries, Context context) {
        Deadline deadline = new Deadline(clock.instant().plusMillis(context.getRemainingTimeInMillis()));
        stores.accept(deadline);
        return deliveries.firstUnsettled(
                processor.process(deliveries.deliveries(), Redelivery.FROM_FIRST_UNSETTLED, deadline));
    }

    private static void add(KinesisEventRecord incoming, Aggregates to) {
        KinesisEvent.Record kinesis = incoming.getKinesis();
        to.add(
                bytes(kinesis.getData()),
                Objects.requireNonNullElse(kinesis.getPartitionKey(), ""),
                incoming.getEventSourceARN() + "/" + incoming.getEventID(),
                Optional.ofNullable(kinesis.getApproximateArrivalTimestamp()).map(Date::toInstant));
    }

    private static byte[] bytes(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        return bytes;
    }
}
