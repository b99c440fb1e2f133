package io.triskel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.store.Checkpoints.Checkpoint;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.Snapshots.Snapshot;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoreValuesTest {
    @Test
    void a_command_id_has_1_to_128_characters() {
        assertThat(new CommandId("x".repeat(128)).value()).hasSize(128);
        assertThatThrownBy(() -> new CommandId("x".repeat(129))).hasMessageContaining("1 to 128");
        assertThatThrownBy(() -> new CommandId(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_expectation_of_revision_0_is_that_of_no_stream() {
        assertThat(Expectation.exactly(0)).isEqualTo(Expectation.noStream());
        assertThat(Expectation.exactly(3).revision()).isEqualTo(3);
        assertThat(Expectation.noStream().revision()).isZero();
        assertThatThrownBy(() -> Expectation.exactly(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_commit_has_revisions_in_order_from_1() {
        CommandId id = new CommandId("c");

        assertThatThrownBy(() -> new Commit(id, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Commit(id, 3, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_snapshot_is_of_a_revision_from_1_and_has_a_fingerprint() {
        byte[] none = new byte[0];

        assertThatThrownBy(() -> new Snapshot("f", 0, none, List.of(), none))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Snapshot("", 1, none, List.of(), none))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void snapshots_are_equal_by_their_bytes() {
        Snapshot one = new Snapshot("f", 1, new byte[] {1}, List.of(), new byte[0]);

        assertThat(one).isEqualTo(new Snapshot("f", 1, new byte[] {1}, List.of(), new byte[0]));
        assertThat(one).hasSameHashCodeAs(new Snapshot("f", 1, new byte[] {1}, List.of(), new byte[0]));
        assertThat(one).isNotEqualTo(new Snapshot("f", 1, new byte[] {2}, List.of(), new byte[0]));
    }

    @Test
    void a_checkpoint_is_valid_from_birth() {
        assertThatThrownBy(() -> new Checkpoint("x".repeat(129), Optional.empty(), 1))
                .hasMessageContaining("128");
        assertThatThrownBy(() -> new Checkpoint("x", Optional.of("p".repeat(1025)), 1))
                .hasMessageContaining("1024");
        assertThatThrownBy(() -> new Checkpoint("x", Optional.empty(), 0)).hasMessageContaining("fence");
    }
}
