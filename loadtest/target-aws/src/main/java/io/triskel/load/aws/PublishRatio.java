package io.triskel.load.aws;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.load.ratio.Comparison;
import io.triskel.load.ratio.Goal;
import io.triskel.load.ratio.Measure;
import io.triskel.load.ratio.Sample;
import io.triskel.load.ratio.Side;
import io.triskel.load.ratio.Stopwatch;
import io.triskel.observe.Observer;
import io.triskel.publish.OrderedPublisher;
import io.triskel.publish.PublishReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** Publishing with the publisher against PutRecords called by hand, with the same client and the same requests. */
final class PublishRatio {
    private static final int IN_FLIGHT = 8;
    private static final int REQUEST = 500;
    private static final int CALLS = 3;
    private static final int KEYS = IN_FLIGHT * REQUEST;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final AwsBinding aws;
    private final int events;
    private final Stopwatch stopwatch = Stopwatch.ofThisJvm();

    /** With so many events a round, a multiple of what is in flight at once. */
    PublishRatio(AwsBinding aws, int events) {
        this.aws = aws;
        this.events = events / KEYS * KEYS;
    }

    Comparison comparison() {
        return new Comparison(
                "publish",
                new Side(
                        "AWS SDK",
                        "PutRecords with 500 records of 500 keys per request, 8 requests in flight on 8 threads, each thread"
                                + " with keys of its own; events are encoded with Jackson's ObjectMapper, every answer"
                                + " is checked",
                        this::raw),
                new Side(
                        "OrderedPublisher on KinesisBus",
                        "publish() with 4,000 events of 4,000 keys per call, three calls under way at a time; " + events
                                + " events a round, 400 bytes each",
                        this::ours),
                List.of(new Goal(Measure.THROUGHPUT, 0.95), new Goal(Measure.CPU, 1.10)));
    }

    private Sample ours() throws Exception {
        List<Envelope<?>> all = Placed.events(events, KEYS);
        AwsSpace space = aws.freshStream();
        OrderedPublisher publisher = new OrderedPublisher(
                space.bus().orElseThrow(), Placed.CODEC, InstantSource.system(), Observer.none(), IN_FLIGHT);
        try {
            return stopwatch.measure(() -> {
                Deadline deadline = Deadline.in(PATIENCE, InstantSource.system());
                Deque<CompletionStage<PublishReport>> underWay = new ArrayDeque<>();
                for (int from = 0; from < events; from += KEYS) {
                    underWay.add(publisher.publish(all.subList(from, from + KEYS), deadline));
                    if (underWay.size() == CALLS) {
                        requireComplete(underWay.remove());
                    }
                }
                underWay.forEach(PublishRatio::requireComplete);
                return (long) events;
            });
        } finally {
            aws.delete(space);
        }
    }

    private Sample raw() throws Exception {
        List<RawEvent> all =
                IntStream.range(0, events).mapToObj(n -> RawEvent.of(n, KEYS)).toList();
        AwsSpace space = aws.freshStream();
        try {
            return stopwatch.measure(() -> {
                CompletableFuture.allOf(IntStream.range(0, IN_FLIGHT)
                                .mapToObj(lane -> CompletableFuture.runAsync(
                                        () -> putLane(space.stream(), all, lane), aws.executor()))
                                .toArray(CompletableFuture<?>[]::new))
                        .join();
                return (long) events;
            });
        } finally {
            aws.delete(space);
        }
    }

    /** The lane's keys, once each per request, one request after the other. */
    private void putLane(String stream, List<RawEvent> all, int lane) {
        KinesisClient client = aws.clients().kinesis();
        for (int from = lane * REQUEST; from < events; from += KEYS) {
            List<PutRecordsRequestEntry> records = all.subList(from, from + REQUEST).stream()
                    .map(event -> PutRecordsRequestEntry.builder()
                            .partitionKey(event.partitionkey())
                            .data(SdkBytes.fromByteArrayUnsafe(event.encode()))
                            .build())
                    .toList();
            require(client.putRecords(put -> put.streamName(stream).records(records))
                            .failedRecordCount()
                    == 0);
        }
    }

    private static void requireComplete(CompletionStage<PublishReport> report) {
        require(report.toCompletableFuture().join().complete());
    }

    private static void require(boolean accepted) {
        if (!accepted) {
            throw new IllegalStateException("Not all events were accepted, so this round measures nothing");
        }
    }
}
