package io.triskel.local.azure.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouteTest {
    @Test
    void parameters_take_one_segment_and_the_last_may_be_absent_or_take_the_rest() {
        assertThat(route("orders/{id}").match("orders/a%2Fb")).contains(Map.of("id", "a/b"));
        assertThat(route("orders/{id}").match("orders")).isEmpty();
        assertThat(route("orders/{id?}").match("Orders/")).contains(Map.of());
        assertThat(route("files/{*path}").match("files/a/b")).contains(Map.of("path", "a/b"));
        assertThat(route("orders").match("orders/1")).isEmpty();
    }

    @Test
    void constraints_are_refused() {
        List<String> problems = new ArrayList<>();

        Route.of("orders/{id:int}", problems);

        assertThat(problems).singleElement().asString().contains("{id:int} is not emulated");
    }

    private static Route route(String template) {
        return Route.of(template, new ArrayList<>());
    }
}
