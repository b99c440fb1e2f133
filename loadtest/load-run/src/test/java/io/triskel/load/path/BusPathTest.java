package io.triskel.load.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.codec.WireEvent;
import io.triskel.consume.Delivery;
import io.triskel.event.Deadline;
import io.triskel.event.EventType;
import io.triskel.load.result.Correctness;
import io.triskel.load.result.Evidence;
import io.triskel.load.run.LoadRun;
import io.triskel.load.run.RunResult;
import io.triskel.load.run.Workloads;
import io.triskel.load.sim.VirtualClock;
import io.triskel.load.workload.Objectives;
import io.triskel.load.workload.Phase;
import io.triskel.load.workload.Workload;
import io.triskel.memory.BusFaults;
import io.triskel.memory.InMemoryBus;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventBus.WireMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BusPathTest {
    private static final long RUN = 99;
    private static final Phase STEADY = new Phase.Steady(1_000, Duration.ofMillis(600));

    private final VirtualClock clock = new VirtualClock(Instant.parse("2026-11-29T12:00:00Z"));

    @ParameterizedTest
    @EnumSource(WireMode.class)
    void without_faults_nothing_is_found(WireMode mode) {
        Correctness found =
                run(1, memory(mode, BusFaults.none()), UnaryOperator.identity()).correctness();

        assertThat(found)
                .extracting(Correctness::sent, Correctness::accepted, Correctness::delivered)
                .containsOnly(600L);
        assertThat(found)
                .extracting(
                        Correctness::lost,
                        Correctness::unknownOutcome,
                        each -> each.duplicates().all(),
                        Correctness::reordered,
                        Correctness::corrupt,
                        Correctness::foreign)
                .containsOnly(0L);
    }

    @Test
    void duplicates_and_refusals_and_unknown_outcomes_are_counted_and_nothing_is_lost() {
        RunResult result = run(1, memory(WireMode.STRUCTURED, BusFaults.some(new Random(1))), UnaryOperator.identity());

        Correctness found = result.correctness();
        assertThat(found.accepted()).isEqualTo(found.delivered()).isEqualTo(600);
        assertThat(found.lost()).isZero();
        assertThat(found.reordered()).isZero();
        assertThat(found.corrupt()).isZero();
        assertThat(found.duplicates().producer()).isPositive();
        assertThat(found.duplicates().redelivered()).isPositive();
        assertThat(result.toFile("memory", Evidence.MEMORY)
                        .build()
                        .toJson()
                        .path("errors")
                        .findValuesAsText("cause"))
                .contains("THROTTLED", "UNKNOWN");
    }

    @Test
    void each_consumer_gets_everything() {
        RunResult result = run(3, memory(WireMode.STRUCTURED, BusFaults.none()), UnaryOperator.identity());

        assertThat(result.correctness().delivered()).isEqualTo(600);
        assertThat(result.correctness().lost()).isZero();
        assertThat(result.toFile("memory", Evidence.MEMORY)
                        .build()
                        .toJson()
                        .path("latency")
                        .path("corrected")
                        .path("count")
                        .asLong())
                .isEqualTo(1_800);
    }

    @Test
    void the_brokers_timestamp_parts_the_way_to_the_handler_for_each_consumer() {
        JsonNode stages = run(2, memory(WireMode.BINARY, BusFaults.none()), UnaryOperator.identity())
                .toFile("memory", Evidence.MEMORY)
                .build()
                .toJson()
                .path("stages");

        assertThat(stages.findValuesAsText("name"))
                .containsExactly(
                        "schedule-to-send",
                        "send-to-acknowledgement",
                        "send-to-broker",
                        "broker-to-handler",
                        "send-to-handler");
        for (int place : List.of(2, 3)) {
            assertThat(stages.get(place).path("count").asLong()).isEqualTo(1_200);
            assertThat(stages.get(place).path("negative").asLong()).isLessThan(600);
            assertThat(stages.get(place).path("clockErrorUs").asDouble())
                    .isPositive()
                    .isLessThan(30e6);
        }
        assertThat(stages.get(4).has("clockErrorUs")).isFalse();
    }

    @Test
    void a_broker_whose_clock_is_ahead_has_samples_below_zero_and_a_clock_error_that_says_how_far() {
        InMemoryBus ahead = memory(WireMode.STRUCTURED, BusFaults.none())
                .withClock(() -> clock.wall().instant().plusSeconds(60));

        JsonNode stages = run(1, ahead, UnaryOperator.identity())
                .toFile("memory", Evidence.MEMORY)
                .build()
                .toJson()
                .path("stages");

        assertThat(stages.get(2).path("p50Us").asDouble()).isBetween(55e6, 90e6);
        assertThat(stages.get(2).path("negative").asLong()).isZero();
        assertThat(stages.get(3).path("negative").asLong())
                .isEqualTo(stages.get(3).path("count").asLong())
                .isEqualTo(600);
        assertThat(stages.get(3).path("clockErrorUs").asDouble()).isBetween(55e6, 90e6);
    }

    @Test
    void a_broker_whose_clock_is_stepped_makes_the_run_invalid_and_is_named_with_the_cure() {
        Instant middle = clock.wall().instant().plusMillis(300);
        InMemoryBus stepped = memory(WireMode.STRUCTURED, BusFaults.none()).withClock(() -> {
            Instant now = clock.wall().instant();
            return now.isAfter(middle) ? now.plusSeconds(3_600) : now;
        });

        RunResult result = run(1, stepped, UnaryOperator.identity());

        assertThat(result.valid()).isFalse();
        assertThat(result.path().problems())
                .singleElement()
                .asString()
                .startsWith("The clock of the broker was stepped 1 times, by at least")
                .endsWith("let chrony slew the clocks instead of stepping them (makestep at boot only), and run again");
        assertThat(result.path().brokerStages().get("send-to-broker")).isGreaterThanOrEqualTo(3_600e6);
    }

    @Test
    void without_the_brokers_timestamp_there_is_no_stage_of_it() {
        InMemoryBus silent = InMemoryBus.of(BusPath.codec(512), WireMode.STRUCTURED, 4);

        JsonNode stages = run(1, silent, UnaryOperator.identity())
                .toFile("memory", Evidence.MEMORY)
                .build()
                .toJson()
                .path("stages");

        assertThat(stages.findValuesAsText("name"))
                .containsExactly("schedule-to-send", "send-to-acknowledgement", "send-to-handler");
    }

    @Test
    void an_event_that_the_bus_drops_is_lost() {
        AtomicInteger count = new AtomicInteger();

        Correctness found = run(1, memory(WireMode.STRUCTURED, BusFaults.none()), deliveries -> {
                    deliveries.replaceAll(each -> count.incrementAndGet() % 100 == 0 ? foreign(each) : each);
                    return deliveries;
                })
                .correctness();

        assertThat(found.lost()).isEqualTo(6);
        assertThat(found.reordered()).isZero();
    }

    @Test
    void a_byte_that_the_bus_changes_is_found() {
        AtomicInteger count = new AtomicInteger();

        Correctness found = run(1, changing(bytes -> {
                    if (count.incrementAndGet() % 100 == 0) {
                        // Within the text, which ends with a quotation mark and two braces.
                        bytes[bytes.length - 10] = '?';
                    }
                }))
                .correctness();

        assertThat(found.corrupt()).isEqualTo(6);
        assertThat(found.lost()).isZero();
    }

    @Test
    void bytes_that_are_no_event_any_more_are_found_and_block_nobody() {
        AtomicInteger count = new AtomicInteger();

        Correctness found = run(1, changing(bytes -> {
                    if (count.incrementAndGet() % 100 == 0) {
                        bytes[0] = '?';
                    }
                }))
                .correctness();

        assertThat(found.corrupt()).isEqualTo(6);
        assertThat(found.lost()).isEqualTo(6);
        assertThat(found.delivered()).isEqualTo(594);
    }

    @Test
    void events_of_another_run_are_foreign() {
        InMemoryBus bus = memory(WireMode.STRUCTURED, BusFaults.none());
        LoadEvents others = new LoadEvents(WireMode.STRUCTURED, RUN + 1, 512);
        var event = others.event(1, 2, 3, 4);
        var wire = WireEvent.structured(others.codec().encode(event));

        Correctness found = run(
                        1,
                        new Sending(bus, batch -> {
                            List<EventBus.Outgoing> more = new ArrayList<>(batch);
                            if (batch.size() < 400) {
                                more.add(new EventBus.Outgoing(event, wire, 600));
                            }
                            return more;
                        }),
                        bus)
                .correctness();

        assertThat(found.foreign()).isPositive();
        assertThat(found.delivered()).isEqualTo(600);
        assertThat(found.corrupt()).isZero();
    }

    @Test
    void a_backlog_is_built_while_consumers_are_paused_and_worked_off_afterwards() {
        Workload workload = Workloads.of(
                1,
                Objectives.none(),
                new Phase.Steady(500, Duration.ofMillis(300)),
                new Phase.Backlog(500, Duration.ofMillis(1_500)),
                new Phase.Steady(500, Duration.ofMillis(500)));
        InMemoryBus bus = memory(WireMode.STRUCTURED, BusFaults.none());

        RunResult result = run(workload, new BusFixture(bus, bus, UnaryOperator.identity()));

        assertThat(result.correctness().lost()).isZero();
        assertThat(result.correctness().reordered()).isZero();
        assertThat(result.toFile("memory", Evidence.MEMORY)
                        .build()
                        .toJson()
                        .path("backlog")
                        .path("atMost")
                        .asLong())
                .isGreaterThan(300);
        assertThat(result.measured().phases().get(1).delivered()).isEqualTo(750);
    }

    private InMemoryBus memory(WireMode mode, BusFaults faults) {
        return InMemoryBus.of(BusPath.codec(512), mode, 4).withFaults(faults).withClock(clock.wall());
    }

    private RunResult run(int consumers, InMemoryBus bus, UnaryOperator<List<Delivery>> delivered) {
        return run(
                Workloads.of(consumers, Objectives.none(), STEADY),
                new BusFixture(bus, bus, list -> delivered.apply(new ArrayList<>(list))));
    }

    private RunResult run(int consumers, EventBus bus, InMemoryBus memory) {
        return run(
                Workloads.of(consumers, Objectives.none(), STEADY),
                new BusFixture(memory, bus, UnaryOperator.identity()));
    }

    private RunResult run(int consumers, Sending sending) {
        return run(consumers, sending, sending.bus());
    }

    private RunResult run(Workload workload, BusFixture ports) {
        Consuming consuming = new Consuming(this::host);
        try (LoadPath path = new BusPath(
                ports, workload.consumers(), RUN, workload.event().size(), clock::nanos, clock.epoch(), consuming)) {
            return new LoadRun(workload, path, RUN, 0, clock, () -> false, each -> {}).run();
        }
    }

    /** Runs a consumer's rounds on the thread of the run, while it pauses. */
    private Runnable host(String name, Supplier<Optional<Duration>> round) {
        clock.at(clock.nanos(), () -> again(round));
        return () -> {};
    }

    private void again(Supplier<Optional<Duration>> round) {
        round.get().ifPresent(wait -> clock.at(clock.nanos() + wait.toNanos(), () -> again(round)));
    }

    /** As if a record of somebody else had come in its place. */
    private static Delivery foreign(Delivery delivery) {
        return delivery.fold(
                decoded -> new Delivery.Decoded(
                        decoded.envelope().withData(EventType.of("other", 1), "not ours"),
                        decoded.position(),
                        decoded.wire()),
                other -> other);
    }

    private Sending changing(Consumer<byte[]> change) {
        return new Sending(
                memory(WireMode.STRUCTURED, BusFaults.none()),
                batch -> batch.stream()
                        .map(each -> {
                            byte[] bytes = each.wire().body().clone();
                            change.accept(bytes);
                            return new EventBus.Outgoing(each.event(), WireEvent.structured(bytes), each.bytes());
                        })
                        .toList());
    }

    private record Sending(InMemoryBus bus, UnaryOperator<List<EventBus.Outgoing>> change) implements EventBus {
        @Override
        public BusLimits limits() {
            return bus.limits();
        }

        @Override
        public CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline) {
            return bus.send(change.apply(batch), deadline).thenApply(results -> results.subList(0, batch.size()));
        }
    }
}
