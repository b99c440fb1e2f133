package io.triskel.target.gcp;

import com.google.api.gax.batching.FlowControlSettings;
import com.google.cloud.pubsub.v1.AckReplyConsumer;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.pubsub.v1.PubsubMessage;
import io.triskel.benchmarks.ratio.run.ConsumeTarget;
import io.triskel.benchmarks.ratio.run.Placed;
import io.triskel.benchmarks.ratio.run.RawEvent;
import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.gcp.GcpSettings;
import io.triskel.load.Consumption;
import io.triskel.load.TestPorts;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A subscription pulled by our consumer and by hand. */
final class SubscriptionReading implements ConsumeTarget {
    private static final int PATIENCE_MINUTES = 5;

    /** Google's client acknowledges ten times a second: with fewer messages in hand it would only wait for that. */
    private static final long IN_HAND = 100_000;

    private static final long IN_HAND_BYTES = 200_000_000;

    private final GcpTestPorts ports;

    SubscriptionReading(GcpBinding gcp) {
        this.ports = gcp.fresh();
    }

    @Override
    public String baseline() {
        return "Google's client";
    }

    @Override
    public String baselineDescription() {
        return "Subscriber with one stream and 100,000 messages in hand, on a subscription that keeps order; data is read by Jackson's"
                + " ObjectMapper, attributes from the message's, into a record that is handed to a method that counts; each message"
                + " is acknowledged; from starting to the end of stopping";
    }

    @Override
    public String candidate() {
        return "PullConsumer";
    }

    @Override
    public String candidateDescription() {
        return "one stream and 4,000 messages in hand, events decoded, checked as CloudEvents and settled by a BatchProcessor in order per"
                + " key, without an inbox, and acknowledged; from starting to the end of stopping";
    }

    @Override
    public TestPorts ports() {
        return ports;
    }

    @Override
    public void rewind() {
        ports.rewind();
    }

    @Override
    public Consumption fromStart(int events, BatchProcessor processor, EventCodec codec) {
        return ports.consumption(events, processor, codec);
    }

    @Override
    public void read(int events, Consumer<Placed> handler) throws InterruptedException {
        CountDownLatch left = new CountDownLatch(events);
        GcpSettings settings = ports.clients().settings();
        Subscriber subscriber = Subscriber.newBuilder(
                        ports.clients().subscription(ports.names().subscription()),
                        (PubsubMessage message, AckReplyConsumer reply) -> {
                            handler.accept(event(message).data());
                            reply.ack();
                            left.countDown();
                        })
                .setFlowControlSettings(FlowControlSettings.newBuilder()
                        .setMaxOutstandingElementCount(IN_HAND)
                        .setMaxOutstandingRequestBytes(IN_HAND_BYTES)
                        .build())
                .setChannelProvider(
                        PubSubAdmin.channel(settings, SubscriptionAdminSettings.defaultGrpcTransportProviderBuilder()))
                .setCredentialsProvider(PubSubAdmin.credentials(settings))
                .build();
        subscriber.startAsync();
        try {
            if (!left.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException(left.getCount() + " events have not arrived");
            }
        } finally {
            subscriber.stopAsync().awaitTerminated();
        }
    }

    private static RawEvent event(PubsubMessage message) {
        return new RawEvent(
                message.getAttributesOrThrow("ce-specversion"),
                message.getAttributesOrThrow("ce-id"),
                message.getAttributesOrThrow("ce-source"),
                message.getAttributesOrThrow("ce-type"),
                message.getOrderingKey(),
                RawEvent.decodeData(message.getData().toByteArray()));
    }

    @Override
    public String inbox() {
        return "Time that FirestoreInbox adds to an event of a PullConsumer: two commits, those of the events of a batch side by"
                + " side; here Firestore is a server in another JVM";
    }

    @Override
    public void close() {
        ports.close();
    }
}
