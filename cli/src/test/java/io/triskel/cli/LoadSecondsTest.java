package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.cli.gateway.Message;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoadSecondsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TEN_HOURS = 36_000;

    private final AtomicLong number = new AtomicLong();
    private final LoadSeconds seconds = new LoadSeconds(number::incrementAndGet);
    /** As a page keeps them, by their time. */
    private final TreeMap<Integer, ObjectNode> page = new TreeMap<>();

    private long read;

    private static ObjectNode second(int t) {
        ObjectNode second = JSON.createObjectNode()
                .put("t", t)
                .put("span", 1)
                .put("measured", 1)
                .put("accepted", 100 + t % 7)
                .put("lag", t % 50)
                .put("reordered", t);
        return t % 10 == 0 ? second : second.put("p99", t == 12_345 ? 99_999.0 : t % 13);
    }

    private void look() throws IOException {
        for (Message message : seconds.after(read).toList()) {
            ObjectNode second = (ObjectNode) JSON.readTree(message.data());
            int t = second.path("t").asInt();
            page.subMap(t, t + second.path("span").asInt()).clear();
            page.put(t, second);
            read = message.number();
        }
    }

    private long sum(String figure) {
        return page.values().stream()
                .mapToLong(each -> each.path(figure).asLong())
                .sum();
    }

    @Test
    void ten_hours_take_bounded_memory_and_a_page_that_looks_now_and_then_has_the_same() throws IOException {
        long accepted = 0;
        for (int t = 0; t < TEN_HOURS; t++) {
            seconds.add(second(t));
            accepted += 100 + t % 7;
            assertThat(seconds.size()).isLessThanOrEqualTo(LoadSeconds.MOST);
            if (t % 97 == 0) {
                look();
            }
        }
        look();

        assertThat(page).hasSize(seconds.size());
        assertThat(sum("accepted")).isEqualTo(accepted);
        assertThat(sum("measured")).isEqualTo(TEN_HOURS);
        assertThat(page.values()).anyMatch(each -> each.path("p99").asDouble() == 99_999.0);
        assertThat(page.lastEntry().getValue().path("reordered").asInt()).isEqualTo(TEN_HOURS - 1);
        assertThat(page.tailMap(TEN_HOURS - 100))
                .as("what is recent is not merged")
                .hasSize(100);
        assertThat(page.values()).allMatch(each -> each.path("span").asInt() <= 256);
    }

    @Test
    void fewer_seconds_of_a_run_that_has_ended_are_kept_and_of_many_runs_fewer_still() {
        LoadHistory history = new LoadHistory(JSON.createObjectNode(), InstantSource.fixed(Instant.EPOCH));

        run(history, "first");
        assertThat(history.after(0)).hasSizeBetween(LoadHistory.MOST_ENDED / 2, LoadHistory.MOST_ENDED);
        for (int run = 1; run < 100; run++) {
            run(history, "run " + run);
        }

        assertThat(history.after(0)).hasSizeBetween(100, 6_000);
        long measured = history.after(0).stream()
                .mapToLong(message -> number(message.data(), "measured"))
                .sum();
        assertThat(measured).isEqualTo(100 * 400L);
    }

    private static void run(LoadHistory history, String name) {
        for (int t = 0; t < 400; t++) {
            history.second(name, second(t));
        }
        history.ended(name);
    }

    private static long number(String json, String member) {
        return Long.parseLong(json.replaceAll(".*\"" + member + "\":(\\d+).*", "$1"));
    }

    @Test
    void what_no_second_has_read_stays_absent_when_they_are_merged() throws IOException {
        for (int t = 0; t <= LoadSeconds.MOST; t++) {
            ObjectNode second = second(t);
            second.remove(List.of("p99"));
            seconds.add(second);
        }
        look();

        assertThat(page).hasSizeLessThan(LoadSeconds.MOST);
        assertThat(page.values()).noneMatch(each -> each.has("p99") || each.has("processor"));
    }
}
