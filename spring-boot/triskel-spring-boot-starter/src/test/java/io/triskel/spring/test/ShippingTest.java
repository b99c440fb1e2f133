package io.triskel.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.TypeRegistry;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import io.triskel.saga.Progress;
import io.triskel.saga.SagaRunner;
import io.triskel.saga.Steps;
import io.triskel.spring.TriskelHost;
import io.triskel.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

/** What an application's test looks like: one saga, whose participant never answers. */
@TriskelTest(properties = "triskel.source=/shop")
class ShippingTest {
    @Autowired
    Platform platform;

    @Autowired
    TriskelHost host;

    @Autowired
    ManualClock clock;

    @Autowired
    List<String> rejected;

    record Order(String order) {}

    record Placed(String order) {}

    record Charge(String order) {}

    record Charged(String order) {}

    record Refused(String order) {}

    record Reject(String order) {}

    /** A slice leaves it out. */
    @Component
    static class NeedsADatabase {
        NeedsADatabase(javax.sql.DataSource none) {
            throw new AssertionError("not part of the slice: " + none);
        }
    }

    @SpringBootApplication
    static class Application {
        @Bean
        List<String> rejected() {
            return new ArrayList<>();
        }

        @Bean
        TypeRegistry types() {
            return TypeRegistry.builder()
                    .add("orders.placed", 1, Placed.class)
                    .add("orders.reject", 1, Reject.class)
                    .add("payment.charge", 1, Charge.class)
                    .add("payment.charged", 1, Charged.class)
                    .add("payment.refused", 1, Refused.class)
                    .build();
        }

        @Bean
        HostedConsumer ordering(Platform platform, List<String> rejected) {
            return platform.consumer("ordering")
                    .on(
                            Reject.class,
                            (event, handling) -> rejected.add(event.data().order()))
                    .build();
        }

        @Bean
        SagaRunner<Progress<Order>> fulfilment(Platform platform) {
            return platform.saga(Steps.named("fulfilment", Order.class)
                    .startedBy(Placed.class, Placed::order, placed -> new Order(placed.order()))
                    .step("charge")
                    .command("payment", order -> new Charge(order.order()))
                    .done(Charged.class)
                    .failed(Refused.class)
                    .within(Duration.ofMinutes(1))
                    .nothingToUndo()
                    .whenCompensated("ordering", (order, why) -> new Reject(order.order()))
                    .build());
        }
    }

    @Test
    void an_order_whose_payment_does_not_answer_is_rejected_after_a_minute() {
        platform.publish(new Placed("42"), "42");
        host.settle();
        assertThat(rejected).isEmpty();

        clock.advance(Duration.ofMinutes(2));
        host.settle();

        assertThat(rejected).containsExactly("42");
        assertThat(platform).isInstanceOf(InMemoryPlatform.class);
    }
}
