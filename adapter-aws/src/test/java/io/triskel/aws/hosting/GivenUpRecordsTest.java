package io.triskel.aws.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.aws.AwsClients;
import io.triskel.aws.AwsSettings;
import io.triskel.hosting.operation.GivenUp.Batch;
import io.triskel.hosting.operation.GivenUp.Redelivered;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenUpRecordsTest {
    private static final Instant NOW = Instant.parse("2026-01-08T00:00:00Z");
    private static final String EVENT =
            "{'Records':[{'kinesis':{'sequenceNumber':'7'}},{'kinesis':{'sequenceNumber':'8'}}]}";

    @TempDir
    Path bucket;

    private final List<String> invoked = new ArrayList<>();
    private String answer = "{'batchItemFailures':[]}";

    private GivenUpRecords givenUp() {
        return new GivenUpRecords(
                GivenUpObjects.in(
                        bucket.toUri().toString(), AwsClients.of(AwsSettings.from(Map.of("AWS_REGION", "us-east-1")))),
                (consumer, request, within) -> {
                    invoked.add(consumer + " " + new String(request, StandardCharsets.UTF_8).replace('"', '\''));
                    return answer.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
                },
                Map.of("orders-payment", "payment", "orders-order-view", "order-view"),
                Duration.ofDays(14),
                InstantSource.fixed(NOW));
    }

    private void put(String name, String function, String timestamp, String arrival, String payload)
            throws IOException {
        Path object = bucket.resolve("aws/lambda/uuid/shard/2026/01/" + name);
        Files.createDirectories(object.getParent());
        Files.writeString(
                object,
                ("{'requestContext':{'functionArn':'arn:aws:lambda:us-east-1:000000000000:function:" + function
                                + ":live','condition':'RecordAgeExceeded'},'timestamp':'" + timestamp
                                + "','KinesisBatchInfo':{'shardId':'shard','startSequenceNumber':'7',"
                                + "'endSequenceNumber':'8','batchSize':2,'approximateArrivalOfFirstRecord':'" + arrival
                                + "'}" + payload + "}")
                        .replace('\'', '"'));
    }

    private void put(String name, String function) throws IOException {
        put(name, function, "2026-01-07T22:00:00Z", "2026-01-01T00:00:00Z", ",'payload':" + EVENT);
    }

    private Redelivered redeliver() {
        GivenUpRecords givenUp = givenUp();
        return givenUp.redeliver(givenUp.list(consumer -> true, 1).get(0));
    }

    private List<Batch> list() {
        return givenUp().list(consumer -> true, 10);
    }

    @Test
    void batches_are_listed_by_time_with_their_consumer_and_positions() throws IOException {
        put("late", "orders-payment", "2026-01-07T23:00:00Z", "2026-01-01T00:00:00Z", "");
        put("early", "orders-order-view", "2026-01-07T22:00:00Z", "2026-01-01T00:00:00Z", "");

        assertThat(list())
                .containsExactly(
                        new Batch(
                                "aws/lambda/uuid/shard/2026/01/early",
                                "order-view",
                                "shard, 7 to 8",
                                2,
                                Instant.parse("2026-01-07T22:00:00Z"),
                                "RecordAgeExceeded"),
                        new Batch(
                                "aws/lambda/uuid/shard/2026/01/late",
                                "payment",
                                "shard, 7 to 8",
                                2,
                                Instant.parse("2026-01-07T23:00:00Z"),
                                "RecordAgeExceeded"));
        assertThat(givenUp().list("payment"::equals, 10)).hasSize(1);
    }

    @Test
    void a_settled_batch_was_handed_over_as_the_mapping_would_and_its_object_is_gone() throws IOException {
        put("a", "orders-payment");

        Redelivered redelivered = redeliver();

        assertThat(redelivered.settled()).isEqualTo(2);
        assertThat(redelivered.problem()).isEmpty();
        assertThat(invoked).containsExactly("payment " + EVENT);
        assertThat(list()).isEmpty();
    }

    @Test
    void an_event_that_is_text_is_handed_over_too() throws IOException {
        put(
                "a",
                "orders-payment",
                "2026-01-07T22:00:00Z",
                "2026-01-01T00:00:00Z",
                ",'payload':'" + EVENT.replace("'", "\\'") + "'");

        assertThat(redeliver().settled()).isEqualTo(2);
        assertThat(invoked).containsExactly("payment " + EVENT);
    }

    @Test
    void the_object_stays_until_every_record_is_settled() throws IOException {
        put("a", "orders-payment");
        answer = "{'batchItemFailures':[{'itemIdentifier':'8'}]}";

        Redelivered redelivered = redeliver();

        assertThat(redelivered.settled()).isEqualTo(1);
        assertThat(redelivered.problem())
                .contains("1 of 2 records are not settled; the function's log says why, and the object stays");
        assertThat(list()).hasSize(1);
    }

    @Test
    void an_answer_that_is_not_a_mappings_settles_nothing() throws IOException {
        put("a", "orders-payment");
        answer = "{}";

        assertThat(redeliver().problem()).contains("the function does not answer records, but with {}");
        assertThat(list()).hasSize(1);
    }

    @Test
    void records_that_the_inbox_has_forgotten_are_not_handed_over() throws IOException {
        put("a", "orders-payment", "2026-01-07T22:00:00Z", "2025-12-24T23:59:59Z", ",'payload':" + EVENT);

        assertThat(redeliver().problem())
                .hasValueSatisfying(why -> assertThat(why).contains("the inbox remembers 336 h"));
        assertThat(invoked).isEmpty();
        assertThat(list()).hasSize(1);
    }

    @Test
    void a_batch_of_another_pipelines_function_or_without_its_records_stays() throws IOException {
        put("a", "shop-payment");
        assertThat(redeliver().problem()).contains("no consumer of this application has the function shop-payment");
        Files.delete(bucket.resolve("aws/lambda/uuid/shard/2026/01/a"));

        put("b", "orders-payment", "2026-01-07T22:00:00Z", "2026-01-01T00:00:00Z", "");
        assertThat(redeliver().problem())
                .hasValueSatisfying(why -> assertThat(why).startsWith("the object does not have the 2 records"));
        assertThat(invoked).isEmpty();
    }

    @Test
    void a_missing_place_is_named() {
        assertThatThrownBy(() -> GivenUpRecords.place(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("TRISKEL_APP_GIVEN_UP is not set");
        assertThatThrownBy(() -> InvokedFunctions.in(
                        Map.of("TRISKEL_APP_FUNCTIONS", "orders"),
                        AwsSettings.from(Map.of("AWS_REGION", "us-east-1")),
                        AwsClients::of))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "TRISKEL_APP_FUNCTIONS is 'orders', expected the name of the consumers' functions");
    }
}
