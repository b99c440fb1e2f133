package io.triskel.projection;

import static io.triskel.projection.OrderRows.fact;

import io.triskel.consume.NotYetException;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.Page;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryStores;
import io.triskel.personal.SubjectForgotten;
import io.triskel.projection.OrderRows.Closed;
import io.triskel.projection.OrderRows.Moved;
import io.triskel.projection.OrderRows.OrderRow;
import io.triskel.projection.OrderRows.Placed;
import io.triskel.projection.OrderRows.Removed;
import io.triskel.projection.ReadModel.Row;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;

/**
 * A few processes that share a view, in an order drawn from a seed: live delivery by lanes with repeats, persons who are
 * forgotten, rebuilds that are begun, gone on with, given up, switched to (whether their subscription has caught up or not) and
 * finished by whoever comes, processes that start anew, requests that fail or whose answer is lost, and others at work before
 * any request. Then all is well for a while, and the view must be a fold over the log without those who were forgotten.
 */
final class ViewSimulation {
    private static final List<String> CUSTOMERS = List.of("ann", "bob", "cem");
    private static final int MOST_GENERATIONS = 6;

    private final Random random;
    private final ReadModel readModel;
    private final InstantSource liveClock;
    private final boolean subscriptionEndsAtTheSwitch;
    private final Map<String, List<Envelope<?>>> lanes = new LinkedHashMap<>();
    private final List<Envelope<?>> log = new ArrayList<>();
    private final Set<String> forgotten = new HashSet<>();
    private final Map<String, Integer> live = new HashMap<>();
    private final Map<Integer, Map<String, Integer>> subscriptions = new HashMap<>();
    private final List<Rebuild<OrderRow>> rebuilds = new ArrayList<>();
    private final List<View<OrderRow>> processes = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private boolean troubled;
    private int depth;
    private Optional<String> violation = Optional.empty();

    private ViewSimulation(
            long seed, UnaryOperator<ReadModel> mutant, boolean clockStands, boolean subscriptionEndsAtTheSwitch) {
        random = new Random(seed);
        readModel = new Troubled(mutant.apply(new InMemoryStores().readModel()));
        Instant began = now;
        liveClock = () -> clockStands ? began : now;
        this.subscriptionEndsAtTheSwitch = subscriptionEndsAtTheSwitch;
    }

    static ViewSimulation right(long seed) {
        return new ViewSimulation(seed, UnaryOperator.identity(), false, false);
    }

    static ViewSimulation of(long seed, UnaryOperator<ReadModel> mutant) {
        return new ViewSimulation(seed, mutant, false, false);
    }

    static ViewSimulation whereClocksOfHandlersStand(long seed) {
        return new ViewSimulation(seed, UnaryOperator.identity(), true, false);
    }

    static ViewSimulation whereTheSubscriptionEndsAtTheSwitch(long seed) {
        return new ViewSimulation(seed, UnaryOperator.identity(), false, true);
    }

    /** {@return what is wrong in the end, or was meanwhile} */
    Optional<String> run() {
        for (int i = 0; i < 3; i++) {
            processes.add(started(i));
        }
        publish("stable", new Placed("zoe", "tea-zoe", 42));
        deliverLive("stable", processes.get(0));
        troubled = true;
        for (int i = 0; i < 150 && violation.isEmpty(); i++) {
            act();
            now = now.plusMillis(random.nextInt(1_500));
        }
        troubled = false;
        if (violation.isEmpty()) {
            settle();
            check("in the end");
        }
        if (violation.isEmpty()) {
            rebuilt();
            check("rebuilt once more");
        }
        return violation;
    }

    private View<OrderRow> started(int process) {
        return OrderRows.view(new OrderRows(), readModel)
                .clock(liveClock)
                .cacheAge(List.of(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ZERO)
                        .get(process))
                .build();
    }

    private void act() {
        try {
            int what = random.nextInt(100);
            if (what < 20) {
                publishSomething();
            } else if (what < 50) {
                deliverLive(anyLane(), anyProcess());
            } else if (what < 70) {
                deliverSubscription(anyLane());
            } else if (what < 88) {
                workOnRebuild();
            } else if (what < 90) {
                int process = random.nextInt(processes.size());
                processes.set(process, started(process));
            } else {
                look(anyProcess());
            }
        } catch (Crash | IllegalStateException crashedOrTooEarly) {
            if (crashedOrTooEarly instanceof IllegalStateException early && !expected(early)) {
                throw early;
            }
        }
    }

    private static boolean expected(IllegalStateException early) {
        return List.of("step until", "was abandoned", "still active", "until 2026", "already active").stream()
                .anyMatch(part -> String.valueOf(early.getMessage()).contains(part));
    }

    private void publishSomething() {
        if (random.nextInt(12) == 0) {
            String who = any(CUSTOMERS);
            forgotten.add(who);
            lanes.computeIfAbsent("forget-" + who, lane -> new ArrayList<>())
                    .add(Envelope.of(new EventId("/keys", who), SubjectForgotten.TYPE, new SubjectForgotten(who)));
            return;
        }
        String who = any(CUSTOMERS);
        String order = who + random.nextInt(3);
        boolean isNew = !lanes.containsKey(order);
        publish(
                order,
                isNew
                        ? new Placed(who, "tea-" + who, random.nextInt(100))
                        : any(List.of(
                                new Moved("coffee-" + who), new Moved("tea-" + who), new Closed(), new Removed())));
    }

    private void publish(String order, Object data) {
        List<Envelope<?>> lane = lanes.computeIfAbsent(order, absent -> new ArrayList<>());
        Envelope<?> event = fact(order, lane.size() + 1L, data);
        lane.add(event);
        log.add(event);
    }

    private void deliverLive(String lane, View<OrderRow> process) {
        deliver(live, lane, event -> {
            if (event.data() instanceof SubjectForgotten told) {
                process.erase(told.subject());
            } else {
                process.apply(event);
            }
        });
    }

    private void deliverSubscription(String lane) {
        if (!rebuilds.isEmpty()) {
            deliverSubscription(any(rebuilds), lane);
        }
    }

    private void deliverSubscription(Rebuild<OrderRow> rebuild, String lane) {
        View<OrderRow> process = anyProcess();
        Map<String, Integer> cursors = subscriptions.get(rebuild.generation());
        if (cursors == null) {
            return;
        }
        deliver(cursors, lane, event -> {
            if (event.data() instanceof SubjectForgotten told) {
                process.erase(told.subject());
            } else {
                rebuild.apply(event);
            }
        });
    }

    private interface Delivered {
        void to(Envelope<?> event) throws NotYetException;
    }

    /** The next event of the lane, or one that was delivered already; it is settled if nothing happens to who handles it. */
    private void deliver(Map<String, Integer> cursors, String lane, Delivered handler) {
        int next = cursors.getOrDefault(lane, 0);
        boolean repeat = next > 0 && troubled && random.nextInt(6) == 0;
        int at = repeat ? random.nextInt(next) : next;
        if (at >= lanes.get(lane).size()) {
            return;
        }
        try {
            handler.to(lanes.get(lane).get(at));
        } catch (NotYetException waits) {
            return;
        }
        boolean settled = !troubled || random.nextInt(6) > 0;
        if (settled) {
            cursors.merge(lane, at + 1, Math::max);
        }
    }

    private void workOnRebuild() {
        Generations there = generations();
        boolean idle = there.building().isEmpty() && there.handover().isEmpty();
        if (idle && there.active() + there.highest().orElse(0) >= 2 * MOST_GENERATIONS) {
            return;
        }
        Rebuild<OrderRow> rebuild = random.nextInt(3) > 0 || rebuilds.isEmpty() ? goneOnWith() : any(rebuilds);
        int what = random.nextInt(12);
        if (what < 6) {
            rebuild.step(1 + random.nextInt(4));
        } else if (what < 9) {
            rebuild.complete();
        } else if (what < 10) {
            rebuild.abandon();
        } else {
            int most = subscriptionEndsAtTheSwitch ? 0 : Integer.MAX_VALUE;
            for (Map.Entry<String, List<Envelope<?>>> lane : List.copyOf(lanes.entrySet())) {
                for (int i = 0; i < Math.min(most, lane.getValue().size()); i++) {
                    deliverSubscription(rebuild, lane.getKey());
                }
            }
            drop(rebuild, 1 + random.nextInt(20));
        }
    }

    private Rebuild<OrderRow> goneOnWith() {
        IntConsumer subscribe = generation -> subscriptions.computeIfAbsent(generation, absent -> new HashMap<>());
        View<OrderRow> process = anyProcess();
        try {
            Rebuild<OrderRow> rebuild =
                    process.unfinishedRebuild(subscribe).orElseGet(() -> process.rebuild(this::history, subscribe));
            rebuilds.add(rebuild);
            return rebuild;
        } catch (IllegalStateException completedByAnotherMeanwhile) {
            return goneOnWith();
        }
    }

    /** The operator's part: the old rows go when the subscription has ended, and that is when it has handled all it had. */
    private int drop(Rebuild<OrderRow> rebuild, int limit) {
        Generations there = generations();
        Map<String, Integer> cursors = subscriptions.getOrDefault(there.active(), Map.of());
        boolean caughtUp = subscriptionEndsAtTheSwitch
                || there.retired().isEmpty()
                || lanes.entrySet().stream()
                        .allMatch(lane -> cursors.getOrDefault(lane.getKey(), 0)
                                >= lane.getValue().size());
        if (!caughtUp) {
            return 1;
        }
        int dropped = rebuild.dropOld(limit);
        subscriptions.remove(there.active());
        return dropped;
    }

    private Page<Envelope<?>> history(Optional<String> after, int limit) {
        int from = after.map(Integer::valueOf).orElse(0);
        int to = Math.min(log.size(), from + limit);
        return new Page<>(
                log.subList(from, to), to == log.size() ? Optional.empty() : Optional.of(Integer.toString(to)));
    }

    private Generations generations() {
        boolean was = troubled;
        troubled = false;
        try {
            return processes.get(0).store().load();
        } finally {
            troubled = was;
        }
    }

    /** What never changes is seen whole at any moment, and a walk comes to its end or is told why not. */
    private void look(View<OrderRow> process) {
        Map<String, Long> total = process.total("tea-zoe");
        if (!total.equals(Map.of("revenue", 42L, "orders", 1L))) {
            violation = Optional.of("half a total was read: " + total);
        }
        if (process.find(new StreamId("stable")).isEmpty()) {
            violation = Optional.of("a row was not found while it was there");
        }
        boolean seen = false;
        Optional<String> after = Optional.empty();
        try {
            do {
                Page<OrderRow> page = process.page(after, 2);
                seen |= page.items().stream().anyMatch(row -> row.customer().equals("zoe"));
                after = page.next();
            } while (after.isPresent());
        } catch (IllegalArgumentException refused) {
            seen = String.valueOf(refused.getMessage()).contains("rebuilt since");
        }
        if (!seen) {
            violation = Optional.of("a walk through all rows missed one and was not refused");
        }
    }

    private void settle() {
        for (int rounds = 0; rounds < 60 && !isSettled(); rounds++) {
            for (Map.Entry<String, List<Envelope<?>>> lane : lanes.entrySet()) {
                for (int i = 0; i < lane.getValue().size(); i++) {
                    deliverLive(lane.getKey(), anyProcess());
                    deliverSubscription(lane.getKey());
                }
            }
            now = now.plusSeconds(20);
            Generations there = generations();
            if (there.building().isPresent() || there.handover().isPresent()) {
                Rebuild<OrderRow> rebuild = goneOnWith();
                rebuild.step(100);
                if (there.readyForBus()) {
                    rebuild.complete();
                }
                if (there.building().isEmpty() && rebuild.mayEnd()) {
                    drop(rebuild, 100);
                }
                rebuilds.removeIf(other -> other.generation() != rebuild.generation());
            }
        }
        if (!isSettled()) {
            violation = Optional.of("something waits for ever");
        }
    }

    private boolean isSettled() {
        Generations there = generations();
        return there.building().isEmpty()
                && there.handover().isEmpty()
                && lanes.entrySet().stream()
                        .allMatch(lane -> live.getOrDefault(lane.getKey(), 0)
                                >= lane.getValue().size());
    }

    private void rebuilt() {
        Rebuild<OrderRow> rebuild = goneOnWith();
        boolean more = true;
        while (more) {
            more = rebuild.step(7);
        }
        rebuild.complete();
    }

    private void check(String when) {
        View<OrderRow> view = OrderRows.view(new OrderRows(), readModel).build();
        Map<String, Long> cents = new HashMap<>();
        lanes.forEach((order, events) -> {
            if (order.startsWith("forget-")) {
                return;
            }
            Optional<OrderRow> folded = Optional.empty();
            for (Envelope<?> event : events) {
                folded = new OrderRows().evolve(folded, event);
            }
            folded.ifPresent(row -> cents.merge(row.product(), row.cents(), Long::sum));
            Optional<OrderRow> expected = folded.filter(row -> !forgotten.contains(row.customer()));
            Optional<OrderRow> found = view.find(new StreamId(order));
            if (!found.equals(expected)) {
                violation = Optional.of(when + " " + order + " is " + found + " and not " + expected);
            }
        });
        for (String who : CUSTOMERS) {
            for (String product : List.of("tea-" + who, "coffee-" + who)) {
                long sum = view.total(product).getOrDefault("revenue", 0L);
                if (!forgotten.contains(who) && sum != cents.getOrDefault(product, 0L)) {
                    violation = Optional.of(
                            when + " total " + product + " is " + sum + " and not " + cents.getOrDefault(product, 0L));
                }
            }
        }
        for (int generation = 1; generation < 4 * MOST_GENERATIONS; generation++) {
            for (Row row : readModel
                    .page("orders.g" + generation, Optional.empty(), 1000)
                    .items()) {
                String state = new String(row.state(), StandardCharsets.UTF_8);
                if (forgotten.stream().anyMatch(who -> state.contains("\"customer\":\"" + who + "\""))) {
                    violation = Optional.of(when + " generation " + generation + " has somebody forgotten: " + state);
                }
            }
        }
    }

    private String anyLane() {
        return any(List.copyOf(lanes.keySet()));
    }

    private View<OrderRow> anyProcess() {
        return any(processes);
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** Requests that fail, answers that are lost, and others at work before a request; no time passes in a request. */
    private final class Troubled implements ReadModel {
        private final ReadModel inner;

        Troubled(ReadModel inner) {
            this.inner = inner;
        }

        private void trouble() {
            if (!troubled) {
                return;
            }
            if (random.nextInt(60) == 0) {
                throw new Crash();
            }
            if (depth < 2 && random.nextInt(12) == 0) {
                depth++;
                try {
                    act();
                } finally {
                    depth--;
                }
            }
        }

        @Override
        public Optional<Row> get(String table, String rowId) {
            trouble();
            return inner.get(table, rowId);
        }

        @Override
        public boolean put(String table, Row row, long expectedVersion) {
            trouble();
            boolean written = inner.put(table, row, expectedVersion);
            if (troubled && random.nextInt(60) == 0) {
                throw new Crash();
            }
            return written;
        }

        @Override
        public Page<Row> query(String table, String index, String key, Optional<String> after, int limit) {
            trouble();
            return inner.query(table, index, key, after, limit);
        }

        @Override
        public Page<Row> page(String table, Optional<String> after, int limit) {
            trouble();
            return inner.page(table, after, limit);
        }

        @Override
        public int drop(String table, int limit) {
            trouble();
            return inner.drop(table, limit);
        }
    }

    private static final class Crash extends PortException {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("crashed");
        }
    }
}
