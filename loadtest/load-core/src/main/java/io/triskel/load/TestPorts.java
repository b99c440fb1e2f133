package io.triskel.load;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.publish.EventBus;

/** The ports of a target at one site. */
public interface TestPorts extends AutoCloseable {
    /** {@return the bus, to be published to through an {@link io.triskel.publish.OrderedPublisher}} */
    EventBus bus();

    /**
     * {@return a long-running consumer of what is on the bus, from its oldest event on}
     *
     * @param name consumers of one name share their progress
     */
    Consumption consumption(String name, BatchProcessor processor, EventCodec codec);

    /** {@return the stores} */
    TestStores stores();

    @Override
    void close();
}
