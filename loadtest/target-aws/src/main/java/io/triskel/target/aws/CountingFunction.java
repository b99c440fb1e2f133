package io.triskel.target.aws;

import io.triskel.aws.lambda.KinesisFunction;
import io.triskel.benchmarks.ratio.run.Placed;
import java.time.InstantSource;

/** The smallest function of the adapter: it decodes and settles its events, in order, without any store. */
public final class CountingFunction extends KinesisFunction {
    /** Called by Lambda. */
    public CountingFunction() {
        super(Placed.counted(), Placed.CODEC, InstantSource.system());
    }
}
