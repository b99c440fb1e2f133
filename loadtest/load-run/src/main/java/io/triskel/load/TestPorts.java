package io.triskel.load;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.platform.Stores;
import io.triskel.publish.EventBus;
import java.time.InstantSource;

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

    /**
     * {@return a consumer that may keep reading between its runs} If the bus does not keep its progress, the progress is in memory, and a
     * new consumer reads from the start. Only the bus is used.
     */
    Consumption fromStart(String name, BatchProcessor processor, EventCodec codec);

    /** {@return the stores by the system's clock} */
    default Stores stores() {
        return stores(InstantSource.system(), laneCapacity());
    }

    /**
     * {@return the stores}
     *
     * @param laneCapacity how many parked events a lane takes, at most {@link #laneCapacity}
     */
    Stores stores(InstantSource clock, int laneCapacity);

    /** {@return how many parked events a lane takes in this target} */
    int laneCapacity();

    @Override
    void close();
}
