package io.triskel.simulation.system;

import io.triskel.event.Envelope;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaStatus;
import io.triskel.saga.Steps;
import io.triskel.store.EventReader.EventPage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
        Map<String, SagaRow> rows = new HashMap<>();
        world.sagas.all("fulfilment").forEach(row -> rows.put(row.ref().instance(), row));
        log.forEach((order, page) -> {
            SagaRow row = rows.get(order);
            if (row == null) {
                wrong.add(order + " has no fulfilment");
            } else {
                balanced(order, row.status(), page, wrong);
            }
        });
        stamps(wrong);
    }

    private void balanced(String order, SagaStatus status, EventPage page, List<String> wrong) {
        boolean completed = status.equals(new SagaStatus.Ended(Steps.COMPLETED));
        world.happenings.add(completed ? Happening.SAGA_COMPLETED : Happening.SAGA_COMPENSATED);
        for (String step : List.of("reserve", "charge")) {
            int effect = world.books.effect(order, step);
            if (effect != (completed ? 1 : 0)) {
                wrong.add(order + " is " + status + " and " + step + " has taken effect " + effect + " times");
            }
        }
        count(order, page, Orders.Confirmed.class, completed ? 1 : 0, wrong);
        count(order, page, Orders.Rejected.class, completed ? 0 : 1, wrong);
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
        for (EventPage page : log.values()) {
            for (Envelope<?> event : page.events()) {
                if (event.data() instanceof Orders.Placed placed) {
                    expected.merge(
                            placed.name().subject(),
                            new Loyalty.Card(placed.cents(), 1),
                            (card, one) -> new Loyalty.Card(card.cents() + one.cents(), card.orders() + 1));
                }
            }
        }
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
