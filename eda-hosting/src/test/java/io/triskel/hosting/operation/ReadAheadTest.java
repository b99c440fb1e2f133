package io.triskel.hosting.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.event.Envelope;
import io.triskel.event.Page;
import io.triskel.event.PortException;
import io.triskel.projection.History;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
    private final List<String> calls = new ArrayList<>();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean broken;

    /** Three pages: after nothing, after 1 and after 2. */
    private final History history = new History() {
        @Override
        public Page<Envelope<?>> read(Optional<String> after, int limit) {
            String place = after.orElse("0");
            calls.add("read " + place);
            if (broken && place.equals("1")) {
                throw new PortException("archive is down");
            }
            return new Page<>(
                    List.of(),
                    place.equals("2") ? Optional.empty() : Optional.of(Integer.toString(Integer.parseInt(place) + 1)));
        }

        @Override
        public void close() {
            calls.add("close");
        }
    };

    private final ReadAhead ahead = new ReadAhead(history, tasks::add);

    private Page<Envelope<?>> read(String after) {
        return ahead.read(Optional.of(after).filter(place -> !place.equals("0")), 10);
    }

    @Test
    void the_next_page_is_read_meanwhile_and_only_once() {
        read("0");
        tasks.remove().run();
        assertThat(calls).containsExactly("read 0", "read 1");

        assertThat(read("1").next()).contains("2");
        assertThat(calls).containsExactly("read 0", "read 1");
    }

    @Test
    void the_caller_reads_what_no_thread_has_begun() {
        read("0");
        read("1");
        assertThat(read("2").next()).isEmpty();

        tasks.forEach(Runnable::run);
        assertThat(calls).containsExactly("read 0", "read 1", "read 2");
    }

    @Test
    void an_executor_that_takes_nothing_more_delays_nothing() {
        ReadAhead alone = new ReadAhead(history, task -> {
            throw new RejectedExecutionException("full");
        });

        assertThat(alone.read(Optional.empty(), 10).next()).contains("1");
        assertThat(alone.read(Optional.of("1"), 10).next()).contains("2");
    }

    @Test
    void a_page_that_failed_fails_for_who_asks_for_it_and_is_read_again_after_that() {
        broken = true;
        read("0");
        tasks.remove().run();

        assertThatThrownBy(() -> read("1")).isInstanceOf(PortException.class).hasMessage("archive is down");
        broken = false;
        assertThat(read("1").next()).contains("2");
    }

    @Test
    void another_place_than_the_next_one_is_read_once_the_reading_has_ended() {
        read("0");

        assertThat(read("2").next()).isEmpty();
        assertThat(calls).containsExactly("read 0", "read 1", "read 2");
    }

    @Test
    void the_history_is_closed_after_the_reading_has_ended() {
        read("0");

        ahead.close();

        tasks.forEach(Runnable::run);
        assertThat(calls).containsExactly("read 0", "read 1", "close");
    }
}
