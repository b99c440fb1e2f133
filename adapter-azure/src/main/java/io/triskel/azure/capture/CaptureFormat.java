package io.triskel.azure.capture;

import io.triskel.archive.Archive;
import io.triskel.archive.ArchiveFormat;
import io.triskel.archive.ArchiveObjects;
import io.triskel.archive.ArchivedEvents;
import io.triskel.archive.AvroBlocks;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the Avro files that Event Hubs Capture writes (Event Hubs documentation, "Explore captured Avro files"), with
 * events in the form of {@link io.triskel.azure.eventhubs.AmqpBinding}, binary or structured. Unknown fields are
 * ignored.
 *
 * <p>One block of a file is in memory at a time, 32 MiB at most; files have blocks of a few events. A file may have no
 * events. A damaged or truncated file is read up to the damage.
 */
public final class CaptureFormat implements ArchiveFormat {
    /**
     * {@return the archive of one hub} Each partition is a part of the archive: events are ordered within a partition,
     * and its file names sort by time. So Capture's file name format must be the default, or have the partition before
     * all parts of the time.
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
