package io.triskel.testkit;

import static io.triskel.testkit.Notes.command;
import static io.triskel.testkit.Notes.note;
import static io.triskel.testkit.Notes.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.EncodedData;
import io.triskel.codec.EventCodec;
import io.triskel.codec.EventTooLargeException;
import io.triskel.codec.InvalidEventException;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryPersonalKeys;
import io.triskel.outbox.Dispatcher;
import io.triskel.outbox.Dispatcher.DrainReport;
import io.triskel.personal.Personal;
import io.triskel.publish.OrderedPublisher;
import io.triskel.publish.RejectionCause;
import io.triskel.spi.NewCommit;
import io.triskel.store.AppendTooLargeException;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The additional contract of an event store that keeps bytes: sizes, upcasting, personal data, unknown types. */
public abstract class EncodedEventStoreContract {
    /**
     * {@return a store that writes and reads with this codec, over the same data on every call}
     *
     * @param codec differs from call to call
     */
    protected abstract EventStore open(EventCodec codec);

    @Test
    final void an_append_takes_350_kib_and_not_one_byte_more() {
        EventCodec codec = Notes.codec();
        EventStore store = open(codec);
        List<Envelope<Notes.Noted>> fitting = notesOf(codec, EventAppender.MAX_BYTES);
        List<Envelope<Notes.Noted>> tooMuch = notesOf(codec, EventAppender.MAX_BYTES + 1);
        StreamId stream = new StreamId(SIZED + UUID.randomUUID());

        assertThatThrownBy(() -> store.append(stream, Expectation.noStream(), tooMuch, command()))
                .isInstanceOfSatisfying(
                        AppendTooLargeException.class,
                        tooLarge -> assertThat(tooLarge.actual()).isEqualTo(EventAppender.MAX_BYTES + 1));
        assertThat(store.read(stream, 0, 9).events()).isEmpty();
        assertThat(store.append(stream, Expectation.noStream(), fitting, command()))
                .isEqualTo(new AppendResult.Committed(1, 2));
        assertThat(store.read(stream, 0, 9).events()).hasSize(2);
    }

    @Test
    final void an_event_beyond_the_codecs_limit_is_refused_and_nothing_of_its_append_is_stored() {
        EventStore store = open(Notes.codec().withMaxBytes(1000));
        StreamId stream = stream();

        assertThatThrownBy(() -> store.append(
                        stream, Expectation.noStream(), List.of(note("small"), note("x".repeat(1000))), command()))
                .isInstanceOf(EventTooLargeException.class);

        assertThat(store.read(stream, 0, 9).lastRevision()).isZero();
    }

    @Test
    final void what_could_not_be_read_is_refused_and_nothing_of_its_append_is_stored() {
        StreamId stream = stream();
        Envelope<Unreadable> unreadable = Envelope.of(id(), UNREADABLE, nested());
        EventStore store = open(EventCodec.of(TypeRegistry.builder()
                .add(Notes.NOTED, Notes.Noted.class)
                .add(UNREADABLE, Unreadable.class)
                .build()));

        assertThatThrownBy(() ->
                        store.append(stream, Expectation.noStream(), List.of(note("readable"), unreadable), command()))
                .isInstanceOf(InvalidEventException.class);

        assertThat(store.read(stream, 0, 9).lastRevision()).isZero();
        assertThat(store.append(stream, Expectation.noStream(), List.of(note("readable")), command()))
                .isEqualTo(new AppendResult.Committed(1, 1));
        assertThat(Notes.texts(store.read(stream, 0, 9).events())).containsExactly("readable");
    }

    private static final EventType UNREADABLE = EventType.of("triskel.testkit.unreadable", 1);

    record Unreadable(Optional<Unreadable> below) {}

    private static Unreadable nested() {
        Unreadable nested = new Unreadable(Optional.empty());
        for (int depth = 0; depth < 250; depth++) {
            nested = new Unreadable(Optional.of(nested));
        }
        return nested;
    }

    @Test
    final void older_events_are_upcast_when_read() {
        EventType older = EventType.of("triskel.testkit.remark", 1);
        EventType newer = EventType.of("triskel.testkit.remark", 2);
        StreamId stream = stream();
        EventStore before = open(EventCodec.of(
                TypeRegistry.builder().add(older, Notes.Noted.class).build()));
        assertThat(before.append(
                        stream,
                        Expectation.noStream(),
                        List.of(Envelope.of(id(), older, new Notes.Noted("old"))),
                        command()))
                .isInstanceOf(AppendResult.Committed.class);

        EventStore after = open(EventCodec.of(TypeRegistry.builder()
                .add(newer, Remark.class)
                .upcast(older, newer, data -> data.set("author", "unknown"))
                .build()));

        Envelope<?> read = after.read(stream, 0, 1).events().get(0);
        assertThat(read.type()).isEqualTo(newer);
        assertThat(read.data()).isEqualTo(new Remark("old", "unknown"));
    }

    record Remark(String text, String author) {}

    @Test
    final void events_of_unknown_types_are_read_as_they_are() {
        StreamId stream = stream();
        assertThat(open(Notes.codec()).append(stream, Expectation.noStream(), List.of(note("kept")), command()))
                .isInstanceOf(AppendResult.Committed.class);

        EventStore withoutTypes = open(EventCodec.of(TypeRegistry.builder().build()));

        Envelope<?> read = withoutTypes.read(stream, 0, 1).events().get(0);
        assertThat(read.type()).isEqualTo(Notes.NOTED);
        assertThat(read.data()).isInstanceOf(EncodedData.class);
    }

    @Test
    final void an_event_that_cannot_be_read_is_told_from_a_failing_store_and_those_before_it_are_read() {
        EventStore reading = storeThatCannotRead("third");
        StreamId stream = streamOf("first", "second", "third", "fourth");

        assertThat(Notes.texts(reading.read(stream, 0, 2).events())).containsExactly("first", "second");
        assertThatThrownBy(() -> reading.read(stream, 2, 1)).isInstanceOf(InvalidEventException.class);
        assertThat(Notes.texts(reading.read(stream, 3, 1).events())).containsExactly("fourth");
    }

    @Test
    final void an_event_that_cannot_be_read_is_stuck_in_the_outbox_and_those_before_it_are_published() {
        ManualClock clock = ManualClock.atNewYear();
        StreamId stream = streamOf("first", "second", "third", "fourth");
        OrderedPublisher publisher = OrderedPublisher.builder(new BusThatTakesAll(), Notes.codec())
                .clock(clock)
                .build();
        Dispatcher dispatcher = Dispatcher.builder(
                        storeThatCannotRead("third"), new OutboxOfOneStream(stream), publisher)
                .clock(clock)
                .lease(Duration.ofMinutes(1))
                .build();

        DrainReport report = dispatcher.drain(1, Deadline.in(Duration.ofMinutes(1), clock));

        assertThat(report.published()).isEqualTo(2);
        assertThat(report.stuck()).singleElement().satisfies(stuck -> {
            assertThat(stuck.stream()).isEqualTo(stream);
            assertThat(stuck.revision()).isEqualTo(3);
            assertThat(stuck.cause()).isEqualTo(RejectionCause.INVALID);
            assertThat(stuck.permanent()).isTrue();
            assertThat(stuck.message()).contains(stream.value(), "3", "lost its upcaster");
        });
    }

    private StreamId streamOf(String... notes) {
        StreamId stream = stream();
        assertThat(open(Notes.codec()).append(stream, Expectation.noStream(), Notes.notes(notes), command()))
                .isInstanceOf(AppendResult.Committed.class);
        return stream;
    }

    /** The store as read by a later release, whose upcaster fails for this text. */
    private EventStore storeThatCannotRead(String text) {
        EventType newer = EventType.of(Notes.NOTED.name(), Notes.NOTED.version() + 1);
        return open(EventCodec.of(TypeRegistry.builder()
                .add(newer, Notes.Noted.class)
                .upcast(Notes.NOTED, newer, data -> {
                    if (data.text("text").equals(text)) {
                        throw new IllegalStateException("it lost its upcaster");
                    }
                    return data;
                })
                .build()));
    }

    @Test
    final void personal_data_is_read_back_until_it_is_forgotten() {
        InMemoryPersonalKeys keys = new InMemoryPersonalKeys();
        EventStore store = open(Notes.codec().withPersonal(keys));
        StreamId stream = stream();
        String subject = "subject-" + UUID.randomUUID();
        Envelope<?> event =
                Envelope.of(id(), Notes.NOTED_ABOUT, new Notes.NotedAbout(new Personal.Known<>(subject, "secret")));
        assertThat(store.append(stream, Expectation.noStream(), List.of(event), new CommandId("c")))
                .isInstanceOf(AppendResult.Committed.class);
        Object before = store.read(stream, 0, 1).events().get(0).data();

        keys.forget(subject);

        assertThat(before).isEqualTo(new Notes.NotedAbout(new Personal.Known<>(subject, "secret")));
        assertThat(store.read(stream, 0, 1).events().get(0).data())
                .isEqualTo(new Notes.NotedAbout(new Personal.Forgotten<>(subject)));
    }

    private static final String SIZED = "sized-";

    /** Two events with exactly this total of bytes, once stamped for a stream of 42 characters. */
    private static List<Envelope<Notes.Noted>> notesOf(EventCodec codec, int bytes) {
        Envelope<Notes.Noted> first = note("x".repeat(bytes / 2 - 2000));
        Envelope<Notes.Noted> second = note("");
        StreamId stream = new StreamId(SIZED + UUID.randomUUID());
        int without =
                NewCommit.of(stream, Expectation.noStream(), List.of(first, second), new CommandId("c"))
                        .encode(codec)
                        .stream()
                        .mapToInt(encoded -> encoded.length)
                        .sum();
        return List.of(first, second.withData(second.type(), new Notes.Noted("y".repeat(bytes - without))));
    }

    private static EventId id() {
        return new EventId("/testkit", UUID.randomUUID().toString());
    }
}
