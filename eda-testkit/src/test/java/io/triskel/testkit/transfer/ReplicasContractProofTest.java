package io.triskel.testkit.transfer;

import io.triskel.event.Page;
import io.triskel.memory.InMemoryStores;
import io.triskel.testkit.ContractRun;
import io.triskel.testkit.ReplicasContract;
import io.triskel.transfer.Replicas;
import io.triskel.transfer.Replicas.Replica;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** The contract of replicas can fail. */
class ReplicasContractProofTest {
    @Test
    void every_test_fails_where_nothing_is_done() {
        ContractRun.of(DoesNothing.class).everyTestFails();
    }

    @Test
    void a_store_where_the_last_write_wins_is_caught() {
        ContractRun.of(LastWriteWins.class).isCaughtBy("a_lower_version_changes_nothing");
    }

    @Test
    void a_store_that_takes_the_same_version_again_is_caught() {
        ContractRun.of(TakesTheSameVersionAgain.class).isCaughtBy("the_same_version_is_kept_once");
    }

    @Test
    void a_store_that_removes_tombstones_is_caught() {
        ContractRun.of(RemovesTombstones.class).isCaughtBy("a_tombstone_stays_and_holds_off_older_versions");
    }

    static class DoesNothing extends ReplicasContract {
        @Override
        protected Replicas replicas() {
            return new Replicas() {
                @Override
                public Optional<Replica> get(String collection, String entity) {
                    return Optional.empty();
                }

                @Override
                public boolean put(String collection, Replica replica) {
                    return false;
                }

                @Override
                public Page<Replica> page(String collection, Optional<String> after, int limit) {
                    return new Page<>(List.of(), Optional.empty());
                }
            };
        }
    }

    static class LastWriteWins extends Mutant {
        @Override
        boolean replaces(Replica old, Replica replica) {
            return true;
        }
    }

    static class TakesTheSameVersionAgain extends Mutant {
        @Override
        boolean replaces(Replica old, Replica replica) {
            return replica.version() >= old.version();
        }
    }

    static class RemovesTombstones extends ReplicasContract {
        private final Replicas live = new InMemoryStores().replicas();
        private final Map<String, Replica> removed = new ConcurrentHashMap<>();

        @Override
        protected Replicas replicas() {
            return new Replicas() {
                @Override
                public Optional<Replica> get(String collection, String entity) {
                    return live.get(collection, entity).filter(replica -> !replica.deleted());
                }

                @Override
                public boolean put(String collection, Replica replica) {
                    if (replica.deleted()) {
                        removed.put(replica.entity(), replica);
                        return true;
                    }
                    return live.put(collection, replica);
                }

                @Override
                public Page<Replica> page(String collection, Optional<String> after, int limit) {
                    return live.page(collection, after, limit);
                }
            };
        }
    }

    abstract static class Mutant extends ReplicasContract {
        private final Map<String, Replica> kept = new ConcurrentHashMap<>();

        abstract boolean replaces(Replica old, Replica replica);

        @Override
        protected Replicas replicas() {
            return new Replicas() {
                @Override
                public Optional<Replica> get(String collection, String entity) {
                    return Optional.ofNullable(kept.get(collection + entity));
                }

                @Override
                public boolean put(String collection, Replica replica) {
                    Replica old = kept.get(collection + replica.entity());
                    if (old == null || replaces(old, replica)) {
                        kept.put(collection + replica.entity(), replica);
                        return true;
                    }
                    return false;
                }

                @Override
                public Page<Replica> page(String collection, Optional<String> after, int limit) {
                    return new Page<>(List.copyOf(kept.values()), Optional.empty());
                }
            };
        }
    }
}
