package io.triskel.target.aws;

import io.triskel.benchmarks.ratio.run.PublishTarget;
import io.triskel.benchmarks.ratio.run.RawEvent;
import io.triskel.publish.EventBus;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** PutRecords by our bus and by hand, with the same client. */
record KinesisPublishing(AwsBinding aws) implements PublishTarget {
    private static final int REQUEST = 500;

    @Override
    public String baseline() {
        return "AWS SDK";
    }

    @Override
    public String baselineDescription() {
        return "PutRecords with 500 records of 500 keys per request, 8 requests in flight on 8 threads, each thread"
                + " with its own keys; events are encoded with Jackson's ObjectMapper, every answer is checked";
    }

    @Override
    public String candidate() {
        return "OrderedPublisher on KinesisBus";
    }

    @Override
    public int inFlight() {
        return 8;
    }

    @Override
    public int request() {
        return REQUEST;
    }

    @Override
    public FreshBus freshBus() {
        return new Stream(aws, aws.freshBus());
    }

    private record Stream(AwsBinding aws, AwsTestPorts ports) implements FreshBus {
        @Override
        public EventBus bus() {
            return ports.bus();
        }

        @Override
        public void publish(List<RawEvent> events, int first, int every) {
            KinesisClient client = aws.clients().kinesis();
            for (int from = first; from < events.size(); from += every) {
                List<PutRecordsRequestEntry> records = events.subList(from, from + REQUEST).stream()
                        .map(event -> PutRecordsRequestEntry.builder()
                                .partitionKey(event.partitionkey())
                                .data(SdkBytes.fromByteArrayUnsafe(event.encode()))
                                .build())
                        .toList();
                int failed = client.putRecords(
                                put -> put.streamName(ports.stream()).records(records))
                        .failedRecordCount();
                if (failed != 0) {
                    throw new IllegalStateException(failed + " events were not accepted");
                }
            }
        }

        @Override
        public void close() {
            aws.delete(ports.names());
        }
    }
}
