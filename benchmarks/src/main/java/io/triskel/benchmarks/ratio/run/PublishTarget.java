package io.triskel.benchmarks.ratio.run;

import io.triskel.publish.EventBus;
import java.util.List;

/** Publishes to a target, with our bus and by hand. */
public interface PublishTarget {
    /** {@return the baseline's client, for people} */
    String baseline();

    /** {@return what exactly the baseline does, the number and size of requests above all} */
    String baselineDescription();

    /** {@return our bus, for people} */
    String candidate();

    /** {@return how many requests are in flight at once; each has keys of its own} */
    int inFlight();

    /** {@return how many events a request has} */
    int request();

    /** {@return how many of a request's events share a key} */
    default int perKey() {
        return 1;
    }

    /** {@return a bus without events} */
    FreshBus freshBus();

    /** A bus of its own; closing deletes what was published. */
    interface FreshBus extends AutoCloseable {
        /** {@return our bus} */
        EventBus bus();

        /**
         * Publishes by hand, one request after the other, the first with the events from {@code from} on; several threads
         * call this at once.
         *
         * @param every the distance between the first events of two requests
         * @throws IllegalStateException if any is not accepted
         */
        void publish(List<RawEvent> events, int from, int every);

        @Override
        void close();
    }
}
