package io.triskel.orders.local;

import io.triskel.decide.CommandResult;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import io.triskel.orders.input.BrokenLineException;
import io.triskel.orders.input.InputLine;
import io.triskel.orders.input.InputParser;
import io.triskel.orders.inventory.StockEvent;
import io.triskel.orders.ordering.OrderEvent;
import io.triskel.orders.ordering.OrderStatus;
import io.triskel.orders.ordering.PlaceOrder;
import io.triskel.orders.view.OrderProjection;
import io.triskel.orders.view.OrderRow;
import io.triskel.projection.ProjectionView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Feeds an input to a pipeline in the order that makes its outcome independent of how orders interleave: what a line says of
 * products is known before the next order is placed; cancellations follow when the orders have come to rest, and are in time
 * only for those that wait for a silent payment; then payments time out.
 */
final class MemoryRun {
    private static final int ORDERS_PER_ROUND = 25;
    private static final int PROGRESS_EVERY = 100;

    private final MemoryPipeline pipeline;
    private final Answers answers;
    private final InputParser parser = new InputParser();
    private final Map<String, Long> productVersions = new LinkedHashMap<>();
    private final Set<String> orders = new HashSet<>();
    private final Set<String> products = new TreeSet<>();
    private final Set<String> cancellations = new LinkedHashSet<>();
    private long invalid;
    private long repeated;
    private long refused;

    MemoryRun(MemoryPipeline pipeline, Answers answers) {
        this.pipeline = pipeline;
        this.answers = answers;
    }

    /** Takes one line of the input. */
    void line(long number, String text) {
        try {
            parser.parse(text)
                    .<Runnable>fold(
                            product -> () -> product(product),
                            stock -> () -> stock(number, stock),
                            order -> () -> order(number, order.request()),
                            cancel -> () -> cancellations.add(cancel.order()))
                    .run();
        } catch (BrokenLineException broken) {
            invalid(number, String.valueOf(broken.getMessage()));
        }
    }

    private void invalid(long number, String reason) {
        invalid++;
        answers.invalid(number, reason);
    }

    private void product(InputLine.ProductLine line) {
        products.add(line.id());
        productVersions.merge(line.id(), line.version(), Math::max);
        pipeline.call(to -> {
            to.catalogue().publish(line.id(), line.version(), line.state(), pipeline.soon());
            return line;
        });
    }

    private void stock(long number, InputLine.StockLine line) {
        CommandResult<StockEvent> answer =
                pipeline.call(to -> to.warehouse().receive(line.product(), line.delivery(), line.quantity()));
        if (answer instanceof CommandResult.Rejected<StockEvent> rejected) {
            invalid(number, rejected.reason());
        }
    }

    private void order(long number, PlaceOrder request) {
        awaitCatalogue();
        CommandResult<OrderEvent> answer = pipeline.call(to -> to.ordering().place(request));
        if (answer instanceof CommandResult.Rejected<OrderEvent> rejected) {
            invalid(number, rejected.reason());
        } else if (!orders.add(request.order())) {
            repeated++;
        } else {
            if (orders.size() % ORDERS_PER_ROUND == 0) {
                pipeline.round();
            }
            if (orders.size() % PROGRESS_EVERY == 0) {
                progress("orders");
            }
        }
    }

    /** Ordering answers from its own copy of the catalogue, so the copy must know what the lines before this one said. */
    private void awaitCatalogue() {
        if (productVersions.isEmpty()) {
            return;
        }
        pipeline.settle();
        productVersions.forEach((product, version) -> {
            if (pipeline.look().assortment().versionOf(product) < version) {
                throw new IllegalStateException("Version " + version + " of " + product + " has not arrived");
            }
        });
        productVersions.clear();
    }

    /** Brings every order to its end, and counts. */
    Result finish() {
        progress("fulfilment");
        pipeline.settle();
        progress("cancellations");
        for (String order : cancellations) {
            if (pipeline.call(to -> to.ordering().cancel(order)) instanceof CommandResult.Rejected<OrderEvent>) {
                refused++;
            }
        }
        pipeline.settle();
        progress("timeouts");
        pipeline.pass(FulfilmentSaga.PAYMENT_PATIENCE.plus(Duration.ofMinutes(1)));
        pipeline.settle();
        progress("done");
        return result();
    }

    private void progress(String phase) {
        ProjectionView<OrderRow> view = pipeline.look().view();
        long ended = 0;
        for (OrderStatus status : OrderStatus.values()) {
            ended += status.ended() ? count(view, status) : 0;
        }
        answers.progress(phase, orders.size(), ended, pipeline.tally().events());
    }

    private static long count(ProjectionView<OrderRow> view, OrderStatus status) {
        long count = 0;
        Optional<String> after = Optional.empty();
        do {
            ProjectionView.Page<OrderRow> page = view.query(OrderProjection.BY_STATUS, status.text(), after, 500);
            count += page.rows().size();
            after = page.next();
        } while (after.isPresent());
        return count;
    }

    /** {@return all rows of the order view, by order id} */
    List<OrderRow> rows() {
        List<OrderRow> rows = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            ProjectionView.Page<OrderRow> page = pipeline.look().view().page(after, 500);
            rows.addAll(page.rows());
            after = page.next();
        } while (after.isPresent());
        rows.sort(Comparator.comparing(OrderRow::order));
        return rows;
    }

    private Result result() {
        Map<String, Long> byState = new TreeMap<>();
        rows().forEach(row -> byState.merge(row.status().text(), 1L, Long::sum));
        Map<String, Map<String, Long>> revenue = new TreeMap<>();
        for (String product : products) {
            Map<String, Long> total = pipeline.look().view().total(product);
            if (!total.isEmpty()) {
                revenue.put(product, total);
            }
        }
        long unended = byState.getOrDefault(OrderStatus.PLACED.text(), 0L)
                + byState.getOrDefault(OrderStatus.CONFIRMED.text(), 0L)
                + orders.size()
                - byState.values().stream().mapToLong(Long::longValue).sum();
        Tally tally = pipeline.tally();
        return new Result(
                byState,
                tally.eventsByType(),
                pipeline.sagasByEnding(),
                revenue,
                pipeline.parked().size(),
                tally.parkedEver(),
                tally.duplicates(),
                invalid,
                repeated,
                refused,
                pipeline.notifications(),
                unended == 0);
    }
}
