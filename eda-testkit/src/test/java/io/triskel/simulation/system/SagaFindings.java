package io.triskel.simulation.system;

import io.triskel.event.Envelope;
import io.triskel.saga.Progress;
import io.triskel.saga.Progress.Action;
import io.triskel.saga.Saga;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaStatus;
import io.triskel.saga.Steps;
import io.triskel.store.EventReader.EventPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Every order is confirmed and paid or rejected and undone, and every customer has a stamp per order. */
final class SagaFindings {
    private final World world;
    private final Map<String, EventPage> log;

    SagaFindings(World world, Map<String, EventPage> log) {
        this.world = world;
        this.log = log;
    }

    void addTo(List<String> wrong) {
        wrong.addAll(world.books.wrong());
        rowOfEach("fulfilment", wrong).forEach((order, row) -> {
            boolean completed = balanced(Fulfilment.saga(world.flaw), row, wrong);
            EventPage page = Objects.requireNonNull(log.get(order));
            count(order, page, Orders.Confirmed.class, completed ? 1 : 0, wrong);
            count(order, page, Orders.Rejected.class, completed ? 0 : 1, wrong);
        });
        rowOfEach(GiftWrapping.NAME, wrong)
                .values()
                .forEach(row -> balanced(GiftWrapping.saga(world.flaw), row, wrong));
        billed(wrong);
        stamps(wrong);
    }

    private Map<String, SagaRow> rowOfEach(String saga, List<String> wrong) {
        Map<String, SagaRow> rows = new TreeMap<>();
        world.sagas.all(saga).stream()
                .filter(row -> log.containsKey(row.ref().instance()))
                .forEach(row -> rows.put(row.ref().instance(), row));
        log.keySet().stream()
                .filter(order -> !rows.containsKey(order))
                .forEach(order -> wrong.add(order + " has no " + saga));
        return rows;
    }

    /** {@return whether it is completed} Then every step has taken effect, and otherwise none. */
    private boolean balanced(Saga<? extends Progress<?>> saga, SagaRow row, List<String> wrong) {
        String process = row.ref() + "/1";
        boolean completed = row.status().equals(new SagaStatus.Ended(Steps.COMPLETED));
        world.happenings.add(completed ? Happening.SAGA_COMPLETED : Happening.SAGA_COMPENSATED);
        for (String step : List.of("reserve", "charge")) {
            int effect = world.books.effect(process, step);
            if (effect != (completed ? 1 : 0)) {
                wrong.add(process + " is " + row.status() + " and " + step + " has taken effect " + effect + " times");
            }
        }
        Progress<?> progress = saga.form(world.codecs.states).read(row.state(), row.fingerprint());
        progress.asked().forEach(step -> told(process, step, progress.action(step), wrong));
        return completed;
    }

    /** Each order of a customer has a round of its own, and what a round did stands if it completed, and only then. */
    private void billed(List<String> wrong) {
        Map<String, List<String>> expected = new TreeMap<>();
        placed(placed -> expected.computeIfAbsent(placed.name().subject(), first -> new ArrayList<>())
                .add(placed.order()));
        expected.forEach((customer, orders) -> {
            List<String> billed = world.books.billed(customer);
            if (!billed.stream()
                    .sorted()
                    .toList()
                    .equals(orders.stream().sorted().toList())) {
                wrong.add(customer + " has ordered " + orders + ", and the rounds of billing are about " + billed);
            }
            if (billed.size() > 1) {
                world.happenings.add(Happening.SAGA_HAD_SEVERAL_ROUNDS);
            }
        });
        for (SagaRow row : world.sagas.all(Billing.NAME)) {
            Progress<?> last =
                    Billing.saga(world.flaw).form(world.codecs.states).read(row.state(), row.fingerprint());
            for (int round = 1; round <= last.round(); round++) {
                int number = round;
                boolean stands = number == last.round()
                        ? last.phase() == Progress.Phase.COMPLETED
                        : last.earlier().stream().noneMatch(earlier -> earlier.round() == number);
                String process = Books.InMemory.roundOf(row.ref().instance(), number);
                if (world.books.effect(process, "bill") != (stands ? 1 : 0)) {
                    wrong.add(process + (stands ? " completed" : " did not complete") + ", and its bill was written "
                            + world.books.effect(process, "bill") + " times");
                }
            }
        }
    }

    private void placed(Consumer<Orders.Placed> each) {
        log.values().stream()
                .flatMap(page -> page.events().stream())
                .map(Envelope::data)
                .filter(Orders.Placed.class::isInstance)
                .map(Orders.Placed.class::cast)
                .forEach(each);
    }

    /** A process believes of a step what its own participant said about it, and nothing that another process was told. */
    private void told(String process, String step, Action action, List<String> wrong) {
        boolean done = action == Action.DONE;
        boolean failed = action == Action.FAILED;
        if ((done || failed) && !world.books.answered(process, step, done)) {
            wrong.add(process + " takes " + step + " for " + action + ", which nobody has told it");
        }
    }

    private static void count(
            String order, EventPage page, Class<? extends Orders.Event> type, long expected, List<String> wrong) {
        long count = page.events().stream()
                .filter(event -> type.isInstance(event.data()))
                .count();
        if (count != expected) {
            wrong.add(order + " is " + type.getSimpleName() + " " + count + " times, not " + expected);
        }
    }

    private void stamps(List<String> wrong) {
        Map<String, Loyalty.Card> expected = new TreeMap<>();
        placed(placed -> expected.merge(
                placed.name().subject(),
                new Loyalty.Card(placed.cents(), 1),
                (card, one) -> new Loyalty.Card(card.cents() + one.cents(), card.orders() + 1)));
        Map<String, Loyalty.Card> actual = new TreeMap<>();
        world.sagas
                .all(Loyalty.NAME)
                .forEach(row ->
                        actual.put(row.ref().instance(), world.codecs.states.decode(row.state(), Loyalty.Card.class)));
        if (!actual.equals(expected)) {
            wrong.add("the loyalty cards are " + actual + ", the log adds up to " + expected);
        }
        expected.forEach((customer, card) -> {
            if (world.books.stampsOf(customer) != card.orders()) {
                wrong.add(customer + " has " + world.books.stampsOf(customer) + " stamps for " + card);
            }
        });
    }
}
