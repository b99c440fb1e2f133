package io.triskel.aws.hosting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.event.PortException;
import io.triskel.hosting.operation.ConsumerFunctions;
import io.triskel.hosting.operation.GivenUp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What event source mappings gave up: one object per batch in the bucket that is their on-failure destination, with the
 * whole event (Lambda developer guide, "Retain discarded batch records for a Kinesis Data Streams event source").
 */
final class GivenUpRecords implements GivenUp {
    static final String VARIABLE = "TRISKEL_APP_GIVEN_UP";

    private static final String PREFIX = "aws/lambda/";

    /** As long as functions may work, by the manifest's default. */
    private static final Duration ONE_INVOCATION = Duration.ofSeconds(60);

    private final GivenUpObjects objects;
    private final ConsumerFunctions functions;
    private final Map<String, String> consumers;
    private final Duration remembered;
    private final InstantSource clock;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * Makes no request yet.
     *
     * @param consumers of the application, by the names of their functions
     * @param remembered how long an inbox remembers an event
     */
    GivenUpRecords(
            GivenUpObjects objects,
            ConsumerFunctions functions,
            Map<String, String> consumers,
            Duration remembered,
            InstantSource clock) {
        this.objects = objects;
        this.functions = functions;
        this.consumers = consumers;
        this.remembered = remembered;
        this.clock = clock;
    }

    /** {@return what was given up in a deployment} */
    static GivenUpRecords of(
            GivenUpObjects objects, InvokedFunctions functions, List<String> consumers, Duration remembered) {
        Map<String, String> byFunction = new HashMap<>();
        consumers.forEach(consumer -> byFunction.put(plainName(functions.name(consumer)), consumer));
        return new GivenUpRecords(objects, functions, byFunction, remembered, InstantSource.system());
    }

    /** {@return the place that the environment names} */
    static String place(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(VARIABLE))
                .filter(place -> !place.isEmpty())
                .orElseThrow(() -> new IllegalArgumentException(VARIABLE
                        + " is not set, expected the bucket of what mappings gave up; the file that the deployment"
                        + " writes has it"));
    }

    /** {@return the function's name alone, of a name with an alias, or of an ARN} */
    private static String plainName(String name) {
        String afterArn = name.substring(name.indexOf(":function:") < 0 ? 0 : name.indexOf(":function:") + 10);
        int alias = afterArn.indexOf(':');
        return alias < 0 ? afterArn : afterArn.substring(0, alias);
    }

    @Override
    public List<Batch> list(Predicate<String> wanted, int limit) {
        List<Batch> batches = new ArrayList<>();
        try {
            for (String name : objects.names(PREFIX)) {
                batches.add(batch(name, document(name)));
            }
        } catch (IOException failed) {
            throw new PortException("what was given up cannot be read: " + failed.getMessage(), failed);
        }
        return batches.stream()
                .filter(batch -> wanted.test(batch.consumer()))
                .sorted(Comparator.comparing(Batch::at).thenComparing(Batch::id))
                .limit(limit)
                .toList();
    }

    private JsonNode document(String name) throws IOException {
        return json.readTree(objects.read(name));
    }

    /** A batch of a function that is none of the application's is listed under that function's name. */
    private Batch batch(String name, JsonNode document) {
        JsonNode request = document.path("requestContext");
        JsonNode info = document.path("KinesisBatchInfo");
        String function = plainName(request.path("functionArn").asText());
        return new Batch(
                name,
                consumers.getOrDefault(function, function),
                info.path("shardId").asText() + ", "
                        + info.path("startSequenceNumber").asText() + " to "
                        + info.path("endSequenceNumber").asText(),
                info.path("batchSize").asLong(),
                moment(document.path("timestamp").asText()),
                request.path("condition").asText());
    }

    private static Instant moment(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException missing) {
            return Instant.EPOCH;
        }
    }

    @Override
    public Redelivered redeliver(Batch batch) {
        try {
            JsonNode document = document(batch.id());
            JsonNode event = event(document);
            Optional<String> refusal = refusal(batch, document, event);
            if (refusal.isPresent()) {
                return new Redelivered(0, refusal);
            }
            byte[] answer = functions.invoke(
                    batch.consumer(), event.toString().getBytes(StandardCharsets.UTF_8), ONE_INVOCATION);
            long settled = settled(event.path("Records"), json.readTree(answer));
            if (settled == batch.records()) {
                objects.delete(batch.id());
                return new Redelivered(settled, Optional.empty());
            }
            return new Redelivered(
                    settled,
                    Optional.of((batch.records() - settled) + " of " + batch.records()
                            + " records are not settled; the function's log says why, and the object stays"));
        } catch (IOException | IllegalStateException failed) {
            return new Redelivered(0, Optional.of(String.valueOf(failed.getMessage())));
        }
    }

    private Optional<String> refusal(Batch batch, JsonNode document, JsonNode event) {
        if (!consumers.containsValue(batch.consumer())) {
            return Optional.of("no consumer of this application has the function " + batch.consumer());
        }
        if (event.path("Records").size() != batch.records()) {
            return Optional.of("the object does not have the " + batch.records()
                    + " records; the archive has them, see docs/runbook.md");
        }
        Instant first = moment(document.path("KinesisBatchInfo")
                .path("approximateArrivalOfFirstRecord")
                .asText());
        return clock.instant().isAfter(first.plus(remembered))
                ? Optional.of("its first record arrived " + first + ", and the inbox remembers " + remembered.toHours()
                        + " h: an event that was handled would be handled again")
                : Optional.empty();
    }

    /** The guide shows the event as {@code <Whole Event>}, which leaves open whether it is an object or text. */
    private JsonNode event(JsonNode document) throws IOException {
        JsonNode payload = document.path("payload");
        return payload.isTextual() ? json.readTree(payload.textValue()) : payload;
    }

    /** {@return how many records come before the first one that is not settled} */
    private static long settled(JsonNode records, JsonNode answer) {
        if (!answer.path("batchItemFailures").isArray()) {
            throw new IllegalStateException("the function does not answer records, but with " + answer);
        }
        String failed =
                answer.path("batchItemFailures").path(0).path("itemIdentifier").asText("");
        for (int i = 0; i < records.size(); i++) {
            if (records.get(i).path("kinesis").path("sequenceNumber").asText().equals(failed)) {
                return i;
            }
        }
        return failed.isEmpty() ? records.size() : 0;
    }
}
