package io.triskel.orders.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.Delivery.Position;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Verdict;
import io.triskel.event.Envelope;
import io.triskel.observe.Observer;
import io.triskel.orders.catalogue.Product;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import io.triskel.orders.inventory.Stock;
import io.triskel.orders.ordering.Contact;
import io.triskel.orders.ordering.OrderStatus;
import io.triskel.orders.ordering.PlaceOrder;
import io.triskel.orders.payment.Card;
import io.triskel.orders.payment.Payment;
import io.triskel.orders.pipeline.Style;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.LongRange;

/**
 * Orders that compete: whoever wins, stock is not oversold, nobody pays for an order that was not shipped, and every order
 * ends. What customers, providers and time do comes at any moment between the turns of the consumers, with and without
 * chaos, in both styles.
 */
class ContentionProperties {
    private static final List<String> PRODUCTS = List.of("P-1", "P-2");

    @Property(tries = 40, seed = "20261125", shrinking = ShrinkingMode.OFF)
    void many_want_the_last_items(@ForAll Style style, @ForAll boolean chaos, @ForAll @LongRange(min = 0) long seed) {
        Contest contest = new Contest(style, chaos, seed);

        contest.stock(1 + contest.random.nextInt(3));
        contest.place(6, true);

        contest.play();
        contest.requireFairness();
        assertThat(contest.shipped()).as("somebody gets what is there").isPositive();
    }

    @Property(tries = 40, seed = "20261125", shrinking = ShrinkingMode.OFF)
    void customers_cancel_once_or_twice_at_any_moment(
            @ForAll Style style, @ForAll boolean chaos, @ForAll @LongRange(min = 0) long seed) {
        Contest contest = new Contest(style, chaos, seed);

        contest.stock(20);
        contest.place(4, true);
        contest.cancelSome();
        contest.cancelSome();

        contest.play();
        contest.requireFairness();
    }

    @Property(tries = 40, seed = "20261125", shrinking = ShrinkingMode.OFF)
    void the_provider_answers_late_while_time_passes_and_customers_cancel(
            @ForAll Style style, @ForAll boolean chaos, @ForAll @LongRange(min = 0) long seed) {
        Contest contest = new Contest(style, chaos, seed);

        contest.stock(5);
        contest.place(4, false);
        contest.answerSome();
        contest.cancelSome();
        contest.letTimePass();

        contest.play();
        contest.requireFairness();
    }

    @Property(tries = 40, seed = "20261130", shrinking = ShrinkingMode.OFF)
    void whatever_led_to_a_command_may_come_again_in_any_order_even_after_400_days(
            @ForAll Style style, @ForAll boolean chaos, @ForAll @LongRange(min = 0) long seed) {
        Contest contest = new Contest(style, chaos, seed);
        contest.stock(1 + contest.random.nextInt(6));
        contest.place(4, contest.random.nextBoolean());
        contest.happen();
        contest.deliverEverythingAgain(Duration.ofDays(0));
        contest.answerSome();
        contest.cancelSome();
        contest.happen();
        contest.deliverEverythingAgain(Duration.ofMinutes(1));
        contest.play();

        contest.deliverEverythingAgain(Duration.ofDays(400));

        contest.requireFairness();
    }

    /** A product's stream has so many commands that its snapshot no longer lists the first ones. */
    @Property(tries = 2, seed = "20261130", shrinking = ShrinkingMode.OFF)
    void a_command_that_the_snapshot_no_longer_lists_takes_no_effect_again(@ForAll Style style) {
        Contest contest = new Contest(style, false, 1);
        contest.stock(150);
        contest.place(200, true);
        contest.cancelSome();
        contest.play();

        contest.deliverEverythingAgain(Duration.ofDays(400));

        contest.requireFairness();
    }

    /** Some orders, and whatever happens to them in an order of its own. */
    private static final class Contest {
        private final Random random;
        private final boolean chaos;
        private final MemoryPipeline pipeline;
        private final List<Runnable> happenings = new ArrayList<>();
        private final List<String> orders = new ArrayList<>();
        private final List<byte[]> published = new ArrayList<>();

        Contest(Style style, boolean chaos, long seed) {
            random = new Random(seed);
            this.chaos = chaos;
            pipeline = new MemoryPipeline(
                    style,
                    chaos ? Chaos.seeded(seed) : Chaos.none(),
                    1,
                    event -> published.add(event.get()),
                    Observer.none());
            for (String product : PRODUCTS) {
                pipeline.call(to -> {
                    Product state = new Product(product, product, List.of(100L));
                    to.catalogue().publish(product, 1, Optional.of(state), pipeline.soon());
                    return product;
                });
            }
            pipeline.operator().settle(() -> {});
        }

        void stock(int quantity) {
            for (String product : PRODUCTS) {
                pipeline.call(to -> {
                    to.warehouse().receive(product, "D-1", quantity);
                    return product;
                });
            }
        }

        void place(int count, boolean answers) {
            for (int i = 0; i < count; i++) {
                String id = "O-" + i;
                orders.add(id);
                List<PlaceOrder.Wanted> wanted = new ArrayList<>();
                List<String> products = new ArrayList<>(PRODUCTS);
                Collections.shuffle(products, random);
                products.subList(0, 1 + random.nextInt(2))
                        .forEach(product -> wanted.add(new PlaceOrder.Wanted(product, 1, 1)));
                PlaceOrder request = new PlaceOrder(
                        id,
                        "C-" + i,
                        new Contact("Ada", "ada@example.com"),
                        wanted,
                        new Card("card", 1000, answers || random.nextInt(4) == 0));
                happenings.add(() -> pipeline.call(to -> to.ordering().place(request)));
            }
        }

        void cancelSome() {
            orders.forEach(order -> {
                if (random.nextBoolean()) {
                    happenings.add(() -> pipeline.call(to -> to.ordering().cancel(order)));
                }
            });
        }

        void answerSome() {
            orders.forEach(order -> {
                boolean charged = random.nextInt(4) > 0;
                if (random.nextInt(4) > 0) {
                    happenings.add(() -> pipeline.call(to -> {
                        to.providerAnswered(order, charged);
                        return order;
                    }));
                }
            });
        }

        void letTimePass() {
            happenings.add(() -> pipeline.operator().pass(FulfilmentSaga.PAYMENT_PATIENCE.plus(Duration.ofMinutes(1))));
        }

        /** All happenings in any order, with turns of the consumers in between; then rest. */
        void happen() {
            Collections.shuffle(happenings, random);
            for (Runnable happening : happenings) {
                happening.run();
                IntStream.range(0, random.nextInt(6)).forEach(turn -> pipeline.work());
            }
            happenings.clear();
            pipeline.operator().settle(() -> {});
        }

        /** What happens, and then time for what is silent. */
        void play() {
            happen();
            pipeline.operator().pass(FulfilmentSaga.PAYMENT_PATIENCE.plus(Duration.ofMinutes(1)));
            pipeline.operator().settle(() -> {});
        }

        /** Delivers every event that was ever published to the consumers that lead to commands, to each in an order of its own. */
        void deliverEverythingAgain(Duration later) {
            List<Envelope<?>> before = pipeline.history();
            pipeline.pass(later);
            EventCodec codec = pipeline.ports().platform().codec();
            List<Delivery> deliveries = new ArrayList<>();
            for (byte[] event : published) {
                deliveries.add(Delivery.of(codec.decode(event), new Position("again-" + deliveries.size())));
            }
            for (String consumer : List.of("inventory", "payment", "ordering")) {
                Collections.shuffle(deliveries, random);
                BatchProcessor processor = BatchProcessor.of(
                                pipeline.operator().pipeline().consumers().get(consumer))
                        .codec(codec)
                        .clock(pipeline::now)
                        .build();
                List<Delivery> left = List.copyOf(deliveries);
                for (int tries = 0; !left.isEmpty(); tries++) {
                    assertThat(tries).as("tries of " + consumer).isLessThan(100);
                    left = unsettled(left, processor);
                }
            }
            assertThat(pipeline.history()).as("facts").containsExactlyInAnyOrderElementsOf(before);
        }

        /** A repeated command is answered again, and with chaos the bus may refuse its reply: then it is delivered once more. */
        private List<Delivery> unsettled(List<Delivery> deliveries, BatchProcessor processor) {
            List<Verdict> verdicts = processor
                    .process(deliveries, Redelivery.FROM_FIRST_UNSETTLED, pipeline.soon())
                    .verdicts();
            List<Delivery> left = new ArrayList<>();
            for (int i = 0; i < verdicts.size(); i++) {
                if (chaos && verdicts.get(i) instanceof Verdict.Unsettled) {
                    left.add(deliveries.get(i));
                } else {
                    assertThat(verdicts.get(i)).isIn(Verdict.Done.HANDLED, Verdict.Done.IGNORED);
                }
            }
            return left;
        }

        OrderStatus status(String order) {
            return pipeline.operator().pipeline().ordering().order(order).status();
        }

        long shipped() {
            return orders.stream()
                    .filter(order -> status(order) == OrderStatus.SHIPPED)
                    .count();
        }

        void requireFairness() {
            for (String order : orders) {
                OrderStatus status = status(order);
                Payment payment = pipeline.operator().pipeline().payment(order);
                assertThat(status.ended()).as("%s has ended: %s", order, status).isTrue();
                assertThat(payment.held() > 0)
                        .as("%s is %s, its payment %s", order, status, payment)
                        .isEqualTo(status == OrderStatus.SHIPPED);
                PRODUCTS.forEach(product -> assertThat(
                                status != OrderStatus.SHIPPED && stock(product).heldBy(order) > 0)
                        .as("%s is %s and holds %s", order, status, product)
                        .isFalse());
            }
            for (String product : PRODUCTS) {
                int held = orders.stream()
                        .mapToInt(order -> stock(product).heldBy(order))
                        .sum();
                assertThat(stock(product).available())
                        .as("available %s", product)
                        .isNotNegative();
                assertThat(held + stock(product).available())
                        .as("held and available %s", product)
                        .isEqualTo(stock(product).received());
            }
            assertThat(pipeline.operator().sagasByEnding(pipeline.operator().orders()))
                    .doesNotContainKeys("running", "stuck");
            assertThat(pipeline.operator().parked()).isZero();
        }

        private Stock stock(String product) {
            return pipeline.operator().pipeline().warehouse().stock(product);
        }
    }
}
