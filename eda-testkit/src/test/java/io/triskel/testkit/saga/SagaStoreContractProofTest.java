package io.triskel.testkit.saga;

import io.triskel.memory.InMemorySagaStore;
import io.triskel.saga.PendingCommands;
import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaStore;
import io.triskel.testkit.ContractRun;
import io.triskel.testkit.SagaStoreContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SagaStoreContractProofTest {
    @Test
    void a_store_that_does_nothing_fails_every_test() {
        ContractRun.of(DoesNothing.class).everyTestFails();
    }

    @Test
    void a_store_that_ignores_the_expected_revision_is_caught() {
        ContractRun run = ContractRun.of(IgnoresTheExpectedRevision.class);
        run.isCaughtBy("a_row_is_replaced_only_at_the_expected_revision");
        run.isCaughtBy("of_many_who_replace_one_revision_exactly_one_succeeds");
    }

    @Test
    void a_due_index_that_ignores_the_time_is_caught() {
        ContractRun.of(DueIgnoresTime.class).isCaughtBy("an_instance_is_due_once_its_first_timer_wakes_and_not_before");
    }

    @Test
    void a_due_index_that_knows_only_timers_is_caught() {
        ContractRun run = ContractRun.of(DueByTimersOnly.class);
        run.isCaughtBy("an_instance_that_is_listed_early_is_due_then_until_a_change_lists_it_later");
        run.isCaughtBy("an_instance_with_commands_in_flight_is_due_when_they_must_be_recorded_and_is_not_unsent");
    }

    @Test
    void a_store_that_loses_unsent_commands_is_caught() {
        ContractRun.of(LosesUnsentCommands.class).isCaughtBy("a_row_is_loaded_as_it_was_saved");
    }

    @Test
    void an_unsent_index_that_ignores_the_limit_is_caught() {
        ContractRun.of(IgnoresTheLimit.class)
                .isCaughtBy("unsent_instances_come_longest_waiting_first_and_at_most_as_many_as_asked_for");
    }

    @Test
    void indexes_that_know_no_buckets_are_caught() {
        ContractRun.of(KnowsNoBuckets.class).isCaughtBy("every_due_instance_is_in_its_own_bucket_and_in_no_other");
    }

    @Test
    void a_stuck_index_that_forgets_nobody_is_caught() {
        ContractRun.of(StuckForEver.class).isCaughtBy("an_instance_is_listed_as_stuck_until_it_is_not");
    }

    @Test
    void a_stuck_index_that_begins_every_page_anew_is_caught() {
        ContractRun.of(BeginsEveryPageAnew.class).isCaughtBy("stuck_instances_are_paged_by_bucket_in_a_steady_order");
    }

    @Test
    void a_stuck_index_of_instances_without_work_only_is_caught() {
        ContractRun.of(ListsTheIdleOnly.class)
                .isCaughtBy("a_stuck_instance_with_timers_and_commands_is_in_all_three_indexes");
    }

    @Test
    void a_store_that_mixes_up_keys_is_caught() {
        ContractRun.of(MixesUpKeys.class).isCaughtBy("keys_that_look_alike_are_different_rows");
    }

    /** No mutant here is late: what does not come at once will not come. */
    abstract static class Hasty extends SagaStoreContract {
        @Override
        protected Duration patience() {
            return Duration.ofMillis(20);
        }
    }

    static class DoesNothing extends Hasty {
        @Override
        protected SagaStore create() {
            return new SagaStore() {
                @Override
                public Optional<SagaRow> load(SagaRef ref) {
                    return Optional.empty();
                }

                @Override
                public boolean save(SagaRow row, long expectedRevision) {
                    return false;
                }

                @Override
                public List<SagaRef> due(String saga, int bucket, Instant now, int limit) {
                    return List.of();
                }

                @Override
                public List<SagaRef> unsent(String saga, int bucket, Instant now, int limit) {
                    return List.of();
                }

                @Override
                public List<SagaRef> stuck(String saga, int bucket, Optional<SagaRef> after, int limit) {
                    return List.of();
                }
            };
        }
    }

    static class IgnoresTheExpectedRevision extends Hasty {
        @Override
        protected SagaStore create() {
            return new Delegating() {
                @Override
                public boolean save(SagaRow row, long expectedRevision) {
                    long actual = store.load(row.ref()).map(SagaRow::revision).orElse(0L);
                    store.save(at(row, actual + 1), actual);
                    return true;
                }
            };
        }
    }

    static class DueIgnoresTime extends Hasty {
        @Override
        protected SagaStore create() {
            return new Delegating() {
                @Override
                public List<SagaRef> due(String saga, int bucket, Instant now, int limit) {
                    return store.due(saga, bucket, now.plus(Duration.ofDays(1)), limit);
                }
            };
        }
    }

    static class LosesUnsentCommands extends Hasty {
        @Override
        protected SagaStore create() {
            return new Delegating() {
                @Override
                public boolean save(SagaRow row, long expectedRevision) {
                    return store.save(
                            with(
                                    row,
                                    new PendingCommands(List.of(), Instant.EPOCH, 0, Optional.empty()),
                                    row.revision()),
                            expectedRevision);
                }
            };
        }
    }

    static class IgnoresTheLimit extends Hasty {
        @Override
        protected SagaStore create() {
            return new Delegating() {
                @Override
                public List<SagaRef> unsent(String saga, int bucket, Instant now, int limit) {
                    return store.unsent(saga, bucket, now, Integer.MAX_VALUE);
                }
            };
        }
    }

    static class KnowsNoBuckets extends Hasty {
        @Override
        protected SagaStore create() {
            return new Delegating() {
                @Override
                public List<SagaRef> due(String saga, int bucket, Instant now, int limit) {
                    return IntStream.range(0, SagaRef.BUCKETS)
                            .boxed()
                            .flatMap(any -> store.due(saga, any, now, limit).stream())
                            .limit(limit)
                            .toList();
                }
            };
        }
    }

    static class StuckForEver extends Hasty {
        @Override
        protected SagaStore create() {
            return new Delegating() {
                private final Set<SagaRef> ever = ConcurrentHashMap.newKeySet();

                @Override
                public List<SagaRef> stuck(String saga, int bucket, Optional<SagaRef> after, int limit) {
                    List<SagaRef> now = store.stuck(saga, bucket, after, limit);
                    ever.addAll(now);
                    return now.isEmpty() && after.isEmpty() ? List.copyOf(ever) : now;
                }
            };
        }
    }

    static class BeginsEveryPageAnew extends Hasty {
        @Override
        protected SagaStore create() {
            return new Delegating() {
                private int pages;

                @Override
                public List<SagaRef> stuck(String saga, int bucket, Optional<SagaRef> after, int limit) {
                    return store.stuck(saga, bucket, pages++ < 500 ? Optional.empty() : after, limit);
                }
            };
        }
    }

    static class ListsTheIdleOnly extends Hasty {
        @Override
        protected SagaStore create() {
            return new Delegating() {
                @Override
                public List<SagaRef> stuck(String saga, int bucket, Optional<SagaRef> after, int limit) {
                    return store.stuck(saga, bucket, after, limit).stream()
                            .filter(ref -> store.load(ref)
                                    .filter(row -> row.nextWake().isEmpty()
                                            && row.sendAfter().isEmpty())
                                    .isPresent())
                            .toList();
                }
            };
        }
    }

    static class DueByTimersOnly extends Hasty {
        @Override
        protected SagaStore create() {
            return new Delegating() {
                @Override
                public boolean save(SagaRow row, long expectedRevision) {
                    return store.save(with(row, nothing(), row.revision()), expectedRevision);
                }

                private PendingCommands nothing() {
                    return new PendingCommands(List.of(), Instant.EPOCH, 0, Optional.empty());
                }
            };
        }
    }

    static class MixesUpKeys extends Hasty {
        @Override
        protected SagaStore create() {
            return new Delegating() {
                @Override
                public Optional<SagaRow> load(SagaRef ref) {
                    return store.load(escaped(ref));
                }

                @Override
                public boolean save(SagaRow row, long expectedRevision) {
                    return store.save(
                            SagaRow.of(
                                    escaped(row.ref()),
                                    row.revision(),
                                    row.status(),
                                    row.fingerprint(),
                                    row.state(),
                                    row.timers(),
                                    row.unsent(),
                                    row.seen(),
                                    row.trouble()),
                            expectedRevision);
                }

                private SagaRef escaped(SagaRef ref) {
                    return new SagaRef(ref.saga(), ref.instance().replace("/", "%2F"));
                }
            };
        }
    }

    /** A store that is right, for a mutant to spoil. */
    abstract static class Delegating implements SagaStore {
        final SagaStore store = new InMemorySagaStore();

        @Override
        public Optional<SagaRow> load(SagaRef ref) {
            return store.load(ref);
        }

        @Override
        public boolean save(SagaRow row, long expectedRevision) {
            return store.save(row, expectedRevision);
        }

        @Override
        public List<SagaRef> due(String saga, int bucket, Instant now, int limit) {
            return store.due(saga, bucket, now, limit);
        }

        @Override
        public List<SagaRef> unsent(String saga, int bucket, Instant now, int limit) {
            return store.unsent(saga, bucket, now, limit);
        }

        @Override
        public List<SagaRef> stuck(String saga, int bucket, Optional<SagaRef> after, int limit) {
            return store.stuck(saga, bucket, after, limit);
        }

        static SagaRow at(SagaRow row, long revision) {
            return with(row, row.unsent(), revision);
        }

        static SagaRow with(SagaRow row, PendingCommands unsent, long revision) {
            return SagaRow.of(
                    row.ref(),
                    revision,
                    row.status(),
                    row.fingerprint(),
                    row.state(),
                    row.timers(),
                    unsent,
                    row.seen(),
                    row.trouble());
        }
    }
}
