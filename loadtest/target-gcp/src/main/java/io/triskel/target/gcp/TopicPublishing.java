package io.triskel.target.gcp;

import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutures;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.google.pubsub.v1.PubsubMessage;
import io.triskel.benchmarks.ratio.run.PublishTarget;
import io.triskel.benchmarks.ratio.run.RawEvent;
import io.triskel.publish.EventBus;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Messages published by our bus and by hand, with a publisher each that is made in the same way. */
record TopicPublishing(GcpBinding gcp) implements PublishTarget {
    private static final int REQUEST = 1_000;
    private static final int PER_KEY = 20;

    @Override
    public String baseline() {
        return "Google's client";
    }

    @Override
    public String baselineDescription() {
        return "Publisher with ordering keys, batches of up to 100 messages; 1,000 messages of 50 keys at a time on 4 threads, each"
                + " with its own keys, then publishAllOutstanding and a wait for every future; data is encoded with"
                + " Jackson's ObjectMapper, attributes are those of the CloudEvents Pub/Sub binding";
    }

    @Override
    public String candidate() {
        return "OrderedPublisher on PubSubBus";
    }

    @Override
    public int inFlight() {
        return 4;
    }

    @Override
    public int request() {
        return REQUEST;
    }

    @Override
    public int perKey() {
        return PER_KEY;
    }

    @Override
    public FreshBus freshBus() {
        return new Topic(gcp.freshBus());
    }

    /** The connection is made before the clock runs, since clients live long. */
    private static final class Topic implements FreshBus {
        private final GcpTestPorts ports;
        private final Publisher publisher;

        Topic(GcpTestPorts ports) {
            this.ports = ports;
            this.publisher = ports.clients().publisher(ports.topic());
            ApiFuture<String> first = publisher.publish(PubsubMessage.newBuilder()
                    .setData(ByteString.copyFromUtf8("none of ours"))
                    .build());
            publisher.publishAllOutstanding();
            await(List.of(first));
        }

        @Override
        public EventBus bus() {
            return ports.bus();
        }

        @Override
        public void publish(List<RawEvent> events, int first, int every) {
            for (int from = first; from < events.size(); from += every) {
                List<ApiFuture<String>> sent = events.subList(from, from + REQUEST).stream()
                        .map(event -> publisher.publish(message(event)))
                        .toList();
                publisher.publishAllOutstanding();
                await(sent);
            }
        }

        private static PubsubMessage message(RawEvent event) {
            return PubsubMessage.newBuilder()
                    .setOrderingKey(event.partitionkey())
                    .setData(UnsafeByteOperations.unsafeWrap(event.encodeData()))
                    .putAttributes("ce-specversion", event.specversion())
                    .putAttributes("ce-id", event.id())
                    .putAttributes("ce-source", event.source())
                    .putAttributes("ce-type", event.type())
                    .putAttributes("ce-datacontenttype", "application/json")
                    .putAttributes("ce-partitionkey", event.partitionkey())
                    .build();
        }

        private static void await(List<ApiFuture<String>> sent) {
            try {
                ApiFutures.allAsList(sent).get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("A message was not accepted", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while messages were published", e);
            }
        }

        @Override
        public void close() {
            ports.close();
        }
    }
}
