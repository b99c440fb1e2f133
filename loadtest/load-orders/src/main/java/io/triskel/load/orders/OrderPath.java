package io.triskel.load.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import io.triskel.load.clock.ClockOffset;
import io.triskel.load.path.BrokerStages;
import io.triskel.load.path.Consuming;
import io.triskel.load.path.LoadPath;
import io.triskel.load.path.UnreadableEvents;
import io.triskel.load.run.RunClock;
import io.triskel.load.traffic.Burst;
import io.triskel.load.traffic.SendOutcome;
import io.triskel.orders.deployed.OrderClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The path from placing an order over HTTP to the fact that finishes it, which one additional consumer reads from the pipeline's own bus.
 */
final class OrderPath implements LoadPath {
    /** The name of the consumer. */
    static final String CONSUMER = "load";

    /** The longest time that reading a day of earlier events may take. */
    private static final Duration CATCHING_UP = Duration.ofMinutes(10);

    /** The facts of orders; their data is not read. */
    private static final EventCodec FACTS = EventCodec.of(registry());

    private final OrderClient client;
    private final LoadOrders orders;
    private final OrdersTarget.Bus bus;
    private final RunClock clock;
    private final long run;
    private final BrokerStages broker;
    private final Consuming consuming = new Consuming();
    private Optional<OrderBook> book = Optional.empty();

    OrderPath(OrderClient client, LoadOrders orders, OrdersTarget.Bus bus, RunClock clock, long run) {
        this.client = client;
        this.orders = orders;
        this.bus = bus;
        this.clock = clock;
        this.run = run;
        this.broker = new BrokerStages(Fact.PLACED.word(), clock.epoch());
    }

    /** The fields that all facts have in common. */
    record About(String order) {}

    private static TypeRegistry registry() {
        TypeRegistry.Builder types = TypeRegistry.builder();
        Stream.of(Fact.values()).forEach(fact -> types.add(fact.type(), About.class));
        return types.build();
    }

    @Override
    public void start(Arrived arrived, Pauses pauses) {
        OrderBook kept = new OrderBook(run, arrived, broker);
        book = Optional.of(kept);
        EventConsumer.Builder consumer = EventConsumer.named(CONSUMER).parkingLot(new UnreadableEvents(0, arrived));
        Stream.of(Fact.values())
                .forEach(fact ->
                        consumer.on(fact.type(), (event, handling) -> came(kept, fact, event, handling.acceptedAt())));
        BatchProcessor processor =
                BatchProcessor.of(consumer.build()).codec(FACTS).build();
        consuming.startCaughtUp(CONSUMER, bus.read(processor, FACTS), pauses, CATCHING_UP);
    }

    private void came(OrderBook kept, Fact fact, Envelope<?> event, Optional<Instant> accepted) {
        if (event.pattern() instanceof EventKind.Sourced committed) {
            kept.came(fact, committed.stream(), committed.revision(), clock.nanos(), accepted);
        }
    }

    @Override
    public void send(Burst burst, Answered answered) {
        AtomicInteger open = new AtomicInteger(burst.size());
        for (int i = 0; i < burst.size(); i++) {
            int place = i;
            LoadOrders.Wanted order = orders.order(burst.key(i), burst.number(i));
            book.orElseThrow().placing(order.id(), order.must(), burst.intended(i), burst.sent());
            var unused = client.postOnce("/orders", order.body()).handle((answer, failure) -> {
                SendOutcome outcome = Placement.outcome(answer, failure);
                if (!outcome.accepted()) {
                    burst.failed(place, outcome);
                }
                if (open.decrementAndGet() == 0) {
                    answered.answered(burst);
                }
                return outcome;
            });
        }
    }

    /** Orders of a customer do not wait for each other. */
    @Override
    public void resume(int key) {
        // Nothing is withheld.
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>(consuming.problems());
        book.filter(kept -> kept.wrong() > 0)
                .ifPresent(kept -> problems.add(kept.wrong() + " orders did not end as they must"));
        book.filter(kept -> kept.doubled() > 0)
                .ifPresent(kept ->
                        problems.add(kept.doubled() + " events are duplicates, or contradict the end of their order"));
        return problems;
    }

    @Override
    public List<String> stages() {
        return Fact.SHIPMENT.stream().map(Fact::stage).toList();
    }

    @Override
    public Map<String, Double> brokerStages() {
        return broker.errorMicros(0);
    }

    @Override
    public Map<String, ClockOffset> clocks() {
        return broker.clocks();
    }

    @Override
    public void describe(ObjectNode result) {
        consuming.end();
        OrderBook kept = book.orElseThrow();
        ObjectNode counts = result.putObject("orders");
        Fact.ENDINGS.forEach(ending -> counts.put(ending.word(), kept.ended(ending)));
        counts.put("wrongEnding", kept.wrong()).put("doubledFacts", kept.doubled());
        result.putObject("reporting")
                .put("by", "a consumer of the pipeline's bus, which reads every event once more")
                .put("events", consuming.settled());
    }

    @Override
    public void close() {
        consuming.close();
    }
}
