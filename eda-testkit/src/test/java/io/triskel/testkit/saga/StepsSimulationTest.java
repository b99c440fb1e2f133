package io.triskel.testkit.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.memory.InMemorySagaStore;
import io.triskel.saga.Progress;
import io.triskel.saga.Saga;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaStore;
import io.triskel.saga.Steps;
import io.triskel.testkit.saga.SagaStoreContractProofTest.Delegating;
import io.triskel.testkit.saga.Shop.Fulfilment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong: what took effect belongs to a completed saga or is undone, and every saga ends or says why not. */
class StepsSimulationTest {
    private static final int SEEDS =
            Integer.getInteger("triskel.saga.seeds", Boolean.getBoolean("triskel.thorough") ? 200 : 100);

    private static List<String> run(
            long seed, Saga<Progress<Fulfilment>> saga, Supplier<SagaStore> store, boolean careless) {
        return new Simulation(seed, saga, store.get(), careless)
                .run().stream().map(wrong -> "seed " + seed + ": " + wrong).toList();
    }

    /** What the first seed finds wrong that finds anything wrong. */
    private static List<String> firstWrong(
            Saga<Progress<Fulfilment>> saga, Supplier<SagaStore> store, boolean careless) {
        return LongStream.range(0, SEEDS)
                .mapToObj(seed -> run(seed, saga, store, careless))
                .filter(wrong -> !wrong.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    @Test
    void in_any_storm_the_books_balance_in_the_end_and_every_fate_is_met() {
        Set<String> fates = new TreeSet<>();
        List<String> wrong = new ArrayList<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            Simulation simulation = new Simulation(seed, Shop.fulfilment(), new InMemorySagaStore(), false);
            for (String one : simulation.run()) {
                wrong.add("seed " + seed + ": " + one);
            }
            fates.addAll(simulation.fates());
        }

        assertThat(wrong).isEmpty();
        assertThat(fates)
                .contains(
                        "completed",
                        "compensated",
                        "undoing charge failed: RefundImpossible",
                        "ship was not answered in time, and what is done cannot be undone");
    }

    @Test
    void a_storm_is_the_same_every_time() {
        List<String> once = run(1, Shop.fulfilment(), InMemorySagaStore::new, true);

        assertThat(once).isNotEmpty();
        assertThat(run(1, Shop.fulfilment(), InMemorySagaStore::new, true)).isEqualTo(once);
    }

    @Test
    void without_the_conditional_write_they_do_not() {
        assertThat(firstWrong(Shop.fulfilment(), LastWriterWins::new, false)).isNotEmpty();
    }

    @Test
    void with_participants_that_keep_no_participation_they_do_not() {
        assertThat(firstWrong(Shop.fulfilment(), InMemorySagaStore::new, true)).isNotEmpty();
    }

    @Test
    void without_undoing_unknown_steps_they_do_not() {
        Saga<Progress<Fulfilment>> forgetsTheCharge = Steps.named("fulfilment", Fulfilment.class)
                .startedBy(
                        Shop.OrderPlaced.class, Shop.OrderPlaced::order, placed -> new Fulfilment(placed.order(), "p"))
                .step("charge")
                .command("payment", f -> new Shop.Charge(f.order()))
                .done(Shop.Charged.class)
                .failed(Shop.CardRefused.class)
                .within(Duration.ofMinutes(1))
                .nothingToUndo()
                .step("ship")
                .command("shipping", f -> new Shop.Ship(f.order()))
                .done(Shop.Shipped.class)
                .failed(Shop.NotShippable.class)
                .whenCompensated("ordering", (f, why) -> new Shop.Reject(f.order(), why))
                .build();

        assertThat(firstWrong(forgetsTheCharge, InMemorySagaStore::new, false))
                .anyMatch(wrong -> wrong.contains("is compensated and charge is done"));
    }

    private static final class LastWriterWins extends Delegating {
        @Override
        public boolean save(SagaRow row, long expectedRevision) {
            long actual = store.load(row.ref()).map(SagaRow::revision).orElse(0L);
            return store.save(at(row, actual + 1), actual);
        }
    }
}
