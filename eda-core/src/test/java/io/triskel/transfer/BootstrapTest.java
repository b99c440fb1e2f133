package io.triskel.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.event.Page;
import io.triskel.event.PortException;
import io.triskel.memory.InMemoryStores;
import io.triskel.transfer.Bootstrap.Feed;
import io.triskel.transfer.Replicas.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private final Replicas replicas = new InMemoryStores().replicas();
    private final ListFeed feed = new ListFeed(true);

    @Test
    void it_subscribes_before_it_asks_for_the_feeds_version() {
        List<String> calls = new ArrayList<>();
        Feed recording = new Feed() {
            @Override
            public OptionalLong version() {
                calls.add("version");
                return feed.version();
            }

            @Override
            public Page<Replica> read(Optional<String> after, int limit) {
                calls.add("read");
                return feed.read(after, limit);
            }
        };

        Bootstrap bootstrap = Bootstrap.begin(() -> calls.add("subscribe"), recording, replicas, "c");
        runToEnd(bootstrap, 10);

        assertThat(calls).containsExactly("subscribe", "version", "read");
    }

    @Test
    void an_empty_collection_is_filled_page_by_page() {
        for (int i = 0; i < 5; i++) {
            feed.change("e" + i, false);
        }
        Bootstrap bootstrap = begin();

        boolean more = bootstrap.step(2);

        assertThat(more).isTrue();
        assertThat(replicas.page("c", Optional.empty(), 10).items()).hasSize(2);
        runToEnd(bootstrap, 2);
        assertThat(replicas.page("c", Optional.empty(), 10).items())
                .containsExactlyElementsOf(feed.existing().values());
    }

    @Test
    void an_entity_that_the_feed_does_not_list_becomes_a_tombstone_at_the_feeds_version() {
        replicas.put("c", feed.change("gone", false));
        feed.change("gone", true);
        feed.change("other", false);

        runToEnd(begin(), 10);

        assertThat(replicas.get("c", "gone")).contains(Replica.tombstone("gone", 3));
    }

    @Test
    void an_entity_newer_than_the_feed_is_not_swept() {
        feed.change("old", false);
        Bootstrap bootstrap = begin();
        Replica later = Replica.of("new", 2, new byte[] {1});
        replicas.put("c", later);

        runToEnd(bootstrap, 10);

        assertThat(replicas.get("c", "new")).contains(later);
    }

    @Test
    void an_update_that_came_meanwhile_is_not_overwritten() {
        feed.change("e", false);
        Bootstrap bootstrap = begin();
        Replica newer = Replica.of("e", 9, new byte[] {9});
        replicas.put("c", newer);

        runToEnd(bootstrap, 10);

        assertThat(replicas.get("c", "e")).contains(newer);
    }

    @Test
    void nothing_is_swept_where_every_entity_counts_for_itself() {
        ListFeed perEntity = new ListFeed(false);
        Replica onlyHere = Replica.of("unlisted", 1, new byte[] {1});
        replicas.put("c", onlyHere);
        perEntity.change("deleted", false);
        perEntity.change("deleted", true);

        runToEnd(Bootstrap.begin(() -> {}, perEntity, replicas, "c"), 10);

        assertThat(replicas.get("c", "unlisted")).contains(onlyHere);
        assertThat(replicas.get("c", "deleted")).contains(Replica.tombstone("deleted", 2));
    }

    @Test
    void a_step_that_failed_is_done_again() {
        feed.change("e", false);
        boolean[] down = {true};
        Feed failing = new Feed() {
            @Override
            public OptionalLong version() {
                return feed.version();
            }

            @Override
            public Page<Replica> read(Optional<String> after, int limit) {
                if (down[0]) {
                    throw new PortException("feed is down");
                }
                return feed.read(after, limit);
            }
        };
        Bootstrap bootstrap = Bootstrap.begin(() -> {}, failing, replicas, "c");

        assertThatThrownBy(() -> bootstrap.step(10)).isInstanceOf(PortException.class);
        down[0] = false;
        runToEnd(bootstrap, 10);

        assertThat(replicas.get("c", "e")).isPresent();
    }

    private Bootstrap begin() {
        return Bootstrap.begin(() -> {}, feed, replicas, "c");
    }

    private static void runToEnd(Bootstrap bootstrap, int limit) {
        while (bootstrap.step(limit)) {
            assertThat(limit).isPositive();
        }
    }
}
