package io.triskel.orders.run;

import io.triskel.hosting.operation.Past;
import io.triskel.hosting.operation.ViewRebuild;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import io.triskel.orders.input.BrokenLineException;
import io.triskel.orders.input.InputLine;
import io.triskel.orders.input.InputParser;
import io.triskel.orders.ordering.OrderStatus;
import io.triskel.orders.ordering.PlaceOrder;
import io.triskel.orders.view.OrderRow;
import io.triskel.platform.Platform;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Feeds an input to a pipeline in the order that makes its outcome independent of how orders interleave: ordering knows the
 * products of a line before the next order is placed; cancellations follow when the orders have come to rest, and are in time
 * only for orders that wait for a silent payment; then payments time out. Last, the order view is rebuilt, and must be equal.
 */
public final class PipelineRun {
    private static final int ORDERS_PER_ROUND = 25;
    private static final long PROGRESS_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int PAGE = 500;
    private static final Duration BUS_TIME = Duration.ofMinutes(10);

    private final DrivenPipeline pipeline;
    private final Answers answers;
    private final InputParser parser = new InputParser();
    private final Map<String, Long> productVersions = new LinkedHashMap<>();
    private final Deque<Placement> placements = new ArrayDeque<>();
    private final Set<String> underWay = new HashSet<>();
    private final Set<String> orders = new HashSet<>();
    private final Set<String> products = new TreeSet<>();
    private final Set<String> cancellations = new LinkedHashSet<>();
    private long invalid;
    private long repeated;
    private long refused;
    private Shown shown = new Shown(List.of(), Map.of());
    private long told = System.nanoTime();

    /** Begins a run on a pipeline that has had no run before. */
    public PipelineRun(DrivenPipeline pipeline, Answers answers) {
        this.pipeline = pipeline;
        this.answers = answers;
    }

    /** An order under way to the pipeline. */
    private record Placement(long number, String order, CompletableFuture<Optional<String>> refusal) {}

    /** Takes one line of the input. */
    public void line(long number, String text) {
        try {
            parser.parse(text)
                    .<Runnable>fold(
                            product -> () -> product(product, text),
                            stock -> () -> stock(number, stock, text),
                            order -> () -> order(number, order.request(), text),
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

    /** Orders before this line get earlier prices, so they must be placed before this line is published. */
    private void product(InputLine.ProductLine line, String text) {
        await(0);
        products.add(line.id());
        productVersions.merge(line.id(), line.version(), Math::max);
        pipeline.product(line, text);
    }

    private void stock(long number, InputLine.StockLine line, String text) {
        pipeline.stock(line, text).ifPresent(reason -> invalid(number, reason));
    }

    private void order(long number, PlaceOrder request, String text) {
        if (!productVersions.isEmpty()) {
            // Ordering answers from its own copy of the catalogue.
            pipeline.awaitCatalogue(Map.copyOf(productVersions));
            productVersions.clear();
        }
        if (!underWay.add(request.order())) {
            // If an order has several lines, the first line must be the one that is placed.
            await(0);
            underWay.add(request.order());
        }
        placements.addLast(new Placement(number, request.order(), pipeline.order(request, text)));
        await(pipeline.ordersAtATime() - 1);
    }

    /** Waits for the oldest orders until at most so many are under way. */
    private void await(int most) {
        while (placements.size() > most) {
            Placement oldest = placements.removeFirst();
            underWay.remove(oldest.order());
            Optional<String> refusal = join(oldest.refusal());
            if (refusal.isPresent()) {
                invalid(oldest.number(), refusal.get());
            } else {
                placed(oldest.order());
            }
        }
    }

    private static <T> T join(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    private void placed(String order) {
        if (!orders.add(order)) {
            repeated++;
            return;
        }
        if (orders.size() % ORDERS_PER_ROUND == 0) {
            pipeline.work();
        }
        progressNowAndThen("orders");
    }

    /** Brings every order to its end, and counts. */
    public DemoResult finish() {
        await(0);
        settle("fulfilment");
        progress("cancellations");
        for (String order : cancellations) {
            if (!pipeline.cancel(order)) {
                refused++;
            }
            progressNowAndThen("cancellations");
        }
        settle("cancellations");
        progress("timeouts");
        pipeline.pass(FulfilmentSaga.PAYMENT_PATIENCE.plus(Duration.ofMinutes(1)));
        settle("timeouts");
        CountedHistory history = new CountedHistory(pipeline.history());
        Optional<Past> deployed = pipeline.past();
        if (deployed.isPresent()) {
            // The rebuild reads what it needs from elsewhere.
            history.readAll(PAGE);
        }
        ViewRebuilt rebuilt = rebuild(deployed.orElseGet(() -> Past.of(history)), deployed.isPresent());
        progress("counting");
        DemoResult result = result(rebuilt, history.doubled());
        progress("done");
        return result;
    }

    /**
     * Rebuilds the order view next to the live one, and reads the new one. The pipeline is at rest and stays so: nothing uses the old rows.
     */
    private ViewRebuilt rebuild(Past past, boolean archived) {
        Shown before = readView();
        Platform platform = pipeline.operator().platform();
        ViewRebuild.Report report = new ViewRebuild<>(pipeline.view(), platform, past, answers::rebuilding)
                .switchOver(platform.in(BUS_TIME));
        shown = readView();
        return new ViewRebuilt(
                shown.equals(before),
                report.unreadable(),
                archived
                        ? Optional.of(new ViewRebuilt.Sources(report.fromArchive(), report.fromBus()))
                        : Optional.empty());
    }

    private void settle(String phase) {
        progress(phase);
        pipeline.settle(() -> progressNowAndThen(phase));
    }

    /** Reports progress seldom enough to cost nothing, often enough to be seen to move. */
    private void progressNowAndThen(String phase) {
        if (System.nanoTime() - told > PROGRESS_NANOS) {
            progress(phase);
        }
    }

    private void progress(String phase) {
        told = System.nanoTime();
        answers.progress(phase, orders.size(), pipeline.ended(), pipeline.events());
    }

    /** {@return all rows that the order view has in the end, by order id} */
    public List<OrderRow> rows() {
        return shown.rows();
    }

    /** What the order view has: its rows by order id, and the totals of each product. */
    private record Shown(List<OrderRow> rows, Map<String, Map<String, Long>> revenue) {}

    private Shown readView() {
        CompletableFuture<Map<String, Map<String, Long>>> revenue = CompletableFuture.supplyAsync(this::readRevenue);
        List<OrderRow> rows = pipeline.operator().orders();
        return new Shown(rows, join(revenue));
    }

    private Map<String, Map<String, Long>> readRevenue() {
        Map<String, Map<String, Long>> all = new TreeMap<>();
        for (String product : products) {
            Map<String, Long> total = pipeline.view().total(product);
            if (!total.isEmpty()) {
                all.put(product, total);
            }
        }
        return all;
    }

    private DemoResult result(ViewRebuilt rebuilt, long doubled) {
        Map<String, Long> byState = new TreeMap<>();
        shown.rows().forEach(row -> byState.merge(row.status().text(), 1L, Long::sum));
        long unended = byState.getOrDefault(OrderStatus.PLACED.text(), 0L)
                + byState.getOrDefault(OrderStatus.CONFIRMED.text(), 0L)
                + orders.size()
                - byState.values().stream().mapToLong(Long::longValue).sum();
        PipelineCounts figures = pipeline.figures(shown.rows());
        boolean complete = unended == 0 && rebuilt.sound() && doubled == 0 && figures.sound();
        return new DemoResult(
                byState, shown.revenue(), figures, invalid, repeated, refused, rebuilt, doubled, complete);
    }
}
