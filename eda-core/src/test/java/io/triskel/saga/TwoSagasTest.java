package io.triskel.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.TypeRegistry;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.memory.InMemoryPump;
import org.junit.jupiter.api.Test;

/** Two sagas about one order ask the same participant the same thing, and each gets its own answer only. */
class TwoSagasTest {
    record Placed(String order) {}

    record Charge(String order, String what) {}

    record Charged(String order) {}

    record Refused(String order) {}

    record Task(String order) {}

    private final InMemoryPlatform platform = InMemoryPlatform.of(
            "/shop",
            TypeRegistry.builder()
                    .add("shop.placed", 1, Placed.class)
                    .add("shop.charge", 1, Charge.class)
                    .add("shop.charged", 1, Charged.class)
                    .add("shop.refused", 1, Refused.class)
                    .build());
    private final SagaRunner<Progress<Task>> goods = platform.saga(charging("goods"));
    private final SagaRunner<Progress<Task>> wrapping = platform.saga(charging("wrapping"));

    private static Saga<Progress<Task>> charging(String what) {
        return Steps.named(what, Task.class)
                .startedBy(Placed.class, Placed::order, placed -> new Task(placed.order()))
                .step("charge")
                .command("payment", task -> new Charge(task.order(), what))
                .done(Charged.class)
                .failed(Refused.class)
                .nothingToUndo()
                .build();
    }

    private void placedWherePaymentAccepts(String accepted) {
        InMemoryPump pump = platform.subscribe(
                goods,
                wrapping,
                platform.participant("payment")
                        .on(
                                Charge.class,
                                charge -> charge.what().equals(accepted)
                                        ? new Charged(charge.order())
                                        : new Refused(charge.order()))
                        .build());
        platform.publish(new Placed("42"), "42");
        pump.drain();
    }

    private static SagaStatus statusOf(SagaRunner<?> saga) {
        return saga.find("42").orElseThrow().status();
    }

    @Test
    void an_order_that_payment_refuses_is_not_shipped_because_its_wrapping_is_paid() {
        placedWherePaymentAccepts("wrapping");

        assertThat(statusOf(goods)).isEqualTo(new SagaStatus.Ended(Steps.COMPENSATED));
        assertThat(statusOf(wrapping)).isEqualTo(new SagaStatus.Ended(Steps.COMPLETED));
    }

    @Test
    void an_order_that_is_paid_is_not_undone_because_its_wrapping_is_refused() {
        placedWherePaymentAccepts("goods");

        assertThat(statusOf(goods)).isEqualTo(new SagaStatus.Ended(Steps.COMPLETED));
        assertThat(statusOf(wrapping)).isEqualTo(new SagaStatus.Ended(Steps.COMPENSATED));
    }
}
