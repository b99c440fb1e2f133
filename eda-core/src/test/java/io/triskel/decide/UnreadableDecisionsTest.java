package io.triskel.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.triskel.codec.EventCodec;
import io.triskel.codec.InvalidEventException;
import io.triskel.codec.StateCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.decide.CommandHandler.Loaded;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.memory.InMemoryStores;
import io.triskel.observe.Observer;
import io.triskel.store.CommandId;
import io.triskel.store.Snapshots;
import io.triskel.store.Snapshots.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A decision that could not be read back is answered by an exception, and the stream still loads. */
class UnreadableDecisionsTest {
    private static final StreamId STREAM = new StreamId("note-1");
    private static final TypeRegistry TYPES = TypeRegistry.builder()
            .add(EventType.of("test.noted", 1), Noted.class)
            .build();

    record Noted(String text, List<String> tags, Map<String, Integer> counts) {}

    record Notes(List<@Nullable String> texts) {}

    /** Decides what it is told, whatever that is. */
    private static final class Clerk implements Decider<List<Noted>, Notes, Noted> {
        @Override
        public Notes initial() {
            return new Notes(List.of());
        }

        @Override
        public List<Noted> decide(List<Noted> command, Notes state) {
            return command;
        }

        @Override
        public Notes evolve(Notes state, Noted event) {
            List<@Nullable String> texts = new ArrayList<>(state.texts());
            texts.add(event.text().isEmpty() ? null : event.text());
            return new Notes(texts);
        }
    }

    private final InMemoryEventStore store = InMemoryEventStore.encoded(EventCodec.of(TYPES));
    private final Snapshots snapshots = new InMemoryStores().snapshots();
    private final List<String> failures = new ArrayList<>();
    private final CommandHandlerBuilder<List<Noted>, Notes, Noted> builder = CommandHandler.builder(
                    new Clerk(), store, TYPES, "/notes")
            .snapshots(snapshots, StateCodec.of())
            .snapshotEvery(1, Notes.class)
            .observer(new Observer() {
                @Override
                public void portFailed(String port, Throwable failure) {
                    failures.add(port + ": " + failure.getMessage());
                }
            });
    private final CommandHandler<List<Noted>, Notes, Noted> handler = builder.build();

    private CommandResult<Noted> handle(String id, Noted... notes) {
        return handler.handle(STREAM, new CommandId(id), List.of(notes), Metadata.empty());
    }

    private static Noted note(String text) {
        return new Noted(text, List.of(), Map.of());
    }

    static List<Noted> unreadable() {
        Map<String, Integer> nothing = new HashMap<>();
        nothing.put("k", null);
        return List.of(
                new Noted(null, List.of(), Map.of()),
                new Noted("a", Arrays.asList("b", null), Map.of()),
                new Noted("a", List.of(), nothing),
                new Noted("a", List.of(), Map.of("k".repeat(60_000), 1)));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void nothing_of_the_command_is_stored_and_the_stream_still_loads(Noted unreadable) {
        handle("one", note("first"));

        assertThatExceptionOfType(InvalidEventException.class)
                .isThrownBy(() -> handle("two", note("second"), unreadable))
                .withMessageContaining("data: at ");

        assertThat(handler.load(STREAM)).isEqualTo(new Loaded<>(new Notes(List.of("first")), 1));
        assertThat(handle("two", note("second"))).isInstanceOf(CommandResult.Done.class);
        assertThat(handler.load(STREAM).revision()).isEqualTo(2);
    }

    @Test
    void a_state_that_could_not_be_read_back_is_not_saved_as_a_snapshot() {
        CommandResult<Noted> result = handle("one", note(""));

        Optional<Snapshot> saved =
                snapshots.load(STREAM, builder.policy().orElseThrow().fingerprint());
        assertThat(result).isInstanceOf(CommandResult.Done.class);
        assertThat(saved).isEmpty();
        assertThat(failures).singleElement().asString().contains("at texts[0]: it is null");
        assertThat(handler.load(STREAM).state()).isEqualTo(new Notes(Arrays.asList((String) null)));
    }

    record Anything(Object any) {}

    @Test
    void snapshots_of_a_class_that_cannot_be_read_back_are_refused_when_the_handler_is_built() {
        CommandHandlerBuilder<String, Anything, Noted> anything = CommandHandler.builder(
                Decider.of(new Anything(""), (command, state) -> List.of(), (state, event) -> state),
                store,
                TYPES,
                "/notes");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> anything.snapshots(snapshots, StateCodec.of())
                        .snapshotEvery(1, Anything.class)
                        .deciderName("anything")
                        .build())
                .withMessageContaining("at any");
    }
}
