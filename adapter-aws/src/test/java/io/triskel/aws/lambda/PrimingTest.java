package io.triskel.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.NoData;
import io.triskel.memory.InMemoryInbox;
import io.triskel.memory.InMemoryParkingLot;
import io.triskel.memory.InMemoryPersonalKeys;
import io.triskel.observe.EventOutcome;
import io.triskel.observe.Observer;
import io.triskel.personal.Personal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Priming walks every type's way, and nobody hears of it. */
class PrimingTest {
    private static final EventType OLD = EventType.of("triskel.test.registered", 1);
    private static final EventType REGISTERED = EventType.of("triskel.test.registered", 2);
    private static final EventType CHECKED = EventType.of("triskel.test.checked", 1);
    private static final EventType BARE = EventType.of("triskel.test.bare", 1);

    private final InMemoryPersonalKeys keys = new InMemoryPersonalKeys();
    private final EventCodec codec = EventCodec.of(TypeRegistry.builder()
                    .add(OLD, Checked.class)
                    .add(REGISTERED, Registered.class)
                    .add(CHECKED, Checked.class)
                    .add(BARE, NoData.class)
                    .upcast(OLD, REGISTERED, data -> data)
                    .build())
            .withPersonal(keys);
    private final List<String> told = new ArrayList<>();

    record Registered(Personal<String> name) {}

    record Checked(int n) {
        Checked {
            if (n < 1) {
                throw new IllegalArgumentException("n is 1 or more");
            }
        }
    }

    @Test
    void nothing_is_handled_kept_or_told() {
        InMemoryParkingLot parked = new InMemoryParkingLot();
        EventConsumer consumer = EventConsumer.named("registering")
                .on(REGISTERED, (event, handling) -> told.add("handled " + event.id()))
                .on(CHECKED, (event, handling) -> told.add("handled " + event.id()))
                .on(BARE, (event, handling) -> told.add("handled " + event.id()))
                .inbox(new InMemoryInbox())
                .parkingLot(parked)
                .build();
        Primed function = new Primed(
                BatchProcessor.of(consumer).codec(codec).observer(telling()).build(), codec);

        function.prime();

        assertThat(told).isEmpty();
        assertThat(parked.held("registering", Optional.empty(), 10)).isEmpty();
        assertThat(keys).hasToString("InMemoryPersonalKeys[0 subjects]");
    }

    @Test
    void each_wanted_type_is_decoded_once_and_others_are_not() {
        List<String> upcast = new ArrayList<>();
        EventCodec counting = EventCodec.of(TypeRegistry.builder()
                .add(OLD, Checked.class)
                .add(REGISTERED, Checked.class)
                .upcast(OLD, REGISTERED, data -> {
                    upcast.add("registered");
                    return data;
                })
                .add(CHECKED, Checked.class)
                .build());

        new Priming(counting, REGISTERED::equals, InstantSource.fixed(Instant.EPOCH)).run();
        assertThat(upcast).isEmpty();
        new Priming(counting, type -> true, InstantSource.fixed(Instant.EPOCH)).run();

        assertThat(upcast).containsExactly("registered");
    }

    @Test
    void a_function_of_which_no_type_is_decoded_has_nothing_to_prime() {
        List<EventType> asked = new ArrayList<>();

        new Priming(codec, type -> !asked.add(type), InstantSource.fixed(Instant.EPOCH)).run();

        assertThat(asked).containsExactlyInAnyOrder(OLD, REGISTERED, CHECKED, BARE);
    }

    @Test
    void hooks_are_not_registered_without_snap_start() {
        SnapStart hooks = SnapStart.hooks(
                Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
                () -> told.add("before"),
                () -> told.add("after"));

        assertThat(hooks.registered()).isFalse();
        assertThat(told).isEmpty();
    }

    private Observer telling() {
        return new Observer() {
            @Override
            public void handled(String consumer, Envelope<?> event, EventOutcome verdict, Duration took) {
                told.add(verdict.tag());
            }

            @Override
            public void parked(String consumer, EventId event, String reason) {
                told.add(reason);
            }
        };
    }

    private static final class Primed extends KinesisFunction {
        Primed(BatchProcessor processor, EventCodec codec) {
            super(processor, codec, InstantSource.fixed(Instant.EPOCH));
        }
    }
}
