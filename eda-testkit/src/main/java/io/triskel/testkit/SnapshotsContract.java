package io.triskel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.StreamId;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.Snapshots;
import io.triskel.store.Snapshots.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of every {@link Snapshots}. */
public abstract class SnapshotsContract {
    private Snapshots snapshots;

    /** {@return the store under test; it may be shared} */
    protected abstract Snapshots create();

    @BeforeEach
    final void createSnapshots() {
        snapshots = create();
    }

    @Test
    final void a_snapshot_is_loaded_as_it_was_saved() {
        StreamId stream = Notes.stream();
        List<Commit> commits = LongStream.rangeClosed(37, 100)
                .mapToObj(revision -> new Commit(Notes.command(), revision, revision))
                .toList();
        byte[] older = new byte[21 + 4096];
        older[17] = -1;
        Snapshot saved = new Snapshot("f1", 100, "state \u20AC".getBytes(StandardCharsets.UTF_8), commits, older);

        snapshots.save(stream, saved);

        assertThat(snapshots.load(stream, "f1")).contains(saved);
    }

    @Test
    final void a_row_of_older_commands_is_loaded_as_it_was_saved() {
        StreamId stream = Notes.stream();
        byte[] bytes = new byte[64 * 1024 - 1];
        Arrays.fill(bytes, (byte) -1);
        Snapshot row = new Snapshot("commands.1048576.1048575", 2_000_000, bytes, List.of(), new byte[0]);

        snapshots.save(stream, row);

        assertThat(snapshots.load(stream, row.fingerprint())).contains(row);
    }

    @Test
    final void a_snapshot_is_found_under_its_own_stream_and_fingerprint_only() {
        StreamId stream = Notes.stream();

        snapshots.save(stream, snapshot("f1", 3, "a"));

        assertThat(snapshots.load(stream, "f1")).isPresent();
        assertThat(snapshots.load(stream, "f2")).isEmpty();
        assertThat(snapshots.load(Notes.stream(), "f1")).isEmpty();
    }

    @Test
    final void a_later_snapshot_replaces_an_earlier_one() {
        StreamId stream = Notes.stream();
        snapshots.save(stream, snapshot("f1", 3, "a"));

        snapshots.save(stream, snapshot("f1", 4, "b"));

        assertThat(snapshots.load(stream, "f1")).contains(snapshot("f1", 4, "b"));
    }

    @Test
    final void an_earlier_snapshot_never_replaces_a_later_one() {
        StreamId stream = Notes.stream();
        snapshots.save(stream, snapshot("f1", 4, "b"));

        snapshots.save(stream, snapshot("f1", 3, "a"));

        assertThat(snapshots.load(stream, "f1")).contains(snapshot("f1", 4, "b"));
    }

    @Test
    final void snapshots_of_two_schemas_stand_side_by_side() {
        StreamId stream = Notes.stream();
        snapshots.save(stream, snapshot("new", 9, "n"));

        snapshots.save(stream, snapshot("old", 3, "o"));

        assertThat(snapshots.load(stream, "new")).contains(snapshot("new", 9, "n"));
        assertThat(snapshots.load(stream, "old")).contains(snapshot("old", 3, "o"));
    }

    @Test
    final void streams_of_any_name_are_told_apart() {
        String unique = UUID.randomUUID().toString();

        long revision = 0;
        for (String odd : EventStoreContract.AWKWARD) {
            snapshots.save(new StreamId(unique + odd), snapshot("f1", ++revision, odd));
        }

        revision = 0;
        for (String odd : EventStoreContract.AWKWARD) {
            assertThat(snapshots.load(new StreamId(unique + odd), "f1"))
                    .as("snapshot of a stream that ends in '%s'", odd)
                    .contains(snapshot("f1", ++revision, odd));
        }
    }

    @Test
    final void of_16_racing_saves_the_latest_revision_stays() {
        StreamId stream = Notes.stream();

        Race.of(16, i -> {
            snapshots.save(stream, snapshot("f1", i + 1, "s" + i));
            return i;
        });

        assertThat(snapshots.load(stream, "f1")).contains(snapshot("f1", 16, "s15"));
    }

    private static Snapshot snapshot(String fingerprint, long revision, String state) {
        return new Snapshot(fingerprint, revision, state.getBytes(StandardCharsets.UTF_8), List.of(), new byte[0]);
    }
}
