package io.triskel.azure.capture;

import io.triskel.archive.Archive;
import io.triskel.archive.ArchiveFormat;
import io.triskel.archive.ArchiveObjects;
import io.triskel.archive.ArchivedEvents;
import io.triskel.archive.AvroBlocks;
import java.io.IOException;
import java.io.InputStream;

/**
 * The Avro files that Event Hubs Capture writes (Event Hubs documentation, "Explore captured Avro files"), with events as
 * {@link io.triskel.azure.eventhubs.AmqpBinding} has them, binary or structured. Fields that are added one day do no harm.
 *
 * <p>One block of a file is in memory at a time, 32 MiB at most; files have blocks of a few events. Files without events are
 * as good as none. A file that is damaged or cut off is read up to there and no further.
 */
public final class CaptureFormat implements ArchiveFormat {
    /**
     * {@return the archive of one hub} Each of its partitions is a part: order holds within a partition, and names grow with time
     * there, if Capture names its files in its default way or another one that has the partition before all parts of the time.
     *
     * @param hub the beginning of all names up to the partition: {@code namespace/hub/}
     */
    public static Archive archive(ArchiveObjects objects, String hub) {
        return Archive.inFolders(objects, hub, new CaptureFormat());
    }

    @Override
    public ArchivedEvents read(InputStream content) throws IOException {
        return CapturedEvents.read(new AvroBlocks(content));
    }
}
