package io.triskel.spi;

import io.triskel.event.Deadline;
import io.triskel.event.ForAdapters;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A platform together with the means to feed its consumers in a long-running process. A host, such as a framework's starter,
 * finds the {@link Provider} of the one adapter on its class path by {@link java.util.ServiceLoader}, and so knows no adapter.
 */
@ForAdapters
public interface Hosting {
    /** {@return the platform; closing it closes what the adapter opened} */
    Platform platform();

    /**
     * {@return a feed per consumer, in their order} They share what the bus grants to the readers of one process. Nothing is
     * read before {@link Feed#run}.
     */
    List<Feed> feeds(List<HostedConsumer> consumers);

    /** Opens an adapter's platform; listed under {@code META-INF/services}. */
    interface Provider {
        /** {@return the adapter's name, such as the last word of its module} */
        String name();

        /**
         * Opens the platform.
         *
         * @param environment the variables; the provider asks for each by its name
         * @throws IllegalArgumentException naming every variable that is missing or wrong
         */
        Hosting open(Map<String, String> environment, Platform.Settings settings);
    }

    /** Reads the bus for one consumer, from the oldest event or its last checkpoint on. One thread at a time uses it. */
    interface Feed extends AutoCloseable {
        /**
         * Reads until the consumer has caught up, is blocked, or a limit is reached. Call it again, after a pause if it has
         * caught up or reports problems.
         *
         * @param limit no further events are taken once about this many are settled
         * @throws RuntimeException if the bus or the store of checkpoints cannot be reached
         */
        Run run(int limit, Deadline deadline);

        /** Stops reading. Unsettled events are redelivered to the next reader. */
        @Override
        void close();
    }

    /**
     * The result of one run.
     *
     * @param settled the number of events settled
     * @param caughtUp whether all events on the bus were settled
     * @param problems why reading ended early, in words
     * @param lag how far the consumer is behind the bus, if the bus tells
     */
    record Run(int settled, boolean caughtUp, List<String> problems, Optional<Duration> lag) {
        public Run {
            problems = List.copyOf(problems);
        }
    }
}
