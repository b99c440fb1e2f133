package io.triskel.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    @Test
    void the_next_calls_of_that_operation_go_wrong_and_no_others() {
        Fault fault = new Fault.Refused("Throttled");
        FaultPlan plan = new FaultPlan(1).next(2, "Put", fault);

        assertThat(plan.strike("Get")).isEmpty();
        assertThat(plan.strike("Put")).contains(fault);
        assertThat(plan.strike("Put")).contains(fault);
        assertThat(plan.strike("Put")).isEmpty();
        assertThat(plan.injected()).hasSize(1).containsValue(2L);
    }

    @Test
    void the_same_seed_gives_the_same_faults() {
        assertThat(strikes(7)).isEqualTo(strikes(7)).isNotEqualTo(strikes(8));
        assertThat(strikes(7).stream().filter(Optional::isPresent).count()).isBetween(150L, 350L);
    }

    @Test
    void after_clear_everything_goes_well() {
        FaultPlan plan = new FaultPlan(1).often(1, "Put", new Fault.LostResponse());

        plan.clear();

        assertThat(plan.strike("Put")).isEmpty();
    }

    @Test
    void a_fault_that_was_armed_for_a_while_ends_and_the_others_stay() {
        FaultPlan plan = new FaultPlan(1).often(1, "Get", new Fault.Failed());

        Runnable ends = plan.arm(1, "Put", new Fault.LostResponse());
        Optional<Fault> during = plan.strike("Put");
        ends.run();

        assertThat(during).contains(new Fault.LostResponse());
        assertThat(plan.strike("Put")).isEmpty();
        assertThat(plan.strike("Get")).contains(new Fault.Failed());
    }

    @Test
    void every_kind_of_fault_has_its_own_branch() {
        List<String> names = List.<Fault>of(
                        new Fault.Refused("a"),
                        new Fault.PartlyRefused("b", 0.5),
                        new Fault.Failed(),
                        new Fault.Slow(Duration.ofMillis(1)),
                        new Fault.LostResponse())
                .stream()
                .map(fault -> fault.<String>fold(
                        refused -> "refused", partly -> "partly", failed -> "failed", slow -> "slow", lost -> "lost"))
                .toList();

        assertThat(names).containsExactly("refused", "partly", "failed", "slow", "lost");
    }

    private static List<Optional<Fault>> strikes(long seed) {
        FaultPlan plan = new FaultPlan(seed).often(0.25, "Put", new Fault.Failed());
        return IntStream.range(0, 1000).mapToObj(call -> plan.strike("Put")).toList();
    }
}
