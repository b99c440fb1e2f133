package io.triskel.decide;

import static io.triskel.decide.Account.move;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.decide.Account.Balance;
import io.triskel.decide.Account.Move;
import io.triskel.decide.Account.Moved;
import io.triskel.decide.CommandHandler.Loaded;
import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.Metadata;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.store.AppendTooLargeException;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CommandHandlerTest {
    private static final StreamId STREAM = new StreamId("account-1");
    private static final CommandId ONE = new CommandId("one");
    private static final CommandId TWO = new CommandId("two");

    private final Account account = new Account();
    private final WatchedStore store = new WatchedStore();

    private CommandHandlerBuilder<Move, Balance, Moved> builder() {
        return CommandHandler.builder(account, store, Account.types(), "/accounts")
                .clock(() -> Instant.parse("2026-01-01T10:00:00Z"));
    }

    private CommandResult<Moved> handle(CommandId id, Move move) {
        return builder().build().handle(STREAM, id, move, Metadata.empty());
    }

    private CommandResult.Done<Moved> done(CommandId id, Move move) {
        return (CommandResult.Done<Moved>) handle(id, move);
    }

    private List<Envelope<?>> stored() {
        return store.inner.read(STREAM, 0, 1000).events();
    }

    /** Appends one event past the handler, as another writer would. */
    private void overtake() {
        long last = store.inner.read(STREAM, 0, 1).lastRevision();
        CommandId id = new CommandId("other-" + last);
        assertThat(store.inner.append(
                        STREAM,
                        Expectation.exactly(last),
                        List.of(Envelope.of(new EventId("/other", id.value()), Account.MOVED, new Moved(100))),
                        id))
                .isInstanceOf(AppendResult.Committed.class);
    }

    @Nested
    class When_a_command_is_new {
        @Test
        void its_events_are_stored_and_answered() {
            CommandResult.Done<Moved> done = done(ONE, new Move(10, 2));

            assertThat(done.events()).extracting(Envelope::data).containsExactly(new Moved(5), new Moved(5));
            assertThat(done.revision()).isEqualTo(2);
            assertThat(done.repeated()).isFalse();
            assertThat(stored()).isEqualTo(done.events());
        }

        @Test
        void event_ids_derive_from_stream_command_and_place() {
            CommandResult.Done<Moved> done = done(ONE, new Move(10, 2));

            assertThat(done.events())
                    .extracting(Envelope::id)
                    .containsExactly(
                            new EventId("/accounts", DerivedId.of("account-1", "one", "0")),
                            new EventId("/accounts", DerivedId.of("account-1", "one", "1")));
        }

        @Test
        void one_command_id_on_two_streams_makes_different_event_ids() {
            done(ONE, move(10));
            CommandResult<Moved> other =
                    builder().build().handle(new StreamId("account-2"), ONE, move(10), Metadata.empty());

            assertThat(((CommandResult.Done<Moved>) other).events().get(0).id())
                    .isNotEqualTo(stored().get(0).id());
        }

        @Test
        void events_say_type_time_key_and_place() {
            Envelope<Moved> event = done(ONE, move(10)).events().get(0);

            assertThat(event.type()).isEqualTo(Account.MOVED);
            assertThat(event.time()).contains(OffsetDateTime.parse("2026-01-01T10:00:00Z"));
            assertThat(event.key()).contains(STREAM.orderingKey());
            assertThat(event.pattern()).isEqualTo(new EventKind.Sourced(STREAM, 1));
        }

        @Test
        void the_command_is_cause_and_without_another_also_correlation() {
            Envelope<Moved> event = done(ONE, move(10)).events().get(0);

            assertThat(event.metadata().causation()).contains("one");
            assertThat(event.metadata().correlation()).contains("one");
        }

        @Test
        void a_given_correlation_stays_and_a_given_causation_does_not() {
            Metadata given = Metadata.empty().withCorrelation("process").withCausation("something");

            assertThat(builder().build().handle(STREAM, ONE, move(10), given)).isInstanceOf(CommandResult.Done.class);

            assertThat(stored().get(0).metadata().correlation()).contains("process");
            assertThat(stored().get(0).metadata().causation()).contains("one");
        }

        @Test
        void a_command_that_leads_to_nothing_is_done_and_stores_nothing() {
            done(ONE, move(10));

            CommandResult<Moved> result = handle(TWO, move(0));

            assertThat(result).isEqualTo(new CommandResult.Done<>(List.of(), 1, false));
            assertThat(stored()).hasSize(1);
        }

        @Test
        void a_command_against_the_rules_is_rejected_and_stores_nothing() {
            CommandResult<Moved> result = handle(ONE, move(-1));

            assertThat(result).isEqualTo(new CommandResult.Rejected<>("0 is too little"));
            assertThat(stored()).isEmpty();
            assertThat(store.appends).hasValue(0);
        }

        @Test
        void a_rejected_command_may_be_accepted_later() {
            handle(ONE, move(-1));
            done(TWO, move(5));

            assertThat(done(ONE, move(-1)).revision()).isEqualTo(2);
        }

        @Test
        void the_state_is_that_of_all_events_over_several_pages() {
            for (int i = 0; i < 13; i++) {
                done(new CommandId("c" + i), new Move(99, 99));
            }

            Loaded<Balance> loaded = builder().build().load(STREAM);

            assertThat(loaded).isEqualTo(new Loaded<>(new Balance(13 * 99), 13 * 99));
        }

        @Test
        void a_decision_of_more_events_than_an_append_takes_is_refused_and_stores_nothing() {
            assertThatThrownBy(() -> handle(ONE, new Move(100, 100))).isInstanceOf(AppendTooLargeException.class);
            assertThat(stored()).isEmpty();
        }

        @Test
        void a_decision_of_an_unregistered_class_is_refused_with_its_name() {
            CommandHandler<Move, Balance, Moved> handler = CommandHandler.builder(
                            account, store, TypeRegistry.builder().build(), "/accounts")
                    .build();

            assertThatThrownBy(() -> handler.handle(STREAM, ONE, move(1), Metadata.empty()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Moved");
        }
    }

    @Nested
    class When_a_command_is_known {
        @Test
        void it_is_answered_its_first_result_without_deciding() {
            CommandResult.Done<Moved> first = done(ONE, new Move(10, 2));
            done(TWO, move(-10));
            int decisions = account.decisions.get();

            CommandResult<Moved> again = handle(ONE, new Move(10, 2));

            assertThat(again).isEqualTo(new CommandResult.Done<>(first.events(), 2, true));
            assertThat(account.decisions).hasValue(decisions);
            assertThat(stored()).hasSize(3);
        }

        @Test
        void it_is_answered_so_even_if_it_would_now_be_rejected() {
            done(ONE, move(10));
            done(TWO, move(-10));

            assertThat(done(TWO, move(-10)).repeated()).isTrue();
        }

        @Test
        void the_command_that_came_with_it_does_not_matter() {
            done(ONE, move(10));

            assertThat(done(ONE, move(999)).events()).extracting(Envelope::data).containsExactly(new Moved(10));
        }

        @Test
        void of_16_sendings_at_once_one_takes_effect_and_all_are_answered_alike() {
            CommandHandler<Move, Balance, Moved> handler = CommandHandler.builder(
                            account, store.inner, Account.types(), "/accounts")
                    .build();

            List<CommandResult<Moved>> results =
                    atOnce(16, i -> handler.handle(STREAM, ONE, new Move(10, 2), Metadata.empty()));

            assertThat(results)
                    .allSatisfy(result -> assertThat(((CommandResult.Done<Moved>) result)
                                    .events().stream().map(Envelope::id))
                            .hasSize(2)
                            .containsExactlyElementsOf(
                                    stored().stream().map(Envelope::id).toList()));
            assertThat(results)
                    .filteredOn(result -> !((CommandResult.Done<Moved>) result).repeated())
                    .hasSize(1);
        }
    }

    @Nested
    class When_the_store_fails {
        @Test
        void a_commit_that_nobody_heard_of_is_answered_when_the_command_is_sent_again() {
            store.afterAppend = () -> {
                throw new PortException("connection lost");
            };
            assertThatThrownBy(() -> handle(ONE, move(10))).isInstanceOf(PortException.class);
            store.afterAppend = () -> {};

            CommandResult.Done<Moved> again = done(ONE, move(10));

            assertThat(again.repeated()).isTrue();
            assertThat(stored()).hasSize(1);
        }

        @Test
        void a_commit_that_did_not_happen_happens_when_the_command_is_sent_again() {
            store.beforeAppend = () -> {
                throw new PortException("connection refused");
            };
            assertThatThrownBy(() -> handle(ONE, move(10))).isInstanceOf(PortException.class);
            store.beforeAppend = () -> {};

            CommandResult.Done<Moved> again = done(ONE, move(10));

            assertThat(again.repeated()).isFalse();
            assertThat(stored()).hasSize(1);
        }

        @Test
        void an_event_of_an_unknown_type_is_named_and_nothing_is_decided() {
            InMemoryEventStore bytes = InMemoryEventStore.encoded(EventCodec.of(Account.types()));
            assertThat(CommandHandler.builder(account, bytes, Account.types(), "/accounts")
                            .build()
                            .handle(STREAM, ONE, move(10), Metadata.empty()))
                    .isInstanceOf(CommandResult.Done.class);
            InMemoryEventStore withoutTypes =
                    bytes.reopened(EventCodec.of(TypeRegistry.builder().build()));
            CommandHandler<Move, Balance, Moved> handler = CommandHandler.builder(
                            account, withoutTypes, Account.types(), "/accounts")
                    .build();

            assertThatThrownBy(() -> handler.handle(STREAM, TWO, move(10), Metadata.empty()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("account.moved.v1");
            assertThat(account.decisions).hasValue(1);
        }
    }

    @Nested
    class When_others_append_first {
        @Test
        void it_is_decided_anew_on_what_they_appended() {
            store.beforeAppend = () -> {
                store.beforeAppend = () -> {};
                overtake();
            };

            CommandResult.Done<Moved> done = done(ONE, move(1));

            assertThat(done.revision()).isEqualTo(2);
            assertThat(builder().build().load(STREAM).state()).isEqualTo(new Balance(101));
            assertThat(account.decisions).hasValue(2);
        }

        @Test
        void so_many_conflicts_in_a_row_are_a_conflict_and_nothing_is_stored() {
            store.beforeAppend = CommandHandlerTest.this::overtake;

            CommandResult<Moved> result =
                    builder().maxConflicts(2).build().handle(STREAM, ONE, move(1), Metadata.empty());

            assertThat(result).isEqualTo(new CommandResult.Conflict<>(3));
            assertThat(store.appends).hasValue(3);
            assertThat(stored()).extracting(event -> event.id().source()).containsOnly("/other");
        }

        @Test
        void sixteen_writers_at_once_all_get_through_with_enough_retries() {
            CommandHandler<Move, Balance, Moved> handler = CommandHandler.builder(
                            account, store.inner, Account.types(), "/accounts")
                    .maxConflicts(1000)
                    .build();

            atOnce(16, i -> handler.handle(STREAM, new CommandId("c" + i), move(1), Metadata.empty()));

            assertThat(handler.load(STREAM)).isEqualTo(new Loaded<>(new Balance(16), 16));
        }

        @Test
        void a_negative_number_of_retries_is_refused() {
            assertThatThrownBy(() -> builder().maxConflicts(-1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class When_a_command_usually_begins_its_stream {
        private CommandResult<Moved> begin(CommandId id, Move move) {
            return builder().begins(any -> true).build().handle(STREAM, id, move, Metadata.empty());
        }

        @Test
        void its_stream_is_not_read() {
            CommandResult<Moved> result = begin(ONE, move(10));

            assertThat(store.readsAfter).isEmpty();
            assertThat(stored()).isEqualTo(((CommandResult.Done<Moved>) result).events());
        }

        @Test
        void it_is_decided_on_what_is_there_if_the_stream_is_not_new() {
            done(ONE, move(10));

            CommandResult<Moved> result = begin(TWO, move(5));

            assertThat(((CommandResult.Done<Moved>) result).revision()).isEqualTo(2);
            assertThat(stored()).hasSize(2);
        }

        @Test
        void it_is_answered_its_first_result_if_it_is_known() {
            CommandResult.Done<Moved> first = done(ONE, move(10));
            overtake();

            CommandResult.Done<Moved> again = (CommandResult.Done<Moved>) begin(ONE, move(10));

            assertThat(again.repeated()).isTrue();
            assertThat(again.events()).isEqualTo(first.events());
            assertThat(stored()).hasSize(2);
        }

        @Test
        void a_refusal_without_its_history_is_none() {
            done(ONE, move(10));

            assertThat(begin(TWO, move(-10))).isInstanceOf(CommandResult.Done.class);
        }

        @Test
        void it_is_rejected_only_by_what_was_read() {
            assertThat(begin(ONE, move(-10))).isInstanceOf(CommandResult.Rejected.class);
            assertThat(store.readsAfter).containsExactly(0L);
        }

        @Test
        void the_try_without_a_read_counts_as_no_conflict() {
            done(ONE, move(10));

            CommandResult<Moved> result = builder()
                    .begins(any -> true)
                    .maxConflicts(0)
                    .build()
                    .handle(STREAM, TWO, move(5), Metadata.empty());

            assertThat(result).isInstanceOf(CommandResult.Done.class);
        }

        @Test
        void a_lost_answer_is_told_by_the_repetition() {
            store.afterAppend = () -> {
                store.afterAppend = () -> {};
                throw new PortException("The answer is lost");
            };
            assertThatThrownBy(() -> begin(ONE, move(10))).isInstanceOf(PortException.class);

            CommandResult.Done<Moved> again = (CommandResult.Done<Moved>) begin(ONE, move(10));

            assertThat(again.repeated()).isTrue();
            assertThat(stored()).hasSize(1);
        }
    }

    private interface Run<T> {
        T run(int runner);
    }

    private static <T> List<T> atOnce(int runners, Run<T> run) {
        ExecutorService threads = Executors.newFixedThreadPool(runners);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < runners; i++) {
                int runner = i;
                futures.add(threads.submit(() -> run.run(runner)));
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> future : futures) {
                answers.add(future.get(4, TimeUnit.MINUTES));
            }
            return answers;
        } catch (Exception failed) {
            throw new AssertionError("A runner failed", failed);
        } finally {
            threads.shutdownNow();
        }
    }
}
