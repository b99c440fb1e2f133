package io.triskel.orders.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.orders.pipeline.PortUses;
import io.triskel.orders.pipeline.Style;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PortUsesTest {
    private static final String PRODUCT =
            "{'kind':'product','product':'P-1','version':%d,'name':'Espresso beans','prices':[250]}";

    private static String order(String id, boolean answers) {
        return ("{'kind':'order','order':'%s','customer':{'id':'C-%s','name':'Ada','email':'ada@example.com'},"
                        + "'lines':[{'product':'P-1','price':1,'quantity':2}],"
                        + "'payment':{'card':'card-1','limit':20000,'answers':%s}}")
                .formatted(id, id.replaceAll("-.*", ""), answers);
    }

    /** So many orders that a product's stream gets a snapshot; half of what is published is parked and replayed by the clock. */
    @ParameterizedTest
    @EnumSource(Style.class)
    void a_function_uses_the_ports_that_are_stated_and_no_others(Style style) {
        NotedOrders orders = new NotedOrders(style);

        orders.call("POST", "/orders", order("early", true));
        sell(orders, 1, "smooth");
        forget(orders, "smooth");
        orders.spoil();
        sell(orders, 2, "spoilt");
        replay(orders);
        forget(orders, "spoilt");
        replay(orders);
        orders.mend();
        orders.replayOwn();
        orders.pass(Duration.ofMinutes(20));
        orders.tick();
        orders.settle();

        assertThat(orders.notes()).isEqualTo(PortUses.of(style));
    }

    private static void replay(NotedOrders orders) {
        while (orders.replay() > 0) {
            orders.settle();
        }
    }

    /** Waits first, until no function has a key in its cache. */
    private static void forget(NotedOrders orders, String name) {
        orders.pass(Duration.ofMinutes(6));
        assertThat(orders.call("GET", "/orders/" + name + "-1", "").status()).isEqualTo(200);
        assertThat(orders.call("DELETE", "/customers/C-" + name, "").status()).isEqualTo(204);
        orders.settle();
    }

    private static void sell(NotedOrders orders, int version, String name) {
        assertThat(orders.call("POST", "/products", PRODUCT.formatted(version)).status())
                .isEqualTo(202);
        assertThat(orders.call(
                                "POST",
                                "/stock",
                                "{'kind':'stock','product':'P-1','delivery':'" + name + "','quantity':99}")
                        .status())
                .isEqualTo(200);
        orders.settle();
        for (int i = 1; i <= 12; i++) {
            assertThat(orders.call("POST", "/orders", order(name + "-" + i, true))
                            .status())
                    .isEqualTo(201);
        }
        orders.call("POST", "/orders", order(name + "-silent", false));
        orders.settle();
        orders.call("GET", "/orders?status=SHIPPED", "");
        orders.call("GET", "/revenue/P-1", "");
        orders.call("POST", "/orders/" + name + "-silent/cancellation", "");
    }
}
