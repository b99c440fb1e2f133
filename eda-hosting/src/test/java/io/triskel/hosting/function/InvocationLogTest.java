package io.triskel.hosting.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.StateCodec;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.PortException;
import io.triskel.observe.EventOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvocationLogTest {
    private final List<String> lines = new ArrayList<>();
    private final InvocationLog journal = new InvocationLog();

    @Test
    void an_invocation_is_one_line_that_counts_what_happened() {
        handled(EventOutcome.HANDLED);
        handled(EventOutcome.DUPLICATE);
        handled(EventOutcome.HANDLED);
        journal.portFailed("inbox", new PortException("out of reach"));
        write();

        assertThat(lines)
                .containsExactly(
                        "{\"consumer\":\"payment\",\"events\":{\"duplicate\":1,\"handled\":2,\"port-failed\":1},"
                                + "\"troubles\":[\"inbox: io.triskel.event.PortException: out of reach\"]}");
    }

    @Test
    void an_invocation_in_which_nothing_happened_is_no_line() {
        handled(EventOutcome.HANDLED);
        write();
        write();

        assertThat(lines).hasSize(1);
    }

    @Test
    void troubles_of_a_bad_day_do_not_fill_the_log() {
        for (int i = 0; i < 1000; i++) {
            journal.parked("payment", new EventId("/orders", "event-" + i), "does not work");
        }
        write();

        assertThat(lines)
                .singleElement()
                .satisfies(line -> assertThat(line).contains("event-9:").doesNotContain("event-10:"));
    }

    private void handled(EventOutcome verdict) {
        Envelope<String> event = Envelope.of(new EventId("/orders", "1"), EventType.of("test", 1), "data");
        journal.handled("payment", event, verdict, Duration.ZERO);
    }

    private void write() {
        journal.write("payment", StateCodec.of(), lines::add);
    }
}
