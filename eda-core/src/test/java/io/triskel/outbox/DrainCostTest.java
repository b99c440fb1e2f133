package io.triskel.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Deadline;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.outbox.Dispatcher.DrainReport;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.OrderedPublisher;
import io.triskel.publish.RejectionCause;
import io.triskel.store.EventReader.Commit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a drain reads of the index of dirty streams grows with the streams that it visits, and with nothing else. */
class DrainCostTest {
    private final InstantSource clock = () -> Instant.parse("2026-01-01T00:00:00Z");
    private final InMemoryEventStore store = InMemoryEventStore.ofObjects();
    private final TestBus bus = new TestBus();
    private int named;

    private final Outbox outbox = new Outbox() {
        @Override
        public List<StreamId> dirty(int bucket, Instant now, int limit) {
            List<StreamId> streams = store.dirty(bucket, now, limit);
            named += streams.size();
            return streams;
        }

        @Override
        public Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration) {
            return store.lease(stream, now, duration);
        }

        @Override
        public boolean advance(DispatchLease lease, long dispatchedTo) {
            return store.advance(lease, dispatchedTo);
        }

        @Override
        public Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits) {
            return store.finish(lease, dispatchedTo, commits);
        }

        @Override
        public boolean putOff(DispatchLease lease, long dispatchedTo, Instant dirtyFrom) {
            return store.putOff(lease, dispatchedTo, dirtyFrom);
        }
    };

    /** Twice as many dirty streams as the drain may visit, of all buckets or of one. */
    private DrainReport drain(int limit, boolean oneBucket) {
        IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> new StreamId("stream-" + i))
                .filter(stream -> !oneBucket || Outbox.bucketOf(stream) == 5)
                .limit(2L * limit)
                .forEach(stream -> Facts.commit(store, stream, 1));
        Dispatcher dispatcher = Dispatcher.builder(
                        store,
                        outbox,
                        OrderedPublisher.builder(bus, Facts.codec())
                                .clock(clock)
                                .build())
                .clock(clock)
                .lease(Duration.ofSeconds(30))
                .pause(time -> {})
                .build();
        return dispatcher.drain(limit, Deadline.in(Duration.ofMinutes(1), clock));
    }

    @ParameterizedTest
    @CsvSource({"64, false", "1024, false", "64, true", "1024, true"})
    void when_all_is_published(int limit, boolean oneBucket) {
        DrainReport report = drain(limit, oneBucket);

        assertThat(report.published()).isEqualTo(limit);
        assertThat(named).isLessThanOrEqualTo(3 * limit);
    }

    @ParameterizedTest
    @CsvSource({"64, false", "1024, false", "64, true", "1024, true"})
    void when_the_bus_takes_nothing_and_all_stay_dirty(int limit, boolean oneBucket) {
        bus.answer = event -> BusResult.failed(RejectionCause.THROTTLED, "busy");

        DrainReport report = drain(limit, oneBucket);

        assertThat(report.streams().stream().map(DispatchReport::stream).distinct())
                .hasSize(limit);
        assertThat(named).isLessThanOrEqualTo(3 * limit);
    }
}
