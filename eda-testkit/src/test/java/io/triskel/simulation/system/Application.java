package io.triskel.simulation.system;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import io.triskel.event.PortException;
import io.triskel.personal.SubjectForgotten;
import io.triskel.publish.PublishReport;
import io.triskel.publish.PublishReport.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the hosts publish themselves, beside outbox and sagas and under the same keys: memos, and that a person is forgotten.
 * What is not accepted waits here, as in a table of its own, until the application has decided: then it resumes the key and
 * publishes from the first one on. Meanwhile it counts on the key's later events being withheld.
 */
final class Application {
    private final World world;
    private final Map<String, Backlog> backlogs = new TreeMap<>();
    private final Map<String, Integer> memos = new TreeMap<>();
    private final Set<String> toForget = new LinkedHashSet<>();
    private final Set<String> forgotten = new LinkedHashSet<>();

    Application(World world) {
        this.world = world;
    }

    /** One key's events of one host, in order; whose life began it says whether a publisher still withholds the key. */
    private static final class Backlog {
        private final OrderingKey key;
        private final List<Envelope<?>> waiting = new ArrayList<>();
        private Faults.Life life;

        Backlog(OrderingKey key, Faults.Life life) {
            this.key = key;
            this.life = life;
        }
    }

    Set<String> forgotten() {
        return forgotten;
    }

    boolean waits() {
        return !toForget.isEmpty() || backlogs.values().stream().anyMatch(backlog -> !backlog.waiting.isEmpty());
    }

    /** Often under a key whose earlier events wait: that is what withholding is for. */
    void memo(Host host, String anyOrder) {
        String order =
                world.random.nextInt(3) == 0 ? anyOrder : waitingFor(host).orElse(anyOrder);
        String source = "/app/" + host.number();
        int number = memos.merge(source + " " + order, 1, Integer::sum);
        publish(
                host,
                Envelope.of(new EventId(source, order + "-memo-" + number), Orders.MEMO, new Orders.Memo(order, number))
                        .withKey(World.key(order)));
    }

    private Optional<String> waitingFor(Host host) {
        return backlogs.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(host.number() + " order"))
                .filter(entry -> !entry.getValue().waiting.isEmpty())
                .map(entry -> entry.getValue().key.value())
                .findFirst();
    }

    private void publish(Host host, Envelope<?> event) {
        OrderingKey key = event.key().orElseThrow();
        Backlog backlog = backlogs.computeIfAbsent(host.number() + " " + key, first -> new Backlog(key, host.life()));
        backlog.waiting.add(event);
        boolean afterRestart = !backlog.life.equals(host.life());
        publish(host, backlog, afterRestart ? backlog.waiting : List.of(event));
    }

    /** Decides about everything that waits: it is to be published after all. */
    void decide(Host host) {
        for (Map.Entry<String, Backlog> entry : List.copyOf(backlogs.entrySet())) {
            Backlog backlog = entry.getValue();
            if (entry.getKey().startsWith(host.number() + " ") && !backlog.waiting.isEmpty()) {
                host.publisher().resume(backlog.key);
                publish(host, backlog, backlog.waiting);
            }
        }
        List.copyOf(toForget).forEach(customer -> forget(host, customer));
    }

    private void publish(Host host, Backlog backlog, List<Envelope<?>> events) {
        backlog.life = host.life();
        world.trace(host + " publishes "
                + events.stream().map(event -> event.id().id()).toList());
        PublishReport report =
                host.publisher().publishAndWait(List.copyOf(events), Deadline.in(Duration.ofSeconds(5), world.clock));
        if (report.entries().stream().anyMatch(Entry.Withheld.class::isInstance)) {
            world.happenings.add(Happening.KEY_WAS_WITHHELD);
        }
        for (int i = 0; i < report.acceptedPrefix(); i++) {
            backlog.waiting.remove(report.entries().get(i).event());
        }
    }

    void forget(Host host, String customer) {
        toForget.add(customer);
        if (world.hasRowOf(customer)) {
            world.happenings.add(
                    world.groups.isEmpty()
                            ? Happening.PERSON_WAS_FORGOTTEN_WITH_A_ROW
                            : Happening.PERSON_WAS_FORGOTTEN_DURING_A_REBUILD);
        }
        try {
            host.keys().forget(customer);
        } catch (PortException unknown) {
            return;
        }
        toForget.remove(customer);
        forgotten.add(customer);
        world.trace(host + " has forgotten " + customer);
        publish(
                host,
                Envelope.of(
                                new EventId("/app/" + host.number(), "forgotten-" + customer),
                                SubjectForgotten.TYPE,
                                new SubjectForgotten(customer))
                        .withKey(new OrderingKey(customer)));
    }
}
