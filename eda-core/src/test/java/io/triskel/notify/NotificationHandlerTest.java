package io.triskel.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.consume.EventHandler.Handling;
import io.triskel.consume.NotYetException;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.NoData;
import io.triskel.event.PortException;
import io.triskel.inbox.Fence;
import io.triskel.notify.Lookup.Fetched;
import io.triskel.notify.Lookup.LookupAnswer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationHandlerTest {
    private static final Handling HANDLING = new Handling(1, new Deadline(Instant.MAX), Fence.none());

    private final Deque<LookupAnswer> answers = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private final List<Fetched<String>> handled = new ArrayList<>();
    private final NotificationHandler<String> handler = handler(16);

    private NotificationHandler<String> handler(int cacheEntries) {
        Lookup recording = (address, etag, deadline) -> {
            asked.add(address + etag.map(known -> " unless " + known).orElse(""));
            return answers.remove();
        };
        return NotificationHandler.of(
                        recording,
                        body -> new String(body, StandardCharsets.UTF_8),
                        (notification, fetched, handling) -> handled.add(fetched))
                .base("/orders", URI.create("https://orders.test/api/"))
                .cache(cacheEntries)
                .build();
    }

    @Nested
    class When_the_source_answers {
        @Test
        void the_handler_receives_the_state_and_its_version() throws Exception {
            answers.add(found(3, "v3"));

            handler.handle(notification("orders/42", 3), HANDLING);

            assertThat(asked).containsExactly("https://orders.test/api/orders/42");
            assertThat(handled).containsExactly(new Fetched<>("v3", 3));
        }

        @Test
        void a_newer_version_is_normal() throws Exception {
            answers.add(found(5, "v5"));

            handler.handle(notification("orders/42", 3), HANDLING);

            assertThat(handled).containsExactly(new Fetched<>("v5", 5));
        }

        @Test
        void an_older_version_is_not_yet() {
            answers.add(found(2, "v2"));

            assertThatThrownBy(() -> handler.handle(notification("orders/42", 3), HANDLING))
                    .isInstanceOf(NotYetException.class)
                    .hasMessageContaining("version 2")
                    .hasMessageContaining("version 3");
            assertThat(handled).isEmpty();
        }

        @Test
        void nothing_is_not_yet() {
            answers.add(LookupAnswer.Stateless.MISSING);

            assertThatThrownBy(() -> handler.handle(notification("orders/42", 3), HANDLING))
                    .isInstanceOf(NotYetException.class)
                    .hasMessageContaining("https://orders.test/api/orders/42");
        }

        @Test
        void a_body_that_cannot_be_read_is_the_handlers_failure() {
            answers.add(found(3, "v3"));
            NotificationHandler<String> unreadable = NotificationHandler.<String>of(
                            (address, etag, deadline) -> answers.remove(),
                            body -> {
                                throw new java.io.IOException("not JSON");
                            },
                            (notification, fetched, handling) -> handled.add(fetched))
                    .base("/orders", URI.create("https://orders.test/api/"))
                    .build();

            assertThatThrownBy(() -> unreadable.handle(notification("orders/42", 3), HANDLING))
                    .hasMessage("not JSON");
        }
    }

    @Nested
    class When_something_was_fetched_before {
        @Test
        void it_is_asked_for_only_if_it_changed() throws Exception {
            answers.add(found(3, "v3"));
            answers.add(LookupAnswer.Stateless.NOT_MODIFIED);

            handler.handle(notification("orders/42", 3), HANDLING);
            handler.handle(notification("orders/42", 2), HANDLING);

            assertThat(asked)
                    .containsExactly(
                            "https://orders.test/api/orders/42", "https://orders.test/api/orders/42 unless \"3\"");
            assertThat(handled).containsExactly(new Fetched<>("v3", 3), new Fetched<>("v3", 3));
        }

        @Test
        void a_state_that_is_not_modified_may_still_be_too_old() {
            answers.add(found(3, "v3"));
            answers.add(LookupAnswer.Stateless.NOT_MODIFIED);

            assertThatThrownBy(() -> handler.handle(notification("orders/42", 4), HANDLING))
                    .isInstanceOf(NotYetException.class);
            assertThatThrownBy(() -> handler.handle(notification("orders/42", 4), HANDLING))
                    .isInstanceOf(NotYetException.class);
            assertThat(handled).isEmpty();
        }

        @Test
        void the_least_recently_used_answer_makes_room() throws Exception {
            NotificationHandler<String> one = handler(1);
            for (int i = 0; i < 3; i++) {
                answers.add(found(1, "v1"));
            }

            one.handle(notification("orders/1", 1), HANDLING);
            one.handle(notification("orders/2", 1), HANDLING);
            one.handle(notification("orders/1", 1), HANDLING);

            assertThat(asked).noneMatch(request -> request.contains("unless"));
        }

        @Test
        void a_cache_without_room_keeps_nothing() throws Exception {
            NotificationHandler<String> none = handler(0);
            answers.add(found(1, "v1"));
            answers.add(found(1, "v1"));

            none.handle(notification("orders/1", 1), HANDLING);
            none.handle(notification("orders/1", 1), HANDLING);

            assertThat(asked).noneMatch(request -> request.contains("unless"));
        }

        @Test
        void not_modified_without_anything_fetched_is_the_sources_failure() {
            answers.add(LookupAnswer.Stateless.NOT_MODIFIED);

            assertThatThrownBy(() -> handler.handle(notification("orders/42", 1), HANDLING))
                    .isInstanceOf(PortException.class);
        }
    }

    @Nested
    class When_the_lookup_could_lead_elsewhere {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/admin",
                    "%2e%2e/admin",
                    "orders/%2e%2e/%2E%2E/admin",
                    "orders/..%2f..%2fadmin",
                    "orders/%252e%252e/%252e%252e/x",
                    "..;/admin",
                    "%2e%2e;a=b/admin"
                })
        void it_is_refused_and_nobody_is_asked(String lookup) {
            assertThatThrownBy(() -> handler.handle(notification(lookup, 1), HANDLING))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("base");
            assertThat(asked).isEmpty();
        }

        @Test
        void a_path_from_the_root_may_be_below_the_base() throws Exception {
            answers.add(found(1, "v1"));

            handler.handle(notification("/api/orders/42?view=full", 1), HANDLING);

            assertThat(asked).containsExactly("https://orders.test/api/orders/42?view=full");
        }

        @Test
        void a_source_without_a_base_is_a_clear_failure() {
            Envelope<Object> foreign = notification("orders/42", 1);
            Envelope<Object> event = new Envelope<>(
                    new EventId("/elsewhere", "1"),
                    foreign.type(),
                    foreign.subject(),
                    foreign.time(),
                    foreign.key(),
                    foreign.pattern(),
                    foreign.metadata(),
                    foreign.data());

            assertThatThrownBy(() -> handler.handle(event, HANDLING))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("/elsewhere")
                    .hasMessageContaining("/orders");
            assertThat(asked).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"orders/", "https://orders.test/api", "https://orders.test/api/?x=1", "mailto:a@b.c"})
        void a_base_must_be_absolute_and_end_in_a_slash(String base) {
            var builder = NotificationHandler.<String>of(
                    (address, etag, deadline) -> LookupAnswer.Stateless.MISSING,
                    body -> "",
                    (event, fetched, handling) -> {});

            assertThatThrownBy(() -> builder.base("/orders", URI.create(base)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ends in '/'");
        }
    }

    @Test
    void an_event_of_another_pattern_is_refused() {
        Envelope<Object> plain = notification("orders/42", 1).withPattern(EventKind.plain());

        assertThatThrownBy(() -> handler.handle(plain, HANDLING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("notifications");
    }

    private static LookupAnswer found(long version, String body) {
        return new LookupAnswer.Found(
                version, Optional.of("\"" + version + "\""), body.getBytes(StandardCharsets.UTF_8));
    }

    private static Envelope<Object> notification(String lookup, long version) {
        return Envelope.<Object>of(new EventId("/orders", "1"), EventType.of("test.order-changed", 1), NoData.NO_DATA)
                .withPattern(new EventKind.Notification(lookup, version));
    }
}
