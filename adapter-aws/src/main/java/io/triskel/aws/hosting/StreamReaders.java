package io.triskel.aws.hosting;

import static io.triskel.aws.hosting.AwsPartsParameters.ARCHIVE;
import static io.triskel.aws.hosting.AwsPartsParameters.ARCHIVE_SECONDS;
import static io.triskel.aws.hosting.AwsPartsParameters.BATCH_WINDOW;
import static io.triskel.aws.hosting.AwsPartsParameters.GIVEN_UP;
import static io.triskel.aws.hosting.AwsPartsParameters.STREAM;
import static io.triskel.hosting.manifest.Parameters.named;
import static io.triskel.hosting.manifest.Parameters.placeholder;

import io.triskel.aws.hosting.AwsParts.Archive;
import io.triskel.aws.hosting.AwsParts.EventSourceMapping;
import io.triskel.hosting.manifest.Count;
import io.triskel.hosting.operation.ViewRebuild;
import java.util.List;

/** Who reads the stream by a manifest: the archive, and a mapping per consumer. */
final class StreamReaders {
    /** An unsettled record goes to the bucket two hours before the stream drops it; a mapping allows a week at most. */
    private static final int LEFT_HOURS = 2;

    private StreamReaders() {}

    /**
     * Reads the stream from the moment of its creation on, so it is there before the first event. Firehose writes records one behind the
     * other, unless it is told to end each with a line feed; error output must not lie among the events. A rebuild reads the
     * stream itself, beside Firehose.
     */
    static Archive archive() {
        return new Archive(
                "firehose",
                named("archive"),
                placeholder(STREAM),
                placeholder(ARCHIVE),
                AwsPast.PREFIX,
                "errors/",
                64,
                Count.of(ARCHIVE_SECONDS),
                "GZIP",
                "AppendDelimiterToRecord",
                List.of(ViewRebuild.CONSUMER));
    }

    /**
     * The mapping never drops a record, old ones go to the bucket: the function itself parks events that cannot be handled. It reads as a
     * registered consumer of the stream: without that, all mappings share the 5 reads and 2 MiB a second of each shard.
     */
    static EventSourceMapping mapping(String consumer, int retentionHours) {
        return new EventSourceMapping(
                placeholder(STREAM),
                named(consumer),
                "TRIM_HORIZON",
                100,
                Count.of(BATCH_WINDOW),
                1,
                -1,
                (retentionHours - LEFT_HOURS) * 3600,
                false,
                List.of("ReportBatchItemFailures"),
                new AwsParts.Destination("s3", placeholder(GIVEN_UP)));
    }
}
