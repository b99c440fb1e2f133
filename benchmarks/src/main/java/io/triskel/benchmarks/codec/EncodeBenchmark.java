package io.triskel.benchmarks.codec;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One envelope with typed data to structured JSON. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncodeBenchmark {
    private final EventCodec codec =
            EventCodec.of(TypeRegistry.builder().add(Order.TYPE, Order.class).build());
    private final CloudEventsSdk sdk = new CloudEventsSdk();
    private final HandWritten limit = HandWritten.entirely();
    private final HandWritten databindLimit = HandWritten.withDatabind();

    /** Bytes of JSON data. */
    @Param({"200", "1024"})
    public int bytes;

    private Envelope<Order> event = Order.of(0).envelope();

    /** Makes the event. */
    @Setup
    public void prepare() {
        event = Order.of(bytes).envelope();
    }

    /** Ours. */
    @Benchmark
    public byte[] triskel() {
        return codec.encode(event);
    }

    /** The competitor. */
    @Benchmark
    public byte[] cloudEventsSdk() {
        return sdk.encode(event);
    }

    /** By hand, the data too. */
    @Benchmark
    public byte[] limit() throws IOException {
        return limit.encode(event);
    }

    /** By hand, the data by databind. */
    @Benchmark
    public byte[] limitWithDatabind() throws IOException {
        return databindLimit.encode(event);
    }
}
