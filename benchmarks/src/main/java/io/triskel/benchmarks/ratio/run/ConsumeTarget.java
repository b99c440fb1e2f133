package io.triskel.benchmarks.ratio.run;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.load.Consumption;
import io.triskel.load.TestPorts;
import java.util.function.Consumer;

/** Reads from a target, with our consumer and by hand; closing deletes the published events. */
public interface ConsumeTarget extends AutoCloseable {
    /** {@return the baseline's client, for people} */
    String baseline();

    /** {@return what exactly the baseline does} */
    String baselineDescription();

    /** {@return our consumer, for people} */
    String candidate();

    /** {@return what exactly ours does} */
    String candidateDescription();

    /** {@return the bus to publish to, and the inbox} */
    TestPorts ports();

    /** Makes all events unread, where the bus keeps consumers' progress; not measured. */
    default void rewind() {}

    /**
     * {@return a consumer that reads from the start, whose checkpoints are in memory if it has any}
     *
     * @param events how many events there are
     */
    Consumption fromStart(int events, BatchProcessor processor, EventCodec codec);

    /**
     * Reads by hand from the start of each partition to its end.
     *
     * @param events how many events there are
     * @param handler takes the data of each event, called by several threads at once
     * @throws Exception if it does not succeed
     */
    void read(int events, Consumer<Placed> handler) throws Exception;

    /** {@return what the inbox is and what it does for an event, for people} */
    String inbox();

    @Override
    void close();
}
