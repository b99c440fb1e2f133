package io.triskel.load.report.sample;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/** Invented times with a long tail. */
public final class Times {
    private Times() {}

    /** {@return this number of times around a median, in microseconds} */
    public static Histogram around(double medianUs, int count, SplittableRandom random) {
        Histogram times = new Histogram(3_600_000_000L, 3);
        for (int i = 0; i < count; i++) {
            double tail = Math.pow(1 - random.nextDouble(), -0.35);
            times.recordValue(Math.max(1, Math.round(medianUs * (0.55 + 0.35 * tail))));
        }
        return times;
    }

    /** {@return the times as a result file has them} */
    public static ObjectNode json(Histogram times) {
        ByteBuffer buffer = ByteBuffer.allocate(times.getNeededByteBufferCapacity());
        int length = times.encodeIntoCompressedByteBuffer(buffer);
        return JsonNodeFactory.instance
                .objectNode()
                .put("count", times.getTotalCount())
                .put("p50Us", times.getValueAtPercentile(50))
                .put("p90Us", times.getValueAtPercentile(90))
                .put("p99Us", times.getValueAtPercentile(99))
                .put("p999Us", times.getValueAtPercentile(99.9))
                .put("maxUs", times.getMaxValue())
                .put("histogram", Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length)));
    }
}
