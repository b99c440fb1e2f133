package io.triskel.local.gcp.functions;

import io.triskel.local.ChildProcess;
import io.triskel.local.function.MetricsCounter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One JVM, or process of Node.js, that runs the function. It is used until it ends, times out or is killed; its current requests then
 * fail.
 */
final class FunctionInstance {
    /** Only a fault reaches it, since a laptop starts many JVMs at the same time on few cores. */
    private static final Duration START_LIMIT = Duration.ofMinutes(4);

    private static final long LOOK_MILLIS = 5;
    private static final int TAIL = 2000;
    private static final int LOG_HEAD = 64 * 1024;

    /** The line that Jetty writes when it listens, or Node.js's; by then the function is loaded. */
    private static final Pattern LISTENING =
            Pattern.compile("(?:ServerConnector@\\w+\\{.*}\\{[^{}]*:|Listening on 127\\.0\\.0\\.1:)(\\d+)");

    private static final Set<String> CONNECTION_HEADERS =
            Set.of("connection", "content-length", "expect", "host", "http2-settings", "transfer-encoding", "upgrade");

    private final FunctionDefinition definition;
    private final HttpClient http;
    private final ChildProcess process;
    private final ScheduledExecutorService timer;
    private final MetricsCounter metrics;
    private final long startedAt = System.nanoTime();
    private final CompletableFuture<URI> address = new CompletableFuture<>();
    private final CompletableFuture<FunctionResponse> end = new CompletableFuture<>();
    private final Future<?> looking;
    private volatile @Nullable String broken;
    private boolean workedOnce;

    private FunctionInstance(
            FunctionDefinition definition,
            HttpClient http,
            ChildProcess process,
            ScheduledExecutorService timer,
            MetricsCounter metrics) {
        this.definition = definition;
        this.http = http;
        this.process = process;
        this.timer = timer;
        this.metrics = metrics;
        this.looking = timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** @param whenEnded runs once, when the JVM has ended for any reason */
    static FunctionInstance start(
            FunctionDefinition definition,
            HttpClient http,
            ChildProcess process,
            ScheduledExecutorService timer,
            MetricsCounter metrics,
            Consumer<FunctionInstance> whenEnded) {
        FunctionInstance instance = new FunctionInstance(definition, http, process, timer, metrics);
        var unused = process.onExit().thenAccept(status -> {
            instance.ended("The instance ended with status " + status + ": " + process.tail(TAIL));
            whenEnded.accept(instance);
        });
        return instance;
    }

    /** Whether the JVM does not serve yet. */
    boolean isStarting() {
        return !address.isDone();
    }

    boolean hasEnded() {
        return broken != null || end.isDone();
    }

    /** Forwards a request as soon as the JVM serves; never fails. */
    CompletableFuture<FunctionResponse> invoke(FunctionRequest request) {
        CompletableFuture<FunctionResponse> answered = address.thenCompose(uri -> {
            long sentAt = System.nanoTime();
            return http.sendAsync(toJvm(uri, request), HttpResponse.BodyHandlers.ofByteArray())
                    .thenApply(FunctionInstance::fromJvm)
                    .exceptionally(this::failed)
                    .applyToEither(end, response -> response)
                    .whenComplete((response, failure) -> {
                        if (failure == null) {
                            count(response, sentAt);
                        }
                        replace();
                    });
        });
        return answered.exceptionally(failure -> FunctionResponse.instead(
                FunctionResponse.UNAVAILABLE, String.valueOf(cause(failure).getMessage())));
    }

    /** Kills the JVM. */
    void kill(String reason) {
        ended(reason);
        process.kill();
    }

    private void ended(String reason) {
        looking.cancel(false);
        end.complete(FunctionResponse.instead(FunctionResponse.CRASHED, reason));
        address.completeExceptionally(new IllegalStateException(reason));
    }

    private void look() {
        Matcher listening = LISTENING.matcher(head(process.output()));
        if (listening.find()) {
            looking.cancel(false);
            metrics.coldStart(Duration.ofNanos(System.nanoTime() - startedAt));
            address.completeAsync(() -> URI.create("http://127.0.0.1:" + listening.group(1)), timer);
        } else if (System.nanoTime() - startedAt > START_LIMIT.toNanos()) {
            kill(definition.name() + " did not serve within " + START_LIMIT + ": " + process.tail(TAIL));
        }
    }

    private HttpRequest toJvm(URI uri, FunctionRequest request) {
        HttpRequest.Builder copy = HttpRequest.newBuilder(uri.resolve(request.path()))
                .timeout(definition.timeout())
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach((name, values) -> {
            if (!CONNECTION_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> copy.header(name, value));
            }
        });
        return copy.build();
    }

    private static FunctionResponse fromJvm(HttpResponse<byte[]> response) {
        return new FunctionResponse(response.statusCode(), response.headers().map(), response.body());
    }

    /** Answers a failed request and marks the instance as broken, so that no other request uses it. */
    private FunctionResponse failed(Throwable failure) {
        Throwable cause = cause(failure);
        boolean late = cause instanceof HttpTimeoutException;
        String reason = late ? "The request took longer than " + definition.timeout() : String.valueOf(cause);
        broken = reason;
        return late
                ? FunctionResponse.instead(FunctionResponse.TIMED_OUT, "upstream request timeout")
                : FunctionResponse.instead(FunctionResponse.CRASHED, reason);
    }

    /** Kills a broken instance. Call only once the request's answer is settled, or the instance's end would decide the answer. */
    private void replace() {
        String reason = broken;
        if (reason != null) {
            timer.execute(() -> kill(reason));
        }
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private void count(FunctionResponse response, long sentAt) {
        long now = System.nanoTime();
        metrics.invoked(ending(response), now - sentAt);
        synchronized (this) {
            if (workedOnce) {
                return;
            }
            workedOnce = true;
        }
        metrics.firstInvocation(Duration.ofNanos(now - startedAt));
    }

    private static MetricsCounter.Ending ending(FunctionResponse response) {
        if (response.status() < 500) {
            return MetricsCounter.Ending.SUCCEEDED;
        }
        return response.status() == FunctionResponse.TIMED_OUT
                ? MetricsCounter.Ending.TIMED_OUT
                : MetricsCounter.Ending.FAILED;
    }

    private static String head(Path log) {
        try (InputStream in = Files.newInputStream(log)) {
            return new String(in.readNBytes(LOG_HEAD), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + log, e);
        }
    }

    /** Whether the JVM serves. */
    Optional<URI> address() {
        return address.isDone() && !address.isCompletedExceptionally() ? Optional.of(address.join()) : Optional.empty();
    }
}
