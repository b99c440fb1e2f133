package io.triskel.orders.gcp;

import io.triskel.orders.manifest.Parameters;

/** What the deployer of {@code order-gcp.zip} chooses. */
final class GcpParameters {
    static final String PROJECT = "project";
    static final String TOPIC = "topic";
    static final String TOPIC_RETENTION = "topicRetentionHours";
    static final String DATABASE = "database";
    static final String COLLECTIONS = "collections";
    static final String PUSHER = "pushServiceAccount";
    static final String SCHEDULER = "schedulerServiceAccount";
    static final String MEMORY = "memoryMiB";
    static final String CONCURRENCY = "concurrency";
    static final String BACKOFF = "maximumBackoffMillis";
    static final String KMS_KEY = "kmsKey";
    static final String ARCHIVE = "archiveBucket";
    static final String ARCHIVE_SECONDS = "archiveSeconds";
    static final String ARCHIVE_BYTES = "archiveBytes";

    /** Pub/Sub's longest retention, 31 days. */
    private static final int MONTH_HOURS = 31 * 24;

    private GcpParameters() {}

    static Parameters declared() {
        return new Parameters()
                .required(PROJECT, "id of the project")
                .region()
                .optional(
                        Parameters.NAME,
                        "what the functions' names begin with: 1 to 40 lower-case letters, digits or -",
                        "orders")
                .optional(TOPIC, "id of the Pub/Sub topic", "orders")
                .optional(
                        TOPIC_RETENTION,
                        "how long topic and subscriptions keep events, less than the inbox remembers",
                        MONTH_HOURS,
                        24)
                .optional(DATABASE, "id of the Firestore database", "(default)")
                .optional(
                        COLLECTIONS,
                        "what the names of the Firestore collections begin with: letters, digits or -, a letter first",
                        "orders")
                .lookupBase()
                .required(PUSHER, "e-mail of the service account that subscriptions call functions as")
                .required(SCHEDULER, "e-mail of the service account that Cloud Scheduler calls the clock as")
                .required(ARCHIVE, "bucket of the archive, which has all events for good")
                .optional(
                        ARCHIVE_SECONDS,
                        "how long the archive gathers events before it writes them, 60 to 600",
                        300,
                        60)
                .optional(ARCHIVE_BYTES, "how many bytes of events it writes at once, 1,000 or more", 64 << 20, 16_000)
                .optional(MEMORY, "memory of each function in MiB", 512, 256)
                .optional(CONCURRENCY, "calls at a time in one instance of a function", 40, 10)
                .callTimeout()
                .optional(BACKOFF, "longest wait of a subscription before an event comes again", 60_000, 2_000)
                .optional(
                        KMS_KEY,
                        "full name of the Cloud KMS key that wraps the keys of personal data; if empty, Firestore holds them as they"
                                + " are",
                        "")
                .httpAccess();
    }
}
