package io.triskel.orders.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.aws.hosting.FunctionSettings;
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
            "AWS_REGION",
            "eu-west-1",
            "TRISKEL_APP_STREAM",
            "orders",
            "TRISKEL_APP_TABLES",
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

        assertThat(settings.aws().region()).isEqualTo("eu-west-1");
        assertThat(settings.stream()).isEqualTo("orders");
        assertThat(settings.tables()).isEqualTo(new DynamoDbTables("shop"));
        assertThat(settings.application()).isEqualTo(new OrderApplication(Style.CHOREOGRAPHY));
        assertThat(settings.lookupBase()).contains(URI.create("https://example.com/"));
        assertThat(settings.consumer()).contains("payment-watch");
        assertThat(settings.stateMachine()).isEmpty();
    }

    @Test
    void ask_a_function_only_for_what_it_needs() {
        Map<String, String> few =
                Map.of("AWS_REGION", "eu-west-1", "TRISKEL_APP_STREAM", "orders", "TRISKEL_APP_TABLES", "shop");

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
                .hasMessage("The function's environment is not complete:\n"
                        + "- AWS_REGION is not set\n"
                        + "- TRISKEL_APP_STREAM is not set, expected the name of a Kinesis stream\n"
                        + "- TRISKEL_APP_TABLES is not set, expected 1 to 200 letters, digits, _ . or -\n"
                        + "- TRISKEL_APP_LOOKUP_BASE is not set, expected an http or https address that ends in /\n"
                        + "- TRISKEL_APP_CONSUMER is not set, expected one of ordering-catalogue, inventory, payment, "
                        + "ordering, fulfilment, order-view, order-news, customer-notification");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS_REGION=the moon",
                "TRISKEL_APP_STREAM=a b",
                "TRISKEL_APP_TABLES=a/b",
                "TRISKEL_APP_STYLE=jazz",
                "TRISKEL_APP_LOOKUP_BASE=https://example.com",
                "TRISKEL_APP_LOOKUP_BASE=ftp://example.com/",
                "TRISKEL_APP_LOOKUP_BASE=not an address/",
                "TRISKEL_APP_STATE_MACHINE=fulfilment",
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
