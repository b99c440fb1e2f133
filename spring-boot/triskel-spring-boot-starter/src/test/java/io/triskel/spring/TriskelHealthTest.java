package io.triskel.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.TypeRegistry;
import io.triskel.event.Deadline;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import io.triskel.spi.Hosting;
import io.triskel.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** A consumer that fails, on a bus that tells how far behind it is. */
class TriskelHealthTest {
    record Paid(String order) {}

    private final ManualClock clock = ManualClock.atNewYear();
    private final Watch watch = new Watch();
    private final InMemoryPlatform platform = InMemoryPlatform.of(Platform.Settings.of(
                    "/shop",
                    TypeRegistry.builder().add("orders.paid", 1, Paid.class).build())
            .clock(clock)
            .observer(watch));
    private boolean works;

    /** The bus of memory, whose runs end with a lag. */
    private record Behind(Hosting memory) implements Hosting {
        @Override
        public Platform platform() {
            return memory.platform();
        }

        @Override
        public List<Feed> feeds(List<HostedConsumer> consumers) {
            return memory.feeds(consumers).stream().<Feed>map(Late::new).toList();
        }

        private record Late(Feed feed) implements Feed {
            @Override
            public Run run(int limit, Deadline deadline) {
                Run run = feed.run(limit, deadline);
                return new Run(run.settled(), run.caughtUp(), run.problems(), Optional.of(Duration.ofSeconds(90)));
            }

            @Override
            public void close() {
                feed.close();
            }
        }
    }

    private TriskelHost hostOfShipping(int attempts) {
        HostedConsumer shipping = platform.consumer("shipping")
                .on(Paid.class, (event, handling) -> {
                    if (!works) {
                        throw new IllegalStateException("no parcels");
                    }
                })
                .retryThenPark(attempts)
                .with(consumer -> consumer.retryBudget(Duration.ofHours(1)))
                .build();
        TriskelProperties properties = new TriskelProperties(
                "/shop",
                "auto",
                Map.of(),
                new TriskelProperties.Consumers(
                        false, 1, 500, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO),
                new TriskelProperties.Clock(true, Duration.ofSeconds(10), 100),
                new TriskelProperties.Health(Duration.ofMinutes(5)),
                new TriskelProperties.Console(false, "/triskel", false, "", List.of(), false));
        return new TriskelHost(
                platform, () -> new Behind(new MemoryHosting(platform)), () -> List.of(shipping), properties, () -> {});
    }

    private Health health(TriskelHost host) {
        return new TriskelHealth(host, watch, Duration.ofMinutes(5)).health();
    }

    @Test
    void lag_parked_lanes_and_unpublished_streams_are_shown_and_leave_it_up() {
        TriskelHost host = hostOfShipping(1);
        platform.publish(new Paid("42"), "42");
        host.settle();
        clock.advance(Duration.ofMinutes(1));
        host.settle();
        watch.dirtyStreams(3);

        Health health = health(host);

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails())
                .hasToString("{consumers={shipping={reached=true, oldestUnsettled=PT0S, parkedLanes=1, lag=PT1M30S}},"
                        + " dirtyStreams=3}");
    }

    @Test
    void an_event_that_stays_unsettled_for_longer_than_the_limit_makes_it_down_until_it_is_settled() {
        TriskelHost host = hostOfShipping(1_000);
        platform.publish(new Paid("42"), "42");
        host.settle();
        clock.advance(Duration.ofMinutes(5));
        host.settle();
        assertThat(health(host).getStatus()).isEqualTo(Status.UP);

        clock.advance(Duration.ofSeconds(1));
        host.settle();
        Health late = health(host);
        works = true;
        clock.advance(Duration.ofMinutes(1));
        host.settle();

        assertThat(late.getDetails().toString()).contains("oldestUnsettled=PT5M1S");
        assertThat(late.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health(host).getStatus()).isEqualTo(Status.UP);
    }
}
