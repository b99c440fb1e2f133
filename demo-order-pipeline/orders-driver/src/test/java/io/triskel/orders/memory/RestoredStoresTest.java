package io.triskel.orders.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Settlement;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.hosting.clock.ClockWork;
import io.triskel.hosting.operation.Past;
import io.triskel.hosting.operation.StoreRestore;
import io.triskel.hosting.operation.StoreRestore.Published;
import io.triskel.hosting.operation.StoreRestore.Report;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemoryStores;
import io.triskel.memory.InMemorySubscription;
import io.triskel.notify.Lookup;
import io.triskel.orders.contracts.FewOrders;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import io.triskel.orders.input.InputParser;
import io.triskel.orders.notification.SentMessages;
import io.triskel.orders.payment.PaymentProvider;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.OrderTypes;
import io.triskel.orders.pipeline.Ports;
import io.triskel.orders.pipeline.Style;
import io.triskel.orders.view.OrderRow;
import io.triskel.personal.PersonalKeys;
import io.triskel.platform.Platform;
import io.triskel.projection.History;
import io.triskel.publish.EventBus.WireMode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The stores of a pipeline are put back to a point, and the bus has everything. A pipeline that got the same input up to the
 * point stands for the stores of then: every id of an event follows from its command's.
 */
class RestoredStoresTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final List<String> LINES = FewOrders.lines().stream()
            .filter(line -> line.startsWith("{") && !line.contains("cancel"))
            .toList();

    /** Cancelled while its payment waits. A replay may show its saga the cancellation before the charge, or after it. */
    private static final String CANCELLED = "withdrawn";

    /** The keys of persons are not put back. */
    private final PersonalKeys keys = new InMemoryStores().personalKeys();

    private final EventCodec codec = EventCodec.of(OrderTypes.registry()).withPersonal(keys);

    @ParameterizedTest
    @CsvSource({
        "2,1", "5,2", "13,3", "22,4", "29,5", "30,6", "2,7", "5,8", "13,9", "22,10", "2,11", "5,12", "2,13", "5,14"
    })
    void orders_end_as_if_nothing_had_happened_and_nobody_is_charged_twice(int point, int seed) {
        Shop undisturbed = new Shop("");
        undisturbed.take(LINES);
        undisturbed.settle();
        undisturbed.cancel();
        undisturbed.end();
        Shop stores = new Shop("");
        stores.take(LINES.subList(0, point));
        Shop restored = stores.on(undisturbed.bus);

        Report report = restored.restore(stores.clock.instant());
        restored.shuffled = Optional.of(new Random(seed));
        restored.replay();
        restored.end();

        assertThat(report.commits().problems()).isEmpty();
        assertThat(report.commits().anonymous()).isZero();
        assertThat(restored.asked)
                .as("charges that were asked for again")
                .filteredOn(order -> !order.equals(CANCELLED))
                .isEmpty();
        assertThat(restored.differencesTo(undisturbed)).isEmpty();
    }

    @Test
    void without_what_was_published_charges_are_asked_for_again() {
        Shop undisturbed = new Shop("");
        undisturbed.take(LINES);
        undisturbed.settle();
        undisturbed.cancel();
        undisturbed.end();
        Shop stores = new Shop("");
        stores.take(LINES.subList(0, 13));
        Shop restored = stores.on(undisturbed.bus);

        restored.replay();

        assertThat(restored.asked).contains("shipped-20");
        assertThat(restored.differencesTo(undisturbed)).isNotEmpty();
    }

    @Test
    void stores_from_before_what_the_bus_still_has_are_refused() {
        Shop shop = new Shop("");
        shop.take(LINES.subList(0, 5));
        Instant to = shop.clock.instant();
        shop.clock.advance(WEEK.minus(Duration.ofHours(2)).plusMillis(1));

        assertThatThrownBy(() -> shop.restore(to))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the bus keeps events for 168 h")
                .hasMessageEndingWith("restore the stores to " + to.plusMillis(1) + " or later");
    }

    @Test
    void stores_from_the_earliest_point_are_completed() {
        Shop shop = new Shop("");
        shop.take(LINES.subList(0, 5));
        Instant to = shop.clock.instant();
        shop.clock.advance(WEEK.minus(Duration.ofHours(2)));

        assertThat(shop.restore(to).replayFrom()).isEqualTo(to.minus(Duration.ofHours(1)));
    }

    @Test
    void a_point_in_the_future_is_refused() {
        Shop shop = new Shop("");

        assertThatThrownBy(() -> shop.restore(START.plusSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not in the past");
    }

    /** A pipeline in memory, whose consumers take turns after each line. */
    private final class Shop {
        private final String groups;
        private final DrivenClock clock;
        private final InMemoryStores stores;
        private final InMemoryBus bus;
        private final List<String> asked = new ArrayList<>();
        private final OrderPipeline pipeline;
        private final ClockWork work;
        private final Platform platform;
        private final List<Fed> fed = new ArrayList<>();

        /** A replay keeps no order between partitions and consumers. */
        private Optional<Random> shuffled = Optional.empty();

        Shop(String groups) {
            this(groups, new DrivenClock(START), new InMemoryStores(), InMemoryBus.of(codec, WireMode.BINARY, 8));
        }

        private Shop(String groups, DrivenClock clock, InMemoryStores stores, InMemoryBus bus) {
            this.groups = groups;
            this.clock = clock;
            this.stores = stores;
            this.bus = bus;
            platform = new MemoryPlatform(
                    Platform.Settings.of(Ports.SOURCE, OrderTypes.registry()).clock(clock),
                    new DisturbedStores(stores, keys, new DisturbedStores.Around() {
                        @Override
                        public <T> T around(Class<T> port, T real) {
                            return real;
                        }
                    }),
                    bus);
            AtomicReference<Lookup> links = new AtomicReference<>();
            PaymentProvider provider = PaymentProvider.simulated();
            Ports ports = new Ports(
                    platform,
                    (resolved, etag, deadline) -> links.get().fetch(resolved, etag, deadline),
                    URI.create("http://orders.invalid/"),
                    new SentMessages(stores.replicas()),
                    (order, due) -> {
                        asked.add(order);
                        return provider.charge(order, due);
                    });
            pipeline = new OrderPipeline(ports, Style.ORCHESTRATION);
            links.set(pipeline.lookup());
            work = new ClockWork(pipeline);
        }

        /** The same stores on another bus, from its oldest event on. */
        Shop on(InMemoryBus other) {
            DrivenClock later = new DrivenClock(clock.instant().plus(Duration.ofMinutes(10)));
            return new Shop("again-", later, stores, other);
        }

        Report restore(Instant to) {
            return new StoreRestore(platform, new Published(WEEK, new WholeBus(bus))).run(to, soon());
        }

        void take(List<String> lines) {
            subscribe();
            InputParser parser = new InputParser();
            for (String line : lines) {
                try {
                    parser.parse(line)
                            .<Runnable>fold(
                                    product -> () -> pipeline.catalogue()
                                            .publish(product.id(), product.version(), product.state(), soon()),
                                    stock -> () -> assertThat(pipeline.warehouse()
                                                    .receive(stock.product(), stock.delivery(), stock.quantity()))
                                            .isNotNull(),
                                    order ->
                                            () -> assertThat(pipeline.ordering().place(order.request()))
                                                    .isNotNull(),
                                    cancel ->
                                            () -> assertThat(pipeline.ordering().cancel(cancel.order()))
                                                    .isNotNull())
                            .run();
                } catch (Exception broken) {
                    throw new IllegalStateException(line, broken);
                }
                // One turn: the next line finds the orders before it under way.
                turn();
            }
        }

        void cancel() {
            assertThat(pipeline.ordering().cancel(CANCELLED)).isNotNull();
        }

        void replay() {
            subscribe();
            settle();
        }

        void end() {
            settle();
            clock.advance(FulfilmentSaga.PAYMENT_PATIENCE.plus(Duration.ofMinutes(1)));
            settle();
        }

        private void subscribe() {
            pipeline.consumers().forEach((name, consumer) -> {
                BatchProcessor processor = BatchProcessor.of(consumer)
                        .codec(codec)
                        .clock(clock)
                        .pause(clock::advance)
                        .build();
                fed.add(new Fed(
                        processor,
                        bus.subscribe(groups + name, Redelivery.FROM_FIRST_UNSETTLED, processor.subscription())));
            });
        }

        private void settle() {
            for (int quiet = 0; quiet < 3; ) {
                quiet = turn() ? 0 : quiet + 1;
                // As a deployed clock it runs by itself, but not while consumers are behind.
                if (quiet > 0 && work.ticks(clock.instant(), 1000, soon()).published() > 0) {
                    quiet = 0;
                }
                clock.advance(Duration.ofSeconds(1));
            }
        }

        private boolean turn() {
            clock.advance(Duration.ofMillis(1));
            List<Fed> turns = new ArrayList<>(fed);
            shuffled.ifPresent(random -> Collections.shuffle(turns, random));
            boolean moved = false;
            for (Fed one : turns) {
                moved |= one.turn(shuffled.map(random -> random.nextInt(20)).orElse(7), soon());
            }
            return moved;
        }

        private Deadline soon() {
            return Deadline.in(Duration.ofMinutes(1), clock);
        }

        List<String> differencesTo(Shop other) {
            Map<String, Object> mine = digest();
            Map<String, Object> others = other.digest();
            Set<String> names = new TreeSet<>(mine.keySet());
            names.addAll(others.keySet());
            return names.stream()
                    .filter(name -> !Objects.equals(mine.get(name), others.get(name)))
                    .map(name -> name + ": " + mine.get(name) + " and not " + others.get(name))
                    .toList();
        }

        /** How every order and its payment ended, what was earned, and which messages were sent. */
        Map<String, Object> digest() {
            Map<String, Object> digest = new TreeMap<>();
            for (OrderRow row : pipeline.view().page(Optional.empty(), 500).items()) {
                digest.put(row.order(), row);
                digest.put(
                        "held of " + row.order(), pipeline.payment(row.order()).held());
                if (row.order().equals(CANCELLED)) {
                    continue;
                }
                for (String kind : List.of("order-", "payment-", "reservation-")) {
                    StreamId stream = new StreamId(kind + row.order());
                    digest.put(
                            stream.value(),
                            platform.eventStore().read(stream, 0, 500).events().stream()
                                    .map(Envelope::id)
                                    .toList());
                }
            }
            List.of("P-1", "P-2")
                    .forEach(product -> digest.put(product, pipeline.view().total(product)));
            digest.put("messages", new SentMessages(stores.replicas()).count());
            return digest;
        }
    }

    private record Fed(BatchProcessor processor, InMemorySubscription subscription) {
        boolean turn(int most, Deadline deadline) {
            List<Delivery> deliveries = most == 0 ? List.of() : subscription.poll(most);
            if (deliveries.isEmpty()) {
                return !subscription.drained();
            }
            Settlement settlement = processor.process(deliveries, Redelivery.FROM_FIRST_UNSETTLED, deadline);
            subscription.settle(settlement);
            return true;
        }
    }

    /** Reads a bus without opening the data of its events. */
    private record WholeBus(InMemoryBus bus) implements Past {
        @Override
        public History archive(Consumer<Delivery.Undecodable> broken) {
            throw new UnsupportedOperationException("a restore reads the bus");
        }

        @Override
        public void subscribe() {
            // The bus keeps everything.
        }

        @Override
        public BusReading bus(BatchProcessor processor, EventCodec codec) {
            InMemorySubscription all = bus.subscribe("restore", Redelivery.FROM_FIRST_UNSETTLED, type -> false);
            return deadline -> {
                List<Delivery> deliveries = all.poll(100);
                all.settle(processor.process(deliveries, Redelivery.FROM_FIRST_UNSETTLED, deadline));
                return new BusReading.Run(all.drained(), Optional.empty());
            };
        }
    }
}
