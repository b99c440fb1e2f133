package io.triskel.orders.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.azure.functions.annotation.EventHubTrigger;
import com.microsoft.azure.functions.annotation.ExponentialBackoffRetry;
import com.microsoft.azure.functions.annotation.FunctionName;
import io.triskel.azure.tables.AzureTables;
import io.triskel.orders.contracts.ManifestContract;
import io.triskel.orders.function.FunctionRole;
import io.triskel.orders.manifest.Manifest;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Style;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderManifestTest extends ManifestContract {
    @Override
    protected Manifest manifest(Style style) {
        return OrderManifest.of(style);
    }

    @Override
    protected Class<?> function() {
        return OrderHttpFunction.class;
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void tells_the_app_all_that_it_needs_whoever_it_is(Style style) {
        Manifest manifest = OrderManifest.of(style)
                .with("tables", "shop")
                .with("namespace", "shop.servicebus.windows.net")
                .with("tablesEndpoint", "https://shop.table.core.windows.net")
                .with("hostStorageAccount", "shophost")
                .with("lookupKey", "key")
                .with("eventHubsConnection", "Endpoint=sb://localhost;SharedAccessKeyName=all;SharedAccessKey=a2V5")
                .with("storageConnection", "AccountName=shop;AccountKey=a2V5");

        for (String access : List.of("settingsByIdentity", "settingsByConnection")) {
            Map<String, String> environment = Manifest.texts(manifest.part("settings"));
            environment.putAll(Manifest.texts(manifest.part(access)));
            environment.put("WEBSITE_HOSTNAME", "shop.azurewebsites.net");

            OrderSettings settings = OrderSettings.from(environment);

            assertThat(settings.hub()).isEqualTo("orders");
            assertThat(settings.tables()).isEqualTo(new AzureTables("shop"));
            assertThat(settings.style()).isEqualTo(style);
        }
    }

    @Test
    void disables_the_consumers_of_the_style_that_is_not_in_use() {
        assertThat(Manifest.texts(OrderManifest.of(Style.ORCHESTRATION).with("lookupKey", "key").part("settings")))
                .containsEntry("AzureWebJobs.payment-watch.Disabled", "true")
                .doesNotContainKey("AzureWebJobs.fulfilment.Disabled");
        assertThat(Manifest.texts(OrderManifest.of(Style.CHOREOGRAPHY).with("lookupKey", "key").part("settings")))
                .containsEntry("AzureWebJobs.fulfilment.Disabled", "true")
                .doesNotContainKey("AzureWebJobs.payment-watch.Disabled");
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void has_the_consumer_groups_of_the_functions_in_use(Style style) {
        Manifest manifest = OrderManifest.of(style);

        assertThat(manifest.part("hub").path("consumerGroups"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(manifest.functions(FunctionRole.EVENTS).stream()
                        .map(function ->
                                function.path("trigger").path("consumerGroup").asText())
                        .toList());
    }

    @Test
    void has_every_function_of_the_package() {
        assertThat(OrderManifest.of(Style.ORCHESTRATION).part("functions"))
                .extracting(function -> function.path("name").asText())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                consumers().stream().map(OrderManifestTest::nameOf),
                                Stream.of("orders", "clock", "tick", "forget"))
                        .toList());
    }

    @Test
    void has_every_table_of_the_stores() {
        assertThat(OrderManifest.of(Style.ORCHESTRATION).with("tables", "shop").part("tables"))
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(new AzureTables("shop").names());
    }

    @Test
    void each_consumer_has_a_function_and_a_consumer_group_of_its_name() {
        List<Method> functions = consumers();

        assertThat(functions.stream().map(OrderManifestTest::nameOf))
                .containsExactlyInAnyOrderElementsOf(Stream.of(Style.values())
                        .flatMap(style -> OrderPipeline.consumerNames(style).stream())
                        .distinct()
                        .toList());
        assertThat(functions)
                .allSatisfy(function -> assertThat(function.getParameters()[0].getAnnotation(EventHubTrigger.class))
                        .returns(nameOf(function), EventHubTrigger::consumerGroup)
                        .returns("%ORDERS_HUB%", EventHubTrigger::eventHubName));
    }

    @Test
    void no_batch_is_given_up() {
        assertThat(consumers())
                .allSatisfy(function -> assertThat(function.getAnnotation(ExponentialBackoffRetry.class)
                                .maxRetryCount())
                        .isEqualTo(-1));
    }

    @Test
    void an_invocation_ends_long_before_the_host_ends_it() throws IOException {
        String timeout = new ObjectMapper()
                .readTree(Path.of("src/main/functions/host.json").toFile())
                .path("functionTimeout")
                .asText();

        assertThat(FunctionState.TIME.multipliedBy(2).toSeconds())
                .isLessThan(LocalTime.parse(timeout).toSecondOfDay());
    }

    private static List<Method> consumers() {
        return Arrays.stream(OrderEventFunctions.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(FunctionName.class))
                .toList();
    }

    private static String nameOf(Method function) {
        return function.getAnnotation(FunctionName.class).value();
    }
}
