package io.triskel.testkit.transfer;

import io.triskel.event.Page;
import io.triskel.memory.InMemoryFeed;
import io.triskel.testkit.ContractRun;
import io.triskel.testkit.FeedContract;
import io.triskel.transfer.Bootstrap.Feed;
import io.triskel.transfer.Replicas.Replica;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract of feeds holds in memory, and can fail. */
class FeedContractProofTest {
    @Nested
    class In_memory extends Source {
        @Override
        protected Feed feed() {
            return source;
        }
    }

    @Test
    void every_test_fails_where_nothing_is_done() {
        ContractRun.of(DoesNothing.class).everyTestFails();
    }

    @Test
    void a_feed_that_ends_after_its_first_page_is_caught() {
        ContractRun.of(EndsAfterTheFirstPage.class).isCaughtBy("every_entity_is_listed_whatever_the_size_of_a_page");
    }

    @Test
    void a_feed_whose_version_lags_behind_a_deletion_is_caught() {
        ContractRun.of(LagsBehind.class)
                .isCaughtBy("a_deleted_entity_is_a_tombstone_or_absent_below_the_feeds_version");
    }

    @Test
    void a_feed_that_pages_by_number_is_caught() {
        ContractRun.of(PagesByNumber.class)
                .isCaughtBy("an_entity_that_stays_is_listed_although_others_come_and_go_while_the_feed_is_read");
    }

    abstract static class Source extends FeedContract {
        final InMemoryFeed source = new InMemoryFeed();

        @Override
        protected long change(String entity, byte[] state) {
            return source.change(entity, state).version();
        }

        @Override
        protected long delete(String entity) {
            return source.delete(entity).version();
        }

        static Feed feed(OptionalLong version, Reading reading) {
            return new Feed() {
                @Override
                public OptionalLong version() {
                    return version;
                }

                @Override
                public Page<Replica> read(Optional<String> after, int limit) {
                    return reading.read(after, limit);
                }
            };
        }
    }

    interface Reading {
        Page<Replica> read(Optional<String> after, int limit);
    }

    static class DoesNothing extends Source {
        @Override
        protected Feed feed() {
            return feed(OptionalLong.empty(), (after, limit) -> new Page<>(List.of(), Optional.empty()));
        }
    }

    static class EndsAfterTheFirstPage extends Source {
        @Override
        protected Feed feed() {
            return feed(
                    source.version(),
                    (after, limit) -> new Page<>(source.read(after, limit).items(), Optional.empty()));
        }
    }

    static class LagsBehind extends Source {
        @Override
        protected Feed feed() {
            return feed(OptionalLong.of(source.version().orElseThrow() - 1), source::read);
        }
    }

    static class PagesByNumber extends Source {
        @Override
        protected Feed feed() {
            return feed(source.version(), this::page);
        }

        private Page<Replica> page(Optional<String> after, int limit) {
            int from = after.map(Integer::valueOf).orElse(0);
            var all = source.read(Optional.empty(), 1000).items();
            int to = Math.min(all.size(), from + limit);
            Optional<String> next = to == all.size() ? Optional.empty() : Optional.of(Integer.toString(to));
            return new Page<>(all.subList(Math.min(from, to), to), next);
        }
    }
}
