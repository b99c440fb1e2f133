package io.triskel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Page;
import io.triskel.transfer.Bootstrap.Feed;
import io.triskel.transfer.Replicas.Replica;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The contract of every {@link Feed}: read to its end, it lists all existing entities, and its reader knows which were
 * deleted.
 */
public abstract class FeedContract {
    private static final int PAGE = 3;

    private final String prefix = "contract-" + UUID.randomUUID() + "-";

    /** {@return the implementation under test} */
    protected abstract Feed feed();

    /**
     * Changes an entity at the source.
     *
     * @return the version in an event about it
     */
    protected abstract long change(String entity, byte[] state);

    /**
     * Deletes an entity at the source.
     *
     * @return the version in an event about it
     */
    protected abstract long delete(String entity);

    @Test
    final void an_entity_is_listed_with_its_latest_version_and_state() {
        change(prefix + "p1", bytes("first"));
        long version = change(prefix + "p1", bytes("second"));

        assertThat(latest(readAll(), "p1")).contains(Replica.of(prefix + "p1", version, bytes("second")));
    }

    @Test
    final void every_entity_is_listed_whatever_the_size_of_a_page() {
        for (int i = 0; i < 2 * PAGE + 1; i++) {
            change(prefix + "p" + i, bytes("state " + i));
        }

        List<Replica> listed = readAll();

        for (int i = 0; i < 2 * PAGE + 1; i++) {
            assertThat(latest(listed, "p" + i).map(Replica::state)).contains(bytes("state " + i));
        }
    }

    @Test
    final void a_deleted_entity_is_a_tombstone_or_absent_below_the_feeds_version() {
        change(prefix + "p1", bytes("state"));
        long version = delete(prefix + "p1");

        OptionalLong upTo = feed().version();
        Optional<Replica> listed = latest(readAll(), "p1");

        if (listed.isPresent()) {
            assertThat(listed).contains(Replica.tombstone(prefix + "p1", version));
        } else {
            assertThat(upTo)
                    .as("the version below which what is absent is deleted")
                    .isPresent();
            assertThat(upTo.getAsLong()).isGreaterThanOrEqualTo(version);
        }
    }

    @Test
    final void an_entity_that_stays_is_listed_although_others_come_and_go_while_the_feed_is_read() {
        for (int i = 0; i < 2 * PAGE; i++) {
            change(prefix + "p" + i, bytes("state"));
        }
        List<Replica> listed = new ArrayList<>();
        Page<Replica> page = feed().read(Optional.empty(), PAGE);
        listed.addAll(page.items());
        delete(prefix + "p0");
        delete(prefix + "p1");
        change(prefix + "a", bytes("new"));
        while (page.next().isPresent()) {
            page = feed().read(page.next(), PAGE);
            listed.addAll(page.items());
        }

        for (int i = 2; i < 2 * PAGE; i++) {
            assertThat(latest(listed, "p" + i)).as("entity p" + i).isPresent();
        }
    }

    private List<Replica> readAll() {
        List<Replica> all = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            Page<Replica> page = feed().read(next, PAGE);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(PAGE);
            all.addAll(page.items());
            next = page.next();
        } while (next.isPresent());
        return all;
    }

    private Optional<Replica> latest(List<Replica> listed, String entity) {
        return listed.stream()
                .filter(replica -> replica.entity().equals(prefix + entity))
                .reduce((first, second) -> second);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
