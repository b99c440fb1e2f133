package io.triskel.benchmarks.growth;

import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.Delivery.Position;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.FailurePolicy.Decision;
import io.triskel.consume.ParkedReplay;
import io.triskel.consume.Redelivery;
import io.triskel.event.EventId;
import io.triskel.memory.InMemoryInbox;
import io.triskel.memory.InMemoryParkingLot;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.ParkedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Events that are parked, listed and replayed: many lanes with one each, and one lane with many. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ParkingBenchmark {
    /** A batch of which every second event is poison, in a lane together with one that is fine. */
    @State(Scope.Thread)
    public static class Poison {
        @Param({"1024", "4096", "16384"})
        int items;

        private final List<Delivery> batch = new ArrayList<>();

        BatchProcessor processor;

        /** Makes the events once. */
        @Setup(Level.Trial)
        public void makeBatch() {
            for (int i = 0; i < items; i++) {
                batch.add(Delivery.of(Things.event(i, "lane-" + i / 2), new Position("p" + i)));
            }
        }

        /** Begins with empty stores. */
        @Setup(Level.Invocation)
        public void begin() {
            processor = BatchProcessor.of(EventConsumer.named(Things.CONSUMER)
                            .on(Things.TYPE, Things.Thing.class, (event, handling) -> {
                                if (event.data().number() % 2 == 1) {
                                    throw new IllegalStateException("poison");
                                }
                            })
                            .policy((event, failure, attempt) -> Decision.park("poison"))
                            .inbox(new InMemoryInbox())
                            .parkingLot(new InMemoryParkingLot())
                            .build())
                    .codec(Things.CODEC)
                    .clock(Things.CLOCK)
                    .build();
        }
    }

    /** A parking lot full of events that are due. */
    private abstract static class Parked {
        @SuppressWarnings("NullAway.Init") // made before each call
        InMemoryParkingLot lot;

        @SuppressWarnings("NullAway.Init") // made before each call
        ParkedReplay replay;

        final void park(int items, boolean oneLane) {
            lot = new InMemoryParkingLot();
            for (int i = 0; i < items; i++) {
                lot.park(Things.parked(i, oneLane ? "lane" : "lane-" + i));
            }
            replay = ParkedReplay.of(EventConsumer.named(Things.CONSUMER)
                            .on(Things.TYPE, Things.Thing.class, (event, handling) -> {})
                            .parkingLot(lot)
                            .build())
                    .codec(Things.CODEC)
                    .clock(Things.CLOCK)
                    .build();
        }
    }

    /** Many lanes of one event each. */
    @State(Scope.Thread)
    public static class Lanes extends Parked {
        @Param({"1024", "4096", "16384"})
        int items;

        /** Parks the events. */
        @Setup(Level.Invocation)
        public void park() {
            park(items, false);
        }
    }

    /** One lane of many events. */
    @State(Scope.Thread)
    public static class OneLane extends Parked {
        @Param({"1024", "4096", "16384"})
        int items;

        /** Parks the events. */
        @Setup(Level.Invocation)
        public void park() {
            park(items, true);
        }
    }

    /** Half of a batch is parked, after the other half was completed. */
    @Benchmark
    public Object settleABatchHalfOfPoison(Poison poison) {
        return poison.processor.process(poison.batch, Redelivery.WHOLE_BATCH, Things.deadline());
    }

    /** A hundred lanes in each call. */
    @Benchmark
    public int replayLanesByHundreds(Lanes lanes) {
        int handled = 0;
        while (handled < lanes.items) {
            handled += lanes.replay
                    .replayDue(Things.NOW, Things.PAGE, Things.deadline())
                    .handled();
        }
        return handled;
    }

    /** All of a lane in one call. */
    @Benchmark
    public Object replayOneLane(OneLane lane) {
        return lane.replay.replay(Lane.of("lane"), lane.items, Things.deadline());
    }

    /** A hundred events of a lane in each call. */
    @Benchmark
    public int listOneLane(OneLane lane) {
        int listed = 0;
        Optional<EventId> after = Optional.empty();
        while (listed < lane.items) {
            List<ParkedEvent> page = lane.lot.list(Things.CONSUMER, Lane.of("lane"), after, Things.PAGE);
            after = Optional.of(page.get(page.size() - 1).event());
            listed += page.size();
        }
        return listed;
    }
}
