package io.triskel.orders.run;

import io.triskel.codec.JsonObject;
import io.triskel.console.Faults;
import io.triskel.orders.console.HandPlaced;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The faults of a target after its run: the run itself is compared with other lanes, and {@code --chaos} disturbs it. While a fault is in force,
 * orders are placed, since nothing shows on a pipeline at rest. Faults in force together share these orders: one stream of orders per fault
 * would measure the machine.
 */
final class LaneFaults implements Faults {
    private static final long ORDER_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int PAGE = 500;

    private final DrivenPipeline pipeline;
    private final HandPlaced placed;
    private final BooleanSupplier over;
    private final Set<String> orders = ConcurrentHashMap.newKeySet();
    private final AtomicLong number = new AtomicLong();
    private final AtomicLong placing = new AtomicLong();
    private int inForce;
    private boolean ordering;

    /** @param over whether the run is over */
    LaneFaults(DrivenPipeline pipeline, HandPlaced placed, BooleanSupplier over) {
        this.pipeline = pipeline;
        this.placed = placed;
        this.over = over;
    }

    @Override
    public List<Offer> offers() {
        return pipeline.faults().stream().map(TargetFault::offer).toList();
    }

    @Override
    public Injected inject(String kind) {
        if (!over.getAsBoolean()) {
            throw new IllegalStateException("The run is not over; --chaos disturbs a run itself.");
        }
        TargetFault fault = pipeline.faults().stream()
                .filter(one -> one.offer().kind().equals(kind))
                .findFirst()
                .orElseThrow();
        // Asked before the fault, which may freeze the store that knows it.
        Optional<String> product = placed.anyProduct();
        Injected injected = fault.injected().get();
        begin(product);
        AtomicBoolean ended = new AtomicBoolean();
        return () -> {
            if (ended.compareAndSet(false, true)) {
                end();
                injected.close();
            }
        };
    }

    private synchronized void begin(Optional<String> product) {
        inForce++;
        if (!ordering && product.isPresent()) {
            ordering = true;
            Thread orders = new Thread(() -> placeWhileInForce(product.get()), "orders of faults");
            orders.setDaemon(true);
            orders.start();
        }
    }

    private synchronized void end() {
        inForce--;
    }

    private synchronized boolean isInForce() {
        ordering = inForce > 0;
        return ordering;
    }

    /** Each order on a thread of its own, as customers do not wait for each other. */
    private void placeWhileInForce(String product) {
        ExecutorService customers = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "order of a fault");
            thread.setDaemon(true);
            return thread;
        });
        while (isInForce()) {
            placing.incrementAndGet();
            customers.execute(() -> order(product));
            LockSupport.parkNanos(ORDER_NANOS);
        }
        customers.shutdown();
    }

    private void order(String product) {
        try {
            place(product);
        } catch (RuntimeException refused) {
            // A store or the bus did not answer in time: as for a customer, it is no order.
        } finally {
            placing.decrementAndGet();
        }
    }

    private void place(String product) {
        String order = String.format(Locale.ROOT, "O-F%04d", number.incrementAndGet());
        var unused = placed.place(
                JsonObject.empty().set("order", order).set("product", product).set("quantity", 1));
        orders.add(order);
    }

    @Override
    public Lag lag() {
        Map<String, Long> waiting = pipeline.waiting();
        return new Lag(
                waiting.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(waiting.values().stream()
                                .mapToLong(Long::longValue)
                                .sum()),
                number.get(),
                placing.get() + placed.underWay(orders));
    }

    @Override
    public Damage damage() {
        CountedHistory history = new CountedHistory(pipeline.history());
        history.readAll(PAGE);
        return new Damage(
                OptionalLong.of(pipeline.lost(List.copyOf(orders))),
                OptionalLong.of(history.doubled()),
                OptionalLong.of(pipeline.operator().parked()));
    }
}
