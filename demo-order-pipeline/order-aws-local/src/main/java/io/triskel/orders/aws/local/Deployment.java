package io.triskel.orders.aws.local;

import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.aws.dynamodb.TableLayout;
import io.triskel.local.aws.LocalAws;
import io.triskel.local.aws.LocalAwsSettings;
import io.triskel.local.aws.kinesis.KinesisStream;
import io.triskel.local.aws.lambda.FunctionDefinition;
import io.triskel.local.aws.lambda.KinesisMapping;
import io.triskel.local.aws.lambda.LambdaFunction;
import io.triskel.local.aws.lambda.MappingSettings;
import io.triskel.local.aws.lambda.Schedule;
import io.triskel.orders.aws.OrderFunctions;
import io.triskel.orders.pipeline.Style;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The package deployed as a team would deploy it: a stream, the tables, a function behind HTTP, one for the clock, and one for
 * each consumer with an event source mapping of its own.
 */
final class Deployment implements AutoCloseable {
    static final String STREAM = "orders";

    /** The prefix of the tables' names. */
    static final String TABLES = "orders";

    static final int SHARDS = 2;

    private static final int MEMORY_MIB = 256;

    /** What a killed function has claimed is free again after so long. */
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** Requests that are answered at a time, those of the notifier's lookups included. */
    private static final int HTTP_CONCURRENCY = 8;

    /** Fuller batches cost a laptop less: this is much shorter than the service's least window, a second, and long enough. */
    private static final MappingSettings MAPPING = MappingSettings.defaults()
            .withBatch(100, Duration.ofMillis(150))
            .withPace(Duration.ofMillis(20), Duration.ofMillis(50));

    private final LocalAws aws;
    private final KinesisStream stream;
    private final Map<String, LambdaFunction> functions = new LinkedHashMap<>();
    private final Map<String, KinesisMapping> mappings = new LinkedHashMap<>();
    private final LambdaFunction ticking;
    private final Schedule clock;
    private final URI url;

    private Deployment(LocalAws aws, Path zip, OrderFunctions orders, Optional<Duration> clockRate) {
        this.aws = aws;
        stream = aws.kinesis().createStream(orders.stream(), SHARDS);
        LambdaFunction http = deploy(zip, orders.http(), HTTP_CONCURRENCY);
        url = aws.lambda().url(http).uri().resolve("/");
        ticking = deploy(zip, orders.clock(url), 1);
        clock = clockRate
                .map(rate -> aws.lambda().schedule("orders", rate, ticking))
                .orElseGet(() -> aws.lambda().schedule("orders", ticking));
        orders.consumers(url)
                .forEach((consumer, function) -> mappings.put(
                        consumer,
                        // A split leaves one shard more.
                        aws.lambda().map(stream, deploy(zip, function, SHARDS + 1), MAPPING)));
    }

    private LambdaFunction deploy(Path zip, OrderFunctions.Function function, int concurrency) {
        LambdaFunction deployed = aws.lambda()
                .deploy(FunctionDefinition.of(function.name(), zip, function.handler())
                        .withMemoryMiB(MEMORY_MIB)
                        .withTimeout(TIMEOUT)
                        .withEnvironment(aws.environment())
                        .withEnvironment(function.environment())
                        .withMaxConcurrency(concurrency));
        functions.put(function.name(), deployed);
        return deployed;
    }

    /**
     * Starts the local AWS and deploys into it.
     *
     * @param settings without tables
     * @param zip the deployment package
     * @param clockRate how often the clock's function is fired; empty for only when it is told to
     * @throws RuntimeException if anything does not start; whatever had started is ended again
     */
    static Deployment start(LocalAwsSettings settings, Path zip, Style style, Optional<Duration> clockRate) {
        OrderFunctions orders = new OrderFunctions(new DynamoDbTables(TABLES), STREAM, style);
        LocalAws aws = LocalAws.start(settings.withTables(
                orders.layouts().stream().map(TableLayout::createTable).toList()));
        try {
            return new Deployment(aws, zip, orders, clockRate);
        } catch (RuntimeException failed) {
            aws.close();
            throw failed;
        }
    }

    LocalAws aws() {
        return aws;
    }

    KinesisStream stream() {
        return stream;
    }

    /** {@return all functions by name} */
    Map<String, LambdaFunction> functions() {
        return functions;
    }

    /** {@return what fires the function of the clock} */
    Schedule clock() {
        return clock;
    }

    /** {@return the function of the clock itself, for what no schedule asks it} */
    LambdaFunction ticking() {
        return ticking;
    }

    /** {@return the address of the function behind HTTP, ending in a slash} */
    URI url() {
        return url;
    }

    /** {@return whether all that is in the stream was settled by every consumer} */
    boolean isCaughtUp() {
        return mappings.values().stream().allMatch(KinesisMapping::isCaughtUp);
    }

    /** {@return the consumers that are behind} */
    List<String> behind() {
        return mappings.entrySet().stream()
                .filter(mapping -> !mapping.getValue().isCaughtUp())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** {@return how far each consumer is in each shard} */
    List<Map<String, String>> checkpoints() {
        return mappings.values().stream().map(KinesisMapping::checkpoints).toList();
    }

    @Override
    public void close() {
        aws.close();
    }
}
