package io.triskel.gcp.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.event.PortException;
import io.triskel.memory.InMemoryStores;
import io.triskel.store.Checkpoints;
import io.triskel.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PullLeaseTest {
    private static final String REBUILDS = "shop-view-rebuild";

    private final ManualClock clock = ManualClock.at(Instant.parse("2026-12-01T09:00:00Z"));
    private final Checkpoints stored = new InMemoryStores().checkpoints();
    private final AtomicInteger lost = new AtomicInteger();

    @Test
    void one_process_at_a_time_pulls_a_subscription() {
        try (PullLease first = take()) {
            assertThatThrownBy(this::take)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Subscription shop-view-rebuild is being read by another process")
                    .hasMessageContaining("2026-12-01T09:01:30Z");
            assertThatThrownBy(() -> PullLease.requireFree(stored, REBUILDS, clock))
                    .isInstanceOf(IllegalStateException.class);
            PullLease.requireFree(stored, "another", clock);
            first.renew();
        }

        take().close();
        assertThat(lost).hasValue(0);
    }

    @Test
    void the_lease_of_a_process_that_died_ends_and_a_renewed_one_does_not() {
        PullLease died = take();
        clock.advance(Duration.ofSeconds(80));
        died.renew();
        clock.advance(Duration.ofSeconds(80));
        assertThatThrownBy(this::take).isInstanceOf(IllegalStateException.class);

        clock.advance(Duration.ofSeconds(10));
        PullLease next = take();

        died.renew();
        assertThat(lost)
                .as("who has slept is told that it has the lease no more")
                .hasValue(1);
        died.close();
        assertThatThrownBy(this::take)
                .as("and does not end the lease of the next")
                .isInstanceOf(IllegalStateException.class);
        next.close();
    }

    @Test
    void a_store_that_fails_ends_the_lease_while_there_is_time_to_stop() {
        Outage outage = new Outage(stored);
        PullLease lease = PullLease.take(outage, REBUILDS, clock, lost::incrementAndGet);
        outage.now = true;

        clock.advance(Duration.ofSeconds(44));
        lease.renew();
        assertThat(lost).hasValue(0);
        clock.advance(Duration.ofSeconds(1));
        lease.renew();

        assertThat(lost).hasValue(1);
        assertThatThrownBy(this::take).isInstanceOf(IllegalStateException.class);
        lease.close();
    }

    private PullLease take() {
        return PullLease.take(stored, REBUILDS, clock, lost::incrementAndGet);
    }

    /** A store that can be made to fail. */
    private static final class Outage implements Checkpoints {
        private final Checkpoints stored;
        private boolean now;

        Outage(Checkpoints stored) {
            this.stored = stored;
        }

        @Override
        public Optional<Checkpoint> find(String name) {
            return stored.find(name);
        }

        @Override
        public Checkpoint claim(String name) {
            return stored.claim(name);
        }

        @Override
        public Optional<Checkpoint> save(Checkpoint held, String position) {
            if (now) {
                throw new PortException("unavailable");
            }
            return stored.save(held, position);
        }
    }
}
