package io.triskel.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DeployedSiteTest {
    private static final Map<String, String> MEANINGS = Map.of("A_BUS", "the bus", "A_STORE", "the store");

    @Test
    void it_is_asked_for_by_the_name_of_the_target() {
        assertThat(DeployedSite.isAskedFor("sky", Map.of("TRISKEL_CONTRACTS", "sky")))
                .isTrue();
        assertThat(DeployedSite.isAskedFor("sky", Map.of("TRISKEL_CONTRACTS", "sea")))
                .isFalse();
        assertThat(DeployedSite.isAskedFor("sky", Map.of())).isFalse();
    }

    @Test
    void all_that_is_to_be_named_is_told_if_anything_is_missing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeployedSite.require("sky", Map.of("A_BUS", "orders", "A_STORE", " "), MEANINGS))
                .withMessage(
                        "TRISKEL_CONTRACTS=sky uses a bus and stores that are deployed for tests only. A_BUS must name the bus, but is"
                                + " 'orders'. A_STORE must name the store, but is ' '.");
    }

    @Test
    void nothing_is_told_if_all_is_named() {
        assertThatCode(() -> DeployedSite.require("sky", Map.of("A_BUS", "orders", "A_STORE", "s"), MEANINGS))
                .doesNotThrowAnyException();
    }

    @Test
    void nothing_of_it_is_created_or_deleted() {
        try (DeployedSite<String> site = new DeployedSite<>(Environment.CLOUD, Map.of(), "orders")) {
            site.delete(site.fresh());

            assertThat(site.freshBus()).isEqualTo("orders");
        }
    }
}
