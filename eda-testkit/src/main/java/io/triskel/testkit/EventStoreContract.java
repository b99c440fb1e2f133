package io.triskel.testkit;

import static io.triskel.testkit.Notes.command;
import static io.triskel.testkit.Notes.note;
import static io.triskel.testkit.Notes.notes;
import static io.triskel.testkit.Notes.stream;
import static io.triskel.testkit.Notes.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.EventCodec;
import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import io.triskel.event.OrderingKey;
import io.triskel.event.StreamId;
import io.triskel.store.AppendTooLargeException;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventReader.EventPage;
import io.triskel.store.EventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of every event store. A store that keeps bytes also passes {@link EncodedEventStoreContract}. */
public abstract class EventStoreContract {
    private EventStore store;

    /**
     * {@return the store under test; it may be shared and hold other streams}
     *
     * @param codec knows the types that the contract appends
     */
    protected abstract EventStore create(EventCodec codec);

    @BeforeEach
    final void createStore() {
        store = create(Notes.codec());
    }

    @Test
    final void appended_events_are_read_back_in_order_with_their_stream_and_revision() {
        StreamId stream = stream();

        AppendResult result = store.append(stream, Expectation.noStream(), notes("a", "b", "c"), command());

        assertThat(result).isEqualTo(new AppendResult.Committed(1, 3));
        EventPage page = store.read(stream, 0, 10);
        assertThat(texts(page.events())).containsExactly("a", "b", "c");
        assertThat(page.events())
                .extracting(Envelope::pattern)
                .containsExactly(
                        new EventKind.Sourced(stream, 1),
                        new EventKind.Sourced(stream, 2),
                        new EventKind.Sourced(stream, 3));
    }

    @Test
    final void an_event_is_stored_whole() {
        StreamId stream = stream();
        Envelope<Notes.Noted> event = note("whole").withSubject("a subject").withKey(new OrderingKey("its own"));
        event = event.withMetadata(event.metadata().withCorrelation("c1").withCausation("c2"));

        assertThat(store.append(stream, Expectation.noStream(), List.of(event), command()))
                .isInstanceOf(AppendResult.Committed.class);

        assertThat(events(stream)).isEqualTo(List.of(event.withPattern(new EventKind.Sourced(stream, 1))));
    }

    @Test
    final void an_event_without_a_key_gets_the_streams() {
        StreamId stream = stream();

        assertThat(store.append(stream, Expectation.noStream(), notes("a"), command()))
                .isInstanceOf(AppendResult.Committed.class);

        assertThat(events(stream)).extracting(Envelope::key).containsExactly(Optional.of(stream.orderingKey()));
    }

    @Test
    final void revisions_go_on_over_commits() {
        StreamId stream = stream();
        assertThat(store.append(stream, Expectation.noStream(), notes("a", "b"), command()))
                .isInstanceOf(AppendResult.Committed.class);

        AppendResult result = store.append(stream, Expectation.exactly(2), notes("c"), command());

        assertThat(result).isEqualTo(new AppendResult.Committed(3, 3));
        assertThat(texts(events(stream))).containsExactly("a", "b", "c");
    }

    @Test
    final void a_stream_without_events_reads_as_empty_and_others_are_not_in_it() {
        StreamId absent = stream();
        StreamId there = stream();

        assertThat(store.append(there, Expectation.noStream(), notes("a"), command()))
                .isInstanceOf(AppendResult.Committed.class);

        assertThat(store.read(absent, 0, 10)).isEqualTo(new EventPage(List.of(), List.of(), 0, false));
        assertThat(store.read(there, 0, 10).lastRevision()).isEqualTo(1);
    }

    @Test
    final void expecting_no_stream_where_there_is_one_is_a_conflict_and_stores_nothing() {
        StreamId stream = streamOf("a", "b");

        AppendResult result = store.append(stream, Expectation.noStream(), notes("x"), command());

        assertThat(result).isEqualTo(new AppendResult.Conflict(2));
        assertThat(texts(events(stream))).containsExactly("a", "b");
    }

    @Test
    final void an_expectation_that_others_overtook_is_a_conflict_and_stores_nothing() {
        StreamId stream = streamOf("a");
        assertThat(store.append(stream, Expectation.exactly(1), notes("b"), command()))
                .isInstanceOf(AppendResult.Committed.class);

        AppendResult result = store.append(stream, Expectation.exactly(1), notes("x"), command());

        assertThat(result).isEqualTo(new AppendResult.Conflict(2));
        assertThat(texts(events(stream))).containsExactly("a", "b");
    }

    @Test
    final void an_expectation_inside_a_commit_is_a_conflict_and_stores_nothing() {
        StreamId stream = streamOf("a", "b", "c");

        AppendResult result = store.append(stream, Expectation.exactly(2), notes("x"), command());

        assertThat(result).isEqualTo(new AppendResult.Conflict(3));
        assertThat(texts(events(stream))).containsExactly("a", "b", "c");
    }

    @Test
    final void an_expectation_beyond_the_end_is_a_conflict_and_leaves_no_gap() {
        StreamId stream = streamOf("a");

        AppendResult result = store.append(stream, Expectation.exactly(5), notes("x"), command());

        assertThat(result).isEqualTo(new AppendResult.Conflict(1));
        assertThat(store.read(stream, 0, 10).lastRevision()).isEqualTo(1);
        assertThat(store.read(stream, 5, 10).events()).isEmpty();
    }

    @Test
    final void an_expectation_of_a_stream_that_does_not_exist_is_a_conflict_at_0() {
        StreamId stream = stream();

        AppendResult result = store.append(stream, Expectation.exactly(1), notes("x"), command());

        assertThat(result).isEqualTo(new AppendResult.Conflict(0));
        assertThat(events(stream)).isEmpty();
    }

    @Test
    final void the_same_append_again_is_answered_its_first_result_and_stores_nothing() {
        StreamId stream = streamOf("a");
        CommandId command = command();
        assertThat(store.append(stream, Expectation.exactly(1), notes("b", "c"), command))
                .isInstanceOf(AppendResult.Committed.class);

        AppendResult again = store.append(stream, Expectation.exactly(1), notes("b", "c"), command);

        assertThat(again).isEqualTo(new AppendResult.Repeated(2, 3));
        assertThat(texts(events(stream))).containsExactly("a", "b", "c");
    }

    @Test
    final void the_same_append_again_after_later_appends_is_answered_its_first_result() {
        StreamId stream = stream();
        CommandId command = command();
        assertThat(store.append(stream, Expectation.noStream(), notes("a", "b"), command))
                .isInstanceOf(AppendResult.Committed.class);
        assertThat(store.append(stream, Expectation.exactly(2), notes("c"), command()))
                .isInstanceOf(AppendResult.Committed.class);
        assertThat(store.append(stream, Expectation.exactly(3), notes("d"), command()))
                .isInstanceOf(AppendResult.Committed.class);

        AppendResult again = store.append(stream, Expectation.noStream(), notes("a", "b"), command);

        assertThat(again).isEqualTo(new AppendResult.Repeated(1, 2));
        assertThat(texts(events(stream))).containsExactly("a", "b", "c", "d");
    }

    @Test
    final void another_command_with_the_same_events_is_a_conflict() {
        StreamId stream = stream();
        List<Envelope<Notes.Noted>> events = notes("a");
        assertThat(store.append(stream, Expectation.noStream(), events, command()))
                .isInstanceOf(AppendResult.Committed.class);

        AppendResult result = store.append(stream, Expectation.noStream(), events, command());

        assertThat(result).isEqualTo(new AppendResult.Conflict(1));
    }

    @Test
    final void a_page_ends_at_its_limit_also_inside_a_commit_and_the_next_goes_on() {
        StreamId stream = streamOf("a", "b", "c");
        assertThat(store.append(stream, Expectation.exactly(3), notes("d", "e"), command()))
                .isInstanceOf(AppendResult.Committed.class);

        EventPage first = store.read(stream, 0, 2);
        EventPage second = store.read(stream, 2, 2);
        EventPage third = store.read(stream, 4, 2);

        assertThat(texts(first.events())).containsExactly("a", "b");
        assertThat(texts(second.events())).containsExactly("c", "d");
        assertThat(texts(third.events())).containsExactly("e");
        assertThat(List.of(first.more(), second.more(), third.more())).containsExactly(true, true, false);
        assertThat(List.of(first, second, third))
                .extracting(EventPage::lastRevision)
                .containsOnly(5L);
    }

    @Test
    final void a_page_names_the_commits_of_its_events_whole() {
        StreamId stream = stream();
        CommandId one = command();
        CommandId two = command();
        assertThat(store.append(stream, Expectation.noStream(), notes("a", "b", "c"), one))
                .isInstanceOf(AppendResult.Committed.class);
        assertThat(store.append(stream, Expectation.exactly(3), notes("d", "e"), two))
                .isInstanceOf(AppendResult.Committed.class);

        assertThat(store.read(stream, 0, 1).commits()).containsExactly(new Commit(one, 1, 3));
        assertThat(store.read(stream, 2, 2).commits()).containsExactly(new Commit(one, 1, 3), new Commit(two, 4, 5));
        assertThat(store.read(stream, 4, 9).commits()).containsExactly(new Commit(two, 4, 5));
    }

    @Test
    final void reading_behind_the_end_is_empty_and_tells_the_end() {
        StreamId stream = streamOf("a", "b");

        assertThat(store.read(stream, 2, 1)).isEqualTo(new EventPage(List.of(), List.of(), 2, false));
        assertThat(store.read(stream, 7, 1)).isEqualTo(new EventPage(List.of(), List.of(), 2, false));
    }

    @Test
    final void a_page_has_at_least_one_event_and_starts_at_0_or_later() {
        StreamId stream = streamOf("a");

        assertThatThrownBy(() -> store.read(stream, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.read(stream, -1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    final void of_16_racing_writers_one_wins_and_the_others_learn_the_end() {
        StreamId stream = streamOf("a");

        List<AppendResult> results =
                Race.of(16, i -> store.append(stream, Expectation.exactly(1), notes("b" + i, "c" + i), command()));

        assertThat(results).filteredOn(new AppendResult.Committed(2, 3)::equals).hasSize(1);
        assertThat(results).filteredOn(new AppendResult.Conflict(3)::equals).hasSize(15);
        assertThat(store.read(stream, 0, 99).events()).hasSize(3);
    }

    @Test
    final void of_16_racing_sendings_of_one_command_one_commits_and_the_others_are_repeats() {
        StreamId stream = stream();
        CommandId command = command();

        List<AppendResult> results =
                Race.of(16, i -> store.append(stream, Expectation.noStream(), notes("a", "b"), command));

        assertThat(results).filteredOn(new AppendResult.Committed(1, 2)::equals).hasSize(1);
        assertThat(results).filteredOn(new AppendResult.Repeated(1, 2)::equals).hasSize(15);
        assertThat(store.read(stream, 0, 99).events()).hasSize(2);
    }

    @Test
    final void an_append_takes_99_events_and_not_one_more() {
        StreamId stream = stream();

        AppendResult result = store.append(stream, Expectation.noStream(), notes(EventAppender.MAX_EVENTS), command());

        assertThat(result).isEqualTo(new AppendResult.Committed(1, 99));
        assertThat(events(stream)).hasSize(99);
        assertThatThrownBy(() ->
                        store.append(stream, Expectation.exactly(99), notes(EventAppender.MAX_EVENTS + 1), command()))
                .isInstanceOf(AppendTooLargeException.class)
                .hasMessageContaining("99")
                .hasMessageContaining("100");
        assertThat(store.read(stream, 0, 1).lastRevision()).isEqualTo(99);
    }

    @Test
    final void an_append_of_nothing_is_refused() {
        assertThatThrownBy(() -> store.append(stream(), Expectation.noStream(), List.of(), command()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 99 events");
    }

    @Test
    final void two_events_of_one_id_in_one_append_are_refused() {
        StreamId stream = stream();
        Envelope<Notes.Noted> event = note("a");

        assertThatThrownBy(() -> store.append(stream, Expectation.noStream(), List.of(event, event), command()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(event.id().toString());
    }

    @Test
    final void an_event_that_no_bus_would_take_is_refused_and_nothing_of_its_append_is_stored() {
        StreamId stream = stream();
        Envelope<?> tooLong = note("b").withSubject("x".repeat(Envelope.MAX_SUBJECT + 1));

        assertThatThrownBy(() -> store.append(stream, Expectation.noStream(), List.of(note("a"), tooLong), command()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("256");

        assertThat(store.read(stream, 0, 9).events()).isEmpty();
    }

    @Test
    final void an_event_that_would_lose_its_pattern_is_refused() {
        Envelope<Notes.Noted> event = note("a").withPattern(new EventKind.Command("someone"));

        assertThatThrownBy(() -> store.append(stream(), Expectation.noStream(), List.of(event), command()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pattern");
    }

    @Test
    final void stream_names_of_any_characters_are_told_apart() {
        String unique = UUID.randomUUID().toString();
        List<StreamId> streams = new ArrayList<>();
        for (String odd : AWKWARD) {
            streams.add(new StreamId(unique + odd));
        }

        for (StreamId stream : streams) {
            assertThat(store.append(stream, Expectation.noStream(), notes(stream.value()), command()))
                    .as("append to %s", stream)
                    .isEqualTo(new AppendResult.Committed(1, 1));
        }

        for (StreamId stream : streams) {
            assertThat(texts(events(stream))).as("events of %s", stream).containsExactly(stream.value());
        }
    }

    @Test
    final void stream_names_that_paths_give_a_meaning_are_names_like_others() {
        for (String odd : List.of(".", "..", "/", "\\", "#", "?", "%", "__x__", "'", "\"", "\uD83D\uDE80")) {
            StreamId stream = new StreamId(odd);
            long last = store.read(stream, 0, 1).lastRevision();

            AppendResult result = store.append(stream, Expectation.exactly(last), notes(odd), command());

            assertThat(result).as("append to '%s'", odd).isEqualTo(new AppendResult.Committed(last + 1, last + 1));
            assertThat(texts(store.read(stream, last, 1).events())).containsExactly(odd);
        }
    }

    @Test
    final void a_stream_name_may_have_128_characters() {
        String unique = UUID.randomUUID().toString();
        StreamId longest = new StreamId(unique + "\u20AC".repeat(128 - unique.length()));

        assertThat(store.append(longest, Expectation.noStream(), notes("a"), command()))
                .isInstanceOf(AppendResult.Committed.class);

        assertThat(texts(events(longest))).containsExactly("a");
    }

    @Test
    final void command_ids_of_any_characters_are_told_apart() {
        StreamId stream = stream();
        long last = 0;
        List<Commit> expected = new ArrayList<>();
        for (String odd : AWKWARD) {
            CommandId command = new CommandId("c" + odd);
            assertThat(store.append(stream, Expectation.exactly(last), notes("a"), command))
                    .isInstanceOf(AppendResult.Committed.class);
            last++;
            expected.add(new Commit(command, last, last));
        }

        assertThat(store.read(stream, 0, 99).commits()).isEqualTo(expected);
        assertThat(store.append(stream, Expectation.exactly(1), notes("a"), new CommandId("c" + AWKWARD.get(1))))
                .isEqualTo(new AppendResult.Repeated(2, 2));
    }

    /**
     * Each name differs from another only in characters that some store forbids in keys or that escaping uses. There are no
     * control characters: CloudEvents forbids them in attributes (1.0, "Type System"), so the codec rejects them.
     */
    static final List<String> AWKWARD = List.of(
            "/",
            "\\",
            "#",
            "?",
            ".",
            "..",
            "%",
            "%2F",
            "%2f",
            "%25",
            "_",
            "__",
            "-",
            "~",
            "/.",
            "./",
            " ",
            "  x",
            "+",
            "\u00E4",
            "a\u0308",
            "A",
            "a",
            "\uD83D\uDE80",
            "\u2603",
            "=",
            "'",
            "\"",
            ":",
            "|",
            "$",
            "*");

    private StreamId streamOf(String... texts) {
        StreamId stream = stream();
        assertThat(store.append(stream, Expectation.noStream(), notes(texts), command()))
                .isInstanceOf(AppendResult.Committed.class);
        return stream;
    }

    private List<Envelope<?>> events(StreamId stream) {
        return store.read(stream, 0, 1000).events();
    }
}
