package io.triskel.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryEventStore.LogPage;
import io.triskel.personal.Personal;
import io.triskel.spi.NewCommit;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class InMemoryEventStoreTest {
    private static final EventType SAID = EventType.of("test.said", 1);
    private static final EventType ABOUT = EventType.of("test.said-about", 1);
    private static final TypeRegistry TYPES = TypeRegistry.builder()
            .add(SAID, Said.class)
            .add(ABOUT, SaidAbout.class)
            .build();
    private static final StreamId A = new StreamId("a");
    private static final StreamId B = new StreamId("b");

    record Said(String text) {}

    record SaidAbout(Personal<String> text) {}

    private final InMemoryEventStore store = InMemoryEventStore.encoded(EventCodec.of(TYPES));
    private int ids;

    private void say(StreamId stream, long after, String... texts) {
        List<Envelope<?>> events = new ArrayList<>();
        for (String text : texts) {
            events.add(Envelope.of(new EventId("/test", "e" + ++ids), SAID, new Said(text)));
        }
        assertThat(store.append(stream, Expectation.exactly(after), events, new CommandId("c" + ids)))
                .isInstanceOf(AppendResult.Committed.class);
    }

    private static List<Object> texts(List<Envelope<?>> events) {
        return events.stream()
                .map(event -> (Object) ((Said) event.data()).text())
                .toList();
    }

    @Nested
    class The_log_over_all_streams {
        @Test
        void has_all_events_in_the_order_of_commits_page_by_page() {
            say(A, 0, "1", "2");
            say(B, 0, "3");
            say(A, 2, "4");

            LogPage first = store.log(0, 3);
            LogPage second = store.log(first.position(), 3);
            LogPage third = store.log(second.position(), 3);

            assertThat(texts(first.events())).containsExactly("1", "2", "3");
            assertThat(first.more()).isTrue();
            assertThat(texts(second.events())).containsExactly("4");
            assertThat(second.more()).isFalse();
            assertThat(third).isEqualTo(new LogPage(List.of(), 4, false));
        }

        @Test
        void keeps_each_streams_order_under_writers_at_once() throws InterruptedException {
            ExecutorService threads = Executors.newFixedThreadPool(4);
            for (int writer = 0; writer < 4; writer++) {
                StreamId stream = new StreamId("stream-" + writer);
                threads.execute(() -> {
                    for (int i = 0; i < 200; i++) {
                        assertThat(store.append(
                                        stream,
                                        Expectation.exactly(i),
                                        List.of(Envelope.of(
                                                new EventId("/" + stream, "e" + i),
                                                SAID,
                                                new Said(Integer.toString(i)))),
                                        new CommandId("c" + i)))
                                .isInstanceOf(AppendResult.Committed.class);
                    }
                });
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(4, TimeUnit.MINUTES)).isTrue();

            List<Envelope<?>> log = store.log(0, 1000).events();

            assertThat(log).hasSize(800);
            for (int writer = 0; writer < 4; writer++) {
                String source = "/stream-" + writer;
                assertThat(log)
                        .filteredOn(event -> event.id().source().equals(source))
                        .isEqualTo(store.read(new StreamId("stream-" + writer), 0, 1000)
                                .events());
            }
        }

        @Test
        void is_read_in_pages_of_1_or_more_from_0_or_later() {
            assertThatThrownBy(() -> store.log(0, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.log(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Of_personal_data {
        private final InMemoryPersonalKeys keys = new InMemoryPersonalKeys();
        private final EventForm form = EventForm.encoded(EventCodec.of(TYPES).withPersonal(keys));

        @Test
        void the_plain_text_is_not_among_the_kept_bytes() {
            Envelope<?> event = Envelope.of(
                    new EventId("/test", "e"), ABOUT, new SaidAbout(new Personal.Known<>("jane", "her secret")));

            List<?> kept = form.keep(NewCommit.of(A, Expectation.noStream(), List.of(event), new CommandId("c")));

            assertThat(kept).hasSize(1);
            assertThat(new String((byte[]) kept.get(0), StandardCharsets.UTF_8))
                    .contains("test.said-about.v1")
                    .doesNotContain("secret");
        }
    }

    @Test
    void a_store_of_objects_cannot_be_reopened_with_a_codec() {
        assertThatThrownBy(() -> InMemoryEventStore.ofObjects().reopened(EventCodec.of(TYPES)))
                .isInstanceOf(IllegalStateException.class);
    }
}
