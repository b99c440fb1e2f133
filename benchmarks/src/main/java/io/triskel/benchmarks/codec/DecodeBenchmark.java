package io.triskel.benchmarks.codec;

import io.cloudevents.CloudEvent;
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

/** One structured event back to an envelope with typed data. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeBenchmark {
    private final EventCodec codec =
            EventCodec.of(TypeRegistry.builder().add(Order.TYPE, Order.class).build());
    private final CloudEventsSdk sdk = new CloudEventsSdk();
    private final HandWritten limit = HandWritten.entirely();
    private final HandWritten databindLimit = HandWritten.withDatabind();

    /** Bytes of JSON data. */
    @Param({"200", "1024"})
    public int bytes;

    private byte[] event = new byte[0];

    /** Writes the event. */
    @Setup
    public void prepare() {
        event = codec.encode(Order.of(bytes).envelope());
    }

    /** Ours. */
    @Benchmark
    public Envelope<?> triskel() {
        return codec.decode(event);
    }

    /** The competitor. */
    @Benchmark
    public CloudEvent cloudEventsSdk() {
        return sdk.decode(event);
    }

    /** By hand, the data too. */
    @Benchmark
    public Envelope<Order> limit() throws IOException {
        return limit.decode(event);
    }

    /** By hand, the data by databind. */
    @Benchmark
    public Envelope<Order> limitWithDatabind() throws IOException {
        return databindLimit.decode(event);
    }
}
