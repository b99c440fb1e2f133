package io.triskel.orders.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.orders.function.FunctionRole;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Style;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderFunctionsTest {
    private static final URI BASE = URI.create("https://example.com/");

    @ParameterizedTest
    @EnumSource(Style.class)
    void tell_each_function_all_that_it_needs(Style style) {
        OrderFunctions functions = new OrderFunctions(new DynamoDbTables("shop"), "orders", style);

        assertThat(settings(functions.http(), FunctionRole.HTTP).stream()).isEqualTo("orders");
        assertThat(settings(functions.clock(BASE), FunctionRole.CLOCK).lookupBase())
                .contains(BASE);
        assertThat(functions.consumers(BASE).keySet()).containsExactlyElementsOf(OrderPipeline.consumerNames(style));
        functions.consumers(BASE).forEach((consumer, function) -> {
            OrderSettings settings = settings(function, FunctionRole.EVENTS);
            assertThat(settings.consumer()).contains(consumer);
            assertThat(settings.style()).isEqualTo(style);
            assertThat(settings.tables().layouts()).isEqualTo(functions.layouts());
        });
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void name_handlers_that_there_are(Style style) throws ClassNotFoundException {
        OrderFunctions functions = new OrderFunctions(new DynamoDbTables("shop"), "orders", style);

        assertThat(handler(functions.http())).isAssignableTo(RequestStreamHandler.class);
        assertThat(handler(functions.clock(BASE))).isAssignableTo(RequestStreamHandler.class);
        for (OrderFunctions.Function function : functions.consumers(BASE).values()) {
            assertThat(handler(function)).isAssignableTo(RequestHandler.class);
        }
    }

    private static Class<?> handler(OrderFunctions.Function function) throws ClassNotFoundException {
        assertThat(function.handler()).endsWith("::handleRequest");
        return Class.forName(function.handler().substring(0, function.handler().indexOf(':')));
    }

    private static OrderSettings settings(OrderFunctions.Function function, FunctionRole role) {
        Map<String, String> environment = new TreeMap<>(function.environment());
        environment.put("AWS_REGION", "eu-west-1");
        return OrderSettings.from(environment, role);
    }
}
