package io.triskel.load.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.load.size.plan.Offers;
import io.triskel.load.size.store.Requests;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloudsTest {
    private static final Clouds INSTALLED = Clouds.installed();

    @Test
    void the_installed_clouds_come_by_their_rank() {
        assertThat(INSTALLED.ids()).containsExactly("aws", "azure", "gcp");
    }

    @Test
    void any_other_order_is_made_that_of_the_ranks() {
        List<CloudDescriptor> mixed = new ArrayList<>(INSTALLED.all());
        Collections.reverse(mixed);

        assertThat(new Clouds(mixed)).isEqualTo(INSTALLED);
    }

    @Test
    void offers_carry_the_id_of_their_cloud() {
        assertThat(INSTALLED.offers(Requests.measured()))
                .extracting(Offers::name)
                .isEqualTo(INSTALLED.ids());
    }

    @Test
    void no_two_clouds_look_the_same() {
        assertThat(INSTALLED.all())
                .extracting(cloud -> cloud.look().light(), cloud -> cloud.look().dark())
                .doesNotHaveDuplicates();
        assertThat(INSTALLED.all()).extracting(cloud -> cloud.look().path()).doesNotHaveDuplicates();
    }

    @Test
    void the_cloud_behind_a_simulation_is_known() {
        assertThat(Clouds.original(Clouds.simulated("gcp"))).isEqualTo("gcp");
        assertThat(Clouds.original("gcp")).isEqualTo("gcp");
        assertThat(Clouds.isSimulated("gcp")).isFalse();
    }

    @Test
    void a_shape_that_cannot_be_scaled_is_refused() {
        assertThatThrownBy(() -> new Look("#000", "#fff", "M-1,0a1,1 0 1,1 2,0Z"))
                .hasMessageContaining("A shape is a path of M, L, H, V, C and Z");
    }
}
