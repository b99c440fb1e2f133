package io.triskel.gcp.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.codec.StateCodec;
import io.triskel.event.EventId;
import io.triskel.hosting.function.InvocationLog;
import io.triskel.observe.EventOutcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogEntryTest {
    @Test
    void the_age_of_a_heartbeat_is_a_warning_once_a_consumer_is_silent() {
        assertThat(LogEntry.heartbeat("payment", 600))
                .isEqualTo("{\"heartbeat\":\"payment\",\"ageSeconds\":600,\"severity\":\"INFO\"}");
        assertThat(LogEntry.heartbeat("payment", 601)).contains("WARNING");
    }

    private final InvocationLog journal = new InvocationLog();
    private final List<String> written = new ArrayList<>();

    @Test
    void a_line_without_trouble_is_information() throws Exception {
        journal.replayed("payment", new EventId("/orders", "1"), EventOutcome.HANDLED);

        JsonNode entry = entry();
        assertThat(entry.path("severity").asText()).isEqualTo("INFO");
        assertThat(entry.path("consumer").asText()).isEqualTo("payment");
    }

    @Test
    void a_line_with_trouble_is_a_warning_whatever_the_trouble_says() throws Exception {
        journal.trouble("an answer said {\"troubles\":[]}");

        assertThat(entry().path("severity").asText()).isEqualTo("WARNING");
    }

    private JsonNode entry() throws Exception {
        journal.write("payment", StateCodec.of(), line -> written.add(LogEntry.of(line)));
        return new ObjectMapper().readTree(written.get(0));
    }
}
