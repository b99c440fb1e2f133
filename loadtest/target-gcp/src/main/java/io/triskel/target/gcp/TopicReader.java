package io.triskel.target.gcp;

import com.google.pubsub.v1.PubsubMessage;
import io.triskel.gcp.pubsub.PubSubBinding;
import io.triskel.local.gcp.pubsub.PubSubTopic;
import io.triskel.orders.deployed.BusReader;
import io.triskel.orders.deployed.StructuredForm;
import java.util.List;
import java.util.function.Consumer;

/** Reads what the topic retains, in the order in which it was published. Events are rewritten in structured mode. */
final class TopicReader implements BusReader {
    private final PubSubTopic topic;
    private final StructuredForm form = new StructuredForm();
    private int read;

    /**
     * Begins with the first message.
     *
     * @param topic with a retention that is longer than this reader lives
     */
    TopicReader(PubSubTopic topic) {
        this.topic = topic;
    }

    @Override
    public synchronized void read(Consumer<byte[]> each) {
        if (topic.published() > read) {
            List<PubsubMessage> all = topic.messages();
            all.subList(read, all.size()).forEach(message -> each.accept(structured(message)));
            read = all.size();
        }
    }

    private byte[] structured(PubsubMessage message) {
        return form.of(
                PubSubBinding.wire(message.getAttributesMap(), message.getData().toByteArray()));
    }
}
