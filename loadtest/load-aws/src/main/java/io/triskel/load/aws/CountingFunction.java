package io.triskel.load.aws;

import io.triskel.aws.lambda.KinesisFunction;
import io.triskel.load.ratio.run.Placed;
import java.time.InstantSource;

/** The least that a function of the adapter can be: it decodes and settles its events, in order, without any store. */
public final class CountingFunction extends KinesisFunction {
    /** As Lambda makes it. */
    public CountingFunction() {
        super(Placed.counted(), Placed.CODEC, InstantSource.system());
    }
}
