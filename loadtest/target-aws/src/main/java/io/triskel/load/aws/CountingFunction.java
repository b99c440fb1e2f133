package io.triskel.load.aws;

import io.triskel.aws.lambda.KinesisFunction;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Consumer;
import io.triskel.load.ratio.run.Placed;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;

/** The least that a function of the adapter can be: it decodes and settles its events, in order, without any store. */
public final class CountingFunction extends KinesisFunction {
    private static final LongAdder HANDLED = new LongAdder();

    /** As Lambda makes it. */
    public CountingFunction() {
        super(
                BatchProcessor.of(Consumer.named("counting")
                                .on(Placed.TYPE, Placed.class, (event, handling) -> HANDLED.increment())
                                .build())
                        .codec(Placed.CODEC)
                        .build(),
                Placed.CODEC,
                InstantSource.system());
    }
}
