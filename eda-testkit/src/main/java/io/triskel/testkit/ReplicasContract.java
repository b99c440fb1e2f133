package io.triskel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Page;
import io.triskel.transfer.Replicas;
import io.triskel.transfer.Replicas.Replica;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The contract of every {@link Replicas}: the highest version wins, tombstones stay, a page reads each entity once. */
public abstract class ReplicasContract {
    /** This test's own collection, so that stores may be shared. */
    private final String collection = "contract-" + UUID.randomUUID();

    /** {@return the implementation under test} */
    protected abstract Replicas replicas();

    @Test
    final void a_first_version_is_kept_as_it_is() {
        Replica first = replica("p1", 3, "three");

        boolean kept = replicas().put(collection, first);

        assertThat(kept).isTrue();
        assertThat(replicas().get(collection, "p1")).contains(first);
    }

    @Test
    final void an_unknown_entity_is_empty_beside_a_known_one() {
        assertThat(replicas().put(collection, replica("p1", 1, "one"))).isTrue();

        assertThat(replicas().get(collection, "p2")).isEmpty();
    }

    @Test
    final void a_higher_version_replaces_a_lower_one_also_over_a_gap() {
        assertThat(replicas().put(collection, replica("p1", 1, "one"))).isTrue();

        boolean kept = replicas().put(collection, replica("p1", 5, "five"));

        assertThat(kept).isTrue();
        assertThat(replicas().get(collection, "p1")).contains(replica("p1", 5, "five"));
    }

    @Test
    final void a_lower_version_changes_nothing() {
        assertThat(replicas().put(collection, replica("p1", 5, "five"))).isTrue();

        boolean kept = replicas().put(collection, replica("p1", 4, "four"));

        assertThat(kept).isFalse();
        assertThat(replicas().get(collection, "p1")).contains(replica("p1", 5, "five"));
    }

    @Test
    final void the_same_version_is_kept_once() {
        assertThat(replicas().put(collection, replica("p1", 2, "first"))).isTrue();

        boolean again = replicas().put(collection, replica("p1", 2, "second"));

        assertThat(again).isFalse();
        assertThat(replicas().get(collection, "p1")).contains(replica("p1", 2, "first"));
    }

    @Test
    final void a_tombstone_stays_and_holds_off_older_versions() {
        assertThat(replicas().put(collection, replica("p1", 1, "one"))).isTrue();
        assertThat(replicas().put(collection, Replica.tombstone("p1", 3))).isTrue();

        boolean late = replicas().put(collection, replica("p1", 2, "two"));

        assertThat(late).isFalse();
        assertThat(replicas().get(collection, "p1")).contains(Replica.tombstone("p1", 3));
    }

    @Test
    final void an_entity_deleted_before_it_was_known_leaves_a_tombstone() {
        assertThat(replicas().put(collection, Replica.tombstone("p1", 2))).isTrue();

        assertThat(replicas().put(collection, replica("p1", 1, "one"))).isFalse();
        assertThat(replicas().get(collection, "p1")).contains(Replica.tombstone("p1", 2));
    }

    @Test
    final void a_version_after_deletion_brings_the_entity_back() {
        assertThat(replicas().put(collection, Replica.tombstone("p1", 2))).isTrue();

        boolean kept = replicas().put(collection, replica("p1", 3, "again"));

        assertThat(kept).isTrue();
        assertThat(replicas().get(collection, "p1")).contains(replica("p1", 3, "again"));
    }

    @Test
    final void collections_do_not_meet() {
        assertThat(replicas().put(collection, replica("p1", 1, "here"))).isTrue();

        assertThat(replicas().put(collection + "-other", replica("p1", 1, "there")))
                .isTrue();

        assertThat(replicas().get(collection, "p1")).contains(replica("p1", 1, "here"));
        assertThat(replicas().page(collection, Optional.empty(), 10).items()).hasSize(1);
    }

    @Test
    final void pages_read_every_entity_once_tombstones_included() {
        List<Replica> put = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            put.add(i % 3 == 0 ? Replica.tombstone("p" + i, 1 + i) : replica("p" + i, 1 + i, "s" + i));
        }
        put.forEach(replica -> assertThat(replicas().put(collection, replica)).isTrue());

        List<Replica> read = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Page<Replica> page = replicas().page(collection, after, 3);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(3);
            read.addAll(page.items());
            after = page.next();
        } while (after.isPresent());

        assertThat(read).containsExactlyInAnyOrderElementsOf(put);
    }

    @Test
    final void ids_that_look_alike_when_escaped_stay_apart() {
        List<String> ids = List.of("a/b", "a%2Fb", "a\\b", "a#b", "a?b", "a b", "..", ".", "A/B", "ä", "a_b");
        ids.forEach(id -> assertThat(replicas().put(collection, replica(id, 1, id)))
                .as(id)
                .isTrue());

        ids.forEach(id -> assertThat(replicas().get(collection, id)).contains(replica(id, 1, id)));
    }

    @Test
    final void of_two_threads_that_put_versions_the_highest_remains() {
        List<Replica> even = new ArrayList<>();
        List<Replica> odd = new ArrayList<>();
        for (int version = 1; version <= 40; version++) {
            (version % 2 == 0 ? even : odd).add(replica("p1", version, "v" + version));
        }

        List<Boolean> done = Race.of(2, runner -> {
            (runner == 0 ? even : odd).forEach(replica -> replicas().put(collection, replica));
            return true;
        });

        assertThat(done).hasSize(2);
        assertThat(replicas().get(collection, "p1")).contains(replica("p1", 40, "v40"));
    }

    private static Replica replica(String entity, long version, String state) {
        return Replica.of(entity, version, state.getBytes(StandardCharsets.UTF_8));
    }
}
