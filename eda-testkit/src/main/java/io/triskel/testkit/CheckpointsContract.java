package io.triskel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.store.Checkpoints;
import io.triskel.store.Checkpoints.Checkpoint;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of every {@link Checkpoints}. */
public abstract class CheckpointsContract {
    private Checkpoints checkpoints;
    private String name;

    /** {@return the store under test; it may be shared} */
    protected abstract Checkpoints create();

    @BeforeEach
    final void createCheckpoints() {
        checkpoints = create();
        name = "checkpoint-" + UUID.randomUUID();
    }

    @Test
    final void a_name_is_claimed_without_a_position_at_first() {
        Optional<Checkpoint> before = checkpoints.find(name);

        Checkpoint claimed = checkpoints.claim(name);

        assertThat(before).isEmpty();
        assertThat(claimed.name()).isEqualTo(name);
        assertThat(claimed.position()).isEmpty();
        assertThat(checkpoints.find(name)).contains(claimed);
    }

    @Test
    final void a_saved_position_is_found() {
        Checkpoint claimed = checkpoints.claim(name);

        Optional<Checkpoint> saved = checkpoints.save(claimed, "p1");

        assertThat(saved).contains(new Checkpoint(name, Optional.of("p1"), claimed.fence()));
        assertThat(checkpoints.find(name)).isEqualTo(saved);
    }

    @Test
    final void a_holder_saves_again_and_again_also_backwards() {
        Checkpoint claimed = checkpoints.claim(name);

        checkpoints.save(claimed, "p2");
        checkpoints.save(claimed, "p1");

        assertThat(checkpoints.find(name).flatMap(Checkpoint::position)).contains("p1");
    }

    @Test
    final void a_claim_takes_over_the_position_under_a_higher_fence() {
        Checkpoint first = checkpoints.claim(name);
        checkpoints.save(first, "p1");

        Checkpoint second = checkpoints.claim(name);

        assertThat(second.position()).contains("p1");
        assertThat(second.fence()).isGreaterThan(first.fence());
    }

    @Test
    final void a_holder_that_was_taken_over_is_refused_and_moves_nothing() {
        Checkpoint first = checkpoints.claim(name);
        Checkpoint second = checkpoints.claim(name);
        checkpoints.save(second, "p2");

        Optional<Checkpoint> late = checkpoints.save(first, "p1");

        assertThat(late).isEmpty();
        assertThat(checkpoints.find(name).flatMap(Checkpoint::position)).contains("p2");
    }

    @Test
    final void nobody_saves_what_was_never_claimed() {
        String other = name + "-other";
        checkpoints.claim(other);

        Optional<Checkpoint> saved = checkpoints.save(new Checkpoint(name, Optional.empty(), 1), "p1");

        assertThat(saved).isEmpty();
        assertThat(checkpoints.find(name)).isEmpty();
        assertThat(checkpoints.find(other)).isPresent();
    }

    @Test
    final void of_16_racing_claims_every_fence_differs_and_one_holder_stays() {
        List<Checkpoint> claims = Race.of(16, i -> checkpoints.claim(name));

        assertThat(claims).extracting(Checkpoint::fence).doesNotHaveDuplicates();
        assertThat(claims)
                .filteredOn(claim -> checkpoints.save(claim, "p1").isPresent())
                .hasSize(1);
    }

    @Test
    final void names_of_any_characters_are_told_apart() {
        for (String odd : EventStoreContract.AWKWARD) {
            checkpoints.save(checkpoints.claim(name + odd), "at " + odd);
        }

        for (String odd : EventStoreContract.AWKWARD) {
            assertThat(checkpoints.find(name + odd).flatMap(Checkpoint::position))
                    .contains("at " + odd);
        }
    }

    @Test
    final void a_name_has_at_most_128_characters_and_a_position_1024() {
        String longest = name + "x".repeat(128 - name.length());

        Optional<Checkpoint> saved = checkpoints.save(checkpoints.claim(longest), "p".repeat(1024));

        assertThat(saved).isPresent();
        assertThatThrownBy(() -> checkpoints.claim(longest + "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> checkpoints.save(saved.orElseThrow(), "p".repeat(1025)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
