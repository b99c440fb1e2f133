package io.triskel.decide;

import static io.triskel.decide.Account.move;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.StateCodec;
import io.triskel.decide.Account.Balance;
import io.triskel.decide.Account.Move;
import io.triskel.decide.Account.Moved;
import io.triskel.decide.CommandHandler.Loaded;
import io.triskel.event.Metadata;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.memory.InMemoryStores;
import io.triskel.personal.Personal;
import io.triskel.store.CommandId;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.Snapshots;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RememberedStatesTest {
    private static final StreamId STREAM = new StreamId("account-1");

    private final WatchedStore store = new WatchedStore();
    private final Snapshots snapshots = new InMemoryStores().snapshots();
    private final CommandHandler<Move, Balance, Moved> handler = remembering(2).build();
    private final CommandHandler<Move, Balance, Moved> other = CommandHandler.builder(
                    new Account(), store, Account.types(), "/accounts")
            .build();

    private CommandHandlerBuilder<Move, Balance, Moved> remembering(int streams) {
        return CommandHandler.builder(new Account(), store, Account.types(), "/accounts")
                .remember(streams, Balance.class);
    }

    private static CommandResult<Moved> send(CommandHandler<Move, Balance, Moved> to, StreamId stream, int number) {
        return to.handle(stream, new CommandId("command-" + number), move(1), Metadata.empty());
    }

    @Nested
    class A_remembered_state {
        @Test
        void spares_reading_what_it_contains() {
            send(handler, STREAM, 1);
            send(handler, STREAM, 2);

            Loaded<Balance> loaded = handler.load(STREAM);

            assertThat(loaded).isEqualTo(new Loaded<>(new Balance(2), 2));
            assertThat(store.readsAfter).containsExactly(0L, 1L, 2L);
        }

        @Test
        void takes_in_what_others_appended_since() {
            send(handler, STREAM, 1);
            send(other, STREAM, 2);

            CommandResult<Moved> result = send(handler, STREAM, 3);

            assertThat(result)
                    .isInstanceOfSatisfying(
                            CommandResult.Done.class,
                            done -> assertThat(done.revision()).isEqualTo(3));
            assertThat(handler.load(STREAM)).isEqualTo(new Loaded<>(new Balance(3), 3));
        }

        @Test
        void knows_the_commands_that_led_to_it() {
            send(handler, STREAM, 1);
            send(handler, STREAM, 2);
            store.readsAfter.clear();

            CommandResult<Moved> again = send(handler, STREAM, 1);

            assertThat(again)
                    .isInstanceOfSatisfying(
                            CommandResult.Done.class,
                            done -> assertThat(done.repeated()).isTrue());
            assertThat(store.inner.read(STREAM, 0, 1).lastRevision()).isEqualTo(2);
        }

        @Test
        void is_not_believed_once_its_stream_is_shorter() {
            send(handler, STREAM, 1);
            send(handler, STREAM, 2);
            store.inner = InMemoryEventStore.ofObjects();
            send(other, STREAM, 3);

            assertThat(handler.load(STREAM)).isEqualTo(new Loaded<>(new Balance(1), 1));
        }

        @Test
        void of_the_stream_that_was_used_longest_ago_is_forgotten_first() {
            for (String name : List.of("a", "b", "a", "c")) {
                handler.load(new StreamId(name));
                send(other, new StreamId(name), name.hashCode() + store.appends.get());
            }
            store.readsAfter.clear();

            handler.load(new StreamId("a"));
            handler.load(new StreamId("b"));

            assertThat(store.readsAfter).containsExactly(1L, 0L);
        }
    }

    @Test
    void a_snapshot_is_saved_as_often_as_without_memory() {
        CommandHandlerBuilder<Move, Balance, Moved> builder =
                remembering(1).snapshots(snapshots, StateCodec.of()).snapshotEvery(10, Balance.class);
        CommandHandler<Move, Balance, Moved> both = builder.build();
        String fingerprint = builder.policy().orElseThrow().fingerprint();

        for (int i = 1; i <= 25; i++) {
            send(both, STREAM, i);
        }

        assertThat(snapshots.load(STREAM, fingerprint)).hasValueSatisfying(snapshot -> {
            assertThat(snapshot.revision()).isEqualTo(20);
            assertThat(snapshot.lastCommands()).hasSize(20);
        });
        assertThat(send(both, STREAM, 3))
                .isInstanceOfSatisfying(
                        CommandResult.Done.class,
                        done -> assertThat(done.repeated()).isTrue());
    }

    @Test
    void a_stream_is_not_kept_with_more_commands_than_memory_is_meant_for() {
        RememberedStates<Integer> states = new RememberedStates<>(2);
        for (int commands : List.of(RememberedStates.MOST_COMMANDS, RememberedStates.MOST_COMMANDS + 1)) {
            List<Commit> since = LongStream.rangeClosed(1, commands)
                    .mapToObj(at -> new Commit(new CommandId("c" + at), at, at))
                    .toList();

            states.keep(
                    STREAM, new History.Read<>(1, commands, KnownCommands.none().plus(since)));

            assertThat(states.of(STREAM).isPresent()).isEqualTo(commands == RememberedStates.MOST_COMMANDS);
        }
    }

    @Test
    void the_state_of_one_stream_or_more_is_remembered() {
        assertThatThrownBy(() -> remembering(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("streams must be at least 1, not 0");
    }

    /** A state that must not outlive the key of its subject. */
    record Contact(Optional<List<Personal<String>>> names) {}

    @Test
    void a_state_with_personal_data_is_not_remembered() {
        Decider<Move, Contact, Moved> decider =
                Decider.of(new Contact(Optional.empty()), (command, state) -> List.of(), (state, event) -> state);
        CommandHandlerBuilder<Move, Contact, Moved> builder =
                CommandHandler.builder(decider, store, Account.types(), "/accounts");

        assertThatThrownBy(() -> builder.remember(10, Contact.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("personal data");
    }
}
