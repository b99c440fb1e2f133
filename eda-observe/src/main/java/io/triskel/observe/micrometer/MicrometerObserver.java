package io.triskel.observe.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.StreamId;
import io.triskel.observe.EventOutcome;
import io.triskel.observe.Observer;
import java.time.Duration;

/**
 * Counts and times what the core does.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><th>meter</th><th>kind</th><th>tags</th></tr>
 *   <tr><td>{@code triskel.publish}</td><td>timer</td><td>type, outcome</td></tr>
 *   <tr><td>{@code triskel.handle}</td><td>timer</td><td>consumer, type, verdict</td></tr>
 *   <tr><td>{@code triskel.parked}</td><td>counter</td><td>consumer</td></tr>
 *   <tr><td>{@code triskel.replayed}</td><td>counter</td><td>consumer, outcome</td></tr>
 *   <tr><td>{@code triskel.appended}</td><td>counter of events</td><td>none</td></tr>
 *   <tr><td>{@code triskel.dispatches}</td><td>counter</td><td>none</td></tr>
 *   <tr><td>{@code triskel.saga.ended}</td><td>counter</td><td>saga, ending</td></tr>
 *   <tr><td>{@code triskel.port.failed}</td><td>counter</td><td>port</td></tr>
 *   <tr><td>{@code triskel.parked.lanes}</td><td>gauge</td><td>consumer</td></tr>
 *   <tr><td>{@code triskel.dirty.streams}</td><td>gauge</td><td>none</td></tr>
 *   <tr><td>{@code triskel.unsettled.age}</td><td>gauge of seconds</td><td>consumer</td></tr>
 * </table>
 *
 * <p>A gauge is the highest value of the last two to three minutes, and {@code NaN} without a value in the last two; see
 * {@link Observer} for when each is reported.
 *
 * <p>A tag keeps its first {@value #MOST_VALUES} values; later ones are counted as {@code other}.
 */
public final class MicrometerObserver implements Observer {
    /** The most values of one tag. */
    public static final int MOST_VALUES = 100;

    private final MeterRegistry registry;
    private final BoundedTag type = new BoundedTag("type", MOST_VALUES);
    private final BoundedTag outcome = new BoundedTag("outcome", MOST_VALUES);
    private final BoundedTag consumer = new BoundedTag("consumer", MOST_VALUES);
    private final BoundedTag verdict = new BoundedTag("verdict", MOST_VALUES);
    private final BoundedTag saga = new BoundedTag("saga", MOST_VALUES);
    private final BoundedTag ending = new BoundedTag("ending", MOST_VALUES);
    private final BoundedTag port = new BoundedTag("port", MOST_VALUES);

    private final Peaks parkedLanes;
    private final Peaks dirtyStreams;
    private final Peaks unsettledAge;

    /** Makes an observer that registers meters with this registry when needed. */
    public MicrometerObserver(MeterRegistry registry) {
        this.registry = registry;
        this.parkedLanes = new Peaks(registry, "triskel.parked.lanes", "lanes", "Parked lanes, at least");
        this.dirtyStreams = new Peaks(
                registry, "triskel.dirty.streams", "streams", "Streams that a drain left unpublished, at least");
        this.unsettledAge = new Peaks(
                registry, "triskel.unsettled.age", "seconds", "Age of the oldest event that a batch left unsettled");
    }

    @Override
    public void published(Envelope<?> event, EventOutcome result, Duration took) {
        Tags tags = Tags.of(type.of(event.type().wire()), outcome.of(result.tag()));
        registry.timer("triskel.publish", tags).record(took);
    }

    @Override
    public void handled(String by, Envelope<?> event, EventOutcome result, Duration took) {
        Tags tags = Tags.of(consumer.of(by), type.of(event.type().wire()), verdict.of(result.tag()));
        registry.timer("triskel.handle", tags).record(took);
    }

    @Override
    public void parked(String by, EventId event, String reason) {
        count("triskel.parked", 1, consumer.of(by));
    }

    @Override
    public void replayed(String by, EventId event, EventOutcome result) {
        count("triskel.replayed", 1, consumer.of(by), outcome.of(result.tag()));
    }

    @Override
    public void appended(StreamId stream, long firstRevision, int events) {
        count("triskel.appended", events);
    }

    @Override
    public void dispatched(StreamId stream, long upTo) {
        count("triskel.dispatches", 1);
    }

    @Override
    public void sagaEnded(String name, String instance, String how) {
        count("triskel.saga.ended", 1, saga.of(name), ending.of(how));
    }

    @Override
    public void portFailed(String which, Throwable failure) {
        count("triskel.port.failed", 1, port.of(which));
    }

    @Override
    public void parkedLanes(String by, long atLeast) {
        parkedLanes.tell(Tags.of(consumer.of(by)), (double) atLeast);
    }

    @Override
    public void dirtyStreams(long atLeast) {
        dirtyStreams.tell(Tags.empty(), (double) atLeast);
    }

    @Override
    public void oldestUnsettled(String by, Duration age) {
        unsettledAge.tell(Tags.of(consumer.of(by)), age.toMillis() / 1000.0);
    }

    private void count(String meter, int by, Tag... tags) {
        registry.counter(meter, Tags.of(tags)).increment(by);
    }
}
