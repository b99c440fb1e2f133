package io.triskel.simulation.system;

import io.triskel.codec.WireEvent;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventReader.EventPage;
import io.triskel.transfer.Replicas.Replica;
import io.triskel.transfer.Replicator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What must be true once nothing moves any more, asked of the stores themselves. */
final class Findings {
    private final World world;
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, EventPage> log = new LinkedHashMap<>();
    private final List<Envelope<?>> onBus = new ArrayList<>();

    Findings(World world) {
        this.world = world;
        for (String order : world.client.orders()) {
            EventPage page = world.store.read(World.stream(order), 0, 1000);
            if (page.lastRevision() > 0) {
                log.put(order, page);
            }
        }
        world.bus.forEachKept(wire -> onBus.add(decoded(wire)));
    }

    private Envelope<?> decoded(WireEvent wire) {
        return wire.attributes().isEmpty()
                ? world.codecs.events.decode(wire.body())
                : world.codecs.events.decodeBinary(wire);
    }

    List<String> all(Host host) {
        log.forEach((order, page) -> {
            commandsOnce(order, page);
            published(order, page.lastRevision());
            handled(order, page);
            copied(order, page, host);
        });
        memos();
        wrong.addAll(world.bulletins.wrong(onBus));
        othersHandled();
        new ViewFindings(world, log).addTo(wrong);
        new SagaFindings(world, log).addTo(wrong);
        new PrivacyFindings(world).addTo(wrong, host);
        return wrong;
    }

    private void commandsOnce(String order, EventPage page) {
        Set<String> commands = new HashSet<>();
        for (Commit commit : page.commits()) {
            if (!commands.add(commit.command().value())) {
                wrong.add("command " + commit.command() + " took effect twice on " + order);
            }
        }
    }

    private static List<Long> upTo(long last) {
        List<Long> all = new ArrayList<>();
        for (long revision = 1; revision <= last; revision++) {
            all.add(revision);
        }
        return all;
    }

    private void published(String order, long last) {
        Set<Long> firsts = new LinkedHashSet<>();
        for (Envelope<?> event : onBus) {
            if (event.pattern() instanceof EventKind.Sourced fact
                    && fact.stream().equals(World.stream(order))) {
                firsts.add(fact.revision());
            }
        }
        if (!List.copyOf(firsts).equals(upTo(last))) {
            wrong.add("of " + order + " the bus has " + firsts + ", in this order, and the log " + last + " events");
        }
    }

    private void handled(String order, EventPage page) {
        world.ledger.subscriptions().forEach((consumer, types) -> {
            List<Long> expected = page.events().stream()
                    .filter(event -> types.contains(event.type()))
                    .map(event -> ((EventKind.Sourced) event.pattern()).revision())
                    .toList();
            List<Long> actual = world.ledger.revisions(consumer, World.stream(order));
            if (!actual.equals(expected) && !consumer.startsWith("view-")) {
                wrong.add(consumer + " has handled " + actual + " of " + order + ", expected " + expected);
            }
        });
    }

    /** Events of no stream: everyone who subscribed them has had each. */
    private void othersHandled() {
        world.ledger
                .subscriptions()
                .forEach((consumer, types) -> onBus.stream()
                        .filter(event ->
                                types.contains(event.type()) && !(event.pattern() instanceof EventKind.Sourced))
                        .filter(event ->
                                !world.ledger.hasHandled(consumer, event.id()) && !consumer.startsWith("view-"))
                        .findFirst()
                        .ifPresent(event ->
                                wrong.add(consumer + " has not handled " + event.id() + ", a " + event.type())));
    }

    /** What the application withheld comes behind what it waits for. */
    private void memos() {
        Map<String, List<Integer>> numbers = new TreeMap<>();
        Set<EventId> seen = new HashSet<>();
        for (Envelope<?> event : onBus) {
            if (event.data() instanceof Orders.Memo memo
                    && !event.id().source().startsWith(Bulletins.SOURCE)
                    && seen.add(event.id())) {
                numbers.computeIfAbsent(event.id().source() + " " + memo.order(), first -> new ArrayList<>())
                        .add(memo.number());
            }
        }
        numbers.forEach((key, in) -> {
            if (!in.equals(in.stream().sorted().toList()) || in.get(0) != 1 || in.get(in.size() - 1) != in.size()) {
                wrong.add("memos of " + key + " are on the bus in this order: " + in);
            }
        });
    }

    private void copied(String order, EventPage page, Host host) {
        Optional<Replica> replica = world.replicas.get(Workers.COPIES, Workers.entityOf(order));
        Orders.Order last = host.orders().load(World.stream(order)).state();
        boolean gone = last.standing() == Orders.Standing.REJECTED;
        if (replica.isEmpty() || replica.get().version() != page.lastRevision()) {
            wrong.add("the copy of " + order + " is " + replica + ", the log ends at " + page.lastRevision());
            return;
        }
        Optional<Orders.Order> state = new Replicator<>(
                        world.replicas, Workers.COPIES, world.codecs.states, Orders.COPY, Orders.Order.class)
                .find(Workers.entityOf(order));
        if (!state.equals(gone ? Optional.empty() : Optional.of(last))) {
            wrong.add("the copy of " + order + " is " + state + ", the order " + last);
        }
    }
}
