package io.triskel.orders.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.azure.hosting.FunctionSettings;
import io.triskel.azure.tables.AzureTables;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.pipeline.Style;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderSettingsTest {
    private static final Map<String, String> COMPLETE = Map.of(
            "TRISKEL_AZURE_EVENTHUBS_NAMESPACE",
            "shop.servicebus.windows.net",
            "TRISKEL_AZURE_TABLES_ENDPOINT",
            "https://shop.table.core.windows.net",
            "TRISKEL_APP_HUB",
            "orders",
            "TRISKEL_APP_TABLES",
            "shop",
            "TRISKEL_APP_STYLE",
            "choreography",
            "TRISKEL_APP_LOOKUP_BASE",
            "https://example.com/",
            "TRISKEL_APP_LOOKUP_KEY",
            "key");

    @Test
    void are_read_from_the_environment() {
        FunctionSettings settings = FunctionSettings.from(new OrderApplication(), COMPLETE);

        assertThat(settings.hub()).isEqualTo("orders");
        assertThat(settings.tables()).isEqualTo(new AzureTables("shop"));
        assertThat(settings.application()).isEqualTo(new OrderApplication(Style.CHOREOGRAPHY));
        assertThat(settings.lookupBase()).isEqualTo(URI.create("https://example.com/"));
        assertThat(settings.lookupKey()).contains("key");
    }

    @Test
    void a_scope_of_tokens_takes_the_place_of_a_key() {
        Map<String, String> environment = new TreeMap<>(COMPLETE);
        environment.remove("TRISKEL_APP_LOOKUP_KEY");
        environment.put("TRISKEL_APP_LOOKUP_SCOPE", "api://orders/.default");

        assertThat(FunctionSettings.from(new OrderApplication(), environment).lookupScope())
                .contains("api://orders/.default");
    }

    @ParameterizedTest
    @CsvSource({
        "shop.azurewebsites.net, https://shop.azurewebsites.net/",
        "127.0.0.1:7071, http://127.0.0.1:7071/",
        "localhost, http://localhost/"
    })
    void links_lead_to_the_app_itself_if_nothing_else_is_said(String host, String base) {
        Map<String, String> environment = new TreeMap<>(COMPLETE);
        environment.remove("TRISKEL_APP_LOOKUP_BASE");
        environment.put("WEBSITE_HOSTNAME", host);

        assertThat(FunctionSettings.from(new OrderApplication(), environment).lookupBase())
                .isEqualTo(URI.create(base));
    }

    @Test
    void tell_everything_that_is_missing_at_once() {
        assertThatThrownBy(() -> FunctionSettings.from(new OrderApplication(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The function's environment is not complete:\n- ")
                .hasMessageContainingAll(
                        "TRISKEL_AZURE_EVENTHUBS_CONNECTION",
                        "TRISKEL_AZURE_STORAGE_CONNECTION",
                        "- TRISKEL_APP_HUB is not set, expected the name of an event hub",
                        "- TRISKEL_APP_TABLES is not set, expected 1 to 52 letters and digits, a letter first",
                        "- TRISKEL_APP_LOOKUP_BASE is not set, expected an http or https address that ends in /",
                        "- TRISKEL_APP_LOOKUP_KEY is not set, expected a function key of the app, or the scope of"
                                + " tokens in TRISKEL_APP_LOOKUP_SCOPE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRISKEL_AZURE_TABLES_ENDPOINT=the moon",
                "TRISKEL_APP_HUB=a b",
                "TRISKEL_APP_TABLES=a-b",
                "TRISKEL_APP_STYLE=jazz",
                "TRISKEL_APP_LOOKUP_BASE=https://example.com"
            })
    void take_no_value_that_makes_no_sense(String variable) {
        String name = variable.substring(0, variable.indexOf('='));
        Map<String, String> environment = new TreeMap<>(COMPLETE);
        environment.put(name, variable.substring(name.length() + 1));

        assertThatThrownBy(() -> FunctionSettings.from(new OrderApplication(), environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("- " + name + " ")
                .satisfies(wrong -> assertThat(wrong.getMessage().lines()).hasSize(2));
    }
}
