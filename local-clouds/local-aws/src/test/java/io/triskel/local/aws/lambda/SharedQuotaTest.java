package io.triskel.local.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.local.FaultPlan;
import io.triskel.local.aws.MovingClock;
import io.triskel.local.aws.kinesis.KinesisServer;
import io.triskel.local.aws.kinesis.KinesisSettings;
import io.triskel.local.aws.kinesis.Shard;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mappings of one stream poll its shards, which have 5 calls and 2 MiB a second for all of them. */
class SharedQuotaTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final MovingClock clock = new MovingClock();
    private final KinesisServer kinesis =
            KinesisServer.start(KinesisSettings.defaults().withQuotas().withClock(clock), new FaultPlan(1));
    private final Shard shard = kinesis.createStream("orders", 1).shards().get(0);

    @AfterEach
    void close() {
        kinesis.close();
    }

    @Test
    void five_mappings_poll_a_shard_once_a_second_each() {
        List<ShardReader> mappings = mappings(5, MappingSettings.defaults());

        read(mappings, 10);

        assertThat(mappings).allMatch(mapping -> mapping.polls() == 10 && mapping.throttledPolls() == 0);
    }

    @Test
    void of_eight_some_are_refused_every_second() {
        List<ShardReader> mappings = mappings(8, MappingSettings.defaults());

        read(mappings, 10);

        assertThat(mappings.stream().mapToLong(ShardReader::throttledPolls).sum())
                .isEqualTo(30);
    }

    @Test
    void with_fan_out_none_is_refused() {
        List<ShardReader> mappings = mappings(8, MappingSettings.defaults().withFanOut());

        read(mappings, 10);

        assertThat(mappings).allMatch(mapping -> mapping.throttledPolls() == 0);
    }

    private List<ShardReader> mappings(int count, MappingSettings settings) {
        return Stream.generate(() -> new ShardReader(shard, 0, settings))
                .limit(count)
                .toList();
    }

    private void read(List<ShardReader> mappings, int seconds) {
        for (int second = 0; second < seconds; second++) {
            for (int tick = 0; tick < 5; tick++) {
                mappings.forEach(mapping -> mapping.read(clock.instant()));
            }
            clock.pass(SECOND);
        }
    }
}
