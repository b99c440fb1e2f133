package io.triskel.spring;

import io.triskel.codec.TypeRegistry;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import io.triskel.saga.Progress;
import io.triskel.saga.SagaRunner;
import io.triskel.saga.Steps;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application with a consumer, a participant and a saga, whose payment never answers. */
@Configuration(proxyBeanMethods = false)
class Shop {
    record Paid(String order) {}

    record Order(String order) {}

    record Placed(String order) {}

    record Charge(String order) {}

    record Charged(String order) {}

    record Refused(String order) {}

    record Reject(String order) {}

    /** What was shipped and rejected, in order. */
    static final class Log {
        final List<String> lines = new CopyOnWriteArrayList<>();
    }

    @Bean
    Log log() {
        return new Log();
    }

    @Bean
    TypeRegistry types() {
        return TypeRegistry.builder()
                .add("orders.paid", 1, Paid.class)
                .add("orders.placed", 1, Placed.class)
                .add("orders.reject", 1, Reject.class)
                .add("payment.charge", 1, Charge.class)
                .add("payment.charged", 1, Charged.class)
                .add("payment.refused", 1, Refused.class)
                .build();
    }

    @Bean
    HostedConsumer shipping(Platform platform, Log log) {
        return platform.consumer("shipping")
                .on(
                        Paid.class,
                        (event, handling) ->
                                log.lines.add("ship " + event.data().order()))
                .build();
    }

    @Bean
    HostedConsumer ordering(Platform platform, Log log) {
        return platform.participant("ordering")
                .on(Reject.class, reject -> {
                    log.lines.add("reject " + reject.order());
                    return new Refused(reject.order());
                })
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
