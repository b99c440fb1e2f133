package io.triskel.testkit.saga;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.NotYetException;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.event.OrderingKey;
import io.triskel.event.PortException;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.PublishReport;
import io.triskel.publish.PublishReport.Entry;
import io.triskel.publish.RejectionCause;
import io.triskel.saga.Progress;
import io.triskel.saga.Saga;
import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaRunner;
import io.triskel.saga.SagaRunnerBuilder;
import io.triskel.saga.SagaStatus;
import io.triskel.saga.SagaStore;
import io.triskel.saga.Steps;
import io.triskel.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A small world that goes wrong in every way at once, decided by a seed: two runners race on one store; messages come in any
 * order, twice, late; replies get lost; saves fail before or after they happen; the bus refuses or forgets to answer.
 * Afterwards it is quiet, then an operator helps, and the books must balance.
 */
final class Simulation {
    static final EventCodec CODEC = EventCodec.of(types());

    private final Random random;
    private final ManualClock clock = ManualClock.atNewYear();
    private final List<SagaRunner<Progress<Shop.Fulfilment>>> runners;
    private final List<Envelope<?>> messages = new ArrayList<>();
    private final List<Warehouse> warehouses = new ArrayList<>();
    private final List<String> instances = List.of("order-a", "order-b", "order-c");
    private final SagaStore store;
    private final String saga;
    private final Set<String> fates = new TreeSet<>();
    private boolean stormy = true;
    private boolean inside;

    Simulation(long seed, Saga<Progress<Shop.Fulfilment>> saga, SagaStore store, boolean careless) {
        this.random = new Random(seed);
        this.saga = saga.name();
        this.store = store;
        this.runners = List.of(runner(saga), runner(saga));
        instances.forEach(order -> warehouses.add(new Warehouse(order, random, careless, this::answer)));
        for (String order : instances) {
            tell("placed-" + order, new Shop.OrderPlaced(order), order);
            if (random.nextInt(4) == 0) {
                tell("cancelled-" + order, new Shop.OrderCancelled(order), order);
            }
        }
    }

    private static TypeRegistry types() {
        TypeRegistry.Builder types = TypeRegistry.builder();
        for (Class<?> type : Shop.class.getDeclaredClasses()) {
            if (type.isRecord() && type != Shop.Fulfilment.class) {
                types.add(typeOf(type), type);
            }
        }
        return types.build();
    }

    private static EventType typeOf(Class<?> type) {
        return EventType.of("shop." + type.getSimpleName(), 1);
    }

    private SagaRunner<Progress<Shop.Fulfilment>> runner(Saga<Progress<Shop.Fulfilment>> of) {
        SagaRunnerBuilder<Progress<Shop.Fulfilment>> builder =
                SagaRunner.of(of, new Storm(), CODEC, new Bus()).clock(clock);
        return random.nextBoolean() ? builder.sendLater().build() : builder.build();
    }

    private void tell(String id, Object data, String order) {
        messages.add(Envelope.of(new EventId("/shop", id), typeOf(data.getClass()), data)
                .withMetadata(Metadata.empty().withCorrelation(order)));
    }

    private void answer(Envelope<?> command, Object reply) {
        if (stormy && random.nextInt(8) == 0) {
            return;
        }
        messages.add(Envelope.of(new EventId("/participant", "r" + random.nextLong()), typeOf(reply.getClass()), reply)
                .withMetadata(Metadata.causedBy(command)));
    }

    /** Runs storm, calm and operator; what is wrong afterwards. */
    List<String> run() {
        for (int i = 0; i < 250; i++) {
            somethingHappens();
        }
        stormy = false;
        calm();
        List<String> wrong = new ArrayList<>(unexplained());
        instances.forEach(this::noteFate);
        for (int i = 0; i < 10 && !allEnded(); i++) {
            warehouses.forEach(Warehouse::mend);
            instances.forEach(this::resumeIfStuck);
            calm();
        }
        wrong.addAll(imbalances());
        return wrong;
    }

    private void somethingHappens() {
        SagaRunner<Progress<Shop.Fulfilment>> runner = runners.get(random.nextInt(2));
        switch (random.nextInt(10)) {
            case 0 -> clock.advance(Duration.ofSeconds(random.nextInt(90)));
            case 1 -> runner.fireDue(clock.instant(), 1 + random.nextInt(3));
            case 2, 3 -> runner.sendPending(1 + random.nextInt(5), soon());
            default -> deliverOne(runner);
        }
    }

    private Deadline soon() {
        return new Deadline(clock.instant().plusSeconds(10));
    }

    private void deliverOne(SagaRunner<Progress<Shop.Fulfilment>> runner) {
        if (messages.isEmpty()) {
            return;
        }
        Envelope<?> message = messages.remove(random.nextInt(messages.size()));
        if (stormy && random.nextInt(6) == 0) {
            messages.add(message);
        }
        try {
            deliver(runner, message);
        } catch (NotYetException | PortException comesAgain) {
            messages.add(message);
        }
    }

    private void deliver(SagaRunner<Progress<Shop.Fulfilment>> runner, Envelope<?> message) throws NotYetException {
        if (message.id().source().startsWith("/sagas/")) {
            warehouseOf(message.subject().orElseThrow()).take(message);
        } else {
            runner.handle(message, soon());
        }
    }

    private Warehouse warehouseOf(String order) {
        return warehouses.get(instances.indexOf(order));
    }

    private void calm() {
        int idle = 0;
        for (int round = 0; round < 2_000 && idle < 3; round++) {
            SagaRunner<Progress<Shop.Fulfilment>> runner = runners.get(round % 2);
            boolean busy = !messages.isEmpty();
            while (!messages.isEmpty()) {
                deliverOne(runner);
            }
            busy |= runner.sendPending(100, soon()).sent() > 0;
            if (!busy) {
                clock.advance(Duration.ofHours(2));
                busy = runner.fireDue(clock.instant(), 100).fired() > 0;
            }
            idle = busy ? 0 : idle + 1;
        }
    }

    private Optional<SagaRow> row(String order) {
        return store.load(new SagaRef(saga, order));
    }

    private boolean allEnded() {
        return instances.stream()
                .allMatch(order -> row(order)
                        .filter(row -> row.status() instanceof SagaStatus.Ended)
                        .isPresent());
    }

    private void resumeIfStuck(String order) {
        if (row(order).filter(row -> row.status() instanceof SagaStatus.Stuck).isPresent()) {
            runners.get(0).resume(order);
        }
    }

    /** {@return how instances stood after the storm, before an operator helped} */
    Set<String> fates() {
        return fates;
    }

    private void noteFate(String order) {
        row(order)
                .ifPresent(row -> fates.add(
                        row.status().fold(running -> "running", SagaStatus.Ended::ending, SagaStatus.Stuck::reason)));
    }

    private List<String> unexplained() {
        return instances.stream()
                .filter(order -> row(order)
                        .filter(row -> !(row.status() instanceof SagaStatus.Running))
                        .isEmpty())
                .map(order -> order + " neither ended nor is stuck: " + row(order))
                .toList();
    }

    private List<String> imbalances() {
        List<String> wrong = new ArrayList<>();
        for (String order : instances) {
            SagaStatus status = row(order).map(SagaRow::status).orElseGet(SagaStatus.Running::new);
            Warehouse books = warehouseOf(order);
            wrong.addAll(books.doubled());
            if (status.equals(new SagaStatus.Ended(Steps.COMPLETED))) {
                books.requireAllDone(wrong);
            } else if (status.equals(new SagaStatus.Ended(Steps.COMPENSATED))) {
                books.requireNothingDone(wrong);
            } else {
                wrong.add(order + " did not end although an operator helped: " + status);
            }
        }
        return wrong;
    }

    /** Rows go through bytes, saves fail before or after they happened, and another runner may be faster. */
    private final class Storm implements SagaStore {
        @Override
        public Optional<SagaRow> load(SagaRef ref) {
            failSometimes(40);
            return store.load(ref).map(row -> SagaRow.decoded(row.encoded()));
        }

        @Override
        public boolean save(SagaRow row, long expectedRevision) {
            failSometimes(20);
            if (stormy && !inside && random.nextInt(4) == 0) {
                inside = true;
                somethingHappens();
                inside = false;
            }
            boolean saved = store.save(row, expectedRevision);
            failSometimes(20);
            return saved;
        }

        @Override
        public List<SagaRef> due(String name, int bucket, Instant now, int limit) {
            return store.due(name, bucket, now, limit);
        }

        @Override
        public List<SagaRef> unsent(String name, int bucket, Instant now, int limit) {
            return store.unsent(name, bucket, now, limit);
        }

        @Override
        public List<SagaRef> stuck(String name, int bucket, Optional<SagaRef> after, int limit) {
            return store.stuck(name, bucket, after, limit);
        }

        private void failSometimes(int oneIn) {
            if (stormy && random.nextInt(oneIn) == 0) {
                throw new PortException("storm");
            }
        }
    }

    /** Takes commands, refuses some, and sometimes takes them without saying so. */
    private final class Bus implements EventPublisher {
        @Override
        public CompletionStage<PublishReport> publish(List<? extends Envelope<?>> events, Deadline deadline) {
            List<Entry> entries = new ArrayList<>();
            for (Envelope<?> event : events) {
                int fate = stormy ? random.nextInt(12) : 12;
                if (fate != 0) {
                    messages.add(CODEC.decode(CODEC.encode(event)));
                }
                entries.add(
                        fate == 0
                                ? new Entry.Rejected(event, RejectionCause.THROTTLED, "storm")
                                : fate == 1
                                        ? new Entry.Rejected(event, RejectionCause.UNKNOWN, "storm")
                                        : new Entry.Accepted(event, "1"));
            }
            return CompletableFuture.completedFuture(new PublishReport(entries));
        }

        @Override
        public void resume(OrderingKey key) {}

        @Override
        public EventPublisher withOwnWithholding() {
            return this;
        }
    }
}
