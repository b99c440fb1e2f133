package io.triskel.orders.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.orders.MemoryOrders;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Style;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConsumerNamesTest {
    @ParameterizedTest
    @EnumSource(Style.class)
    void are_those_of_the_consumers_that_there_are(Style style) {
        assertThat(new MemoryOrders(style).pipeline().consumers().keySet())
                .containsExactlyElementsOf(OrderPipeline.consumerNames(style));
    }
}
