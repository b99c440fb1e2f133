package io.triskel.orders.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.WireEvent;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.hosting.operation.ConsumerFunctions;
import io.triskel.hosting.operation.ExpiredEvents;
import io.triskel.hosting.operation.GivenUp.Batch;
import io.triskel.hosting.operation.GivenUp.Redelivered;
import io.triskel.hosting.operation.Operations;
import io.triskel.hosting.operation.Operations.Replayed;
import io.triskel.orders.catalogue.Product;
import io.triskel.orders.catalogue.ReplicatedAssortment;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Ports;
import io.triskel.orders.pipeline.Style;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.platform.Platform;
import io.triskel.publish.PublishReport.Entry.Rejected;
import io.triskel.transfer.TransferEvents;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * When an operator calls a consumer's own function, every deployed package replays what the consumer has parked, and settles what the
 * consumer missed while the bus had it.
 */
public abstract class RecoveryContract {
    /** The consumer whose events are parked. */
    protected static final String CONSUMER = "ordering-catalogue";

    private static final Instant PARKED = Instant.parse("2026-01-01T00:00:00Z");

    /** A function starts within it. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** {@return ports with all rights, to park events} */
    protected abstract Ports owner();

    /** {@return ports of an operator, who may read the stores and no more} */
    protected abstract Ports operator();

    /** {@return the deployed functions, as that operator calls them} */
    protected abstract ConsumerFunctions functions();

    @Test
    final void a_function_replays_with_its_own_rights_what_the_operator_may_only_see() {
        List<String> products = park("seen", 3);
        ConsumerFunctions here = ConsumerFunctions.direct(new OrderPipeline(operator(), Style.ORCHESTRATION));

        Replayed inOperatorsProcess = replay(here);
        Replayed byTheFunction = replay(functions());

        assertThat(inOperatorsProcess.report().handled()).isZero();
        assertThat(inOperatorsProcess.report().failed()).isPositive();
        assertThat(byTheFunction.problem()).isEmpty();
        assertThat(byTheFunction.report().handled()).isEqualTo(products.size());
        assertThat(byTheFunction.report().opened()).isEqualTo(1);
        assertThat(products).allMatch(this::isKnown);
        assertThat(operations().lanes(CONSUMER)).isEmpty();
    }

    @Test
    final void two_operators_at_once_handle_nothing_twice() {
        List<String> products = IntStream.range(0, 8)
                .boxed()
                .flatMap(lane -> park("both-" + lane, 3).stream())
                .toList();

        CompletableFuture<Replayed> first = CompletableFuture.supplyAsync(() -> replay(functions()));
        CompletableFuture<Replayed> second = CompletableFuture.supplyAsync(() -> replay(functions()));

        assertThat(List.of(first.join(), second.join())).allSatisfy(replayed -> {
            assertThat(replayed.problem()).isEmpty();
            assertThat(replayed.report().failed()).isZero();
        });
        assertThat(first.join().report().handled() + second.join().report().handled())
                .isEqualTo(products.size());
        assertThat(operations().lanes(CONSUMER)).isEmpty();
        assertThat(products).allMatch(this::isKnown);
    }

    @Test
    final void a_function_settles_what_expired_on_the_bus_while_its_consumer_stood_still() {
        List<Envelope<?>> archived = IntStream.range(0, 3)
                .<Envelope<?>>mapToObj(number -> event("expired-" + number))
                .toList();
        ExpiredEvents expired = new ExpiredEvents(
                "never",
                new OrderPipeline(operator(), Style.ORCHESTRATION),
                new ExpiredEvents.Kept(Duration.ofDays(7), Duration.ofDays(14)),
                () -> (from, until, to, deadline) ->
                        to.publishAndWait(archived, deadline).firstRejected().map(Rejected::message),
                this::functions);

        List<Batch> listed = expired.list(CONSUMER::equals, 1);
        Redelivered redelivered = expired.redeliver(listed.get(0));

        assertThat(listed).extracting(Batch::records).containsExactly(3L);
        assertThat(redelivered).isEqualTo(new Redelivered(3, Optional.empty()));
        assertThat(List.of("expired-0", "expired-1", "expired-2")).allMatch(this::isKnown);
    }

    /** {@return what an operator gets to read whose call is refused} */
    protected final String problem(ConsumerFunctions functions) {
        List<String> unused = park("refused", 1);
        try {
            return replay(functions).problem().orElseThrow();
        } finally {
            Replayed cleared = replay(functions());
            assertThat(cleared.report().handled()).isEqualTo(1);
        }
    }

    private Operations operations() {
        return new Operations(new OrderPipeline(operator(), Style.ORCHESTRATION));
    }

    private Replayed replay(ConsumerFunctions functions) {
        return Objects.requireNonNull(operations()
                .replay(functions, CONSUMER::equals, 100, Deadline.in(PATIENCE, InstantSource.system()))
                .get(CONSUMER));
    }

    private boolean isKnown(String product) {
        return owner().platform()
                .stores()
                .replicas()
                .get(ReplicatedAssortment.COLLECTION, product)
                .isPresent();
    }

    /** Parks events of products in one lane. {@return the products} */
    private List<String> park(String lane, int count) {
        Platform platform = owner().platform();
        return IntStream.range(0, count)
                .mapToObj(number -> {
                    String product = lane + "-" + number;
                    Envelope<?> event = event(product);
                    ParkedEvent parked = new ParkedEvent(
                            CONSUMER,
                            Lane.of(lane),
                            event.id(),
                            WireEvent.structured(platform.codec().encode(event)),
                            "position of " + product,
                            "a test",
                            5,
                            PARKED,
                            Optional.empty());
                    var unused = platform.stores().parkingLot().park(parked);
                    return product;
                })
                .toList();
    }

    private static Envelope<?> event(String product) {
        return new TransferEvents<Product>("/orders/catalogue", Product.TYPE)
                .changed(product, 1, new Product(product, "Tea", List.of(100L)));
    }
}
