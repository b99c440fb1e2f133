package io.triskel.orders.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.azure.functions.annotation.EventHubTrigger;
import com.microsoft.azure.functions.annotation.ExponentialBackoffRetry;
import com.microsoft.azure.functions.annotation.FunctionName;
import io.triskel.azure.tables.AzureTables;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Style;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderAppTest {
    @ParameterizedTest
    @EnumSource(Style.class)
    void tells_the_app_all_that_it_needs_of_the_orders(Style style) {
        Map<String, String> environment =
                new TreeMap<>(new OrderApp(new AzureTables("shop"), "orders", style).settings());
        environment.put("TRISKEL_AZURE_EVENTHUBS_NAMESPACE", "shop.servicebus.windows.net");
        environment.put("TRISKEL_AZURE_TABLES_ENDPOINT", "https://shop.table.core.windows.net");
        environment.put("WEBSITE_HOSTNAME", "shop.azurewebsites.net");

        OrderSettings settings = OrderSettings.from(environment);

        assertThat(settings.hub()).isEqualTo("orders");
        assertThat(settings.tables()).isEqualTo(new AzureTables("shop"));
        assertThat(settings.style()).isEqualTo(style);
    }

    @Test
    void disables_the_consumers_of_the_style_that_is_not_in_use() {
        assertThat(new OrderApp(new AzureTables("shop"), "orders", Style.ORCHESTRATION).settings())
                .containsEntry("AzureWebJobs.payment-watch.Disabled", "true")
                .doesNotContainKey("AzureWebJobs.fulfilment.Disabled");
        assertThat(new OrderApp(new AzureTables("shop"), "orders", Style.CHOREOGRAPHY).settings())
                .containsEntry("AzureWebJobs.fulfilment.Disabled", "true")
                .doesNotContainKey("AzureWebJobs.payment-watch.Disabled");
    }

    @Test
    void each_consumer_has_a_function_and_a_consumer_group_of_its_name() {
        List<Method> functions = consumers();

        assertThat(functions.stream().map(OrderAppTest::nameOf))
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
