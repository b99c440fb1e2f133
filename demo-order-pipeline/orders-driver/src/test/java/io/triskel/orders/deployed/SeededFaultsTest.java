package io.triskel.orders.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class SeededFaultsTest {
    private final FaultPlan plan = new FaultPlan(1);

    @Test
    void a_victim_without_a_jvm_is_passed_over() {
        SeededFaults faults = killing(() -> false, () -> true, () -> false);

        faults.order();

        assertThat(faults.killed()).isEqualTo(1);
    }

    @Test
    void where_no_victim_has_a_jvm_none_is_counted() {
        SeededFaults faults = killing(() -> false, () -> false);

        faults.order();

        assertThat(faults.killed()).isZero();
    }

    @Test
    void what_struck_is_told_without_error_codes() {
        SeededFaults faults = killing(() -> true);
        plan.next(1, "Publish", new Fault.Refused("UNAVAILABLE")).next(1, "Publish", new Fault.Refused("ABORTED"));

        plan.strike("Publish");
        plan.strike("Publish");

        assertThat(faults.struck()).isEqualTo(Map.of("Publish Refused", 2L));
    }

    private SeededFaults killing(BooleanSupplier... victims) {
        return new SeededFaults(7, plan) {
            @Override
            protected void strike(int order) {
                killAny(List.of(victims));
            }
        };
    }
}
