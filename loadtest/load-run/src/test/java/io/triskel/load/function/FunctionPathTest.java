package io.triskel.load.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.consume.Redelivery;
import io.triskel.event.Deadline;
import io.triskel.load.Environment;
import io.triskel.load.path.BusFixture;
import io.triskel.load.path.BusPath;
import io.triskel.load.path.LoadPath;
import io.triskel.load.process.LoadTarget;
import io.triskel.load.run.RunClock;
import io.triskel.load.run.Workloads;
import io.triskel.load.traffic.Burst;
import io.triskel.load.traffic.Stamp;
import io.triskel.load.workload.Objectives;
import io.triskel.load.workload.Phase;
import io.triskel.memory.InMemoryBus;
import io.triskel.publish.EventBus.WireMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A function in this process between two buses in memory, by its own clock. */
class FunctionPathTest {
    private static final long RUN = 9;
    private static final int SIZE = 1_024;
    private static final int EVENTS = 6;

    private final InMemoryBus events =
            InMemoryBus.of(BusPath.codec(SIZE), WireMode.STRUCTURED, 1).withClock(InstantSource.system());
    private final InMemoryBus reports = InMemoryBus.of(InvocationReport.CODEC, WireMode.STRUCTURED, 1);
    private final RunClock clock = RunClock.ofThisMachine();
    private final FunctionPath path = new FunctionPath(
            new BusFixture(events, events, all -> all), new BusFixture(reports, reports, all -> all), clock, RUN, SIZE);
    private final ConcurrentLinkedQueue<Stamp> arrived = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> stages = new ConcurrentLinkedQueue<>();
    private final CountDownLatch all = new CountDownLatch(EVENTS);

    @AfterEach
    void close() {
        path.close();
    }

    private final class Told implements LoadPath.Arrived {
        @Override
        public void arrived(int consumer, Stamp stamp, boolean intact) {
            throw new AssertionError("a function tells when an event was handled");
        }

        @Override
        public void arrived(int consumer, Stamp stamp, boolean intact, long at) {
            assertThat(intact).isTrue();
            arrived.add(stamp);
            all.countDown();
        }

        @Override
        public void unreadable(int consumer) {
            throw new AssertionError("every event can be read");
        }

        @Override
        public void passed(String stage, long intended, long nanos) {
            stages.add(stage + (nanos < 0 ? " below zero" : ""));
        }
    }

    /** Hosts the function as a trigger does: each batch is an invocation. */
    private void invoke(InstantSource functionClock, int batch) {
        Telling telling = new Telling(
                Optional.of(reports), functionClock, functionClock.instant().minusMillis(700));
        var processor = telling.processor();
        var subscription = events.subscribe("load", Redelivery.FROM_FIRST_UNSETTLED, processor.subscription());
        for (var batchOf = subscription.poll(batch); !batchOf.isEmpty(); batchOf = subscription.poll(batch)) {
            telling.begin();
            subscription.settle(processor.process(
                    batchOf, subscription.redelivery(), Deadline.in(Duration.ofMinutes(1), InstantSource.system())));
            telling.end();
        }
    }

    private void send() {
        path.start(new Told(), () -> Duration.ofDays(1));
        Burst burst = new Burst(EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            burst.add(i % 2, i / 2, clock.nanos());
        }
        burst.sentAt(clock.nanos());
        CountDownLatch answered = new CountDownLatch(1);
        path.send(burst, any -> answered.countDown());
        assertThat(await(answered)).isTrue();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(4, TimeUnit.MINUTES);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private ObjectNode described() {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        path.describe(result);
        return result;
    }

    @Test
    void each_event_arrives_once_in_the_order_of_its_key_with_its_stages() {
        send();

        invoke(InstantSource.system(), 4);

        assertThat(await(all)).isTrue();
        assertThat(arrived.stream().filter(stamp -> stamp.key() == 0).map(Stamp::number))
                .containsExactly(0, 1, 2);
        assertThat(stages)
                .hasSize(4 * EVENTS)
                .contains("send-to-function", "function-to-handled", "send-to-broker", "broker-to-function");
        assertThat(stages).noneMatch(stage -> stage.startsWith("function") && stage.endsWith("zero"));
    }

    @Test
    void the_result_tells_of_instances_cold_starts_batches_and_the_measurements_own_load() {
        send();

        invoke(InstantSource.system(), 4);

        assertThat(await(all)).isTrue();
        ObjectNode functions = (ObjectNode) described().path("functions");
        assertThat(functions.path("instances").asInt()).isOne();
        assertThat(functions.path("invocations").asInt()).isEqualTo(2);
        assertThat(functions.path("coldStartShare").asDouble()).isEqualTo(0.5);
        assertThat(functions.path("eventsPerInvocation").asDouble()).isEqualTo(3);
        assertThat(functions.path("largestBatch").asInt()).isEqualTo(4);
        assertThat(functions.path("initP50Us").asLong()).isBetween(699_000L, 5_000_000L);
        assertThat(described().path("reporting").path("events").asInt()).isEqualTo(EVENTS);
        assertThat(described().path("reporting").path("reports").asInt()).isEqualTo(2);
    }

    @Test
    void the_series_has_the_instances_at_work_and_the_cold_starts_of_each_second() {
        long start = clock.nanos();
        send();

        invoke(InstantSource.system(), 4);

        assertThat(await(all)).isTrue();
        assertThat(path.series(start, 60).get("cold").stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isOne();
        assertThat(path.series(start, 60).get("instances")).hasSize(60).contains(1L);
    }

    @Test
    void a_clock_that_is_behind_is_told_as_an_error_and_its_samples_are_below_zero() {
        send();

        invoke(() -> Instant.now().minusSeconds(60), 4);

        assertThat(await(all)).isTrue();
        assertThat(stages)
                .contains("send-to-function below zero", "broker-to-function below zero")
                .doesNotContain("function-to-handled below zero");
        assertThat(path.brokerStages()).containsOnlyKeys("send-to-broker", "broker-to-function");
        assertThat(path.brokerStages().get("send-to-broker")).isPositive().isLessThan(20e6);
        assertThat(path.brokerStages().get("broker-to-function")).isBetween(55e6, 85e6);
        assertThat(described().path("clockErrorUs").asDouble()).isBetween(55e6, 65e6);
    }

    @Test
    void a_clock_that_is_right_has_the_error_of_the_quickest_ways() {
        send();

        invoke(InstantSource.system(), 4);

        assertThat(await(all)).isTrue();
        assertThat(described().path("clockErrorUs").asDouble()).isPositive().isLessThan(20e6);
    }

    @Test
    void without_a_bus_for_reports_events_are_handled_and_nothing_is_told() {
        Telling silent = new Telling(Optional.empty(), InstantSource.system(), Instant.now());

        silent.begin();
        silent.end();

        assertThat(reports.subscribe("any", Redelivery.FROM_FIRST_UNSETTLED).poll(10))
                .isEmpty();
    }

    @Test
    void a_backlog_phase_or_a_second_consumer_is_refused_in_words() {
        try (LoadTarget target = new FunctionTarget(
                Environment.MEMORY,
                "",
                Map.of(),
                new BusFixture(events, events, all -> all),
                new BusFixture(reports, reports, all -> all),
                List.of())) {
            Phase steady = new Phase.Steady(1, Duration.ofSeconds(1));

            assertThatThrownBy(() -> target.path(
                            Workloads.of(1, Objectives.none(), new Phase.Backlog(1, Duration.ofSeconds(1)), steady),
                            RUN))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("remove the phase");
            assertThatThrownBy(() -> target.path(Workloads.of(2, Objectives.none(), steady), RUN))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("asks for 2 consumers");
        }
    }
}
