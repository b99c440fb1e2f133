package io.triskel.simulation.system;

import io.triskel.event.Envelope;
import io.triskel.memory.InMemoryStores;
import io.triskel.projection.Rebuild;
import io.triskel.projection.View;
import io.triskel.store.EventReader.EventPage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The view is what the log adds up to, and so are its totals and its index. */
final class ViewFindings {
    private final World world;
    private final Map<String, EventPage> log;
    private final Map<String, Summary.Line> expected = new TreeMap<>();

    ViewFindings(World world, Map<String, EventPage> log) {
        this.world = world;
        this.log = log;
        Summary summary = new Summary();
        log.forEach((order, page) -> {
            Optional<Summary.Line> line = Optional.empty();
            for (Envelope<?> event : page.events()) {
                if (Summary.TYPES.contains(event.type())) {
                    line = summary.evolve(line, event);
                }
            }
            line.ifPresent(there -> expected.put(order, there));
        });
    }

    void addTo(List<String> wrong) {
        compare("the view", ViewPart.reader(world, world.readModel), wrong);
        compare("a view rebuilt in an empty place", rebuilt(), wrong);
    }

    private View<Summary.Line> rebuilt() {
        View<Summary.Line> view = ViewPart.reader(world, new InMemoryStores().readModel());
        Rebuild<Summary.Line> rebuild = view.rebuild(world.store.history(), generation -> {});
        boolean more = true;
        while (more) {
            more = rebuild.step(7);
        }
        Instant unused = rebuild.complete();
        return view;
    }

    private void compare(String what, View<Summary.Line> view, List<String> wrong) {
        for (String order : log.keySet()) {
            Optional<Summary.Line> actual = view.find(World.stream(order));
            Optional<Summary.Line> fold = Optional.ofNullable(expected.get(order));
            if (!actual.equals(fold)) {
                wrong.add(what + " shows " + actual + " for " + order + ", the log adds up to " + fold);
            }
        }
        for (String product : Client.products()) {
            Map<String, Long> total = new TreeMap<>();
            List<Summary.Line> found = expected.values().stream()
                    .filter(line -> line.product().equals(product))
                    .toList();
            found.forEach(line -> {
                total.merge("cents", line.cents(), Long::sum);
                total.merge("orders", 1L, Long::sum);
            });
            if (!view.total(product).equals(total)) {
                wrong.add(what + " has total " + view.total(product) + " of " + product + ", the log " + total);
            }
            int indexed = view.query("product", product, Optional.empty(), 100)
                    .items()
                    .size();
            if (indexed != found.size()) {
                wrong.add(what + " finds " + indexed + " orders of " + product + ", not " + found.size());
            }
        }
        int rows = view.page(Optional.empty(), 1000).items().size();
        if (rows != expected.size()) {
            wrong.add(what + " has " + rows + " rows, not " + expected.size());
        }
    }
}
