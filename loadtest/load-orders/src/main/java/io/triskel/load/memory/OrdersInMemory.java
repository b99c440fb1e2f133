package io.triskel.load.memory;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Deadline;
import io.triskel.hosting.clock.ClockWork;
import io.triskel.hosting.http.HttpAnswer;
import io.triskel.hosting.http.HttpRequest;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.memory.InMemoryPump;
import io.triskel.notify.HttpLookup;
import io.triskel.orders.http.OrderApi;
import io.triskel.orders.notification.SentMessages;
import io.triskel.orders.payment.PaymentProvider;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.OrderTypes;
import io.triskel.orders.pipeline.Ports;
import io.triskel.orders.pipeline.Style;
import io.triskel.platform.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The order pipeline in this process, in real time: behind HTTP as it is deployed, with a thread for each consumer and one for the clock. */
final class OrdersInMemory implements AutoCloseable {
    /** The number of requests that are answered side by side. */
    private static final int HTTP_THREADS = 4;

    private static final long LOOK_NANOS = 200_000;
    private static final Duration REQUEST_TIME = Duration.ofSeconds(30);

    /** How often the clock runs, and how much it does at most: as a cloud's scheduler calls its function. */
    private static final long TICK_SECONDS = 60;

    private static final int TICK_LIMIT = 100;

    private final InMemoryPlatform platform;
    private final HttpServer server;
    private final ExecutorService consumers = Executors.newCachedThreadPool(OrdersInMemory::daemon);
    private final ExecutorService answering = Executors.newFixedThreadPool(HTTP_THREADS, OrdersInMemory::daemon);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(OrdersInMemory::daemon);
    private volatile boolean closed;

    private OrdersInMemory(InMemoryPlatform platform, HttpServer server) {
        this.platform = platform;
        this.server = server;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "orders");
        thread.setDaemon(true);
        return thread;
    }

    static OrdersInMemory start() {
        try {
            OrdersInMemory orders = new OrdersInMemory(
                    InMemoryPlatform.of(Platform.Settings.of(Ports.SOURCE, OrderTypes.registry())),
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            orders.open();
            return orders;
        } catch (IOException failed) {
            throw new UncheckedIOException("No port is free for the pipeline", failed);
        }
    }

    private void open() {
        Ports ports = new Ports(
                platform,
                new HttpLookup(
                        HttpClient.newBuilder()
                                .version(HttpClient.Version.HTTP_1_1)
                                .build(),
                        InstantSource.system()),
                uri(),
                new SentMessages(platform.stores().replicas()),
                PaymentProvider.simulated());
        OrderPipeline pipeline = new OrderPipeline(ports, Style.ORCHESTRATION);
        OrderApi api = new OrderApi(pipeline, platform.states());
        server.createContext("/", exchange -> answer(api, exchange));
        server.setExecutor(answering);
        server.start();
        pipeline.consumers().values().forEach(this::consume);
        ClockWork work = new ClockWork(pipeline);
        var unused = clock.scheduleWithFixedDelay(
                () -> work.ticks(platform.clock().instant(), TICK_LIMIT, platform.in(Duration.ofSeconds(TICK_SECONDS))),
                TICK_SECONDS,
                TICK_SECONDS,
                TimeUnit.SECONDS);
    }

    private void consume(EventConsumer consumer) {
        InMemoryPump pump = platform.subscribe()
                .add(
                        consumer.name(),
                        BatchProcessor.of(consumer)
                                .codec(platform.codec())
                                .clock(platform.clock())
                                .build());
        consumers.execute(() -> {
            while (!closed) {
                if (pump.drain() == 0) {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
            }
        });
    }

    @SuppressWarnings("try") // to close the exchange is all that is asked of it
    private static void answer(OrderApi api, HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
            HttpAnswer answer = api.answer(
                    new HttpRequest(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().getRawPath(),
                            Map.of(),
                            headers,
                            exchange.getRequestBody().readAllBytes()),
                    Deadline.in(REQUEST_TIME, InstantSource.system()));
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    /** {@return where it is called, ending in a slash} */
    URI uri() {
        InetSocketAddress address = server.getAddress();
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/");
    }

    InMemoryBus bus() {
        return platform.bus();
    }

    @Override
    public void close() {
        closed = true;
        server.stop(0);
        answering.shutdownNow();
        consumers.shutdownNow();
        clock.shutdownNow();
    }
}
