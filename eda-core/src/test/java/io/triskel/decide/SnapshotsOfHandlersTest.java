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
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryStores;
import io.triskel.observe.Observer;
import io.triskel.store.CommandId;
import io.triskel.store.Snapshots;
import io.triskel.store.Snapshots.Snapshot;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SnapshotsOfHandlersTest {
    private static final StreamId STREAM = new StreamId("account-1");

    private final Account account = new Account();
    private final WatchedStore store = new WatchedStore();
    private final Snapshots snapshots = new InMemoryStores().snapshots();
    private final List<String> failures = new ArrayList<>();

    private CommandHandlerBuilder<Move, Balance, Moved> builder(Snapshots where) {
        return CommandHandler.builder(account, store, Account.types(), "/accounts")
                .snapshots(where, StateCodec.of())
                .snapshotEvery(10, Balance.class)
                .observer(new Observer() {
                    @Override
                    public void portFailed(String port, Throwable failure) {
                        failures.add(port);
                    }
                });
    }

    private CommandHandler<Move, Balance, Moved> handler() {
        return builder(snapshots).build();
    }

    private final String fingerprint = builder(snapshots).policy().orElseThrow().fingerprint();

    private static CommandId id(int number) {
        return new CommandId("command-" + number);
    }

    private void handleMany(int from, int to) {
        CommandHandler<Move, Balance, Moved> handler = handler();
        for (int i = from; i <= to; i++) {
            assertThat(handler.handle(STREAM, id(i), move(1), Metadata.empty())).isInstanceOf(CommandResult.Done.class);
        }
        store.readsAfter.clear();
    }

    @Nested
    class A_snapshot {
        @Test
        void is_saved_once_so_many_events_are_behind_the_last_one() {
            handleMany(1, 9);
            Optional<Snapshot> before = snapshots.load(STREAM, fingerprint);

            handleMany(10, 19);

            assertThat(before).isEmpty();
            assertThat(snapshots.load(STREAM, fingerprint))
                    .get()
                    .extracting(Snapshot::revision)
                    .isEqualTo(10L);
        }

        @Test
        void spares_reading_what_is_before_it() {
            handleMany(1, 25);

            Loaded<Balance> loaded = handler().load(STREAM);

            assertThat(loaded).isEqualTo(new Loaded<>(new Balance(25), 25));
            assertThat(store.readsAfter).containsExactly(20L);
        }

        @Test
        void of_other_rules_is_not_read() {
            handleMany(1, 10);

            Loaded<Balance> loaded = builder(snapshots).stateVersion(2).build().load(STREAM);

            assertThat(loaded.state()).isEqualTo(new Balance(10));
            assertThat(store.readsAfter).containsExactly(0L);
        }

        @Test
        void that_is_unreadable_is_reported_and_the_stream_read_from_its_start() {
            handleMany(1, 5);
            snapshots.save(STREAM, snapshot(5, "not JSON"));

            Loaded<Balance> loaded = handler().load(STREAM);

            assertThat(loaded).isEqualTo(new Loaded<>(new Balance(5), 5));
            assertThat(failures).containsExactly("snapshots");
        }

        @Test
        void whose_commands_are_unreadable_is_no_more_believed_than_one_whose_state_is() {
            handleMany(1, 5);
            byte[] cutShort = {1, 2, 3};
            snapshots.save(
                    STREAM,
                    new Snapshot(
                            fingerprint, 5, "{\"amount\":700}".getBytes(StandardCharsets.UTF_8), List.of(), cutShort));

            Loaded<Balance> loaded = handler().load(STREAM);

            assertThat(loaded).isEqualTo(new Loaded<>(new Balance(5), 5));
            assertThat(failures).containsExactly("snapshots");
        }

        @Test
        void of_another_history_that_was_longer_is_not_believed() {
            handleMany(1, 5);
            snapshots.save(STREAM, snapshot(7, "{\"amount\":700}"));

            assertThat(handler().load(STREAM)).isEqualTo(new Loaded<>(new Balance(5), 5));
        }

        private Snapshot snapshot(long revision, String state) {
            return new Snapshot(fingerprint, revision, state.getBytes(StandardCharsets.UTF_8), List.of(), new byte[0]);
        }

        @Test
        void is_taken_every_event_or_less_often() {
            assertThatThrownBy(() -> builder(snapshots)
                            .snapshots(snapshots, StateCodec.of())
                            .snapshotEvery(0, Balance.class))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class A_command_from_before_the_snapshot {
        @Test
        void is_known_if_it_is_one_of_the_last() {
            handleMany(1, 10);

            CommandResult<Moved> again = handler().handle(STREAM, id(3), move(1), Metadata.empty());

            assertThat(again).isInstanceOfSatisfying(CommandResult.Done.class, done -> {
                assertThat(done.repeated()).isTrue();
                assertThat(done.revision()).isEqualTo(3);
            });
            assertThat(store.inner.read(STREAM, 0, 1).lastRevision()).isEqualTo(10);
        }

        @Test
        void is_known_however_old_it_is() {
            handleMany(1, 300);

            for (int old : List.of(1, 2, 100, 200, 236)) {
                CommandResult<Moved> again = handler().handle(STREAM, id(old), move(1), Metadata.empty());

                assertThat(again).as("command %s", old).isInstanceOfSatisfying(CommandResult.Done.class, done -> {
                    assertThat(done.repeated()).isTrue();
                    assertThat(done.revision()).isEqualTo((long) old);
                });
            }
            assertThat(store.inner.read(STREAM, 0, 1).lastRevision()).isEqualTo(300);
        }

        @Test
        void costs_a_new_command_no_search_of_the_stream() {
            handleMany(1, 300);

            assertThat(handler().handle(STREAM, new CommandId("new"), move(1), Metadata.empty()))
                    .isInstanceOf(CommandResult.Done.class);

            assertThat(store.readsAfter).containsExactly(300L);
        }
    }

    @Nested
    class When_the_store_of_snapshots_is_down {
        private final Snapshots down = new Snapshots() {
            @Override
            public Optional<Snapshot> load(StreamId stream, String fingerprint) {
                throw new PortException("down");
            }

            @Override
            public void save(StreamId stream, Snapshot snapshot) {
                throw new PortException("down");
            }
        };

        @Test
        void commands_take_effect_and_the_failures_are_reported() {
            CommandHandler<Move, Balance, Moved> handler = builder(down).build();

            CommandResult<Moved> result = handler.handle(STREAM, id(1), new Move(20, 20), Metadata.empty());

            assertThat(result).isInstanceOf(CommandResult.Done.class);
            assertThat(handler.load(STREAM).state()).isEqualTo(new Balance(20));
            assertThat(failures).containsExactly("snapshots", "snapshots", "snapshots");
        }
    }

    @Nested
    class When_a_state_has_the_shape_of_another {
        private record Rate(double value) {}

        private record ExactRate(BigDecimal value) {}

        private <S> CommandHandler<Move, S, Moved> handler(String name, S initial, BiFunction<S, Moved, S> evolve) {
            Decider<Move, S, Moved> decider =
                    Decider.of(initial, (move, state) -> List.of(new Moved(move.amount())), evolve);
            @SuppressWarnings("unchecked")
            Class<S> state = (Class<S>) initial.getClass();
            return CommandHandler.builder(decider, store, Account.types(), "/accounts")
                    .snapshots(snapshots, StateCodec.of())
                    .snapshotEvery(1, state)
                    .deciderName(name)
                    .build();
        }

        private void move(CommandHandler<Move, ?, Moved> handler, int command, long amount) {
            assertThat(handler.handle(STREAM, id(command), Account.move(amount), Metadata.empty()))
                    .isInstanceOf(CommandResult.Done.class);
        }

        @Test
        void a_number_of_another_type_is_computed_again() {
            CommandHandler<Move, Rate, Moved> before =
                    handler("rate", new Rate(0), (rate, moved) -> new Rate(rate.value() + moved.amount() / 100.0));
            move(before, 1, 10);
            move(before, 2, 20);

            CommandHandler<Move, ExactRate, Moved> after = handler(
                    "rate",
                    new ExactRate(BigDecimal.ZERO),
                    (rate, moved) -> new ExactRate(rate.value().add(BigDecimal.valueOf(moved.amount(), 2))));

            assertThat(after.load(STREAM).state()).isEqualTo(new ExactRate(new BigDecimal("0.30")));
        }

        @Test
        void another_decider_of_the_stream_computes_its_own() {
            CommandHandler<Move, Balance, Moved> sum =
                    handler("sum", new Balance(0), (balance, moved) -> new Balance(balance.amount() + moved.amount()));
            CommandHandler<Move, Balance, Moved> count =
                    handler("count", new Balance(0), (balance, moved) -> new Balance(balance.amount() + 1));

            for (int command = 1; command <= 3; command++) {
                move(sum, command, 100);
            }

            assertThat(count.load(STREAM).state()).isEqualTo(new Balance(3));
        }

        @Test
        void a_decider_without_a_name_of_its_own_takes_no_snapshots() {
            List<Decider<Move, Balance, Moved>> nameless = List.of(
                    Decider.of(new Balance(0), (move, balance) -> List.of(), (balance, moved) -> balance),
                    new Account() {});

            assertThat(nameless)
                    .allSatisfy(decider -> assertThatThrownBy(
                                    () -> CommandHandler.builder(decider, store, Account.types(), "/accounts")
                                            .snapshots(snapshots, StateCodec.of())
                                            .snapshotEvery(1, Balance.class)
                                            .build())
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("call deciderName(..)"));
        }
    }
}
