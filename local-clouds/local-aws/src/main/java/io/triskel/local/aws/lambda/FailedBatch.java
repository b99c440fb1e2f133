package io.triskel.local.aws.lambda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;

/**
 * A batch that the mapping gave up.
 *
 * @param condition {@code RetryAttemptsExhausted} or {@code RecordAgeExceeded}
 * @param invocations how often the function was invoked with the batch
 */
public record FailedBatch(
        String condition, int invocations, String functionArn, String streamArn, Records records, Instant time) {
    private static final DateTimeFormatter DAY = inUtc("uuuu/MM/dd");
    private static final DateTimeFormatter SECOND = inUtc("uuuu-MM-dd'T'HH.mm.ss");

    private static DateTimeFormatter inUtc(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /** The batch's records in the shard. */
    public record Records(String shardId, int size, Edge first, Edge last) {}

    /** The first or the last record of the batch. */
    public record Edge(String sequenceNumber, Instant arrival) {}

    /** {@return the name of its object in an S3 destination} (Lambda developer guide, "Retain discarded batch records"). */
    String objectName(String mapping) {
        return "aws/lambda/" + mapping + "/" + records.shardId() + "/" + DAY.format(time) + "/" + SECOND.format(time)
                + "-" + UUID.randomUUID();
    }

    /**
     * {@return the object: only an S3 destination has the event itself} (ibid.; github.com/localstack/localstack,
     * stream_poller.py, has the event as an object and not as text.)
     */
    byte[] toJson(byte[] event) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.putObject("requestContext")
                .put("requestId", UUID.randomUUID().toString())
                .put("functionArn", functionArn + ":$LATEST")
                .put("condition", condition)
                .put("approximateInvokeCount", invocations);
        ObjectNode response = node.putObject("responseContext").put("statusCode", 200);
        response.put("executedVersion", "$LATEST").put("functionError", "Unhandled");
        node.put("version", "1.0").put("timestamp", time.toString());
        node.putObject("KinesisBatchInfo")
                .put("shardId", records.shardId())
                .put("startSequenceNumber", records.first().sequenceNumber())
                .put("endSequenceNumber", records.last().sequenceNumber())
                .put(
                        "approximateArrivalOfFirstRecord",
                        records.first().arrival().toString())
                .put("approximateArrivalOfLastRecord", records.last().arrival().toString())
                .put("batchSize", records.size())
                .put("streamArn", streamArn);
        node.putRawValue("payload", new RawValue(new String(event, StandardCharsets.UTF_8)));
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }
}
