package io.triskel.orders.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import io.triskel.gcp.GcpClients;
import io.triskel.gcp.firestore.FirestoreCollections;
import io.triskel.observe.Observer;
import io.triskel.orders.function.FunctionRole;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Style;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderFunctionsTest {
    private static final URI BASE = URI.create("https://example.com/");

    @ParameterizedTest
    @EnumSource(Style.class)
    void tell_each_function_all_that_it_needs(Style style) {
        OrderFunctions functions = functions(style);

        assertThat(settings(functions.http(), FunctionRole.HTTP).topic()).isEqualTo("orders");
        assertThat(settings(functions.clock(BASE), FunctionRole.CLOCK).lookupBase())
                .contains(BASE);
        assertThat(functions.consumers(BASE).keySet()).containsExactlyElementsOf(OrderPipeline.consumerNames(style));
        functions.consumers(BASE).forEach((consumer, function) -> {
            OrderSettings settings = settings(function, FunctionRole.EVENTS);
            assertThat(settings.consumer()).contains(consumer);
            assertThat(settings.style()).isEqualTo(style);
            assertThat(settings.collections().layouts()).isEqualTo(functions.layouts());
        });
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void name_entry_points_that_there_are(Style style) throws ClassNotFoundException {
        OrderFunctions functions = functions(style);

        assertThat(Class.forName(functions.http().entryPoint())).isAssignableTo(HttpFunction.class);
        assertThat(Class.forName(functions.clock(BASE).entryPoint())).isAssignableTo(HttpFunction.class);
        for (OrderFunctions.Function function : functions.consumers(BASE).values()) {
            assertThat(Class.forName(function.entryPoint())).isAssignableTo(CloudEventsFunction.class);
        }
    }

    @Test
    void the_readme_has_each_subscriptions_filter() throws IOException {
        String readme = Files.readString(Path.of("README.md"));

        for (Style style : Style.values()) {
            assertThat(filters(style))
                    .allSatisfy((consumer, filter) ->
                            assertThat(readme).as(consumer).contains("| `" + consumer + "` | `" + filter + "` |"));
        }
    }

    private static Map<String, String> filters(Style style) {
        OrderFunctions functions = functions(style);
        Map<String, String> environment = environment(functions.clock(BASE));
        environment.put("PUBSUB_EMULATOR_HOST", "localhost:1");
        environment.put("FIRESTORE_EMULATOR_HOST", "localhost:1");
        OrderSettings settings = OrderSettings.from(environment, FunctionRole.CLOCK);
        try (GcpClients clients = GcpClients.of(settings.gcp())) {
            return functions.filters(GcpPorts.of(settings, clients, InstantSource.system(), Observer.none()));
        }
    }

    private static OrderFunctions functions(Style style) {
        return new OrderFunctions(new FirestoreCollections("shop"), "orders", style);
    }

    private static OrderSettings settings(OrderFunctions.Function function, FunctionRole role) {
        return OrderSettings.from(environment(function), role);
    }

    private static Map<String, String> environment(OrderFunctions.Function function) {
        Map<String, String> environment = new TreeMap<>(function.environment());
        environment.put("GOOGLE_CLOUD_PROJECT", "shop-42");
        return environment;
    }
}
