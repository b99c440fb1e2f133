package io.triskel.load.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.size.aws.Aws;
import io.triskel.load.size.gcp.Gcp;
import io.triskel.load.size.plan.Needs;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.store.Requests;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurvesTest {
    private static final PriceBook PRICES = PriceBook.shipped();

    @Test
    void go_from_one_to_a_million_events_a_second() {
        assertThat(Curves.rates())
                .startsWith(1.0, 2.0, 5.0, 10.0)
                .endsWith(200_000.0, 500_000.0, 1_000_000.0)
                .hasSize(19);
    }

    @Test
    void find_the_rate_where_a_shard_becomes_cheaper_than_bytes() {
        Requests requests = Requests.measured();
        Together together = new Together(List.of(new Aws(requests), new Gcp(requests)));

        Curves.Curve curve = new Curves(Needs.example(1024, 1), PRICES).of(together);

        Curves.Crossover first = curve.crossovers().get(0);
        assertThat(first.from()).contains("gcp, Pub/Sub pull");
        assertThat(first.to()).contains("aws, Kinesis provisioned");
        // 0.0856 per million and retention against 0.015 an hour and 0.014 per million: 0.015 / 0.0036 / 0.0716.
        assertThat(first.rate()).isCloseTo(58.2, within(0.2));
    }
}
