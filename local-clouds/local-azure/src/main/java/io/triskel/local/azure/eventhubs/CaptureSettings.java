package io.triskel.local.azure.eventhubs;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Sets where and how often Capture writes files. A file ends at the size or the time, whichever comes first; the
 * service accepts 10 to 500 MB and 1 to 15 minutes, lower values are for tests.
 *
 * @param folder replaces the storage account
 * @param container the folder in it that replaces the blob container
 * @param sizeBytes a file is written once it has this many bytes of events
 * @param window a file is written at this age
 * @param emptyFiles whether a window without events writes a file without events, the service's default
 */
public record CaptureSettings(Path folder, String container, long sizeBytes, Duration window, boolean emptyFiles) {
    public CaptureSettings {
        if (!container.matches("[a-z0-9](-?[a-z0-9]){2,62}")) {
            throw new IllegalArgumentException("container must be a name such as archive-1, not " + container);
        }
        if (sizeBytes < 1 || window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException(
                    "sizeBytes and window must be positive, not " + sizeBytes + " bytes and " + window);
        }
    }

    /** 300 MB or 5 minutes, the service's defaults, and no empty files. */
    public static CaptureSettings in(Path folder, String container) {
        return new CaptureSettings(folder, container, 300L << 20, Duration.ofMinutes(5), false);
    }

    public CaptureSettings withWindow(long bytes, Duration time) {
        return new CaptureSettings(folder, container, bytes, time, emptyFiles);
    }

    public CaptureSettings withEmptyFiles() {
        return new CaptureSettings(folder, container, sizeBytes, window, true);
    }
}
