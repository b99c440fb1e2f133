package io.triskel.aws.hosting;

import static io.triskel.hosting.manifest.Parameters.NAME;

import io.triskel.hosting.manifest.Parameters;

/** What the deployer of the package on AWS chooses. */
final class AwsPartsParameters {
    static final String STREAM = "stream";
    static final String SHARDS = "shards";
    static final String TABLES = "tables";
    static final String GIVEN_UP = "givenUpBucket";
    static final String KMS_KEY = "kmsKey";
    static final String ARCHIVE = "archiveBucket";
    static final String ARCHIVE_SECONDS = "archiveSeconds";
    static final String MEMORY = "memoryMiB";
    static final String TIMEOUT = "timeoutSeconds";
    static final String HTTP_TIMEOUT = "httpTimeoutSeconds";
    static final String BATCH_WINDOW = "batchWindowMillis";

    /** {@return what the deployer chooses} */
    static Parameters parameters(String application) {
        return new Parameters()
                .region()
                .optional(NAME, "what the functions' names begin with: 1 to 40 letters, digits, _ or -", application)
                .matching(NAME, "[a-zA-Z0-9_-]{1,40}")
                .optional(STREAM, "name of the Kinesis stream", application)
                .optional(SHARDS, "how many shards the stream has; each takes 1,000 events or 1 MiB a second", 2)
                .optional(
                        TABLES,
                        "what the names of the DynamoDB tables begin with: letters, digits, _ . or -",
                        application)
                .lookupBase()
                .required(
                        GIVEN_UP, "S3 bucket for records that a mapping gives up, so that none is lost with the stream")
                .required(ARCHIVE, "S3 bucket of the archive, which has all events for good")
                .optional(
                        ARCHIVE_SECONDS, "how long the archive gathers events before it writes them, 0 to 900", 300, 2)
                .optional(MEMORY, "memory of each function in MiB; its share of a processor grows with it", 1024, 256)
                .optional(
                        TIMEOUT,
                        "time-out of the functions of events and of the clock; what a killed one has claimed is free"
                                + " after it",
                        60,
                        20)
                .optional(HTTP_TIMEOUT, "time-out of the HTTP function", 10, 60)
                .replayHorizon()
                .callTimeout()
                .optional(BATCH_WINDOW, "how long a batch waits to be full; Lambda takes whole seconds", 1_000, 150)
                .optional(
                        KMS_KEY,
                        "KMS key that wraps the keys of personal data; if empty, the table holds them as they are",
                        "")
                .httpAccess();
    }

    private AwsPartsParameters() {}
}
