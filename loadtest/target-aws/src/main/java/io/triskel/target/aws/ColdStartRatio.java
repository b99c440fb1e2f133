package io.triskel.target.aws;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import io.triskel.aws.lambda.KinesisFunction;
import io.triskel.benchmarks.ratio.run.ColdStarts;
import io.triskel.benchmarks.ratio.run.Placed;
import io.triskel.codec.EventCodec;
import io.triskel.local.aws.lambda.FunctionDefinition;
import io.triskel.local.aws.lambda.InvocationResult;
import io.triskel.local.aws.lambda.LambdaFunction;
import io.triskel.local.aws.lambda.LambdaHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.joda.time.DateTime;
import org.jspecify.annotations.NullMarked;

/** The first batch of a function in the real runtime client. */
final class ColdStartRatio {
    private static final int RECORDS = 10;
    private static final int PATIENCE_SECONDS = 60;
    private static final List<Class<?>> EMPTY =
            List.of(EmptyFunction.class, RequestHandler.class, KinesisEvent.class, DateTime.class);
    static final List<Class<?>> OURS = Stream.concat(
                    EMPTY.stream(),
                    Stream.of(
                            Placed.class,
                            KinesisFunction.class,
                            EventCodec.class,
                            ObjectMapper.class,
                            JsonFactory.class,
                            JsonProperty.class,
                            Jdk8Module.class,
                            JavaTimeModule.class,
                            ParameterNamesModule.class,
                            NullMarked.class))
            .toList();

    private final LambdaHost host;
    private final Path folder;
    private final byte[] batch = batch(RECORDS);

    private ColdStartRatio(Path folder) {
        this.folder = folder;
        this.host = LambdaHost.start(folder.resolve("logs"));
    }

    static ColdStarts start(Path folder) throws IOException {
        return new ColdStartRatio(folder).deployed();
    }

    private ColdStarts deployed() throws IOException {
        return new ColdStarts(
                function(
                        "empty handler",
                        "a RequestHandler of KinesisEvent that returns an empty StreamsEventResponse, with Lambda's own"
                                + " libraries in its zip; from starting the JVM to the answer to its first batch, "
                                + RECORDS + " records",
                        definition("empty", FunctionZip.of(folder.resolve("empty.zip"), EMPTY), EmptyFunction.class)),
                function(
                        "KinesisFunction",
                        "decodes and settles the same batch with a handler that counts, no store; its zip also has the"
                                + " core, the adapter and Jackson; same runtime client, same host, 512 MiB",
                        definition("ours", FunctionZip.of(folder.resolve("ours.zip"), OURS), CountingFunction.class)),
                List.of(host));
    }

    private ColdStarts.Function function(String name, String description, FunctionDefinition definition) {
        LambdaFunction function = host.deploy(definition);
        return new ColdStarts.Function(
                name,
                description,
                () -> invoke(function),
                () -> function.metrics().firstInvocations(),
                () -> function.metrics().errors(),
                () -> true,
                function::killOne);
    }

    private void invoke(LambdaFunction function) {
        InvocationResult result = function.invoke(batch)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        if (!(result instanceof InvocationResult.Succeeded succeeded)
                || !succeeded.text().replace(" ", "").equals("{\"batchItemFailures\":[]}")) {
            throw new IllegalStateException(function.definition().name() + " did not handle its batch: " + result);
        }
    }

    private static FunctionDefinition definition(String name, Path zip, Class<?> handler) {
        return FunctionDefinition.of(name, zip, handler.getName() + "::handleRequest")
                .withMaxConcurrency(1);
    }

    /** A batch as the service sends it (Lambda developer guide, "Using Lambda with Kinesis"). */
    static byte[] batch(int size) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        ArrayNode records = event.putArray("Records");
        Placed.events(size, size).forEach(placed -> {
            String key = placed.key().orElseThrow().value();
            String number = "4959033827149025660869257848932425" + (1_000_000 + records.size());
            ObjectNode record = records.addObject();
            record.putObject("kinesis")
                    .put("kinesisSchemaVersion", "1.0")
                    .put("partitionKey", key)
                    .put("sequenceNumber", number)
                    .put("data", Placed.CODEC.encode(placed))
                    .put("approximateArrivalTimestamp", 1545084650.987);
            record.put("eventSource", "aws:kinesis")
                    .put("eventVersion", "1.0")
                    .put("eventID", "shardId-000000000000:" + number)
                    .put("eventName", "aws:kinesis:record")
                    .put("invokeIdentityArn", "arn:aws:iam::000000000000:role/load")
                    .put("awsRegion", "us-east-1")
                    .put("eventSourceARN", "arn:aws:kinesis:us-east-1:000000000000:stream/load");
        });
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }
}
