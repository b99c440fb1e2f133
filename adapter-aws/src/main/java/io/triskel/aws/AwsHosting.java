package io.triskel.aws;

import io.triskel.aws.kinesis.ReadQuota;
import io.triskel.aws.kinesis.ShardConsumer;
import io.triskel.aws.kinesis.ShardReport;
import io.triskel.event.Deadline;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import io.triskel.spi.Hosting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Feeds consumers from a Kinesis stream in one long-running process. Each reads all shards, with checkpoints under its own name; a
 * second process takes the shards over.
 */
public final class AwsHosting implements Hosting.Provider {
    @Override
    public String name() {
        return "aws";
    }

    @Override
    public Hosting open(Map<String, String> environment, Platform.Settings settings) {
        return new Opened(AwsPlatform.open(environment, settings));
    }

    private record Opened(AwsPlatform.Opened parts) implements Hosting {
        @Override
        public Platform platform() {
            return parts.platform();
        }

        /** Each has its share of the calls that a shard grants to all its readers. */
        @Override
        public List<Feed> feeds(List<HostedConsumer> consumers) {
            ReadQuota share = ReadQuota.whole().part(1.0 / Math.max(1, consumers.size()));
            List<Feed> feeds = new ArrayList<>();
            for (HostedConsumer consumer : consumers) {
                feeds.add(new Shards(new ShardConsumer(
                                parts.clients()::kinesis,
                                parts.stream(),
                                consumer.name(),
                                consumer.processor(),
                                platform().codec(),
                                platform().stores().checkpoints(),
                                platform().clock())
                        .quota(share)));
            }
            return feeds;
        }
    }

    private record Shards(ShardConsumer consumer) implements Hosting.Feed {
        @Override
        public Hosting.Run run(int limit, Deadline deadline) {
            ShardReport report = consumer.run(limit, deadline);
            List<String> problems = new ArrayList<>(report.problems());
            report.fenced().forEach(shard -> problems.add(shard + " was taken over by another process"));
            return new Hosting.Run(
                    report.settled(),
                    report.caughtUp(),
                    problems,
                    report.behind().isEmpty() ? Optional.empty() : Optional.of(report.lag()));
        }

        @Override
        public void close() {
            // It keeps nothing open between runs.
        }
    }
}
