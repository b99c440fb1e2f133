package io.triskel.load.sim;

import static io.triskel.load.sim.Simulations.steady;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.Environment;
import io.triskel.load.result.Evidence;
import io.triskel.load.run.RunResult;
import io.triskel.load.traffic.SendOutcome;
import io.triskel.load.workload.KeySpread;
import io.triskel.load.workload.Phase;
import io.triskel.load.workload.Workload;
import io.triskel.publish.RejectionCause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The path of a simulated bus, on a bus of one lane. */
class SimulatedTargetTest {
    @Test
    void a_run_is_the_same_whenever_and_wherever_it_is_made() {
        ObjectNode first = measured(run(1000, steady(500, 5)));

        assertThat(measured(run(1000, steady(500, 5)))).isEqualTo(first);
        assertThat(first.path("latency").toString()).contains("p99");
    }

    @Test
    void what_is_refused_comes_later_in_the_order_of_its_key_and_nothing_is_lost() {
        RunResult result = run(100, steady(90, 5), new Phase.Spike(300, Duration.ofSeconds(2)), steady(50, 10));

        assertThat(result.measured().throttled()).isPositive();
        assertThat(result.measured().delivered()).isEqualTo(result.measured().sent());
        assertThat(result.correctness().lost()).isZero();
        assertThat(result.correctness().reordered()).isZero();
    }

    @Test
    void a_backlog_phase_stops_the_consumers_and_lets_them_go() {
        RunResult result = run(1000, steady(100, 5), new Phase.Backlog(100, Duration.ofSeconds(5)), steady(100, 5));

        assertThat(result.measured().seconds().get(8).lag()).isGreaterThan(350);
        assertThat(result.measured().seconds().get(14).lag()).isLessThan(100);
        assertThat(result.correctness().lost()).isZero();
    }

    @Test
    void its_evidence_is_simulated() {
        assertThat(target(1).environment()).isEqualTo(Environment.SIMULATED);
    }

    @Test
    void settings_that_are_no_numbers_and_no_switches_are_refused_by_name() {
        Settings settings = new Settings(Map.of("SHARDS", "many", "FAN_OUT", "yes", "EMPTY", " "));

        assertThatThrownBy(() -> settings.number("SHARDS"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("SHARDS must be a whole number from 1 to 100000, not 'many'");
        assertThatThrownBy(() -> settings.isTrue("FAN_OUT"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("FAN_OUT must be true or false, not 'yes'");
        assertThat(settings.number("EMPTY")).isEmpty();
        assertThat(settings.isTrue("EMPTY")).isFalse();
    }

    private static ObjectNode measured(RunResult result) {
        // What the generator's own process did is real, and differs.
        return result.toFile("memory", Evidence.MEMORY).build().toJson().without(List.of("self"));
    }

    private static RunResult run(double capacity, Phase... phases) {
        Workload workload = Simulations.workload(512, KeySpread.even(20), 1, Duration.ofSeconds(30), 1, phases);
        return Simulations.run(workload, (all, clock) -> new OneLane(clock, capacity));
    }

    private static SimulatedTarget target(double capacity) {
        return new SimulatedTarget((all, clock) -> new OneLane(clock, capacity), Instant.EPOCH);
    }

    /** Refuses what is above its capacity, and pushes. */
    private static final class OneLane implements Service {
        private final VirtualClock clock;
        private final Windows in;
        private final Lanes lanes = new Lanes(1, new Delay(Duration.ofMillis(20), 0.3, 1), 1);

        private OneLane(VirtualClock clock, double capacity) {
            this.clock = clock;
            this.in = new Windows(1, capacity);
        }

        @Override
        public String stack() {
            return "one lane";
        }

        @Override
        public Map<String, Integer> units() {
            return Map.of();
        }

        @Override
        public boolean take(int key, int number, long intended, long now) {
            boolean taken = in.take(0, now);
            if (taken) {
                lanes.add(0, key, number, intended, now);
            }
            return taken;
        }

        @Override
        public SendOutcome refusal() {
            return SendOutcome.refused(RejectionCause.THROTTLED, "full");
        }

        @Override
        public void start(Consumers consumers) {
            lanes.pushTo(consumers, clock, lane -> List.of(new Pipe(1e6)));
        }
    }
}
