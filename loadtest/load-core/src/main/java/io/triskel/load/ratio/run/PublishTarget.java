package io.triskel.load.ratio.run;

import io.triskel.publish.EventBus;
import java.util.List;

/** How a target is published to, by us and by hand. */
public interface PublishTarget {
    /** {@return what one publishes with by hand} */
    String baseline();

    /** {@return what exactly is done by hand, the number and size of requests above all} */
    String baselineDescription();

    /** {@return our bus, for people} */
    String candidate();

    /** {@return how many requests are in flight at once; each has keys of its own} */
    int inFlight();

    /** {@return how many events a request has} */
    int request();

    /** {@return how many of them a key has} */
    default int perKey() {
        return 1;
    }

    /** {@return a bus that nobody has published to} */
    FreshBus freshBus();

    /** A bus of its own; closing it forgets what was published. */
    interface FreshBus extends AutoCloseable {
        /** {@return our bus} */
        EventBus bus();

        /**
         * Publishes by hand the events from {@code from} on, a request's worth every so many, one request after the other; several
         * threads call it at once.
         *
         * @param every the distance between one request's first event and that of the next
         * @throws IllegalStateException if any is not accepted
         */
        void publish(List<RawEvent> events, int from, int every);

        @Override
        void close();
    }
}
