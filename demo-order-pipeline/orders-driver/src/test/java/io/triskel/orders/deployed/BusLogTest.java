package io.triskel.orders.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.StreamId;
import io.triskel.orders.run.RunLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The books that are kept of a bus: what they call lost or out of order must be so. */
class BusLogTest {
    private static final StreamId ORDER = new StreamId("order-1");

    @TempDir
    private Path folder;

    private final Deque<byte[]> published = new ArrayDeque<>();
    private final List<byte[]> told = new ArrayList<>();
    private RunLog written = new RunLog(Optional.empty(), warning -> {});
    private BusLog log = new BusLog(each -> {}, written, record -> {});

    @BeforeEach
    void open() {
        written = new RunLog(Optional.of(folder), warning -> {});
        log = new BusLog(
                each -> {
                    while (!published.isEmpty()) {
                        each.accept(published.removeFirst());
                    }
                },
                written,
                told::add);
    }

    private void publish(int sequence) {
        String event = ("{\"specversion\":\"1.0\",\"source\":\"/orders\",\"id\":\"%d\",\"type\":\"orders.x.v1\","
                        + "\"triskelpattern\":\"sourced\",\"stream\":\"%s\",\"sequence\":\"%d\"}")
                .formatted(sequence, ORDER.value(), sequence);
        published.addLast(event.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void facts_in_their_turn_are_no_violation_and_repetitions_count_once() throws Exception {
        publish(1);
        publish(2);
        publish(1);
        publish(3);

        assertThat(log.read()).isEqualTo(4);

        written.close();
        assertThat(log.events()).isEqualTo(3);
        assertThat(told).hasSize(3);
        assertThat(log.eventsByType()).isEqualTo(Map.of("orders.x.v1", 3L));
        assertThat(log.orderViolations()).isZero();
        assertThat(log.factsOf(ORDER)).isEqualTo(3);
        assertThat(Files.readAllLines(folder.resolve("events.jsonl"))).hasSize(3);
    }

    @Test
    void a_fact_before_its_turn_and_one_after_it_are_violations_and_nothing_is_lost() {
        publish(1);
        publish(3);
        publish(2);

        log.read();

        assertThat(log.orderViolations()).isEqualTo(2);
        assertThat(log.factsOf(ORDER)).isEqualTo(3);
    }

    @Test
    void heartbeats_are_no_events_of_the_run() throws Exception {
        published.addLast("{\"source\":\"/orders\",\"id\":\"h\",\"type\":\"triskel.heartbeat.v1\"}"
                .getBytes(StandardCharsets.UTF_8));

        assertThat(log.read()).isZero();

        written.close();
        assertThat(log.events()).isZero();
        assertThat(log.eventsByType()).isEmpty();
        assertThat(Files.readAllLines(folder.resolve("events.jsonl"))).isEmpty();
    }

    @Test
    void a_fact_that_never_comes_is_missed() {
        publish(1);
        log.read();
        publish(3);

        log.read();

        assertThat(log.factsOf(ORDER)).isEqualTo(2);
        assertThat(log.orderViolations()).isEqualTo(1);
    }
}
