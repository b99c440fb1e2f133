package io.triskel.load.ratio.run;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.load.Consumption;
import io.triskel.load.TestPorts;
import java.util.function.Consumer;

/** How a target is read from, by us and by hand; closing it forgets what was published. */
public interface ConsumeTarget extends AutoCloseable {
    /** {@return what one reads with by hand} */
    String baseline();

    /** {@return what exactly is done by hand} */
    String baselineDescription();

    /** {@return our consumer, for people} */
    String candidate();

    /** {@return what exactly ours does} */
    String candidateDescription();

    /** {@return the bus to publish to, and the inbox} */
    TestPorts ports();

    /** Makes all events unread, where it is the bus that knows what was read; not measured. */
    default void rewind() {}

    /**
     * {@return a consumer that reads from the start, whose checkpoints are in memory if it has any}
     *
     * @param events how many there are
     */
    Consumption fromStart(int events, BatchProcessor processor, EventCodec codec);

    /**
     * Reads by hand from the start of each partition to its end.
     *
     * @param events how many there are
     * @param handler is handed the data of each, by several threads at once
     * @throws Exception if it does not succeed
     */
    void read(int events, Consumer<Placed> handler) throws Exception;

    /** {@return what the inbox is and what it does for an event, for people} */
    String inbox();

    @Override
    void close();
}
