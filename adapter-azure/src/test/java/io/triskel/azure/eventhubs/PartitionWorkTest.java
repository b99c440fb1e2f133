package io.triskel.azure.eventhubs;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.PartitionContext;
import com.azure.messaging.eventhubs.models.PartitionOwnership;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.observe.Observer;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class PartitionWorkTest {
    private static final EventType COUNTED = EventType.of("triskel.test.counted", 1);
    private static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(COUNTED, Counted.class).build());

    private final ManualClock clock = ManualClock.atNewYear();
    private final AtomicInteger checkpoints = new AtomicInteger();
    private final PartitionWork work = new PartitionWork(
            new PartitionContext("namespace", "hub", "group", "0"),
            new PartitionWork.Surroundings(
                    new CountingStore(),
                    "owner",
                    partition -> new PartitionEvents(
                            "hub",
                            "0",
                            BatchProcessor.of(EventConsumer.named("test")
                                            .on(COUNTED, Counted.class, (event, handling) -> {})
                                            .build())
                                    .codec(CODEC)
                                    .clock(clock)
                                    .build(),
                            CODEC),
                    HubProcessorSettings.defaults(),
                    clock,
                    Observer.none()));

    record Counted(int number) {}

    /** Keeps no checkpoint and counts them. */
    private final class CountingStore implements CheckpointStore {
        @Override
        public Flux<PartitionOwnership> listOwnership(String namespace, String hub, String group) {
            return Flux.empty();
        }

        @Override
        public Flux<PartitionOwnership> claimOwnership(List<PartitionOwnership> wanted) {
            return Flux.empty();
        }

        @Override
        public Flux<Checkpoint> listCheckpoints(String namespace, String hub, String group) {
            return Flux.empty();
        }

        @Override
        public Mono<Void> updateCheckpoint(Checkpoint checkpoint) {
            return Mono.fromRunnable(checkpoints::incrementAndGet);
        }
    }

    private static EventData event(int number) {
        Envelope<Counted> counted =
                Envelope.of(new EventId("/test", String.valueOf(number)), COUNTED, new Counted(number));
        WireEvent wire = CODEC.encodeBinary(counted);
        return AmqpBinding.write(new Outgoing(counted, wire, wire.body().length));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 24})
    void checkpoints_are_written_all_the_same_when_the_clock_is_set_back(int hours) {
        work.settle(List.of(event(1)));
        int before = checkpoints.get();
        clock.advance(Duration.ofHours(-hours));

        work.settle(List.of(event(2)));
        clock.advance(HubProcessorSettings.defaults().checkpointEvery());
        work.settle(List.of());

        assertThat(before).isEqualTo(1);
        assertThat(checkpoints).hasValue(2);
    }
}
