package io.triskel.azure;

import io.triskel.azure.eventhubs.HubConsumer;
import io.triskel.azure.eventhubs.HubReport;
import io.triskel.event.Deadline;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import io.triskel.spi.Hosting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Feeds consumers from an event hub in one long-running process. Each reads all partitions through the consumer group of its own
 * name, with checkpoints in the platform's stores; a second process takes the partitions over.
 */
public final class AzureHosting implements Hosting.Provider {
    @Override
    public String name() {
        return "azure";
    }

    @Override
    public Hosting open(Map<String, String> environment, Platform.Settings settings) {
        return new Opened(AzurePlatform.open(environment, settings));
    }

    private record Opened(AzurePlatform.Opened parts) implements Hosting {
        @Override
        public Platform platform() {
            return parts.platform();
        }

        @Override
        public List<Feed> feeds(List<HostedConsumer> consumers) {
            List<Feed> feeds = new ArrayList<>();
            for (HostedConsumer consumer : consumers) {
                // Reading a partition blocks.
                ExecutorService readers = Executors.newCachedThreadPool(work -> {
                    Thread thread = new Thread(work, "triskel-read-" + consumer.name());
                    thread.setDaemon(true);
                    return thread;
                });
                feeds.add(new Partitions(
                        new HubConsumer(
                                () -> parts.clients().hub(parts.hub()).consumerGroup(consumer.name()),
                                consumer.name(),
                                consumer.processor(),
                                platform().codec(),
                                platform().stores().checkpoints(),
                                platform().clock(),
                                readers),
                        readers));
            }
            return feeds;
        }
    }

    private record Partitions(HubConsumer consumer, ExecutorService readers) implements Hosting.Feed {
        @Override
        public Hosting.Run run(int limit, Deadline deadline) {
            HubReport report = consumer.run(limit, deadline);
            List<String> problems = new ArrayList<>(report.problems());
            report.fenced()
                    .forEach(
                            partition -> problems.add("partition " + partition + " was taken over by another process"));
            return new Hosting.Run(report.settled(), report.caughtUp(), problems, Optional.empty());
        }

        @Override
        public void close() {
            consumer.close();
            readers.shutdown();
        }
    }
}
