package io.triskel.load.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.size.aws.Aws;
import io.triskel.load.size.azure.Azure;
import io.triskel.load.size.gcp.Gcp;
import io.triskel.load.size.plan.Alternative;
import io.triskel.load.size.plan.EngineCounts;
import io.triskel.load.size.plan.Offers;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.store.Requests;
import java.util.List;
import org.junit.jupiter.api.Test;

/** By hand from the rows of engine-counts.json: 935 orders are shipped, 59 declined, 56 without stock, 43 silent, 46 withdrawn. */
class OrchestratorsTest {
    private static final Requests REQUESTS = Requests.measured();

    @Test
    void an_order_is_the_mean_of_how_orders_end() {
        EngineCounts order = EngineCounts.ofOrders();

        assertThat(order.states()).isCloseTo((935 * 9 + 59 * 9 + 56 * 5 + 43 * 10 + 46 * 11) / 1139.0, within(1e-9));
        assertThat(order.workflowSteps())
                .isCloseTo((935 * 42 + 59 * 36 + 56 * 16 + 43 * 49 + 46 * 46) / 1139.0, within(1e-9));
        assertThat(order.durableOperations())
                .as("a start, calls, and three for each reply")
                .isCloseTo(
                        1 + (59 + 56 + 43 + 46 + 3 * (935 * 4 + 59 * 3 + 56 + 43 * 4 + 46 * 4)) / 1139.0, within(1e-9));
    }

    @Test
    void a_million_orders_cost_what_their_counts_cost() {
        assertThat(usd(new Aws(REQUESTS), "Step Functions Standard")).isCloseTo(8.92 * 25, within(0.2));
        assertThat(usd(new Aws(REQUESTS), "Lambda durable")).isCloseTo(12.58 * 8, within(0.2));
        assertThat(usd(new Gcp(REQUESTS), "Workflows")).isCloseTo(37.04 * 10 + 3.80 * 25, within(0.4));
        assertThat(usd(new Azure(REQUESTS), "Durable Functions"))
                .as("75.8 storage operations and 12.7 executions")
                .isCloseTo(75.8 * 0.036 + 12.7 * 0.4, within(0.1));
    }

    private static double usd(Offers cloud, String name) {
        List<Alternative> all = cloud.orchestrators(PriceBook.shipped(), "us");
        return all.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow()
                .usdAMillion();
    }
}
