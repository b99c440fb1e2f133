package io.triskel.load.sim.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.ledger.SharedRun;
import io.triskel.load.ledger.SharedRun.Event;
import io.triskel.load.result.Correctness;
import io.triskel.load.result.Duplicates;
import io.triskel.load.run.RunResult;
import io.triskel.load.sim.Settings;
import io.triskel.load.sim.SharedBus;
import io.triskel.load.sim.SharedBus.Faults;
import io.triskel.load.sim.SimulatedTarget;
import io.triskel.load.sim.Simulations;
import io.triskel.load.workload.KeySpread;
import io.triskel.load.workload.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several workers on one simulated stream, at the same virtual time. */
@Timeout(300)
class SharedBusTest {
    private static final SimulatedTarget.Maker STREAM = (workload, clock) ->
            SimulatedAwsLoad.stream(workload, clock, new Settings(Map.of(SimulatedAwsLoad.SHARDS, "4")));

    private static final Workload WORKLOAD = Simulations.workload(
            512, new KeySpread(40, 0.1), 1, Duration.ofSeconds(20), 3, Simulations.steady(400, 10));

    private static List<RunResult> run(int workers, Faults faults) {
        return SharedBus.run(WORKLOAD, STREAM, workers, faults);
    }

    @Test
    void three_workers_together_are_one_worker_that_sends_the_same() {
        Correctness alone = Simulations.run(WORKLOAD, STREAM).correctness();

        List<RunResult> results = run(3, Faults.NONE);

        Correctness together = SharedBus.judged(results).correctness();
        assertThat(together.sent()).isEqualTo(alone.sent()).isGreaterThan(3_500);
        assertThat(together.accepted()).isEqualTo(alone.accepted());
        assertThat(together.delivered()).isEqualTo(alone.delivered());
        assertThat(together.lost()).isZero();
        assertThat(together.duplicates()).isEqualTo(alone.duplicates());
        assertThat(together.reordered()).isZero();
        assertThat(together.undecided()).isZero();
        assertThat(together.undecidedOrder()).isZero();
        assertThat(SharedBus.ledgers(results))
                .allSatisfy(each -> assertThat(each.sent().events()).isBetween(800L, 2_000L));
    }

    @Test
    void what_is_lost_of_one_workers_events_is_named_exactly() {
        List<RunResult> results = run(2, new Faults() {
            @Override
            public boolean loses(int sender, int key, int number) {
                return sender == 1 && number % 40 == 7;
            }
        });

        SharedRun judged = SharedBus.judged(results);

        List<Event> sentBySecond = SharedBus.ledgers(results).stream()
                .filter(each -> each.worker() == 1)
                .flatMap(each -> numbered(each.sent().numbered()))
                .filter(each -> each.number() % 40 == 7)
                .toList();
        assertThat(sentBySecond).hasSizeGreaterThan(20);
        assertThat(judged.lost()).containsExactlyInAnyOrderElementsOf(sentBySecond);
        assertThat(judged.correctness().lost()).isEqualTo(sentBySecond.size());
    }

    private static java.util.stream.Stream<Event> numbered(int[] pairs) {
        return IntStream.range(0, pairs.length / 2)
                .boxed()
                .flatMap(i -> IntStream.range(0, pairs[2 * i + 1]).mapToObj(number -> new Event(pairs[2 * i], number)));
    }

    @Test
    void one_worker_alone_says_of_no_event_that_it_is_lost_or_came() {
        Correctness alone = run(2, Faults.NONE).get(1).correctness();

        assertThat(alone.lost()).isZero();
        assertThat(alone.undecided()).isPositive();
        assertThat(alone.knownLost()).isEmpty();
    }

    @Test
    void without_a_workers_ledger_loss_is_undecided() {
        List<RunResult> results = run(2, Faults.NONE);

        SharedRun judged = SharedBus.judged(results.subList(0, 1));

        assertThat(judged.correctness().knownLost()).isEmpty();
        assertThat(judged.correctness().undecided()).isPositive();
        assertThat(judged.problems()).singleElement().asString().contains("Worker 1 of 2 left no ledger");
    }

    @Test
    void events_that_come_again_to_another_worker_are_counted() {
        List<RunResult> results = run(2, new Faults() {
            @Override
            public int times(int key, int number) {
                return key == 5 && number < 30 ? 2 : 1;
            }
        });

        Correctness judged = SharedBus.judged(results).correctness();

        assertThat(judged.duplicates()).isEqualTo(new Duplicates(0, 30));
        assertThat(judged.delivered()).isEqualTo(judged.accepted());
        assertThat(judged.reordered()).isZero();
    }

    @Test
    void events_out_of_order_within_a_shard_are_counted() {
        List<RunResult> results = run(2, new Faults() {
            @Override
            public boolean comesAfterTheNext(int key, int number) {
                return key == 5 && number % 10 == 3;
            }
        });

        Correctness judged = SharedBus.judged(results).correctness();

        int ofKey = SharedBus.ledgers(results).stream()
                .flatMap(each -> numbered(each.sent().numbered()))
                .filter(each -> each.key() == 5)
                .mapToInt(Event::number)
                .max()
                .orElseThrow();
        assertThat(judged.reordered())
                .isBetween((long) ofKey / 10 - 1, (long) ofKey / 10 + 1)
                .isPositive();
        assertThat(judged.deepestReorder()).isEqualTo(1);
        assertThat(judged.lost()).isZero();
    }

    @Test
    void a_key_that_moves_between_workers_in_order_is_in_order() {
        List<RunResult> results = run(2, new Faults() {
            @Override
            public int reader(int key, int number, int workers) {
                return number / 25 % workers;
            }
        });

        Correctness judged = SharedBus.judged(results).correctness();

        assertThat(judged.delivered()).isEqualTo(judged.accepted());
        assertThat(judged.reordered()).isZero();
    }
}
