package io.triskel.orders.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.gcp.firestore.FirestoreCollections;
import io.triskel.gcp.hosting.FunctionSettings;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.pipeline.Style;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderSettingsTest {
    private static final Map<String, String> COMPLETE = Map.of(
            "GOOGLE_CLOUD_PROJECT",
            "shop-42",
            "TRISKEL_APP_TOPIC",
            "orders",
            "TRISKEL_APP_COLLECTIONS",
            "shop",
            "TRISKEL_APP_STYLE",
            "choreography",
            "TRISKEL_APP_LOOKUP_BASE",
            "https://example.com/",
            "TRISKEL_APP_CONSUMER",
            "payment-watch");

    @Test
    void are_read_from_the_environment() {
        FunctionSettings settings = FunctionSettings.from(new OrderApplication(), COMPLETE, FunctionRole.EVENTS);

        assertThat(settings.gcp().project()).isEqualTo("shop-42");
        assertThat(settings.topic()).isEqualTo("orders");
        assertThat(settings.collections()).isEqualTo(new FirestoreCollections("shop"));
        assertThat(settings.application()).isEqualTo(new OrderApplication(Style.CHOREOGRAPHY));
        assertThat(settings.lookupBase()).contains(URI.create("https://example.com/"));
        assertThat(settings.consumer()).contains("payment-watch");
    }

    @Test
    void ask_a_function_only_for_what_it_needs() {
        Map<String, String> few = Map.of(
                "GOOGLE_CLOUD_PROJECT", "shop-42", "TRISKEL_APP_TOPIC", "orders", "TRISKEL_APP_COLLECTIONS", "shop");

        FunctionSettings settings = FunctionSettings.from(new OrderApplication(), few, FunctionRole.HTTP);

        assertThat(settings.application()).isEqualTo(new OrderApplication());
        assertThat(settings.lookupBase()).isEqualTo(Optional.empty());
        assertThatThrownBy(() -> FunctionSettings.from(new OrderApplication(), few, FunctionRole.CLOCK))
                .hasMessageContaining("TRISKEL_APP_LOOKUP_BASE is not set")
                .hasMessageNotContaining("TRISKEL_APP_CONSUMER");
    }

    @Test
    void tell_everything_that_is_missing_at_once() {
        assertThatThrownBy(() -> FunctionSettings.from(new OrderApplication(), Map.of(), FunctionRole.EVENTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "- GOOGLE_CLOUD_PROJECT is not set",
                        "- TRISKEL_APP_TOPIC is not set, expected the id of a Pub/Sub topic",
                        "- TRISKEL_APP_COLLECTIONS is not set, expected 1 to 100 letters, digits or -, a letter first",
                        "- TRISKEL_APP_LOOKUP_BASE is not set",
                        "- TRISKEL_APP_CONSUMER is not set, expected one of ordering-catalogue, ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GOOGLE_CLOUD_PROJECT=the moon",
                "TRISKEL_APP_TOPIC=a b",
                "TRISKEL_APP_TOPIC=googol",
                "TRISKEL_APP_COLLECTIONS=a/b",
                "TRISKEL_APP_CONSUMER=fulfilment"
            })
    void take_no_value_that_makes_no_sense(String variable) {
        String name = variable.substring(0, variable.indexOf('='));
        Map<String, String> environment = new TreeMap<>(COMPLETE);
        environment.put(name, variable.substring(name.length() + 1));

        assertThatThrownBy(() -> FunctionSettings.from(new OrderApplication(), environment, FunctionRole.EVENTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("- " + name + " ")
                .satisfies(wrong -> assertThat(wrong.getMessage().lines()).hasSize(2));
    }
}
