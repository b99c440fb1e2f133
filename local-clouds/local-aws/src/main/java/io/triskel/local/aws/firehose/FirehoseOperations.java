package io.triskel.local.aws.firehose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.local.TokenBucket;
import io.triskel.local.aws.wire.Request;
import io.triskel.local.aws.wire.ServiceException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The operations of Firehose. Limits: 500 records and 4 MiB per batch, 1,000 KiB per record; per stream and second 2,000 calls,
 * 5,000 records and 5 MiB in the larger regions' defaults for direct puts (Firehose developer guide, "Quota").
 */
final class FirehoseOperations {
    private static final int RECORDS_PER_BATCH = 500;
    private static final int BYTES_PER_BATCH = 4 << 20;
    private static final int BYTES_PER_RECORD = 1000 << 10;
    private static final String SLOW_DOWN = "ServiceUnavailableException";

    private final FirehoseServer firehose;
    private final InstantSource clock;
    private final boolean quotas;
    private final Map<String, Quota> quotaOf = new ConcurrentHashMap<>();

    FirehoseOperations(FirehoseServer firehose, InstantSource clock, boolean quotas) {
        this.firehose = firehose;
        this.clock = clock;
        this.quotas = quotas;
    }

    void register(Map<String, Function<Request, Optional<ObjectNode>>> operations) {
        operations.put("CreateDeliveryStream", this::create);
        operations.put("DeleteDeliveryStream", this::delete);
        operations.put("DescribeDeliveryStream", this::describe);
        operations.put("ListDeliveryStreams", this::list);
        operations.put("PutRecord", this::putRecord);
        operations.put("PutRecordBatch", this::putRecordBatch);
    }

    private record Quota(TokenBucket calls, TokenBucket records, TokenBucket bytes) {
        boolean takeRecord(int size) {
            return bytes.has(size) && records.tryTake(1) && bytes.tryTake(size);
        }
    }

    private Optional<ObjectNode> create(Request request) {
        String name = request.requiredText("DeliveryStreamName");
        DeliverySettings settings = settings(request.body());
        JsonNode source =
                request.body().path("KinesisStreamSourceConfiguration").path("KinesisStreamARN");
        if (source.isTextual()) {
            firehose.createReading(name, settings, afterSlash(source.textValue()));
        } else {
            firehose.createDirect(name, settings);
        }
        return Optional.of(request.answer().put("DeliveryStreamARN", FirehoseServer.ARN_PREFIX + name));
    }

    private Optional<ObjectNode> delete(Request request) {
        firehose.delete(stream(request));
        return Optional.of(request.answer());
    }

    private Optional<ObjectNode> describe(Request request) {
        DeliveryStream stream = stream(request);
        ObjectNode answer = request.answer();
        ObjectNode description = answer.putObject("DeliveryStreamDescription");
        description
                .put("DeliveryStreamName", stream.name())
                .put("DeliveryStreamARN", FirehoseServer.ARN_PREFIX + stream.name())
                .put("DeliveryStreamStatus", "ACTIVE")
                .put("DeliveryStreamType", stream.source().isPresent() ? "KinesisStreamAsSource" : "DirectPut")
                .put("VersionId", "1")
                .put("HasMoreDestinations", false);
        request.put(description, "CreateTimestamp", stream.createdAt());
        ObjectNode destination =
                description.putArray("Destinations").addObject().put("DestinationId", "destination-1");
        DeliverySettings settings = stream.settings();
        ObjectNode bucket = destination.putObject("ExtendedS3DestinationDescription");
        bucket.put("RoleARN", "arn:aws:iam::000000000000:role/local")
                .put("BucketARN", "arn:aws:s3:::" + settings.bucket())
                .put("Prefix", settings.prefix())
                .put("CompressionFormat", settings.gzip() ? "GZIP" : "UNCOMPRESSED");
        bucket.putObject("BufferingHints")
                .put("SizeInMBs", settings.bufferBytes() >> 20)
                .put("IntervalInSeconds", settings.bufferTime().toSeconds());
        bucket.putObject("EncryptionConfiguration").put("NoEncryptionConfig", "NoEncryption");
        return Optional.of(answer);
    }

    private Optional<ObjectNode> list(Request request) {
        ObjectNode answer = request.answer().put("HasMoreDeliveryStreams", false);
        ArrayNode names = answer.putArray("DeliveryStreamNames");
        firehose.streams().keySet().forEach(names::add);
        return Optional.of(answer);
    }

    private Optional<ObjectNode> putRecord(Request request) {
        DeliveryStream stream = directStream(request);
        byte[] data = data(request.body().path("Record"));
        Optional<Quota> quota = takeCall(stream);
        if (quota.filter(limits -> !limits.takeRecord(data.length)).isPresent()) {
            throw slowDown();
        }
        stream.put(data);
        return Optional.of(request.answer().put("RecordId", recordId()).put("Encrypted", false));
    }

    private Optional<ObjectNode> putRecordBatch(Request request) {
        DeliveryStream stream = directStream(request);
        List<byte[]> batch = batch(request.body().path("Records"));
        Optional<Quota> quota = takeCall(stream);
        ObjectNode answer = request.answer().put("Encrypted", false);
        ArrayNode results = answer.putArray("RequestResponses");
        int failed = 0;
        for (byte[] data : batch) {
            Optional<String> refusal = refusal(request);
            if (refusal.isEmpty()
                    && quota.filter(limits -> !limits.takeRecord(data.length)).isPresent()) {
                refusal = Optional.of(SLOW_DOWN);
            }
            if (refusal.isPresent()) {
                failed++;
                results.addObject().put("ErrorCode", refusal.get()).put("ErrorMessage", "Slow down.");
            } else {
                stream.put(data);
                results.addObject().put("RecordId", recordId());
            }
        }
        return Optional.of(answer.put("FailedPutCount", failed));
    }

    private static List<byte[]> batch(JsonNode records) {
        if (!records.isArray() || records.isEmpty() || records.size() > RECORDS_PER_BATCH) {
            throw ServiceException.invalid(
                    "Value at 'records' failed to satisfy constraint: Member must have length less than or equal to "
                            + RECORDS_PER_BATCH + " and greater than or equal to 1");
        }
        List<byte[]> batch = new ArrayList<>();
        long bytes = 0;
        for (JsonNode node : records) {
            byte[] data = data(node);
            bytes += data.length;
            batch.add(data);
        }
        if (bytes > BYTES_PER_BATCH) {
            throw new ServiceException("InvalidArgumentException", "Records size exceeds 4 MB limit");
        }
        return batch;
    }

    private static byte[] data(JsonNode node) {
        byte[] data = Request.bytes(node, "Data");
        if (data.length > BYTES_PER_RECORD) {
            throw ServiceException.invalid(
                    "Value at 'record.data' failed to satisfy constraint: Member must have length less than or equal to "
                            + BYTES_PER_RECORD);
        }
        return data;
    }

    /** Counts the call; returns the quota for its records, if quotas apply. */
    private Optional<Quota> takeCall(DeliveryStream stream) {
        if (!quotas) {
            return Optional.empty();
        }
        Quota quota = quotaOf.computeIfAbsent(
                stream.name(),
                name -> new Quota(
                        new TokenBucket(2000, clock), new TokenBucket(5000, clock), new TokenBucket(5 << 20, clock)));
        if (!quota.calls().tryTake(1)) {
            throw slowDown();
        }
        return Optional.of(quota);
    }

    private static ServiceException slowDown() {
        return new ServiceException(SLOW_DOWN, "Slow down.", 503);
    }

    private Optional<String> refusal(Request request) {
        return request.fault()
                .flatMap(struck -> struck.<Optional<String>>fold(
                        refused -> Optional.empty(),
                        partly -> firehose.faults().chance(partly.share())
                                ? Optional.of(partly.code())
                                : Optional.empty(),
                        failed -> Optional.empty(),
                        slow -> Optional.empty(),
                        lost -> Optional.empty()));
    }

    private DeliveryStream stream(Request request) {
        return firehose.stream(request.requiredText("DeliveryStreamName"));
    }

    private DeliveryStream directStream(Request request) {
        DeliveryStream stream = stream(request);
        if (stream.source().isPresent()) {
            throw new ServiceException(
                    "InvalidArgumentException",
                    "This operation is not permitted on KinesisStreamAsSource delivery stream type.");
        }
        return stream;
    }

    private static DeliverySettings settings(JsonNode body) {
        JsonNode s3 = body.path("ExtendedS3DestinationConfiguration");
        if (!s3.path("BucketARN").isTextual()) {
            throw new ServiceException(
                    "InvalidArgumentException", "Only ExtendedS3DestinationConfiguration is served here");
        }
        boolean newline = false;
        for (JsonNode processor : s3.path("ProcessingConfiguration").path("Processors")) {
            newline |= processor.path("Type").asText("").equals("AppendDelimiterToRecord");
        }
        JsonNode hints = s3.path("BufferingHints");
        String bucketArn = s3.path("BucketARN").asText("");
        try {
            return new DeliverySettings(
                    bucketArn.substring(bucketArn.lastIndexOf(':') + 1),
                    s3.path("Prefix").asText(""),
                    hints.path("SizeInMBs").asInt(5) << 20,
                    Duration.ofSeconds(hints.path("IntervalInSeconds").asInt(300)),
                    s3.path("CompressionFormat").asText("").equals("GZIP"),
                    newline);
        } catch (IllegalArgumentException e) {
            throw new ServiceException("InvalidArgumentException", String.valueOf(e.getMessage()));
        }
    }

    private static String afterSlash(String arn) {
        return arn.substring(arn.indexOf('/') + 1);
    }

    private static String recordId() {
        return UUID.randomUUID().toString();
    }
}
