package io.triskel.local.aws.lambda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * A batch that the mapping gave up. As in the service it has the records' positions, not their data, which the stream
 * has until the records expire.
 *
 * @param condition {@code RetryAttemptsExhausted} or {@code RecordAgeExceeded}
 * @param invocations how often the function was invoked with the batch
 */
public record FailedBatch(
        String condition, int invocations, String functionArn, String streamArn, Records records, Instant time) {
    /** The batch's records in the shard. */
    public record Records(String shardId, int size, Edge first, Edge last) {}

    /** The first or the last record of the batch. */
    public record Edge(String sequenceNumber, Instant arrival) {}

    /** The message that an SQS destination receives (Lambda developer guide, "Retain discarded records"). */
    String toJson(String requestId) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.putObject("requestContext")
                .put("requestId", requestId)
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
        return node.toString();
    }
}
